"""Earliest deadline first: closed forms, and the volume that each interval asks for."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.network.reservation.calendar import reserve
from ecosystem_nb.network.reservation.deadlines import earliest_first, tightest

Sets = tuple[list[float], list[float], list[float]]


def test_one_dataset_takes_what_it_can() -> None:
    served = earliest_first(10.0, [3.0], [99.0], [50.0])
    assert served.finish.tolist() == [8.0]
    assert served.time.tolist() == [0.0, 0.0, 3.0, 8.0]
    assert served.rate.tolist() == [0.0, 0.0, 10.0, 0.0]
    assert earliest_first(10.0, [3.0], [99.0], [50.0], 5.0).finish.tolist() == [13.0]


def test_the_earlier_deadline_goes_first_and_the_other_waits() -> None:
    """10 Gbit/s: 100 Gbit due at 20 s; 50 Gbit come at 2 s due at 9 s, end at 7 s; the first at 15 s."""
    assert earliest_first(10.0, [0.0, 2.0], [20.0, 9.0], [100.0, 50.0]).finish.tolist() == [15.0, 7.0]


def test_bounds_let_the_next_in() -> None:
    """The first can take 6 of 10, so the second has 4 for 10 s, then 10."""
    served = earliest_first(10.0, [0.0, 0.0], [50.0, 60.0], [60.0, 100.0], [6.0, np.inf])
    assert served.finish.tolist() == pytest.approx([10.0, 16.0])


def test_no_datasets_is_no_work() -> None:
    assert earliest_first(10.0, [], [], []).finish.size == 0
    with pytest.raises(ValueError, match=r"^no dataset: expected at least one$"):
        tightest(10.0, [], [], [])


def test_bad_values_are_one_clear_line() -> None:
    with pytest.raises(ValueError, match=r"^capacity = 0 Gbit/s is out of range: expected above 0 Gbit/s$"):
        earliest_first(0.0, [0.0], [1.0], [1.0])
    with pytest.raises(ValueError, match=r"^volume = -1 Gbit is out of range: expected above 0 Gbit$"):
        earliest_first(1.0, [0.0], [1.0], [-1.0])
    with pytest.raises(ValueError, match=r"^most = 0 Gbit/s is out of range: expected above 0$"):
        earliest_first(1.0, [0.0], [1.0], [1.0], 0.0)


@st.composite
def sets(draw: st.DrawFn) -> Sets:
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 20), st.integers(1, 20), st.integers(1, 60)), min_size=1, max_size=10
        )
    )
    return (
        [float(r) for r, _, _ in rows],
        [float(r + w) for r, w, _ in rows],
        [float(v) for _, _, v in rows],
    )


@given(some=sets())
@settings(max_examples=300, deadline=None)
def test_it_meets_all_deadlines_exactly_when_no_interval_asks_too_much(some: Sets) -> None:
    """The classical condition for one machine that may be interrupted."""
    release, deadline, _ = some
    met = bool((earliest_first(7.0, *some).finish <= np.array(deadline) * (1 + 1e-9)).all())
    windows = [(a, b) for a in release for b in deadline if b > a]
    asked = max(
        sum(v for r, d, v in zip(*some, strict=True) if r >= a and d <= b) / (7.0 * (b - a))
        for a, b in windows
    )
    assert tightest(7.0, *some)[2] == pytest.approx(asked)
    assert met == (asked <= 1.0 + 1e-9)


@given(some=sets(), shape=st.sampled_from(["thin", "constant", "malleable"]))
@settings(max_examples=150, deadline=None)
def test_what_a_calendar_admits_the_earliest_deadline_first_can_serve(some: Sets, shape: str) -> None:
    """A calendar is one plan; where there is one, earliest first meets all deadlines too."""
    release, deadline, volume = (np.array(one) for one in some)
    order = np.argsort(release, kind="stable")
    table = pd.DataFrame(
        {"release": release[order], "deadline": deadline[order], "volume": volume[order] / 8, "most": 99.0}
    )
    made = reserve(table, {"path": 7.0}, shape).requests
    kept = made[~made["refused"]]
    if not kept.empty:
        assert tightest(7.0, kept["release"], kept["deadline"], 8 * kept["volume"])[2] <= 1.0 + 1e-9


@given(some=sets(), bound=st.sampled_from([2.0, 5.0, np.inf]))
@settings(max_examples=150, deadline=None)
def test_everything_is_sent_and_never_faster_than_the_link(some: Sets, bound: float) -> None:
    served = earliest_first(7.0, *some, bound)
    lasted = np.diff(served.time)
    assert served.rate[:-1] @ lasted == pytest.approx(sum(some[2]))
    assert served.rate.max() <= 7.0
    assert (served.finish > np.array(some[0])).all()
