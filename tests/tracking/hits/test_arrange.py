"""Does every hit stand in its cell, once, and is what can't be a hit refused?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.hits.arrange import arrange
from ecosystem_nb.tracking.hits.kernels import phi_cell, phi_difference, q_cell

DETECTOR = generic()


def scattered(n: int, seed: int):
    """Return n hits anywhere on the layers."""
    rng = np.random.default_rng(seed)
    layer = rng.integers(0, len(DETECTOR), n)
    along = rng.uniform(DETECTOR.low[layer], DETECTOR.high[layer])
    phi = rng.uniform(-np.pi, np.pi, n)
    barrel = DETECTOR.barrel[layer]
    r = np.where(barrel, DETECTOR.position[layer], along)
    z = np.where(barrel, along, DETECTOR.position[layer])
    return r * np.cos(phi), r * np.sin(phi), z, layer


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400), st.integers(0, 2**32 - 1))
def test_every_hit_stands_once_in_the_cell_of_its_position(n, seed):
    x, y, z, layer = scattered(n, seed)
    hits = arrange(x, y, z, layer, DETECTOR)
    assert sorted(hits.order.tolist()) == list(range(n))
    assert hits.cell_start[0] == 0
    assert hits.cell_start[-1] == n
    for k in range(n):
        row = hits.order[k]
        assert hits.layer[k] == layer[row]
        assert hits.layer_start[layer[row]] <= k < hits.layer_start[layer[row] + 1]
        assert hits.x[k] == np.float32(x[row])
        one = hits.layer[k]
        iq = q_cell(hits.q[k], hits.q_low[one], hits.q_per_mm[one], hits.rows)
        cell = (one * hits.rows + iq) * hits.columns + phi_cell(hits.phi[k], hits.columns)
        assert hits.cell_start[cell] <= k < hits.cell_start[cell + 1]
    within = np.diff(hits.phi) >= 0
    cells = np.searchsorted(hits.cell_start, np.arange(n), side="right")
    assert within[cells[1:] == cells[:-1]].all()


def test_many_hits_at_one_place_are_sorted_too():
    rng = np.random.default_rng(3)
    phi = rng.uniform(0.0, 0.02, 1000)
    hits = arrange(32 * np.cos(phi), 32 * np.sin(phi), np.zeros(1000), np.zeros(1000, int), DETECTOR)
    assert (np.diff(hits.phi) >= 0).all()


def test_a_million_hits_are_kept():
    hits = arrange(*scattered(1_000_000, 1), DETECTOR)
    assert len(hits) == hits.cell_start[-1] == 1_000_000


def test_the_azimuth_wraps():
    assert phi_cell(np.float32(-np.pi - 0.01), 256) == phi_cell(np.float32(np.pi - 0.01), 256) == 255
    assert phi_cell(np.float32(np.pi + 0.01), 256) == 0
    assert phi_difference(np.float32(3.1), np.float32(-3.1)) == pytest.approx(6.2 - 2 * np.pi, abs=1e-6)
    assert phi_difference(np.float32(-3.1), np.float32(3.1)) == pytest.approx(2 * np.pi - 6.2, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": [np.nan]}, r"x = nan mm of hit 0: expected a finite number"),
        ({"layer": [48]}, r"layer = 48 of hit 0: expected 0 to 47"),
        ({"layer": [-1]}, r"layer = -1 of hit 0"),
        ({"x": [60.0]}, r"hit 0 stands 28.0 mm off layer 0: expected at most 10.2 mm"),
        ({"layer": [0.5]}, r"layer: expected integers"),
        ({"layer": [0, 1]}, r"expected four columns of one length"),
    ],
)
def test_what_cannot_be_a_hit_is_refused_in_one_line(change, message):
    good = {"x": [32.0], "y": [0.0], "z": [1.0], "layer": [0]}
    with pytest.raises(ValueError, match=message):
        arrange(**(good | change), detector=DETECTOR)
