"""The page on a million dollars: its tables by hand, and sentences that turn with them."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.facilities.budget import million, sentences
from ecosystem_nb.facilities.budget.capacity import bands, bought_by, steady
from ecosystem_nb.facilities.prices.futures import Spread, futures
from ecosystem_nb.facilities.prices.history import us_prices
from ecosystem_nb.facilities.prices.regimes import Course, course, scenarios, uniform
from ecosystem_nb.facilities.vintages.costs import tape_library
from ecosystem_nb.tables import quantities

COSTS = quantities("facilities/costs")
US = us_prices(COSTS)
UNITS = {"CPU": "MHS06", "disk": "PB", "tape": "PB"}
BASE = {"CPU": 2.0, "disk": 100.0, "tape": 200.0}
LIFE = {"CPU": 5.0, "disk": 5.0, "tape": 10.0}
YEARS = tuple(range(2019, 2036))


def at(r: float) -> Course:
    return course(US, uniform("a", r), YEARS, UNITS)


def test_the_band_begins_with_the_extra_money() -> None:
    """Before 2027 there is none; from then on it is what the extra buys, in closed form."""
    made = million.capacity_table(at, [0.05, 0.1], BASE, LIFE, (1e6, 2027))
    rows = made[(made["improvement"] == 10) & (made["resource"] == "CPU")].set_index("year")
    width = rows["high"] - rows["capacity"]
    assert (width.loc[:2026] == 0.0).all()
    first = 11e6 / 1.1**10
    for year in (2027, 2030, 2035):
        assert width[year] == pytest.approx(bought_by(1e6, first, 0.1, 5.0, year - 2027))
    assert sorted(made["improvement"].unique()) == [5.0, 10.0]


def test_a_sum_buys_its_worth_in_each_regime() -> None:
    """1 MUSD in 2030 at 11 USD/HS06 of 2017 and 10 % a year: 1.1^13 / 11 MHS06."""
    regimes = scenarios({"low": 0.05, "central": 0.1, "high": 0.15}, COSTS, 2026.0, 3.0)
    made = million.buys(1e6, US, regimes, 2030, {"CPU": "kHS06", "disk": "PB"}).set_index("regime")
    assert made.loc["central", "CPU"] == pytest.approx(1e3 * 1.1**13 / 11)
    assert made.loc["quotes", "disk"] < made.loc["drives", "disk"] < made.loc["central", "disk"]
    assert made.loc["drives", "CPU"] == pytest.approx(made.loc["central", "CPU"])


def test_known_prices_leave_no_range() -> None:
    money, past = steady(BASE, at(0.1), LIFE)
    sure = futures(np.random.default_rng(1), 50, at(0.1), Spread(trend=0.0, yearly=0.0), 2026)
    made = million.capacity_range(sure, money, LIFE, past)
    np.testing.assert_allclose(made["low"], made["high"])
    exact = bands(money, 0.0, at(0.1), LIFE, past)
    np.testing.assert_allclose(made["middle"], exact["capacity"])
    unsure = futures(np.random.default_rng(1), 2000, at(0.1), Spread(), 2026)
    wide = million.capacity_range(unsure, money, LIFE, past)
    known = wide["year"] <= 2026
    np.testing.assert_allclose(wide[known]["low"], wide[known]["high"])
    assert (wide[~known]["low"] < wide[~known]["high"]).all()


def test_tape_parts_by_hand() -> None:
    """Over ten years: cartridges once, the robot for 10/12, drives for 10/6 of their lives."""
    lives = {"media": 10.0, "library": 12.0, "drives": 6.0}
    made = million.tape_parts(tape_library(COSTS), [0.0, 1.0, 2.0], lives, 10.0)
    once = made[made["recalls"] == 1.0].set_index("part")["cost"]
    assert once["media"] == pytest.approx(5.22)
    assert once["library"] == pytest.approx(60.0 / 18.0 * 10 / 12)
    assert once["drives"] == pytest.approx(1e6 / (365.25 * 86_400) / 200.0 * 25_000 * 10 / 6)
    drives = made[made["part"] == "drives"].set_index("recalls")["cost"]
    assert (drives[0.0], drives[2.0]) == pytest.approx((0.0, 2.0 * once["drives"]))


def band_table(flat: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    row = {"year": 2035, "resource": "CPU", "unit": "MHS06", "improvement": 10.0}
    grid = pd.DataFrame([{**row, "low": flat - 1.0, "capacity": flat, "high": flat + 1.0}])
    lines = pd.DataFrame(
        [{"year": 2035, "resource": "CPU", "line": one, "capacity": value} for one, value in
         (("need", 20.0), ("need after R&D", 12.0))]
    )  # fmt: skip
    return grid, lines


def test_a_band_that_does_not_reach_the_need_says_how_much_it_closes() -> None:
    """1 of the 10 MHS06 that are missing: 10 %."""
    said = sentences.band(*band_table(10.0), "CPU", 10.0, 1.0)
    assert "10\u00a0% of the gap to the need of 20 MHS06" in said
    assert "meets the need" in sentences.band(*band_table(25.0), "CPU", 10.0, 1.0)


def test_the_best_lever_is_named_with_how_many_bands_it_is() -> None:
    rows = [("faster", 6.0), ("fewer", 3.0), ("all together", 9.0)]
    table = pd.DataFrame(rows, columns=["lever", "saved"]).assign(improvement=10.0)
    said = sentences.worth(table, 10.0, 1.0, (2030, 2035))
    assert "faster saves most: 6.0 MUSD a year" in said
    assert "6 times the 1 MUSD" in said
    assert "fewer saves 3.0" in said


@pytest.mark.parametrize(
    ("low", "high", "said"), [(1.0, 9.0, "4.0 times as wide as"), (4.5, 5.5, "50\u00a0% of")]
)
def test_prices_or_money(low: float, high: float, said: str) -> None:
    unsure = pd.DataFrame([{"year": 2035, "resource": "CPU", "low": low, "high": high}])
    grid, _ = band_table(5.0)
    assert said in sentences.surer(unsure, grid, "CPU", 1.0)


def test_the_largest_part_of_tape_is_named() -> None:
    lives = {"media": 10.0, "library": 12.0, "drives": 6.0}
    made = million.tape_parts(tape_library(COSTS), [0.0, 4.0], lives, 10.0)
    assert "cartridges are the largest part" in sentences.tape(made, 0.0)
    assert "drives are the largest part" in sentences.tape(made, 4.0)
