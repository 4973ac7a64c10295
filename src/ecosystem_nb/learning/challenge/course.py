"""On what is a policy played? Intervals of events, and a model trained for the first."""

from dataclasses import dataclass, replace

import numpy as np

from ecosystem_nb.bounds import within
from ecosystem_nb.learning.calorimeter.conditions import Calibration
from ecosystem_nb.learning.calorimeter.simulate import simulate
from ecosystem_nb.learning.challenge.policy import ChallengeError, Deployed, Flags, Sample
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.quality import threshold_for
from ecosystem_nb.learning.model.train import Recipe, train
from ecosystem_nb.learning.timeline.intervals import Timeline
from ecosystem_nb.learning.timeline.scripts import SCRIPTS

FRESH = Recipe(epochs=20)
"""How a network is trained from scratch, the first one too."""
_FIRST = 1_000_000
"""Interval number of the events that train the first model, apart from those of all intervals."""


@dataclass(frozen=True)
class Settings:
    """What all entries of one leaderboard share.

    Parameters
    ----------
    timeline : str
        Name of a script of :mod:`ecosystem_nb.learning.timeline.scripts`.
    events : int
        Events an interval, 200 to 1 000 000.
    reference : int
        Events for the first model, 200 to 1 000 000; a quarter of them sets its threshold.
    efficiency : float
        Share of the electrons that the threshold shall keep, 0.5 to 0.999.
    intervals : int
        2 to 100.

    Examples
    --------
    >>> Settings(events=10)
    Traceback (most recent call last):
        ...
    ValueError: events an interval = 10 is out of range: expected at least 200 and at most 1e+06
    """

    timeline: str = "standard"
    events: int = 12_288
    reference: int = 32_768
    efficiency: float = 0.95
    intervals: int = 12

    def __post_init__(self) -> None:
        if self.timeline not in SCRIPTS:
            raise ChallengeError(f"timeline = {self.timeline!r}: expected one of {', '.join(SCRIPTS)}")
        within("events an interval", self.events, "1", least=200, most=1_000_000)
        within("events for the first model", self.reference, "1", least=200, most=1_000_000)
        within("efficiency", self.efficiency, "1", least=0.5, most=0.999)
        within("number of intervals", self.intervals, "1", least=2, most=100)

    def script(self, seed: int) -> Timeline:
        """Return the conditions of one seed."""
        return SCRIPTS[self.timeline](self.intervals, seed)


@dataclass(frozen=True)
class Course:
    """The events of one seed with their labels, and the first model.

    Parameters
    ----------
    settings : Settings
    seed : int
    samples : tuple of Sample
        One an interval.
    electron : tuple of numpy.ndarray of bool
        The labels of each interval; only a referee gets them.
    deployed : Deployed
        The model trained for interval 0, on events of its own.
    """

    settings: Settings
    seed: int
    samples: tuple[Sample, ...]
    electron: tuple[Flags, ...]
    deployed: Deployed


def build(settings: Settings, seed: int) -> Course:
    """Simulate the events of one seed and train the first model.

    Parameters
    ----------
    settings : Settings
    seed : int
        Of conditions, events and training, at least 0.

    Returns
    -------
    Course

    Notes
    -----
    Each event is read out twice: with the calibration that the script applies, and with one from the true
    transparency of the interval before, in which a wrong scale is put right.
    """
    script = settings.script(seed)
    samples, electron = [], []
    for t, period in enumerate(script):
        state = period.conditions
        measured = Calibration(script[max(t - 1, 0)].conditions.dose)
        plain, newer = (
            simulate(one, settings.events, _seed(seed, t))
            for one in (state, replace(state, calibration=measured))
        )
        samples.append(Sample(features(plain), features(newer), plain.cells))
        electron.append(plain.electron)
    first = simulate(script[0].conditions, settings.reference, _seed(seed, _FIRST))
    x, held = features(first), settings.reference // 4
    network = train(x[held:], first.electron[held:], seed=seed, recipe=FRESH)
    threshold = threshold_for(network.scores(x[:held]), first.electron[:held], settings.efficiency)
    return Course(settings, seed, tuple(samples), tuple(electron), Deployed(network, threshold))


def _seed(seed: int, t: int) -> int:
    """Return the seed of the events of one interval, far from those of all others."""
    return int(np.random.SeedSequence([seed, t]).generate_state(1)[0])
