"""Distances: closed forms, scipy's value, what they must not depend on, and one line for bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from ecosystem_nb.learning.alarms.distances import ks, psi, two_sample_auc


def normal(seed: int, number: int, features: int = 3, shift: float = 0.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(shift, 1.0, (number, features)).astype(np.float32)


@given(seed=st.integers(0, 999), n=st.integers(5, 60), m=st.integers(5, 60), steps=st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_ks_is_scipys(seed: int, n: int, m: int, steps: int) -> None:
    """Also where values occur many times: ``steps`` different ones only."""
    rng = np.random.default_rng(seed)
    a, b = (rng.integers(0, steps, (size, 2)).astype(np.float32) for size in (n, m))
    peer = [ks_2samp(a[:, f], b[:, f], method="asymp").statistic for f in range(2)]
    assert ks(a, b) == pytest.approx(peer, abs=1e-12)


def test_ks_of_uniform_and_shifted_uniform() -> None:
    """Uniform on 0 to 1 against uniform on s to 1 + s: the distributions are s apart."""
    grid = np.linspace(0, 1, 10_001, dtype=np.float32)[:, None]
    assert ks(grid, grid + np.float32(0.3)) == pytest.approx([0.3], abs=2e-4)


def test_psi_in_closed_form() -> None:
    """Two halves of the reference, a quarter and three quarters now: PSI = ln(3)/4."""
    reference = np.repeat(np.float32([0, 1]), 50_000)[:, None]
    current = np.repeat(np.float32([0, 1]), [25_000, 75_000])[:, None]
    assert psi(reference, current, bins=2) == pytest.approx([0.25 * np.log(3.0)], rel=1e-3)


def test_psi_without_drift_has_the_mean_of_a_chi_square() -> None:
    """(B - 1)(1/N + 1/M), within four standard errors of 200 trials."""
    n, m, bins = 2000, 1000, 10
    values = np.concatenate([psi(normal(i, n, 4), normal(1000 + i, m, 4), bins) for i in range(50)])
    expected = (bins - 1) * (1 / n + 1 / m)
    spread = np.sqrt(2.0 / (bins - 1)) * expected
    assert values.mean() == pytest.approx(expected, abs=4 * spread / np.sqrt(len(values)))


@pytest.mark.parametrize("distance", [ks, psi])
def test_distances_do_not_mind_order_nor_a_change_of_unit(distance) -> None:
    """A feature in MeV instead of GeV, or events in another order, is the same distance."""
    a, b = normal(1, 400), normal(2, 300, shift=0.2)
    assert distance(a[::-1], 1024 * b[::-1] / 1024) == pytest.approx(distance(a, b))
    assert distance(1024 * a, 1024 * b) == pytest.approx(distance(a, b))


@pytest.mark.parametrize("distance", [ks, psi])
def test_distances_grow_with_the_shift(distance) -> None:
    values = [distance(normal(1, 4000, 1), normal(2, 4000, 1, shift))[0] for shift in (0.0, 0.2, 0.5, 1.0)]
    assert values == sorted(values)


def test_a_classifier_sees_what_no_single_feature_shows() -> None:
    """Two features that become correlated keep both of their distributions."""
    a = normal(1, 4000, 2)
    b = normal(2, 4000, 2)
    b[:, 1] = 0.9 * b[:, 0] + np.sqrt(1 - 0.81) * b[:, 1]
    assert ks(a, b).max() < 0.05
    assert two_sample_auc(a, b) > 0.7
    assert two_sample_auc(a, normal(3, 4000, 2)) == pytest.approx(0.5, abs=4 / np.sqrt(6 * 2000))


@pytest.mark.parametrize("distance", [ks, psi, two_sample_auc])
def test_samples_that_can_not_be_compared(distance) -> None:
    with pytest.raises(ValueError, match="current sample has 2 features: expected 3, as the reference"):
        distance(normal(1, 30), normal(2, 30, 2))
    with pytest.raises(ValueError, match=r"reference has the shape \(0, 3\): expected \(events, features\)"):
        distance(normal(1, 0), normal(2, 30))
    with pytest.raises(ValueError, match=r"current sample has the shape \(30,\)"):
        distance(normal(1, 30), normal(2, 30)[:, 0])


def test_too_little_is_refused() -> None:
    with pytest.raises(ValueError, match="smaller sample has 19 events: expected at least 20"):
        two_sample_auc(normal(1, 30), normal(2, 19))
    with pytest.raises(ValueError, match="bins = 1 is out of range: expected at least 2"):
        psi(normal(1, 30), normal(2, 30), bins=1)
