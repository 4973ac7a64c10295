"""The chart sets the pledge of the last fitted year to one, for dots and predictions alike."""

import pandas as pd
import pytest

from ecosystem_nb.facilities.backtest.charts import foretold
from ecosystem_nb.facilities.backtest.pledges import backtest
from ecosystem_nb.tables import read


def test_all_values_stand_over_the_last_fitted_year() -> None:
    pledges = read("facilities/pledges_totals")
    table = backtest(pledges, 2014)
    table = table[table["method"] == "walk"]
    disk = pledges[pledges["resource"] == "Disk"].set_index("year")["CMS"]
    spec = foretold(table, pledges, "CMS", "Disk").to_dict()
    drawn = pd.DataFrame([row for rows in spec["datasets"].values() for row in rows])
    dots = drawn.dropna(subset=["pledged"]).set_index("year")["pledged"]
    assert dots.to_dict() == pytest.approx((disk / disk[2014]).to_dict())
    band = drawn.dropna(subset=["low"]).set_index("year")
    assert band.index.tolist() == [2014, 2015, 2016, 2017, 2018, 2019]
    assert band.loc[2014, ["low", "middle", "high"]].tolist() == [1.0, 1.0, 1.0]
    ends = table.query("experiment == 'CMS' and resource == 'Disk' and year == 2019").iloc[0]
    for name in ("low", "middle", "high"):
        assert band.loc[2019, name] == pytest.approx(ends[name] / disk[2014])


def test_no_row_without_a_value_breaks_the_band() -> None:
    """A mark skips rows without a value and ends its path there: each layer has a table of its own."""
    pledges = read("facilities/pledges_totals")
    table = backtest(pledges, 2014)
    spec = foretold(table[table["method"] == "trend"], pledges, "ATLAS", "CPU").to_dict()
    for rows in spec["datasets"].values():
        assert not pd.DataFrame(rows).isna().any(axis=None)
