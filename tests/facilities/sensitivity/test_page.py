"""What the page draws and says: every row given, in its order, and the sentence that holds."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb import charts
from ecosystem_nb.facilities.sensitivity import charts as drawn
from ecosystem_nb.facilities.sensitivity import sentences
from ecosystem_nb.facilities.sensitivity.study import IN_PARTS, ONE_PRICE

EVERYWHERE = sentences.EVERYWHERE


def rows_of(chart: charts.Chart) -> list[dict[str, Any]]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def counted(media: float, library: float, drives: float) -> pd.DataFrame:
    """One price costs 1 MUSD of 100; the parts cost what is given, of 50."""
    rows = []
    for where in ("Tier-1s", EVERYWHERE):
        for part, extra in (("media", 1.0), ("library", 0.0), ("drives", 0.0)):
            rows.append((ONE_PRICE, where, part, extra, extra / 100.0))
        for part, extra in (("media", media), ("library", library), ("drives", drives)):
            rows.append((IN_PARTS, where, part, extra, extra / 50.0))
    return pd.DataFrame(rows, columns=["counted", "where", "part", "extra", "share"])


STEPS = pd.DataFrame(
    {
        "name": ["cpu_price", "t1_tape_need", "disk_need", "cpu_need", "t0_tape_need"],
        "input": ["price of CPU", "tape of the Tier-1s", "disk need", "CPU need", "tape of the Tier-0"],
        "down": [-9.0, -3.0, -2.0, -1.5, -0.5],
        "up": [9.0, 3.0, 2.0, 1.5, 0.5],
    }
)


def test_parts_of_tape_add_up_in_the_sentence() -> None:
    """1 + 0.5 + 1.5 MUSD are 3, 6 % of 50; drives are half of it."""
    said = sentences.ways(counted(1.0, 0.5, 1.5), 0.2, 2.0)
    assert said.replace("\u00a0", " ") == (
        "With 2 passes a year 20 % more tape costs 1 MUSD a year at one price on the Tier-1s "
        "(1.0 % of the hardware), and 3 with cartridges, library and drives, Tier-0 included (6.0 %). "
        "Drives are 50 % of it."
    )


def test_one_pass_and_the_library_are_singular() -> None:
    said = sentences.ways(counted(0.5, 1.5, 0.0), 0.2, 1.0)
    assert said.startswith("With 1 pass a year")
    assert "Library is 75" in said


def test_no_part_is_named_where_tape_costs_nothing() -> None:
    assert sentences.ways(counted(0.0, 0.0, 0.0), 0.2, 1.0).endswith("Tier-0 included (0.0\u00a0%).")


def test_place_of_tape_counts_what_is_wider() -> None:
    said = sentences.widest(STEPS, 0.2)
    assert "number 2 of 5 inputs" in said
    assert "3.5 for tape" in said
    assert said.startswith("A step of 20\u00a0% in the price of CPU moves the cost most, by up to 9 MUSD")


def test_mixes_without_tape_are_left_out_of_the_comparison() -> None:
    table = pd.DataFrame(
        {"mix": ["A", "B", "C"], "resource": "tape", "extra": [0.0, 1.0, 2.0], "share": [0.0, 0.04, 0.02]}
    )
    said = sentences.by_mix(table, 0.2).replace("\u00a0", " ")
    assert said == "20 % more tape adds 2.0 % to the cost of C and 4.0 % to that of B; the Tier-2s have none."


def test_indices_name_the_three_largest_and_both_tapes() -> None:
    table = STEPS[["name", "input"]].assign(first=[0.4, 0.1, 0.1, 0.1, 0.05], total=[0.5, 0.2, 0.1, 0.1, 0.1])
    said = sentences.variance(table)
    assert "price of CPU (0.50), tape of the Tier-1s (0.20), disk need (0.10)" in said
    assert "tape have 0.30 together" in said
    assert "add up to 0.75" in said


def duals(marginal: list[float]) -> pd.DataFrame:
    count = len(marginal)
    return pd.DataFrame(
        {
            "resource": "disk",
            "year": np.arange(2030, 2030 + count),
            "price": 9.0,
            "marginal": marginal,
            "steady": [2.0] * count,
        }
    )


@pytest.mark.parametrize(
    ("marginal", "saved", "says"),
    [
        ([2.0, 2.0], 0.0, "one TB costs its rent in each. Looking ahead saves nothing"),
        ([2.0, 5.0, 0.0], 0.03, "in 2031 alone costs 5 USD, 2.5 times its rent"),
        ([2.0, 5.0, 0.0], 0.03, "in 2032 it costs 0 USD. Looking ahead saves 3.0"),
    ],
)
def test_years_of_peak_and_plenty_are_named(marginal: list[float], saved: float, says: str) -> None:
    assert says in sentences.dearest(duals(marginal), "disk", "TB", saved)


def test_the_slider_stands_on_the_passes_of_the_table() -> None:
    table = pd.concat([counted(1.0, 1.0, passes).assign(passes=passes) for passes in (0.0, 0.5, 1.0)])
    spec = drawn.counted(table, 0.5).to_dict()
    bind = next(one for one in spec["params"] if "bind" in one)
    assert (bind["value"], bind["bind"]["min"], bind["bind"]["max"]) == (0.5, 0.0, 1.0)
    assert spec["encoding"]["x"]["scale"]["domain"] == [0.0, 3.0]


def test_a_tornado_draws_both_ends_of_the_widest() -> None:
    rows = [row for row in rows_of(drawn.tornado(STEPS, "steps", 2)) if "input" in row]
    found = {(row["input"], row["of"]): row["change"] for row in rows}
    assert found == {
        ("price of CPU", "input lower"): -9.0,
        ("price of CPU", "input higher"): 9.0,
        ("tape of the Tier-1s", "input lower"): -3.0,
        ("tape of the Tier-1s", "input higher"): 3.0,
    }


def test_shares_of_mixes_are_drawn_in_per_cent() -> None:
    table = pd.DataFrame({"mix": ["A"], "resource": ["tape"], "extra": [1.0], "share": [0.04]})
    assert [row["share"] for row in rows_of(drawn.mixes(table))] == pytest.approx([4.0])


def test_indices_are_drawn_with_their_errors() -> None:
    table = pd.DataFrame(
        {"input": ["a"], "first": [0.4], "first_error": [0.1], "total": [0.5], "total_error": [0.2]}
    )
    found = {row["of"]: (row["low"], row["index"], row["high"]) for row in rows_of(drawn.indices(table))}
    assert found["alone"] == pytest.approx((0.3, 0.4, 0.5))
    assert found["with others"] == pytest.approx((0.3, 0.5, 0.7))


def test_one_unit_more_is_drawn_with_its_price_and_its_rent() -> None:
    rows = rows_of(drawn.marginal(duals([2.0, 5.0]), "disk", "TB"))
    found = {(row["year"], row["of"]): row["cost"] for row in rows}
    assert found[2031, "to need it that year"] == 5.0
    assert found[2031, "to buy it"] == 9.0
    assert found[2031, "its yearly rent"] == 2.0
