"""The shares of a shower against its published containment, a fine grid and symmetry."""

import math

import numpy as np
import pytest

from ecosystem_nb.learning.calorimeter.crystals import CORE, MOLIERE, PITCH, TAIL, core_weight
from ecosystem_nb.learning.calorimeter.kernels import arc, deposit
from ecosystem_nb.learning.calorimeter.reference import deposit_reference


def shared(x, y, n, pitch=PITCH, how=deposit, weight=None):
    cells = np.zeros((1, n, n))
    one = np.array([1.0])
    w = core_weight() if weight is None else weight
    how(
        np.zeros(1, dtype=np.int64),
        np.array([x]),
        np.array([y]),
        one,
        CORE * one,
        TAIL * one,
        w,
        pitch,
        cells,
    )
    return cells[0]


@pytest.mark.parametrize(("x", "y"), [(0.0, 0.0), (9.0, -4.0), (40.0, 71.0), (-200.0, 3.0)])
def test_agrees_with_the_fine_grid(x, y):
    """The closed form is the integral of the profile; a cell of 60 x 60 points leaves 1e-3."""
    np.testing.assert_allclose(shared(x, y, 7), shared(x, y, 7, how=deposit_reference), atol=2e-3)


@pytest.mark.parametrize(
    ("radius", "held", "error"), [(1.0, 0.90, 0.002), (2.0, 0.95, 0.02), (3.5, 0.99, 0.005)]
)
def test_moliere_containment(radius, held, error):
    """90 % within one Moliere radius and 99 % within 3.5 (PDG), about 95 % within two.

    Counted on cells of 1 mm whose middle lies within the radius.
    """
    n = 201
    cells = shared(0.0, 0.0, n, pitch=1.0)
    at = np.arange(n) - n // 2
    inside = at[:, None] ** 2 + at[None, :] ** 2 <= (radius * MOLIERE) ** 2
    assert cells[inside].sum() == pytest.approx(held, abs=error)


def test_a_very_wide_window_holds_everything():
    """F at the four corners of the plane adds up to one; outside R the energy falls as (R / r)^2."""
    assert shared(3.0, -2.0, 1, pitch=1e6).sum() == pytest.approx(1.0, abs=1e-6)


def test_single_component_quadrant():
    """A shower on the corner of four cells gives each the same, by symmetry."""
    cells = shared(0.0, 0.0, 2, weight=1.0)
    np.testing.assert_allclose(cells, cells[0, 0])
    a = math.hypot(PITCH, CORE)
    assert cells[0, 0] == pytest.approx(PITCH / a * math.atan(PITCH / a) / math.pi, abs=1e-7)


def test_mirror_and_axes():
    """The first index goes along x: mirrored in x, swapped when x and y are."""
    cells = shared(13.0, -5.0, 7)
    np.testing.assert_allclose(shared(-13.0, -5.0, 7), cells[::-1], atol=1e-7)
    np.testing.assert_allclose(shared(-5.0, 13.0, 7), cells.T, atol=1e-7)
    assert np.unravel_index(cells.argmax(), cells.shape) == (4, 3)


@pytest.mark.parametrize("t", [0.0, 0.3, 1.0, -1.0, 2.5, -1e4, 1e9])
def test_arc_tangent(t):
    """Within 2e-8 of the library's, odd, and right at both ends."""
    assert arc(t) == pytest.approx(math.atan(t), abs=2.1e-8)
