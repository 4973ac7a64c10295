"""What must an entry beat? The seven policies that every leaderboard holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from ecosystem_nb.learning.alarms.distances import psi
from ecosystem_nb.learning.challenge.policy import (
    ChallengeError,
    Deployed,
    Flags,
    Model,
    Policy,
    Reading,
    Sample,
    Situation,
    Table,
)
from ecosystem_nb.learning.model.network import Network
from ecosystem_nb.learning.model.quality import threshold_for
from ecosystem_nb.learning.model.train import Recipe, train

TUNE, MIXED = Recipe(epochs=4, rate=1e-3), Recipe(epochs=8, rate=2e-3)
ALL = Recipe(epochs=20, batch=512, rate=4e-3)
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
        return replace(situation.deployed, threshold=threshold_for(scores, electron, situation.efficiency))


class RecalibrateOnly:
    """Takes the newer calibration of the crystals; network and threshold stay."""

    def prepare(self, situation: Situation) -> Deployed:
        """Return what is deployed, fed with recalibrated energies."""
        return replace(situation.deployed, reads="recalibrated")


@dataclass
class FineTune:
    """Trains the deployed network a little more on labels of the interval before."""

    labels: int = 4000
    replay: float = 0.0
    recipe: Recipe = TUNE
    known: list[int] = field(default_factory=lambda: [0])
    reads: ClassVar[Reading] = "features"

    def prepare(self, situation: Situation) -> Deployed:
        """Return the model trained on, with a threshold from labels that it did not see."""
        last = situation.interval - 1
        number = self.number(situation)
        x, electron = situation.past[last].read(self.reads)[:number], situation.labels(last, number)
        held = int(HELD * number)
        old, truth = self.replayed(situation, number - held)
        model = self.trained(
            situation, np.concatenate([x[held:], old]), np.concatenate([electron[held:], truth])
        )
        threshold = threshold_for(model.scores(x[:held]), electron[:held], situation.efficiency)
        return Deployed(model, threshold, self.reads)

    def number(self, situation: Situation) -> int:
        """Return how many labels of the interval before are asked for."""
        return min(self.labels, len(situation.current))

    def trained(self, situation: Situation, x: Table, electron: Flags) -> Model:
        """Return the deployed network trained on."""
        start = situation.deployed.model
        if not isinstance(start, Network):
            raise ChallengeError(f"deployed is a {type(start).__name__}: expected a Network to train on")
        return train(x, electron, seed=situation.seed, recipe=self.recipe, start=start)

    def replayed(self, situation: Situation, number: int) -> tuple[Table, Flags]:
        """Return labelled events of earlier intervals, ``replay`` times as many as new ones."""
        last = situation.interval - 1
        earlier = [t for t in self.known if t < last]
        self.known = sorted({*self.known, last})
        most = min(self.labels, len(situation.current))
        each = min(int(self.replay * number / len(earlier)), most) if earlier else 0
        parts = [
            (situation.past[t].read(self.reads)[:each], situation.labels(t, each)) for t in earlier if each
        ]
        if not parts:
            return situation.past[0].read(self.reads)[:0], np.zeros(0, dtype=bool)
        return np.concatenate([x for x, _ in parts]), np.concatenate([y for _, y in parts])


@dataclass
class FineTuneReplay(FineTune):
    """Trains on with events of earlier intervals mixed in, so that they are not forgotten."""

    replay: float = 12.0
    recipe: Recipe = MIXED


@dataclass
class FullRetrain:
    """Trains a network from scratch on all labels so far, interval 0 included."""

    recipe: Recipe = ALL

    def prepare(self, situation: Situation) -> Deployed:
        """Return a network made anew, with a threshold from the newest events."""
        held = int(HELD * len(situation.current))
        x = np.concatenate([one.features[held:] for one in situation.past])
        electron = [situation.labels(t) for t in range(situation.interval)]
        trained = np.concatenate([one[held:] for one in electron])
        network = train(x, trained, seed=situation.seed, recipe=self.recipe)
        newest = network.scores(situation.past[-1].features[:held])
        return Deployed(network, threshold_for(newest, electron[-1][:held], situation.efficiency))


@dataclass
class OnAlarm(FineTuneReplay):
    """Trains on with replay, but only when the events to come have moved from those it was trained for."""

    threshold: float = 0.05
    since: Sample | None = None

    def prepare(self, situation: Situation) -> Deployed:
        """Return what is deployed, or a network trained on when the mean PSI is above the threshold."""
        known = self.since or situation.past[0]
        if psi(known.features, situation.current.features).mean() <= self.threshold:
            return situation.deployed
        self.since = situation.past[-1]
        return super().prepare(situation)


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
