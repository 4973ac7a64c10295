"""A tiny training: its loss falls, it can be repeated, and each network learns alone."""

from dataclasses import replace

import numpy as np
import pytest

from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.gnn.graph import Points
from ecosystem_nb.tracking.gnn.shapes import Shapes
from ecosystem_nb.tracking.gnn.training.recipe import Recipe

pytest.importorskip("torch")
pytest.importorskip("onnx")

from ecosystem_nb.tracking.gnn.training.stages import sector
from ecosystem_nb.tracking.gnn.training.train import lineage, train

TINY = Recipe(
    setup=Setup(hard_tracks=40.0),
    pile_ups=(0.0,),
    events=2,
    graphs=2,
    embed_steps=30,
    filter_steps=150,
    interact_steps=100,
    interact_rate=8e-3,
    cut=0.3,
    sample=500,
    sector=1.0,
    shapes=Shapes(hidden=16, width=8, steps=2),
)


@pytest.fixture(scope="module")
def trained():
    return train(TINY)


@pytest.mark.parametrize("network", ["embed", "filter", "interact"])
def test_the_loss_falls(trained, network):
    losses = trained.losses[network]
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])


def test_the_same_recipe_gives_the_same_weights(trained):
    """The interaction network to rounding: within one process a second training ends in other last digits."""
    again = train(TINY)
    assert {name: again.models[name] for name in ("embed", "filter")} == {
        name: trained.models[name] for name in ("embed", "filter")
    }
    assert again.losses["interact"] == pytest.approx(trained.losses["interact"], rel=1e-3)
    assert (
        train(replace(TINY, seed=1, embed_steps=2, filter_steps=2, interact_steps=2)).digest != trained.digest
    )


def test_lineage_names_what_the_weights_depend_on(trained):
    kept = lineage(TINY, trained, 60.0)
    assert kept["models"] == trained.digest
    assert kept["recipe_digest"] == TINY.digest != replace(TINY, seed=1).digest
    assert kept["training_seeds"] == [1_000_000, 1_000_001]
    assert {"torch", "onnx"} <= set(kept["versions"])


def test_a_sector_holds_its_hits_and_the_edges_between_them():
    """A quarter of an even ring, wherever it begins: a quarter of the hits, and one edge fewer than hits."""
    n = 400
    phi = -np.pi + 2 * np.pi * (np.arange(n) + 0.5) / n
    ring = Points(np.ones(n), phi, np.zeros(n), np.zeros(n, np.int64), np.arange(n))
    edges = np.stack([np.arange(n), (np.arange(n) + 1) % n])
    for seed in range(5):
        hits, inside, taken = sector(ring, edges, 0.25, np.random.default_rng(seed))
        assert len(hits) == n // 4
        assert inside.shape[1] == taken.sum() == n // 4 - 1
        assert hits.order[inside].tolist() == edges[:, taken].tolist()
    assert len(sector(ring, edges, 1.0, np.random.default_rng(0))[0]) == n
