"""Are collisions counted once, with the right neighbour, and is the tree one?"""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.vertexing import study
from ecosystem_nb.tracking.vertexing.find import Schedule

SETUP = Setup(pile_up=30.0, tracks=15.0, hard_tracks=0.0, pt_min=0.5)


@pytest.fixture(scope="module")
def events():
    return study.crossings(SETUP, range(3), generic(), Schedule())


def test_every_findable_collision_is_counted_with_its_nearest_neighbour(events):
    rows = study.collisions(events)
    assert len(rows) == sum(one.compared.findable.sum() for one in events)
    z = events[0].sample.position[events[0].compared.findable, 2]
    apart = np.abs(z[:, None] - z) + np.diag(np.full(len(z), np.inf))
    assert rows["gap"].iloc[: len(z)].to_numpy() == pytest.approx(apart.min(axis=1))
    total = study.summed(events)
    assert total["efficiency"] == rows["found"].mean()
    assert sum(total[kind] for kind in ("clean", "merged", "split", "fake")) == pytest.approx(1.0)
    binned = study.by_gap(rows, np.array([0.0, 1.0, np.inf]))
    assert binned["all"].sum() == len(rows)
    assert (binned["low"] <= binned["efficiency"]).all()


def test_a_share_is_reached_where_the_line_crosses_it():
    binned = pd.DataFrame({"gap": [0.1, 0.2, 0.4], "efficiency": [0.4, 0.6, 1.0]})
    assert study.distance_for(binned, 0.5) == pytest.approx(0.15)
    assert study.distance_for(binned, 0.8) == pytest.approx(0.3)
    assert np.isnan(study.distance_for(binned, 0.2))


def test_residuals_are_those_of_clean_vertices(events):
    rows = study.residuals(events)
    assert len(rows) == sum(one.compared.count(0) for one in events)
    assert study.core(pd.Series(np.random.default_rng(0).normal(0, 3, 100_000))) == pytest.approx(3, rel=0.02)
    many = pd.concat([rows] * 4)
    narrow = study.by_tracks(many, [2, 1000])
    assert narrow["vertices"].tolist() == [4 * (rows["tracks"] >= 2).sum()]
    assert narrow["z"].iloc[0] == pytest.approx(1e3 * study.core(many["dz"]))


def test_a_branch_begins_at_the_nearest_prototype_one_step_hotter(events):
    rows = study.tree(events[0].clusters)
    first = rows.iloc[0]
    assert (first["temperature"], first["z"]) == (first["from_temperature"], first["from_z"])
    assert (rows["from_temperature"] >= rows["temperature"]).all()
    last = rows[rows["temperature"] == 0.5]
    assert len(last) == len(events[0].clusters.z)
    assert last["from_temperature"].iloc[0] == sorted(set(rows["temperature"]))[1]
    before = rows[rows["temperature"] == last["from_temperature"].iloc[0]]["z"].to_numpy()
    nearest = [before[np.abs(before - z).argmin()] for z in last["z"]]
    assert last["from_z"].tolist() == nearest
