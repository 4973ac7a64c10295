"""What must an entry beat? The seven policies that every leaderboard holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ecosystem_nb.learning.alarms.distances import psi
from ecosystem_nb.learning.challenge.policy import Deployed, Flags, Policy, Sample, Situation, Table
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.model.quality import threshold_for
from ecosystem_nb.learning.model.train import Recipe, train

TUNE, MIXED, ALL = Recipe(epochs=4, rate=1e-3), Recipe(epochs=4, rate=2e-3), Recipe(epochs=6)
"""How a network is trained on, on new events or on a mixture, and from scratch on all events so far."""
HELD = 0.25
"""Share of the labels that sets the threshold; the rest trains."""


class Frozen:
    """Leaves everything as it is."""

    def prepare(self, situation: Situation) -> Deployed:
        """Return what is deployed."""
        return situation.deployed


@dataclass
class ThresholdOnly:
    """Moves the threshold to the efficiency on labels of the interval before; the network stays."""

    labels: int = 2000

    def prepare(self, situation: Situation) -> Deployed:
        """Return the network with another threshold."""
        last = situation.interval - 1
        number = min(self.labels, len(situation.past[last]))
        electron = situation.labels(last, number)
        scores = situation.deployed.scores(situation.past[last])[:number]
        return Deployed(situation.deployed.network, threshold_for(scores, electron, situation.efficiency))


class RecalibrateOnly:
    """Takes the newer calibration of the crystals; network and threshold stay."""

    def prepare(self, situation: Situation) -> Deployed:
        """Return what is deployed, fed with recalibrated energies."""
        return Deployed(situation.deployed.network, situation.deployed.threshold, recalibrated=True)


@dataclass
class FineTune:
    """Trains the deployed network a little more on labels of the interval before."""

    labels: int = 4000
    replay: float = 0.0
    recipe: Recipe = TUNE
    known: list[int] = field(default_factory=lambda: [0])

    def prepare(self, situation: Situation) -> Deployed:
        """Return the network trained on, with a threshold from labels that it did not see."""
        last = situation.interval - 1
        number = min(self.labels, len(situation.past[last]))
        x, electron = situation.past[last].plain[:number], situation.labels(last, number)
        held = int(HELD * number)
        old, truth = self.replayed(situation, number - held)
        network = train(
            np.concatenate([x[held:], old]),
            np.concatenate([electron[held:], truth]),
            seed=situation.seed,
            recipe=self.recipe,
            start=situation.deployed.network,
        )
        return with_threshold(network, x[:held], electron[:held], situation.efficiency)

    def replayed(self, situation: Situation, number: int) -> tuple[Table, Flags]:
        """Return labelled events of earlier intervals, ``replay`` times as many as new ones."""
        last = situation.interval - 1
        earlier = [t for t in self.known if t < last]
        self.known = sorted({*self.known, last})
        most = min(self.labels, len(situation.current))
        each = min(int(self.replay * number / len(earlier)), most) if earlier else 0
        parts = [(situation.past[t].plain[:each], situation.labels(t, each)) for t in earlier if each]
        if not parts:
            return situation.past[0].plain[:0], np.zeros(0, dtype=bool)
        return np.concatenate([x for x, _ in parts]), np.concatenate([y for _, y in parts])


@dataclass
class FineTuneReplay(FineTune):
    """Trains on with events of earlier intervals mixed in, so that they are not forgotten."""

    replay: float = 3.0
    recipe: Recipe = MIXED


@dataclass
class FullRetrain:
    """Trains a network from scratch on all labels so far, interval 0 included."""

    recipe: Recipe = ALL

    def prepare(self, situation: Situation) -> Deployed:
        """Return a network made anew, with a threshold from the newest events."""
        held = int(HELD * len(situation.current))
        x = np.concatenate([one.plain[held:] for one in situation.past])
        electron = [situation.labels(t) for t in range(situation.interval)]
        trained = np.concatenate([one[held:] for one in electron])
        network = train(x, trained, seed=situation.seed, recipe=self.recipe)
        return with_threshold(
            network, situation.past[-1].plain[:held], electron[-1][:held], situation.efficiency
        )


@dataclass
class OnAlarm(FineTuneReplay):
    """Trains on with replay, but only when the events to come have moved from those it was trained for."""

    threshold: float = 0.05
    since: Sample | None = None

    def prepare(self, situation: Situation) -> Deployed:
        """Return what is deployed, or a network trained on when the mean PSI is above the threshold."""
        known = self.since or situation.past[0]
        if psi(known.plain, situation.current.plain).mean() <= self.threshold:
            return situation.deployed
        self.since = situation.past[-1]
        return super().prepare(situation)


def with_threshold(network: Network, x: Table, electron: Flags, efficiency: float) -> Deployed:
    """Return a network with the threshold that keeps a share of the electrons.

    Parameters
    ----------
    network : Network
    x : numpy.ndarray of float32
        Features of events that did not train it, shape (N, F).
    electron : numpy.ndarray of bool
        Their labels, shape (N,).
    efficiency : float
        Share of the electrons, 0 to 1.

    Returns
    -------
    Deployed
    """
    return Deployed(network, threshold_for(network.scores(x), electron, efficiency))


BASELINES: Mapping[str, type[Policy]] = {
    "frozen": Frozen,
    "threshold-only": ThresholdOnly,
    "recalibrate-only": RecalibrateOnly,
    "fine-tune": FineTune,
    "fine-tune + replay": FineTuneReplay,
    "full retrain": FullRetrain,
    "on alarm": OnAlarm,
}
"""The mandatory baselines by the names of the leaderboard."""
FLOOR, CEILING = "frozen", "full retrain"
"""Recovery counts from the first, 0, to the second, 1."""
