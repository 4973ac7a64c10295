"""Charts of the plan draw the money that they are given, in millions."""

from typing import Any

import pandas as pd
import pytest

from ecosystem_nb import charts
from ecosystem_nb.facilities.buildout import charts as drawn
from ecosystem_nb.facilities.colours import RESOURCES

YEARS = [2027, 2028]
BOUGHT = pd.DataFrame(
    {
        "year": [2027, 2027, 2028, 2028],
        "site": ["A", "B", "A", "A"],
        "resource": ["tape", "disk", "disk", "disk"],
        "cost": [1e6, 2e6, 3e6, 4e6],
    }
)


def drawn_rows(chart: charts.Chart) -> list[dict[str, Any]]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_money_of_both_plans_and_the_budget_is_drawn_in_millions() -> None:
    tables = {"level": pd.Series([1e6, 2e6], YEARS), "simple": pd.Series([0.0, 4e6], YEARS)}
    rows = drawn_rows(drawn.spend(tables, 3e6))
    assert sorted(row["spend"] for row in rows if "spend" in row) == [0.0, 1.0, 2.0, 4.0]
    assert [row["budget"] for row in rows if "budget" in row] == [3.0]


def test_money_of_the_sites_adds_up_by_year_and_resource() -> None:
    rows = drawn_rows(drawn.purchases(BOUGHT, "us"))
    found = {(row["year"], row["resource"]): row["cost"] for row in rows}
    assert found == pytest.approx({(2027, "tape"): 1.0, (2027, "disk"): 2.0, (2028, "disk"): 7.0})


def test_resources_keep_their_order_and_their_colour() -> None:
    scale = drawn.purchases(BOUGHT, "us").to_dict()["encoding"]["color"]["scale"]
    assert scale == {"domain": ["disk", "tape"], "range": [RESOURCES["disk"], RESOURCES["tape"]]}
