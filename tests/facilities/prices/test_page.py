"""What the page on prices shows and says: tables behind the charts, and sentences that turn with them."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.facilities.prices import charts as drawn
from ecosystem_nb.facilities.prices import sentences
from ecosystem_nb.facilities.prices.fits import trend, walk
from ecosystem_nb.facilities.prices.history import series
from ecosystem_nb.facilities.prices.regimes import scenarios
from ecosystem_nb.facilities.prices.summary import growth_series, rates, without_each
from ecosystem_nb.tables import quantities, read

DRIVE = series(read("facilities/prices"), "drive").to("USD/TB")
GROWTH = {"low": 0.05, "central": 0.10, "high": 0.15}


def test_rates_are_those_of_the_fits() -> None:
    row = rates({"drives": DRIVE}, 0.9).iloc[0]
    fit = walk(DRIVE.years, DRIVE.prices)
    assert (row["points"], row["first"], row["last"], row["kind"]) == (5, 2009, 2022, "observed")
    assert row["walk"] == pytest.approx(100 * fit.improvement)
    assert (row["low"], row["high"]) == pytest.approx(tuple(100 * one for one in fit.interval(0.9)))


def test_leaving_out_an_inner_point_leaves_the_rate_of_a_walk() -> None:
    """A walk's drift depends on its ends alone."""
    left = without_each(DRIVE, 0.9).set_index("without")
    rate = 100 * walk(DRIVE.years, DRIVE.prices).improvement
    assert left.loc[[2011, 2015, 2017], "walk"].tolist() == pytest.approx([rate] * 3)
    assert left.loc[2009, "walk"] != pytest.approx(rate, rel=0.05)


def test_pledges_turned_round_grow_as_the_pledges_do() -> None:
    pledges = read("facilities/pledges_totals")
    cpu = growth_series(pledges, "CPU", "HS06")
    fit = walk(cpu.years, cpu.prices)
    total = pledges[pledges["resource"] == "CPU"].set_index("year")["total"]
    assert fit.improvement == pytest.approx((total[2019] / total[2009]) ** 0.1 - 1)


def test_the_fan_holds_both_fits_at_each_level() -> None:
    table = drawn.fan_table(DRIVE, 2035)
    assert sorted(table["level"].unique()) == [float(one) for one in drawn.LEVELS]
    rows = table[(table["level"] == 90) & (table["form"] == "trend") & (table["year"] == 2030)].iloc[0]
    low, middle, high = trend(DRIVE.years, DRIVE.prices).predict([2030.0], 0.9)
    assert [rows["low"], rows["middle"], rows["high"]] == pytest.approx([low[0], middle[0], high[0]])
    walks = table[(table["level"] == 90) & (table["form"] == "walk")]
    assert walks["year"].min() == DRIVE.years[-1]


def test_regimes_start_at_one_and_meet_without_a_jump() -> None:
    made = {h: scenarios(GROWTH, quantities("facilities/costs"), 2026.0, float(h)) for h in (1, 3)}
    table = drawn.regime_table(made, "disk", range(2025, 2037), 2025)
    assert (table[table["year"] == 2025]["price"] == 1.0).all()
    tape = drawn.regime_table(made, "tape", range(2025, 2037), 2025).pivot_table("price", "year", "regime")
    np.testing.assert_allclose(tape["quotes"], tape["central"])
    longer = table[(table["regime"] == "quotes") & (table["year"] == 2032)].set_index("half_life")["price"]
    assert longer[3] > longer[1]


def test_the_rates_that_prices_allow_are_counted() -> None:
    straight, wandering = trend(DRIVE.years, DRIVE.prices), walk(DRIVE.years, DRIVE.prices)
    for wanted, said in (
        ((0.05, 0.10, 0.15), "all lie inside"),
        ((0.01, 0.10, 0.15), "Of the planners' rates 10\u00a0% and 15\u00a0% lie inside"),
        ((-0.5, 0.9, 2.0), "None of the planners' rates"),
    ):
        assert said in sentences.told_apart(straight, wandering, wanted, 0.9)


def test_a_small_rise_is_no_surprise() -> None:
    fit = walk(DRIVE.years, DRIVE.prices)
    assert "neither form knows" in sentences.surprise(fit, 1.46, 4)
    assert "by itself" in sentences.surprise(fit, 1.02, 4)


def test_pledges_below_the_plan_say_less() -> None:
    row = {"series": "CPU", "first": 2009, "last": 2019}
    slow, fast = (pd.DataFrame([{**row, "walk": one}]) for one in (5.0, 25.0))
    assert "had to improve as fast" in sentences.pledged(fast, 0.1)
    assert "had to improve" not in sentences.pledged(slow, 0.1)


def test_what_a_jump_leaves_is_its_years() -> None:
    made = {3: scenarios(GROWTH, quantities("facilities/costs"), 2026.0, 3.0)}
    table = drawn.regime_table(made, "disk", range(2025, 2037), 2025)
    factor = 1 + (235.05 / 56 - 1) / 4  # two half-lives after 2026
    said = sentences.regime_caption(table, 3.0, 0.10, 2032)
    assert f"disk costs {factor:.1f} times as much in 2032" in said
    assert f"{np.log(factor) / np.log(1.1):.1f} years of progress lost" in said


def test_the_answer_names_the_years_of_the_prices_and_the_years_undone() -> None:
    """November 2022 is in 2022; 235.05/56 at 10 % a year are 15 years."""
    regimes = scenarios(GROWTH, quantities("facilities/costs"), 2026.0, 3.0)
    fit = walk(DRIVE.years, DRIVE.prices)
    said = sentences.answer(fit, DRIVE, drawn.fan_table(DRIVE, 2035), 0.9, regimes)
    assert "paid for from 2009 to 2022" in said
    assert f"undoes {np.log(235.05 / 56) / np.log(1.1):.0f} years" in said
