"""The one form in which needs are handed on."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.demand.needs import COLUMNS, checked, joined, needs


def series(*values: float) -> pd.Series:
    return pd.Series(values, index=range(2030, 2030 + len(values)), dtype=float)


def test_the_form() -> None:
    """Five columns; CPU in the benchmark named, disk and tape in PB."""
    made = needs("CMS", {"CPU": series(1.0, 2.0), "disk": series(3.0, 4.0)})
    assert tuple(made) == COLUMNS
    assert made.groupby("resource")["unit"].unique().map(list).to_dict() == {"CPU": ["MHS06"], "disk": ["PB"]}
    assert made.query("year == 2031")["need"].tolist() == [2.0, 4.0]


def test_hs06_and_hs23_are_never_mixed_silently() -> None:
    """Each alone is fine; together they are refused."""
    old, new = (needs("CMS", {"CPU": series(1.0)}, unit) for unit in ("MHS06", "MHS23"))
    assert checked(old) is old
    assert checked(new) is new
    with pytest.raises(ValueError, match="CPU in MHS06 and MHS23: expected one benchmark"):
        joined([old, new])


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=5))
def test_joining_keeps_every_need(values: list[float]) -> None:
    """Two experiments side by side: as many rows, the same sum."""
    one, other = (needs(name, {"disk": series(*values)}) for name in ("ATLAS", "CMS"))
    both = joined([one, other])
    assert len(both) == 2 * len(values)
    assert both["need"].sum() == pytest.approx(2 * sum(values))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"need": -1.0}, r"CMS 2030 disk = -1 PB is out of range: expected 0 or more"),
        ({"need": float("nan")}, r"CMS 2030 disk = nan PB is out of range"),
        ({"need": float("inf")}, r"CMS 2030 disk = inf PB is out of range"),
        ({"unit": "TB"}, r"disk in TB: expected PB"),
        ({"resource": "GPU"}, r"resource = GPU: expected one of CPU, disk, tape"),
    ],
)
def test_bad_input_is_one_clear_line(change: dict[str, object], said: str) -> None:
    """Which value, what is allowed, in which unit."""
    with pytest.raises(ValueError, match=said):
        checked(needs("CMS", {"disk": series(1.0)}).assign(**change))


def test_a_missing_column_and_a_double_year_are_named() -> None:
    made = needs("CMS", {"disk": series(1.0)})
    with pytest.raises(ValueError, match="no column unit: expected experiment, year, resource, need, unit"):
        checked(made.drop(columns="unit"))
    with pytest.raises(ValueError, match="CMS 2030 disk stands twice"):
        joined([made, made])
