"""A small course of made-up events, on which policies are played in milliseconds."""

import numpy as np
import pytest

from ecosystem_nb.learning.challenge.course import Course, Settings
from ecosystem_nb.learning.challenge.policy import Deployed, Sample
from ecosystem_nb.learning.model.network import Network

SETTINGS = Settings(events=4000, reference=4000, intervals=4)
FEATURES = 3
STEP, APART = 0.4, 1.5
"""By how much all events drift in an interval, and how far electrons lie above jets, both in sigmas."""


def events(t: int, seed: int) -> tuple[Sample, np.ndarray]:
    """Normal features; electrons lie higher in the first; recalibration takes the drift away."""
    rng = np.random.default_rng([seed, t])
    electron = rng.random(SETTINGS.events) < 0.5
    x = rng.normal(size=(SETTINGS.events, FEATURES)).astype(np.float32)
    x[:, 0] += np.float32(APART) * electron
    drifted = x.copy()
    drifted[:, 0] -= np.float32(STEP * t)
    return Sample(drifted, x, drifted), electron


def first() -> Deployed:
    """A network that tells the first feature, through a hidden unit that is always on; 95 % efficient."""
    lift = np.float32(50.0)
    weights = (np.eye(FEATURES, 1, dtype=np.float32), np.float32([[1.0]]))
    biases = (np.float32([lift]), np.float32([-lift]))
    network = Network(weights, biases, np.zeros(FEATURES, np.float32), np.ones(FEATURES, np.float32))
    cut = APART - 1.6449  # the normal distribution has 95 % above -1.6449 sigma
    return Deployed(network, 1.0 / (1.0 + np.exp(-cut)))


def make(seed: int) -> Course:
    made = [events(t, seed) for t in range(SETTINGS.intervals)]
    return Course(SETTINGS, seed, tuple(s for s, _ in made), tuple(e for _, e in made), first())


@pytest.fixture(scope="session")
def course() -> Course:
    return make(1)
