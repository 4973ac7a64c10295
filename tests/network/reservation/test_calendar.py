"""Requests as a table: what is decided, and what is refused with one clear line."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.network.reservation.calendar import reserve, steps


def wishes(*rows: tuple[float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["release", "deadline", "volume", "most"])


def test_gigabytes_are_eight_gigabits() -> None:
    """100 GB at 8 Gbit/s take 100 s."""
    made = reserve(wishes((5.0, 500.0, 100.0, 99.0)), {"path": 8.0})
    row = made.requests.iloc[0]
    assert (row["begin"], row["end"], row["peak"], row["refused"]) == (5.0, 105.0, 8.0, False)


def test_rows_keep_their_index_and_refused_ones_hold_nothing() -> None:
    table = wishes((0.0, 10.0, 10.0, 9.0), (0.0, 10.0, 10.0, 9.0)).set_axis(["first", "second"])
    made = reserve(table, {"path": 8.0})
    assert made.requests["refused"].to_dict() == {"first": False, "second": True}
    assert np.isnan(made.requests.loc["second", "begin"])
    assert made.requests.loc["second", "peak"] == 0.0
    assert made.pieces["request"].tolist() == [0]


def test_pieces_of_one_request_give_its_begin_end_and_peak() -> None:
    """8 Gbit/s with 6 taken until 10 s: 30 GB = 240 Gbit are 2 for 10 s, then 8 for 27.5 s."""
    table = wishes((0.0, 10.0, 7.5, 6.0), (0.0, 99.0, 30.0, 8.0))
    row = reserve(table, {"path": 8.0}, "malleable").requests.iloc[1]
    assert (row["begin"], row["end"], row["peak"]) == (0.0, 37.5, 8.0)


def test_paths_are_named() -> None:
    """Two links of 8 Gbit/s: one request on each fits, a third through both doesn't."""
    table = wishes(*[(0.0, 10.0, 10.0, 9.0)] * 3).assign(path=[("a",), ("b",), ("a", "b")])
    assert reserve(table, {"a": 8.0, "b": 8.0}).requests["refused"].tolist() == [False, False, True]


def test_no_requests_is_no_work() -> None:
    made = reserve(wishes(), {"path": 8.0})
    assert made.requests.empty
    assert made.pieces.empty


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ((-1.0, 9.0, 1.0, 1.0), "row 1: release = -1 s is out of range: expected at least 0 s"),
        ((5.0, 5.0, 1.0, 1.0), "row 1: deadline = 5 s is out of range: expected above its release, 5 s"),
        ((0.0, np.nan, 1.0, 1.0), "row 1: deadline = nan s is out of range: expected at least 0 s"),
        ((0.0, np.inf, 1.0, 1.0), "row 1: deadline = inf s is out of range: expected at least 0 s"),
        ((0.0, 9.0, 0.0, 1.0), "row 1: volume = 0 GB is out of range: expected above 0 GB"),
        ((0.0, 9.0, 1.0, -2.0), "row 1: most = -2 Gbit/s is out of range: expected above 0 Gbit/s"),
    ],
)
def test_a_bad_request_is_one_clear_line(row: tuple[float, float, float, float], line: str) -> None:
    with pytest.raises(ValueError, match=f"^{line}$"):
        reserve(wishes((0.0, 9.0, 1.0, 1.0), row), {"path": 8.0})


def test_a_bad_calendar_is_one_clear_line() -> None:
    one = wishes((0.0, 9.0, 1.0, 1.0))
    with pytest.raises(ValueError, match=r"^capacity = 0 Gbit/s is out of range: expected above 0 Gbit/s$"):
        reserve(one, {"path": 0.0})
    with pytest.raises(ValueError, match=r"^shape = 'wide': expected one of thin, constant, malleable$"):
        reserve(one, {"path": 1.0}, "wide")
    with pytest.raises(ValueError, match=r"^row 0: unknown link 'pth': did you mean 'path'\?$"):
        reserve(one.assign(path=[("pth",)]), {"path": 1.0})
    with pytest.raises(
        ValueError, match=r"^row 0: path = \('a', 'a'\): expected at least one link, and none"
    ):
        reserve(one.assign(path=[("a", "a")]), {"a": 1.0})
    with pytest.raises(ValueError, match=r"no column most"):
        reserve(one.drop(columns="most"), {"path": 1.0})


def test_steps_add_up_and_end_at_nothing() -> None:
    """Two rates that overlap, and one that follows without a gap."""
    made = steps(np.array([0.0, 1.0, 4.0]), np.array([4.0, 3.0, 6.0]), np.array([2.0, 5.0, 2.0]))
    assert made.to_numpy().tolist() == [[0, 2], [1, 7], [3, 2], [4, 2], [6, 0]]
