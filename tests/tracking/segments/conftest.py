"""Events shared by the tests of this folder."""

import numpy as np
import pytest

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.hits.arrange import arrange
from ecosystem_nb.tracking.scoring.truth import truth


def columns(event):
    return {name: np.asarray(event.hits[name]) for name in event.hits.fields}


def arranged(event, detector):
    of = columns(event)
    return arrange(of["x"], of["y"], of["z"], of["layer"], detector)


@pytest.fixture(scope="session")
def muons():
    """Return an event of 60 muons: its hits, sorted, and its truth."""
    event = generate(Setup.muons(60), [5], generic())[0]
    return event, arranged(event, generic()), truth(columns(event)["particle"], event.particles)


@pytest.fixture(scope="session")
def crowd():
    """Return an event of five interactions, with noise and lost hits."""
    event = generate(Setup(pile_up=5.0), [3], generic())[0]
    return event, arranged(event, generic()), truth(columns(event)["particle"], event.particles)
