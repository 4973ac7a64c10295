"""Figures of merit on events whose answer is known, and what ageing does to them in which direction."""

from dataclasses import replace

import numpy as np
import pytest

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import Events, simulate
from ecosystem_nb.learning.model import ageing
from ecosystem_nb.learning.model.train import Recipe

YOUNG = Conditions()


@pytest.fixture(scope="module")
def model():
    return ageing.deploy(YOUNG, 1500, 1, recipe=Recipe(hidden=(8,), epochs=5, batch=64, rate=0.02))


def known(ratios) -> Events:
    """Electrons of 50 GeV with all of the given share of it in one crystal."""
    ratios = np.asarray(ratios)
    n = len(ratios)
    crystals = np.zeros((n, 7, 7), dtype=np.float32)
    crystals[:, 3, 3] = 50.0 * ratios
    flat = np.full(n, 50.0, dtype=np.float32)
    return Events(crystals, np.zeros((n, 3, 3), np.float32), np.ones(n, np.bool_), flat, 0.0 * flat)


def test_response_and_resolution_of_a_gaussian():
    """Median 0.9, sigma 0.03: the half-width that holds 68.27 % over the median is 0.03 / 0.9."""
    rng = np.random.default_rng(1)
    middle, width = ageing.response(known(0.9 + 0.03 * rng.standard_normal(20_000)))
    assert middle == pytest.approx(0.9, abs=1e-3)
    assert width == pytest.approx(0.03 / 0.9, rel=0.02)
    with pytest.raises(ValueError, match="no electrons"):
        ageing.response(known([]))


def test_the_threshold_keeps_what_was_asked_for(model):
    """On other events of the same conditions within 3 sigma of a binomial share, twice over."""
    got = ageing.measured(model, simulate(YOUNG, 1500, 50))
    assert got["efficiency"] == pytest.approx(0.95, abs=0.04)
    assert got["auc"] > 0.75


def test_ageing_goes_the_right_way(model):
    """Dose lowers the response by the mean light that is left; a new calibration brings it back."""
    rows = ageing.by_dose(model, YOUNG, [0.2, 1.0], 600, 7).set_index(["dose", "calibration"])
    young, old = rows.loc[(0.2, ageing.STALE)], rows.loc[(1.0, ageing.STALE)]
    new = rows.loc[(1.0, ageing.LASER)]
    assert young["response"] == rows.loc[(0.2, ageing.LASER)]["response"]
    assert old["response"] / young["response"] == pytest.approx(0.8**0.8, abs=0.05)
    assert new["response"] == pytest.approx(young["response"], abs=0.06)
    assert old["efficiency"] < young["efficiency"]


def test_grid_holds_every_event(model):
    """Each histogram sums to one, and the figures are those of the point itself."""
    figures, shapes = ageing.grid(model, YOUNG, ([0.2], [60.0, 140.0]), 300, 9)
    np.testing.assert_allclose(shapes.groupby(["dose", "pile_up", "kind"])["share"].sum(), 1.0)
    alone = ageing.measured(model, simulate(replace(YOUNG, pile_up=140.0), 300, 9))
    assert figures.iloc[1].drop(["dose", "pile_up"]).to_dict() == pytest.approx(alone)


def test_pictures_show_the_same_particles():
    """Same true energy at every dose, less shown with the old calibration, more with the new one."""
    rows = ageing.pictures(YOUNG, [0.2, 1.0], 1, dead=0.5)
    assert rows.groupby("kind")["true"].nunique().eq(1).all()
    seen = rows[rows["kind"] == "electron"].groupby(["dose", "calibration"])["energy"].sum()
    assert seen[0.2, ageing.STALE] == seen[0.2, ageing.LASER]
    assert seen[1.0, ageing.STALE] < seen[1.0, ageing.LASER]
    count = (rows["energy"] > 0).groupby(rows["dose"]).sum()
    assert count[1.0] < count[0.2]  # half of the crystals are dead
