"""How many labels does each way need?  Five ways to a model for a detector that has changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ecosystem_nb.learning.calorimeter.conditions import Calibration, Conditions
from ecosystem_nb.learning.calorimeter.simulate import Events, simulate
from ecosystem_nb.learning.foundation.cells import cells
from ecosystem_nb.learning.foundation.shapes import Shapes, Weights, first
from ecosystem_nb.learning.foundation.tune import Tuning, embedded, scores, tune
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.network import Array, Network
from ecosystem_nb.learning.model.quality import auc
from ecosystem_nb.learning.model.train import Recipe, train

FRESH: Mapping[str, Conditions] = {
    "inside": Conditions(
        pile_up=140, dose=0.8, dead_crystals=0.01, dead_towers=0.03, calibration=Calibration(0.6), map_seed=7
    ),
    "outside": Conditions(
        pile_up=250, dose=1.5, dead_crystals=0.02, dead_towers=0.06, calibration=Calibration(1.2), map_seed=8
    ),
}
"""States that no pretraining has seen: inside the ranges of the recipe, and far outside of them."""
LABELS = (100, 300, 1000, 3000, 10_000)
PRETRAINED, RAW, PROBE = "cells, pretrained", "cells, from scratch", "cells, pretrained, head alone"
TUNED, PLAIN = "features, fine-tuned", "features, from scratch"
WAYS = (PRETRAINED, RAW, PROBE, TUNED, PLAIN)
"""What may be done with n labels."""
FROZEN, FULL = "features, frozen", "features, all labels"
"""Doing nothing, and a network trained on all labels that there are: what the ways are measured between."""


class Row(NamedTuple):
    """One result: the area under the curve of one way with so many labels of one draw."""

    state: str
    way: str
    labels: int
    seed: int
    auc: float


@dataclass(frozen=True, eq=False)
class Entrants:
    """What the ways start from.

    Attributes
    ----------
    weights : dict of str to ndarray of float32
        The foundation model.
    shapes : Shapes
    network : Network
        A network on features, trained with labels of the reference conditions.
    tuning, raw : Tuning
        How the transformer is fine-tuned after the pretraining, and how it is trained without.
    """

    weights: Weights
    shapes: Shapes
    network: Network
    tuning: Tuning = field(default_factory=Tuning)
    raw: Tuning = field(default_factory=lambda: Tuning(passes=6000, least_epochs=4))


@dataclass(frozen=True, eq=False)
class Arena:
    """Labelled events of one state, and others to judge with.

    Attributes
    ----------
    name : str
    pool, test : Events
    """

    name: str
    pool: Events
    test: Events

    @classmethod
    def made(cls, name: str, state: Conditions, *, labels: int, test: int, seed: int = 0) -> "Arena":
        """Simulate the events of one state; pool and test differ, and so do seeds."""
        pool, judged = (simulate(state, n, seed=900_000 + 2 * seed + k) for k, n in ((0, labels), (1, test)))
        return cls(name, pool, judged)


def reference_network(labels: int = 32_768, seed: int = 0) -> Network:
    """Return a network on features, trained with labels of the reference conditions."""
    known = simulate(Conditions(), labels, seed=800_000 + seed)
    return train(features(known), known.electron, seed=seed, recipe=Recipe(epochs=12))


def contest(
    arena: Arena,
    entrants: Entrants,
    *,
    labels: Sequence[int] = LABELS,
    seeds: Sequence[int] = (0, 1, 2),
    ways: Sequence[str] = WAYS,
) -> Iterator[Row]:
    """Yield what each way makes of so many labels.

    Parameters
    ----------
    arena : Arena
    entrants : Entrants
    labels : sequence of int
        Numbers of labelled events, at most those of the arena.
    seeds : sequence of int
        Of the draw of the labelled events, of first weights and of the order.
    ways : sequence of str
        Of ``WAYS``.

    Yields
    ------
    Row

    Raises
    ------
    ValueError
        For more labels than there are, or an unknown way.

    Notes
    -----
    All ways see the same labelled events and are judged by the same others.
    """
    if max(labels) > len(arena.pool):
        raise ValueError(f"labels = {max(labels)} is out of range: expected at most {len(arena.pool)} events")
    unknown = [way for way in ways if way not in WAYS]
    if unknown:
        raise ValueError(f"way {unknown[0]!r} is unknown: expected one of {', '.join(WAYS)}")
    truth = arena.test.electron
    judge = {way: _ready(way, arena, entrants) for way in ways}
    for seed in seeds:
        order = np.random.default_rng([seed, 6]).permutation(len(arena.pool))
        for number in labels:
            for way in ways:
                yield Row(arena.name, way, number, seed, auc(judge[way](order[:number], seed), truth))


def bounds(arena: Arena, entrants: Entrants) -> list[Row]:
    """Return what doing nothing gives, and what a network trained on the whole pool gives."""
    x, truth = features(arena.test), arena.test.electron
    how = recipe_for(len(arena.pool), (64, 64), tuned=False)
    full = train(features(arena.pool), arena.pool.electron, seed=0, recipe=how)
    return [
        Row(arena.name, FROZEN, 0, 0, auc(entrants.network.scores(x), truth)),
        Row(arena.name, FULL, len(arena.pool), 0, auc(full.scores(x), truth)),
    ]


def _ready(way: str, arena: Arena, made: Entrants) -> Callable[[np.ndarray, int], Array]:
    """Return the function that learns from chosen events of the pool and scores the test events."""
    electron = arena.pool.electron
    if way in (PRETRAINED, RAW):
        x, y = cells(arena.pool), cells(arena.test)
        fixed = {name: made.weights[name] for name in ("mean", "scale")}

        def transformer(chosen: np.ndarray, seed: int) -> Array:
            known = way == PRETRAINED
            start = made.weights if known else first(made.shapes, np.random.default_rng(seed))
            how = made.tuning if known else made.raw
            told = tune(start | fixed, made.shapes, x[chosen], electron[chosen], seed=seed, tuning=how)
            return scores(told, made.shapes, y)

        return transformer
    if way == PROBE:
        x, y = (embedded(made.weights, made.shapes, cells(one)) for one in (arena.pool, arena.test))
        layers: tuple[int, ...] = ()
        start = None
    else:
        x, y = features(arena.pool), features(arena.test)
        layers, start = (64, 64), made.network if way == TUNED else None

    def network(chosen: np.ndarray, seed: int) -> Array:
        how = recipe_for(len(chosen), layers, tuned=start is not None)
        return train(x[chosen], electron[chosen], seed=seed, recipe=how, start=start).scores(y)

    return network


def recipe_for(labels: int, layers: tuple[int, ...], *, tuned: bool) -> Recipe:
    """Return how a network on features, or a head on embeddings, learns from so many labels.

    A head alone sees few labels more often; a trained network moves slower.
    """
    few = 12 if labels <= 1000 else 20
    epochs = few if layers else int(np.clip(30_000 // labels, 6, 40))
    batch = int(np.clip(labels // 8, 16, 256))
    rate = 1e-3 if tuned or not layers else 3e-3
    return Recipe(layers, epochs, batch, rate, decay=1e-4 if layers else 0.1)
