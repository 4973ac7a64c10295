"""The canary's interval covers, its choice is even, and its verdicts follow from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, norm

from ecosystem_nb.learning.registry.canary import PROMOTE, ROLL_BACK, WAIT, compare, events_needed, share_of

HALF = (0.5, 0.5)


def arm(kept: int, number: int) -> np.ndarray:
    return np.r_[np.ones(kept), np.zeros(number - kept)]


@given(st.floats(0, 1), st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_the_share_is_kept(share: float, salt: int) -> None:
    """The number chosen is binomial, also among every 16th event."""
    for step in (1, 16):
        chosen = int(share_of(np.arange(0, 4000 * step, step), share, salt).sum())
        assert binom.ppf(1e-7, 4000, share) <= chosen <= binom.ppf(1 - 1e-7, 4000, share)


def test_more_share_never_takes_an_event_back() -> None:
    small, large = (share_of(np.arange(10_000), share) for share in (0.05, 0.3))
    assert not (small & ~large).any()


def test_newcombe_s_example() -> None:
    """Newcombe 1998, table II: 56/70 against 48/80 gives 0.0524 to 0.3339 by method 10."""
    one = compare(arm(56, 70), arm(48, 80), HALF)
    assert (one.low, one.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_verdicts() -> None:
    """Equal rates: wait for few events, promote for many; a rate that is 10 % off goes back."""
    assert compare(arm(5, 10), arm(50, 100), HALF).verdict == WAIT
    assert compare(arm(5000, 10_000), arm(50_000, 100_000), HALF).verdict == PROMOTE
    off = compare(arm(4000, 10_000), arm(50_000, 100_000), HALF)
    assert off.verdict == ROLL_BACK
    assert off.difference == pytest.approx(-0.1)
    assert compare(arm(4000, 10_000), arm(50_000, 100_000), HALF, expected=-0.1).verdict == PROMOTE


def test_the_number_of_events_follows_from_the_width() -> None:
    """At that number the interval of two equal rates is half as wide as allowed, nearly."""
    rate, share, allowed = 0.6, 0.1, 0.02
    n = events_needed(rate, share, allowed)
    few, many = round(share * n), n - round(share * n)
    one = compare(arm(round(rate * few), few), arm(round(rate * many), many), HALF, allowed=allowed)
    assert one.high - one.low == pytest.approx(allowed, rel=0.01)
    assert one.verdict == PROMOTE


def test_the_distance_is_that_of_two_shifted_gaussians() -> None:
    """sup |F - G| of two unit Gaussians a shift d apart is 2 Phi(d / 2) - 1."""
    rng = np.random.default_rng(1)
    one = compare(rng.normal(0.5, 1, 40_000), rng.normal(0, 1, 40_000), HALF)
    assert one.distance == pytest.approx(2 * norm.cdf(0.25) - 1, abs=0.01)
    assert one.p_value < 1e-10


def test_bad_input_is_told() -> None:
    with pytest.raises(ValueError, match="expected events on both sides, got 0 and 3"):
        compare([], [1, 1, 1], HALF)
    with pytest.raises(ValueError, match=r"share = 1\.5 is out of range: expected at least 0 and at most 1"):
        share_of([1], 1.5)
    with pytest.raises(ValueError, match="production must see events too"):
        events_needed(0.5, 1.0, 0.1)
