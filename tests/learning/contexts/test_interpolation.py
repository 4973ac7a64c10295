"""Interpolations between templates: through what is given, with the derivatives that they claim."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.learning.contexts.interpolation import factor, shift


@given(st.floats(-4.0, 4.0))
def test_derivatives_are_those_of_the_values(at: float) -> None:
    """Against central differences; second derivatives may step at one standard deviation."""
    step = 1e-4
    x = np.array([[at - step], [at], [at + step]])
    for values in (factor(x, 0.2), shift(x, np.array([-3.0]), np.array([5.0]))):
        value, slope, bend = (one[:, 0] for one in values)
        assert slope[1] == pytest.approx((value[2] - value[0]) / (2 * step), rel=1e-3, abs=3e-3)
        if abs(abs(at) - 1.0) > 2 * step:
            assert bend[1] == pytest.approx((slope[2] - slope[0]) / (2 * step), rel=1e-3, abs=1e-2)


def test_interpolations_pass_through_what_they_are_given() -> None:
    one = np.array([[-1.0], [0.0], [1.0], [2.0], [-2.0]])
    assert factor(one, 0.2)[0][:, 0] == pytest.approx([0.8, 1.0, 1.2, 1.44, 0.64])
    assert shift(one, np.array([-3.0]), np.array([5.0]))[0][:, 0] == pytest.approx([-3, 0, 5, 10, -6])
    assert factor(one, 0.0)[0].tolist() == [[1.0]] * 5
