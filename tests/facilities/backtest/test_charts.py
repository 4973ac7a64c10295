"""The chart sets the pledge of the last fitted year to one, for dots and predictions alike."""

import pandas as pd
import pytest

from ecosystem_nb.facilities.backtest.charts import foretold
from ecosystem_nb.facilities.backtest.pledges import backtest
from ecosystem_nb.tables import read


def test_all_values_stand_over_the_last_fitted_year() -> None:
    pledges = read("facilities/pledges_totals")
    table = backtest(pledges, 2014)
    method = str(table["method"].iloc[0])
    spec = foretold(table, pledges, "CMS", method).to_dict()
    rows = pd.DataFrame([row for rows in spec["datasets"].values() for row in rows])
    dots = rows.dropna(subset=["value"])
    assert dots[dots["year"] == 2014]["value"].tolist() == pytest.approx([1.0, 1.0, 1.0])
    want = pledges[(pledges["year"] == 2019) & (pledges["resource"] == "Disk")]["CMS"].iloc[0]
    base = pledges[(pledges["year"] == 2014) & (pledges["resource"] == "Disk")]["CMS"].iloc[0]
    last = dots[(dots["year"] == 2019) & (dots["resource"] == "Disk")]["value"]
    assert last.tolist() == pytest.approx([want / base])
    ends = table.query("experiment == 'CMS' and method == @method and resource == 'Disk' and year == 2019")
    band = rows[rows["low"].notna() & (rows["resource"] == "Disk") & (rows["year"] == 2019)]
    assert band["low"].tolist() == pytest.approx((ends["low"] / base).tolist())
    assert band["high"].tolist() == pytest.approx((ends["high"] / base).tolist())
