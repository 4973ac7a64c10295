"""How does the model enter the retraining challenge?  As a policy like any other, that reads cells."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ecosystem_nb.learning.challenge.baselines import FineTuneReplay
from ecosystem_nb.learning.challenge.entrant import Entrant
from ecosystem_nb.learning.challenge.policy import ChallengeError, Flags, Reading, Situation, Table
from ecosystem_nb.learning.foundation.cells import Array, scaled
from ecosystem_nb.learning.foundation.files import lineage, pretrained
from ecosystem_nb.learning.foundation.pretrain import FIXED
from ecosystem_nb.learning.foundation.shapes import Shapes, Weights, first
from ecosystem_nb.learning.foundation.tune import Tuning, scores, tune


@dataclass(frozen=True, eq=False)
class Transformer:
    """A transformer that was fine-tuned, as a model of the challenge.

    Parameters
    ----------
    weights : dict of str to ndarray of float32
    shapes : Shapes
    """

    weights: Weights
    shapes: Shapes

    def scores(self, x: Table, /) -> Array:
        """Return the score of each event, shape (N,), from its cells in GeV, shape (N, 58)."""
        return scores(self.weights, self.shapes, scaled(x))


@dataclass
class PretrainedTransformer(FineTuneReplay):
    """The foundation model, tuned on all labels that are free, then as ``FineTuneReplay`` does.

    Attributes
    ----------
    tuning : Tuning
        Four times over the events of an interval, for there are many; chosen on courses that no page scores.
    pinned : str
        Digest of the weights that a subclass wants to start from; empty for those that are shipped.
    """

    reads: ClassVar[Reading] = "cells"
    pinned: ClassVar[str] = ""
    tuning: Tuning = field(default_factory=lambda: Tuning(most_epochs=4, least_epochs=4))

    def number(self, situation: Situation) -> int:
        """Return how many labels of the interval before are asked for: all, as long as they are free."""
        return len(situation.past[0]) if situation.interval == 1 else super().number(situation)

    def trained(self, situation: Situation, x: Table, electron: Flags) -> Transformer:
        """Return the deployed transformer trained on; at first the one that has seen no label."""
        now = situation.deployed.model
        if not isinstance(now, Transformer):
            now = self.start(situation.seed)
        told = tune(now.weights, now.shapes, scaled(x), electron, seed=situation.seed, tuning=self.tuning)
        return Transformer(told, now.shapes)

    def start(self, seed: int) -> Transformer:  # noqa: ARG002  other starts draw
        """Return the pretrained model.

        Raises
        ------
        ChallengeError
            When the weights that are shipped are not those that the entry was made with.
        """
        known = lineage()
        if self.pinned and self.pinned != known["weights"]:
            raise ChallengeError(
                f"the weights that are shipped have the digest {known['weights'][:12]}: "
                f"expected {self.pinned[:12]}, those of the entry"
            )
        return Transformer(pretrained(), Shapes(**known["recipe"]["shapes"]))


@dataclass
class TransformerFromScratch(PretrainedTransformer):
    """The same transformer and the same labels, without the pretraining."""

    def start(self, seed: int) -> Transformer:
        """Return first weights, drawn; the scale of the cells is that of the pretraining."""
        known = super().start(seed)
        drawn = first(known.shapes, np.random.default_rng(seed))
        return Transformer(drawn | {name: known.weights[name] for name in FIXED}, known.shapes)


OURS, BARE = PretrainedTransformer.__name__, TransformerFromScratch.__name__
"""Their names on the leaderboard."""


def challengers() -> list[Entrant]:
    """Return the entries of this room, with the weights that they are made with in their source."""
    made = []
    for kind in (PretrainedTransformer, TransformerFromScratch):
        source = (
            f"from {__name__} import {kind.__name__} as Shipped\n\n\n"
            f"class {kind.__name__}(Shipped):\n"
            f'    pinned = "{lineage()["weights"]}"\n'
        )
        made.append(Entrant(kind.__name__, source))
    return made
