"""Morris's elementary effects: known slopes, signs, and what acts together."""

import numpy as np
import pytest

from ecosystem_nb.facilities.sensitivity.inputs import Floats, Input, Values
from ecosystem_nb.facilities.sensitivity.screening import morris

SOME = [
    Input("a", "a", 1.0, 0.0, 2.0, "1", "assumed"),
    Input("b", "b", 0.0, -5.0, 5.0, "1", "assumed"),
    Input("c", "c", 4.0, 3.0, 7.0, "1", "assumed"),
    Input("none", "none", 4.0, 3.0, 7.0, "1", "assumed"),
]


def linear(x: Values) -> Floats:
    return np.asarray(3.0 * np.asarray(x["a"]) - 2.0 * np.asarray(x["b"]) + 0.5 * np.asarray(x["c"]))


def test_effects_of_a_linear_model_are_slope_times_range() -> None:
    """μ* = |slope| (high - low) whatever the trajectories, and σ = 0."""
    found = morris(SOME, linear, 5, 3)
    assert found["name"].tolist() == ["b", "a", "c", "none"]
    assert found["mu_star"].tolist() == pytest.approx([20.0, 6.0, 2.0, 0.0], abs=1e-9)
    assert found["mu"].tolist() == pytest.approx([-20.0, 6.0, 2.0, 0.0], abs=1e-9)
    assert found["sigma"].tolist() == pytest.approx([0.0] * 4, abs=1e-9)


def test_effects_of_a_monotone_model_keep_their_sign() -> None:
    """exp rises and its slope is not constant: μ = μ*, σ > 0, between the least and the largest slope."""
    found = morris(SOME[:1] + SOME[3:], lambda x: np.exp(np.asarray(x["a"])), 30, 3).set_index("name")
    one = found.loc["a"]
    assert one["mu"] == pytest.approx(one["mu_star"])
    assert one["sigma"] > 0.1
    step = 4.0 / 3.0  # two of three thirds of the range of a
    steepest, flattest = np.exp(2.0) * (1 - np.exp(-step)) / step, (np.exp(step) - 1) / step
    assert 2.0 * flattest < one["mu"] < 2.0 * steepest


def test_effects_that_change_their_sign_cancel_in_the_mean() -> None:
    """y = a (b - mid): the effect of a rises and falls with b."""
    found = morris(SOME[:2], lambda x: np.asarray(x["a"]) * np.asarray(x["b"]), 200, 3).set_index("name")
    assert abs(found.loc["a", "mu"]) < 0.3 * found.loc["a", "mu_star"]


def test_equal_seeds_give_equal_effects() -> None:
    model = lambda x: np.asarray(x["a"]) * np.asarray(x["b"]) * np.asarray(x["c"])  # noqa: E731
    for seed in (0, 3):
        first, second = (morris(SOME[:3], model, 5, seed) for _ in range(2))
        assert first.equals(second)


def test_one_trajectory_is_refused() -> None:
    with pytest.raises(ValueError, match=r"trajectories = 1 is out of range: expected at least 2"):
        morris(SOME, linear, 1, 3)
