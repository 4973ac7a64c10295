"""Does a fit give the circle back, and do its crossings lie on circle and layer?"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tracking.segments.helices import C, crossings

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.detector.layout import curvature, layer_table
from ecosystem_nb.tracking.segments.kernels.circle import arc, at_radius, fit_circle, step_along, to_beam

DETECTOR = generic()
LAYERS, CURVE = layer_table(DETECTOR), curvature(DETECTOR)
F = np.float32


def fitted(pt, charge, phi, cot, z0, *, shift=0.0, n=8):
    """Fit the first hits of a helix, the middle one moved along its azimuth by ``shift`` mm."""
    x, y, z, layer = crossings(DETECTOR, pt, charge, phi, cot, z0)
    middle = n // 2
    size = math.hypot(x[middle], y[middle])
    x[middle], y[middle] = x[middle] - shift * y[middle] / size, y[middle] + shift * x[middle] / size
    x, y, z = (one.astype(F) for one in (x, y, z))
    rows = tuple(np.int32(min(k, n - 1)) for k in range(8))
    return (
        fit_circle(rows, n, x, y, z, layer.astype(np.int32), LAYERS, F(-charge * C / pt), F(cot), CURVE),
        x,
        y,
    )


@settings(max_examples=40, deadline=None)
@given(
    st.floats(0.8, 50.0),
    st.sampled_from([-1, 1]),
    st.floats(-math.pi, math.pi),
    st.floats(-4.0, 4.0),
    st.floats(-100.0, 100.0),
)
def test_the_fit_of_an_exact_helix_gives_it_back(pt, charge, phi, cot, z0):
    """A positive charge turns clockwise, so that its bend is negative: bend = -charge C / pT."""
    (bend, gx, gy, gap, z_first, slope, chi2, chi2_z), x, y = fitted(pt, charge, phi, cot, z0)
    assert bend == pytest.approx(-charge * C / pt, abs=2e-7 + 1e-4 * C / pt)
    assert slope == pytest.approx(cot, abs=1e-4 * (1 + abs(cot)))
    assert chi2 < 0.05
    assert chi2_z < 0.05
    _, _, miss = to_beam(bend, gx, gy, gap, x[0], y[0])
    assert abs(miss) < 0.01  # mm: the helix begins on the beam line
    half = math.asin(C / pt * math.hypot(x[0], y[0]) / 2)
    start = z0 + cot * 2 * half / (C / pt)
    assert z_first == pytest.approx(start, abs=0.02 * (1 + abs(cot)))


def test_a_shifted_hit_costs_chi_squared_as_its_square():
    """chi2 of a linear fit is quadratic in a hit's shift."""
    costs = [fitted(5.0, 1, 0.3, 0.2, 0.0, shift=shift)[0][6] for shift in (0.2, 0.4)]
    assert costs[0] > 1.0
    assert costs[1] / costs[0] == pytest.approx(4.0, rel=0.02)


def test_the_arc_over_a_chord():
    """2 asin(bend chord / 2) / bend."""
    for bend, chord in ((7.5e-4, 500.0), (1e-3, 900.0), (0.0, 100.0)):
        exact = 2 / bend * math.asin(bend * chord / 2) if bend else chord
        assert arc(F(chord), F(bend)) == pytest.approx(exact, rel=2e-4)


@pytest.mark.parametrize("charge", [-1, 1])
def test_a_circle_meets_cylinders_and_steps_where_the_helix_does(charge):
    x, y, *_ = crossings(DETECTOR, 1.2, charge, 2.9, 0.1, 10.0)
    (bend, gx, gy, gap, *_), *_ = fitted(1.2, charge, 2.9, 0.1, 10.0)
    beam = to_beam(bend, gx, gy, gap, F(x[0]), F(y[0]))
    for k in range(len(x)):
        px, py, met = at_radius(bend, *beam, F(math.hypot(x[k], y[k])), F(x[0]), F(y[0]))
        assert met
        assert math.hypot(px - x[k], py - y[k]) < 0.02
        chord = math.hypot(x[k] - x[0], y[k] - y[0])
        path = 2 / abs(bend) * math.asin(abs(bend) * chord / 2)
        px, py = step_along(bend, gx, gy, F(path), F(x[0]), F(y[0]))
        assert math.hypot(px - x[k], py - y[k]) < 0.03
    assert not at_radius(bend, *beam, F(5000.0), F(x[0]), F(y[0]))[2]
