"""Alarms and their scores: stated rates hold, areas and delays by hand, kinds of drift."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.learning.alarms.alarm import Alarm, batches, threshold
from ecosystem_nb.learning.alarms.scored import Followed, area, follow, kind, roc


@given(st.lists(st.floats(0, 1), min_size=20, max_size=60), st.sampled_from([0.0, 0.05, 0.1, 0.25]))
def test_the_rate_holds_and_no_lower_value_would_do(values: list[float], rate: float) -> None:
    """At most the stated share lies above the threshold; above any lower quiet value there is more."""
    quiet = np.array(values)
    level = threshold(quiet, rate)
    assert (quiet > level).mean() <= rate + 1e-12
    lower = quiet[quiet < level]
    if len(lower):
        assert (quiet > lower.max()).mean() > rate


def test_a_tuned_alarm_keeps_its_rate_on_fresh_batches() -> None:
    """KS at 10 %, on 200 fresh batches: within four binomial standard deviations, both samples counted."""
    rng = np.random.default_rng(5)
    reference = rng.normal(size=(2000, 2)).astype(np.float32)
    alarm = Alarm("KS", reference)
    quiet = np.array([alarm.value(rng.normal(size=(200, 2)).astype(np.float32)) for _ in range(200)])
    tuned = alarm.tuned(quiet, 0.1)
    fresh = np.mean([tuned.rings(rng.normal(size=(200, 2)).astype(np.float32)) for _ in range(200)])
    assert fresh == pytest.approx(0.1, abs=4 * np.sqrt(2 * 0.1 * 0.9 / 200))
    assert tuned.rings(rng.normal(1.0, 1.0, (200, 2)).astype(np.float32))
    assert not alarm.rings(rng.normal(9.0, 1.0, (200, 2)).astype(np.float32)), "untuned, it never rings"


def test_roc_and_its_area() -> None:
    """The trapezium under the curve is the Mann-Whitney probability; the ends are (0, 0) and (1, 1)."""
    rng = np.random.default_rng(1)
    quiet, drifted = rng.integers(0, 9, 40).astype(float), rng.integers(3, 12, 30).astype(float)
    curve = roc(quiet, drifted)
    under = np.trapezoid(curve["detected"], curve["false_alarms"])
    assert under == pytest.approx(area(quiet, drifted))
    assert area(quiet, quiet) == pytest.approx(0.5)
    assert curve.iloc[0, 1:].tolist() == [0, 0]
    assert curve.iloc[-1, 1:].tolist() == [1, 1]
    assert curve["detected"].is_monotonic_increasing


def test_following_a_course() -> None:
    """Rings before the harm are false, the first at or after it sets the delay."""
    harmed = np.array([0, 0, 0, 1, 1, 1], bool)
    assert follow(np.array([0, 1, 0, 0, 1, 1], bool), harmed) == Followed(1, 1)
    assert follow(np.array([0, 0, 0, 1, 0, 0], bool), harmed) == Followed(0, 0)
    assert follow(np.zeros(6, bool), harmed) == Followed(0, None)
    assert follow(np.ones(6, bool), np.zeros(6, bool)) == Followed(6, None)
    with pytest.raises(ValueError, match="rings has 5 intervals: expected 6"):
        follow(np.zeros(5, bool), harmed)


def test_kinds() -> None:
    """Every corner of harm and ringing has a name."""
    cases = {(0.9, True): "found", (0.3, True): "mostly missed", (0.05, True): "blind spot"}
    cases |= {(0.9, False): "benign alarm", (0.05, False): "rightly silent"}
    assert {case: kind(*case, 0.02) for case in cases} == cases


def test_batches_come_from_the_pool_without_repeats() -> None:
    pool = np.arange(50, dtype=np.float32)[:, None]
    drawn = batches(pool, 20, 3, np.random.default_rng(1))
    assert len(drawn) == 3
    assert all(len(np.unique(one)) == 20 for one in drawn)
    with pytest.raises(ValueError, match="a batch of 51 events is out of range: expected 1 to 50, the pool"):
        batches(pool, 51, 1, np.random.default_rng(1))


def test_one_line_for_what_is_wrong() -> None:
    reference = np.zeros((4, 1), np.float32)
    with pytest.raises(ValueError, match="distance = 'psi': expected one of KS, PSI, classifier"):
        Alarm("psi", reference)
    with pytest.raises(
        ValueError, match=r"19 batches without drift can't state a rate of 0\.05 .* at least 20"
    ):
        threshold(np.zeros(19), 0.05)
    with pytest.raises(ValueError, match="rate = 1 false alarms a batch is out of range"):
        threshold(np.zeros(19), 1.0)
