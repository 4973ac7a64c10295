"""Charts of the page on sites: shares in per cent, one colour for a country, a slider on its grid."""

from typing import Any

import pandas as pd
import pytest

from ecosystem_nb import charts
from ecosystem_nb.facilities.sites import charts as drawn


def drawn_rows(chart: charts.Chart) -> list[dict[str, Any]]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_only_federations_of_the_country_stand_out() -> None:
    table = pd.DataFrame(
        {
            "federation": ["A", "B"],
            "country": ["USA", "Italy"],
            "cpu": [2000.0, 4000.0],
            "ratio": [80.0, 60.0],
        }
    )
    rows = drawn_rows(drawn.ratios(table, "Italy"))
    assert {row["federation"]: row["where"] for row in rows} == {"A": "elsewhere", "B": "Italy"}
    assert {row["federation"]: row["cpu"] for row in rows} == {"A": 2.0, "B": 4.0}


def test_shares_are_drawn_in_per_cent_with_the_diagonal() -> None:
    rows = drawn_rows(drawn.curve(pd.DataFrame({"cpu": [0.0, 0.5, 1.0], "disk": [0.0, 0.2, 1.0]})))
    found = [(row["cpu"], row["disk"]) for row in rows if row["of"] == "federations"]
    assert found == [(0.0, 0.0), (50.0, 20.0), (100.0, 100.0)]
    assert [row["disk"] for row in rows if row["of"] == "all alike"] == [0.0, 100.0]


def test_the_slider_stands_on_a_request_of_the_table() -> None:
    table = pd.DataFrame(
        {"size": [10.0, 20.0] * 2, "least": [1.0, 2.0, 3.0, 4.0], "request": [1.0, 1.0, 2.0, 2.0]}
    )
    chart = drawn.drives(table, {"median": 80.0}, 2.0).to_dict()
    bind = next(one for one in chart["params"] if "bind" in one)
    assert (bind["value"], bind["bind"]["min"], bind["bind"]["max"]) == pytest.approx((2.0, 1.0, 2.0))
