"""Plans: money is units times prices, needs are arrays without gaps, and what does not fit is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.facilities.demand.curves import published
from ecosystem_nb.facilities.demand.needs import needs
from ecosystem_nb.facilities.prices.history import Price, us_prices
from ecosystem_nb.facilities.prices.regimes import Course, course, uniform
from ecosystem_nb.facilities.vintages.lifetimes import lives
from ecosystem_nb.facilities.vintages.model import buy_for, buy_with, even_past
from ecosystem_nb.facilities.vintages.wanted import Need, need
from ecosystem_nb.tables import quantities

YEARS = tuple(range(2020, 2032))
LIFE = {"CPU": 5.0, "disk": 5.0, "tape": 10.0}
UNITS = {"CPU": "MHS06", "disk": "PB", "tape": "PB"}
US = us_prices(quantities("facilities/costs"))
unhurried = settings(deadline=None)  # the first call compiles


def wanted(cpu: float = 2.0, disk: float = 100.0, tape: float = 200.0, growth: float = 0.2) -> Need:
    grown = (1.0 + growth) ** np.arange(len(YEARS))
    return Need(
        YEARS, tuple(UNITS), tuple(UNITS.values()), grown[None, :, None] * np.array([cpu, disk, tape])
    )


def prices(r: float = 0.1) -> Course:
    return course(US, uniform("a", r), YEARS, UNITS)


def test_money_is_the_sum_of_units_times_prices() -> None:
    """$ = Σ units x price, added up by hand; shares add up to 1."""
    plan = buy_for(wanted(), prices(), LIFE)
    by_hand = 0.0
    for y in range(len(YEARS)):
        for i, first in enumerate((11e6, 110e3, 10e3)):
            by_hand += plan.bought[0, y, i] * first / 1.1 ** (YEARS[y] - 2017)
    assert plan.spend.sum() == pytest.approx(by_hand)
    assert plan.yearly(2020, 2031).item() == pytest.approx(by_hand / len(YEARS))
    assert sum(plan.share(name, 2020, 2031).item() for name in UNITS) == pytest.approx(1.0)


def test_an_even_past_leaves_the_need_of_the_first_year() -> None:
    """Nothing but the replacement of one part in L is bought in the first year."""
    plan = buy_for(wanted(), prices(), LIFE)
    np.testing.assert_allclose(plan.capacity[0, 0], wanted().amounts[0, 0])
    np.testing.assert_allclose(plan.bought[0, 0], [2.0 / 5, 100.0 / 5, 200.0 / 10])


@pytest.mark.parametrize("lifetime", [1.0, 3.0, 4.5, 7.0])
def test_an_even_past_leaves_its_capacity_whatever_the_lifetime(lifetime: float) -> None:
    past = even_past([8.0], {"CPU": lifetime})
    still = sum(past[0, -1 - age, 0] * min(1.0, max(0.0, lifetime - age)) for age in range(past.shape[1]))
    assert still == pytest.approx(8.0)


def test_no_need_costs_nothing() -> None:
    plan = buy_for(wanted(0.0, 0.0, 0.0), prices(), LIFE)
    assert not plan.spend.any()
    assert np.isnan(plan.share("disk", 2020, 2031)).all()


@unhurried
@given(st.floats(0.01, 50.0))
def test_cost_scales_with_the_need(factor: float) -> None:
    one = buy_for(wanted(), prices(), LIFE).spend
    more = buy_for(wanted().scaled(dict.fromkeys(UNITS, factor)), prices(), LIFE).spend
    np.testing.assert_allclose(more, factor * one, rtol=1e-9, atol=1e-3)


@unhurried
@given(st.floats(0.0, 0.4), st.floats(0.0, 0.4))
def test_more_improvement_never_costs_more(a: float, b: float) -> None:
    """From the year of the prices on."""
    low, high = (buy_for(wanted(), prices(r), LIFE).spend.sum() for r in sorted((a, b)))
    assert high <= low * (1.0 + 1e-12)


@unhurried
@given(st.floats(1.0, 9.0), st.floats(1.0, 9.0))
def test_hardware_that_lasts_longer_never_needs_more_purchases_in_the_long_run(a: float, b: float) -> None:
    """A constant need over many years takes C / L a year."""
    years = tuple(range(2020, 2100))
    flat = Need(years, ("CPU",), ("MHS06",), np.full((1, 80, 1), 3.0))
    still = course(US, uniform("a", 0.0), years, {"CPU": "MHS06"})
    short, long = (buy_for(flat, still, {"CPU": life}).bought.mean() for life in sorted((a, b)))
    assert long <= short * (1.0 + 1e-9)
    assert short == pytest.approx(3.0 / min(a, b), rel=0.05)


def test_the_spend_of_a_plan_buys_its_capacity() -> None:
    plan = buy_for(wanted(), prices(), LIFE)
    back = buy_with(plan.spend, prices(), LIFE, even_past(wanted().amounts[:, 0], LIFE))
    np.testing.assert_allclose(back.capacity, plan.capacity, rtol=1e-9)


def test_samples_of_needs_prices_and_lifetimes_meet() -> None:
    """Each may come with samples, or with one row for all; a sample is what it is alone."""
    factors, life = np.array([0.5, 1.0, 2.0]), np.array([4.0, 5.0, 6.5])
    many = buy_for(wanted().scaled({"CPU": factors}), prices(), {**LIFE, "CPU": life})
    one = buy_for(wanted().scaled({"CPU": 2.0}), prices(), {**LIFE, "CPU": 6.5})
    np.testing.assert_allclose(many.spend[2], one.spend[0])
    assert many.table().shape == (36, 8)


def test_the_table_is_the_plan() -> None:
    plan = buy_for(wanted(), prices(), LIFE)
    row = plan.table().query("year == 2023 and resource == 'disk'").iloc[0]
    assert row["capacity"] == pytest.approx(100.0 * 1.2**3)
    assert row["spend"] == pytest.approx(row["bought"] * 110e3 / 1.1**6)
    assert (row["unit"], row["currency"]) == ("PB", "USD")


# Needs


def test_the_published_curves_become_an_array() -> None:
    made = need(published("ATLAS 2018"), "ATLAS")
    assert (made.years[0], made.years[-1], made.units) == (2016, 2032, ("MHS06", "PB", "PB"))
    assert made.amounts[0, made.years.index(2029)].tolist() == pytest.approx(
        [65.17, 1988.69, 1610.0 + 3903.13]
    )


def test_a_year_that_is_missing_is_named() -> None:
    table = needs(
        "CMS", {"CPU": pd.Series({2030: 1.0, 2032: 2.0}), "disk": pd.Series({2030: 1.0, 2032: 2.0})}
    )
    with pytest.raises(
        ValueError, match="years of the needs: 2031 is missing: expected 2030 to 2032, each once"
    ):
        need(table, "CMS", ("CPU", "disk"))
    uneven = needs("CMS", {"CPU": pd.Series({2030: 1.0, 2031: 2.0}), "disk": pd.Series({2030: 1.0})})
    with pytest.raises(ValueError, match="needs of CMS: no disk in 2031: expected every year of the others"):
        need(uneven, "CMS", ("CPU", "disk"))
    with pytest.raises(ValueError, match="needs of CMS: no tape: expected CPU, disk, tape"):
        need(table, "CMS")
    with pytest.raises(ValueError, match="needs of LHCb: expected one of CMS"):
        need(table, "LHCb")


def test_negative_needs_and_factors_are_refused() -> None:
    with pytest.raises(ValueError, match="need of CPU = -2 MHS06 is out of range: expected at least 0 MHS06"):
        wanted(cpu=-2.0)
    with pytest.raises(ValueError, match="factor of CPU = -1 is out of range: expected at least 0"):
        wanted().scaled({"CPU": -1.0})
    with pytest.raises(ValueError, match="factor of GPU: expected one of CPU, disk, tape"):
        wanted().scaled({"GPU": 1.0})


# What does not fit


@pytest.mark.parametrize("life", [0.0, 0.5, -1.0, float("nan")])
def test_lifetimes_that_are_none_are_refused(life: float) -> None:
    with pytest.raises(ValueError, match=r"lifetime of CPU = .* yr is out of range: expected at least 1"):
        lives({"CPU": life})


def test_what_does_not_fit_is_refused() -> None:
    other = course(US, uniform("a", 0.1), YEARS[1:], UNITS)
    with pytest.raises(ValueError, match="prices of 2021 to 2031: expected 2020 to 2031, each year"):
        buy_for(wanted(), other, LIFE)
    pounds = course(US, uniform("a", 0.1), YEARS, {**UNITS, "disk": "TB"})
    with pytest.raises(ValueError, match="disk in PB with a price in USD/TB: expected USD/PB"):
        buy_for(wanted(), pounds, LIFE)
    some = course(US, uniform("a", 0.1), YEARS, {"CPU": "MHS06"})
    with pytest.raises(ValueError, match="prices of CPU: expected CPU, disk, tape"):
        buy_for(wanted(), some, LIFE)
    with pytest.raises(ValueError, match="no lifetime of tape: expected one of each of CPU, disk, tape"):
        buy_for(wanted(), prices(), {"CPU": 5.0, "disk": 5.0})
    with pytest.raises(ValueError, match="years 2019 to 2031 are out of range: expected 2020 to 2031"):
        buy_for(wanted(), prices(), LIFE).yearly(2019, 2031)
    with pytest.raises(ValueError, match="share of GPU: expected one of CPU, disk, tape"):
        buy_for(wanted(), prices(), LIFE).share("GPU", 2020, 2031)
    past = even_past([1.0, 1.0, 1.0], LIFE)
    with pytest.raises(ValueError, match="money = -1 USD is out of range: expected at least 0 USD"):
        buy_with(np.full((12, 3), -1.0), prices(), LIFE, past)
    with pytest.raises(ValueError, match=r"money of shape \(1, 5, 3\): expected \(samples, 12, 3\)"):
        buy_with(np.ones((5, 3)), prices(), LIFE, past)


def test_swiss_disks_and_american_servers_are_refused() -> None:
    both = {"CPU": US["CPU"], "disk": Price(110.0, "CHF/TB", 2017.0), "tape": US["tape"]}
    with pytest.raises(ValueError, match="prices in CHF and USD: expected one currency"):
        course(both, uniform("a", 0.1), YEARS, UNITS)


def test_hs23_needs_are_not_bought_at_hs06_prices() -> None:
    modern = needs("CMS", {"CPU": pd.Series(dict.fromkeys(YEARS, 1.0))}, "MHS23")
    with pytest.raises(ValueError, match="CPU in MHS23 with a price in USD/MHS06: expected USD/MHS23"):
        buy_for(need(modern, "CMS", ("CPU",)), course(US, uniform("a", 0.1), YEARS, {"CPU": "MHS06"}), LIFE)
