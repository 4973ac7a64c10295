"""Marks, their weighted mean, the front of what is not beaten, and the bill."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.tracking.decision.scorecard import SCALES, Scale, card, cost, front

NUMBER = st.floats(-1e6, 1e6)


@given(NUMBER, NUMBER, NUMBER)
def test_a_mark_is_a_place_between_the_ends(worst, best, value):
    """0 at the worst, 1 at the best, never outside, and rising from one to the other."""
    if abs(worst - best) < 1e-3:
        return
    scale = Scale(worst, best)
    assert scale.mark(worst) == 0.0
    assert scale.mark(best) == 1.0
    assert 0.0 <= scale.mark(value) <= 1.0
    assert scale.mark(0.5 * (worst + best)) == pytest.approx(0.5, abs=1e-6)


def test_a_logarithmic_mark_counts_decades():
    scale = Scale(1000.0, 1.0, logarithmic=True)
    assert [scale.mark(one) for one in (1000.0, 100.0, 10.0, 1.0, 0.1)] == pytest.approx(
        [0, 1 / 3, 2 / 3, 1, 1]
    )


def figures(**changed):
    plain = {"efficiency": 0.95, "fakes": 0.05, "time": 1000.0, "robustness": 0.8}
    return pd.DataFrame(
        {"finder": ["a", "b"]} | {key: [one, changed.get(key, one)] for key, one in plain.items()}
    )


@given(st.lists(st.floats(0.01, 10), min_size=4, max_size=4), st.floats(0.01, 100))
def test_only_ratios_of_weights_matter_and_the_total_is_their_mean(weights, factor):
    """Marks by hand: 0.75, 0.5, a third, 0.6."""
    by_hand = np.dot(weights, [0.75, 0.5, 1 / 3, 0.6]) / sum(weights)
    names = dict(zip(SCALES, weights, strict=True))
    more = {name: factor * one for name, one in names.items()}
    totals = [card(figures(), mix)["total"].iloc[0] for mix in (names, more)]
    assert totals == pytest.approx([by_hand, by_hand], rel=1e-9)


@pytest.mark.parametrize(
    ("name", "better"), [("efficiency", 0.97), ("fakes", 0.01), ("time", 300.0), ("robustness", 0.9)]
)
def test_a_better_figure_is_never_worth_less(name, better):
    made = card(figures(**{name: better}), dict.fromkeys(SCALES, 1.0)).set_index("finder")["total"]
    assert made["b"] > made["a"]


def test_the_best_stands_first_and_thresholds_decide():
    """Marks of the efficiency alone: 0.75 and 0.1."""
    made = card(figures(efficiency=0.82), {"efficiency": 1.0}, stop=0.2, reinforce=0.74)
    assert made["finder"].tolist() == ["a", "b"]
    assert made["verdict"].tolist() == ["reinforce", "stop"]
    made = card(figures(efficiency=0.82), {"efficiency": 1.0}, stop=0.05, reinforce=0.76)
    assert made["verdict"].tolist() == ["watch", "watch"]


def test_what_is_not_known_counts_neither_way():
    known = card(figures(time=np.nan), dict.fromkeys(SCALES, 1.0)).set_index("finder")["total"]
    assert known["b"] == pytest.approx((0.75 + 0.5 + 0.6) / 3)


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"beauty": 1.0}, "weight of beauty: expected one of efficiency"),
        ({"time": -1.0}, "weight of time = -1 is out of range"),
        ({}, "expected at least one above 0"),
    ],
)
def test_weights_that_can_not_be_are_refused(weights, says):
    with pytest.raises(ValueError, match=says):
        card(figures(), weights)


def test_thresholds_out_of_order_are_refused():
    with pytest.raises(ValueError, match=r"stop = 0.8, reinforce = 0.5"):
        card(figures(), {"time": 1.0}, stop=0.8, reinforce=0.5)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=12))
def test_the_front_holds_what_no_other_beats(points):
    """By its definition, pair by pair."""
    table = pd.DataFrame(points, columns=["time", "efficiency"])
    for kept, (time, good) in zip(front(table), points, strict=True):
        beaten = any(t <= time and g >= good and (t, g) != (time, good) for t, g in points)
        assert kept == (not beaten)


def test_a_bill_is_time_times_power():
    """A million events of one second at 10 W: 277.8 hours, 2.78 kWh."""
    assert cost(1000.0, 1e6, 10.0) == pytest.approx((1e6 / 3600, 1e7 / 3.6e6))
