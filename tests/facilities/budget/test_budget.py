"""Spend, capacity and gap: closed forms, inversion, bands, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.facilities.budget.capacity import bands, bought_by, meet, steady
from ecosystem_nb.facilities.budget.gap import gap
from ecosystem_nb.facilities.budget.spend import against
from ecosystem_nb.facilities.prices.history import Price, us_prices
from ecosystem_nb.facilities.prices.regimes import Course, course, uniform
from ecosystem_nb.facilities.vintages.model import buy_for, buy_with, even_past
from ecosystem_nb.facilities.vintages.wanted import Need
from ecosystem_nb.tables import quantities

YEARS = tuple(range(2020, 2036))
UNITS = {"CPU": "MHS06", "disk": "PB", "tape": "PB"}
LIFE = {"CPU": 5.0, "disk": 5.0, "tape": 10.0}
US = us_prices(quantities("facilities/costs"))
NONE = np.zeros((1, 0, 3))
unhurried = settings(deadline=None)  # the first call compiles


def prices(r: float = 0.1) -> Course:
    return course(US, uniform("a", r), YEARS, UNITS)


def rising(growth: float = 0.2) -> Need:
    grown = (1.0 + growth) ** np.arange(len(YEARS))
    return Need(
        YEARS, tuple(UNITS), tuple(UNITS.values()), grown[None, :, None] * np.array([2.0, 100.0, 200.0])
    )


@unhurried
@given(st.floats(-0.1, 0.4), st.integers(1, 8), st.floats(1e4, 1e8))
def test_capacity_of_a_flat_budget_is_the_closed_form(r: float, lifetime: int, budget: float) -> None:
    """C(t) = (B/c0) (1+r)^t (1 - (1+r)^-L) / (1 - (1+r)^-1), bought with the whole model."""
    life = dict.fromkeys(UNITS, float(lifetime))
    plan = buy_with(np.full((len(YEARS), 3), budget), prices(r), life, NONE)
    first = prices(r).prices[0, 0]
    for t in range(lifetime - 1, len(YEARS)):
        q = 1.0 / (1.0 + r)
        series = lifetime if abs(r) < 1e-6 else (1.0 - q**lifetime) / (1.0 - q)
        expected = budget / first * (1.0 + r) ** t * series
        np.testing.assert_allclose(plan.capacity[0, t], expected, rtol=1e-5)
        assert bought_by(budget, first[1], r, lifetime, t) == pytest.approx(plan.capacity[0, t, 1], rel=1e-9)


def test_a_park_in_balance_grows_by_the_improvement_at_a_flat_budget() -> None:
    """Its own replacement money, spent each year, gives exactly 1 + r once the even past has gone."""
    money, past = steady({"CPU": 2.0, "disk": 100.0, "tape": 200.0}, prices(0.1), LIFE)
    plan = buy_with(np.tile(money, (len(YEARS), 1)), prices(0.1), LIFE, past)
    cpu = plan.capacity[0, :, 0]
    assert cpu[0] == pytest.approx(2.0)
    np.testing.assert_allclose(cpu[6:] / cpu[5:-1], 1.1, rtol=1e-12)
    assert (np.diff(cpu) >= -1e-12).all()


def test_steady_money_is_one_part_in_l_of_the_park() -> None:
    """2 MHS06 over 5 years at 11 USD/HS06 of 2017, 10 % cheaper a year: 3.3 MUSD in 2020."""
    money, _ = steady({"CPU": 2.0, "disk": 100.0, "tape": 200.0}, prices(0.1), LIFE)
    expected = [2.0e6 * 11 / 5, 100e3 * 110 / 5, 200e3 * 10 / 10]
    assert money.tolist() == pytest.approx([one / 1.1**3 for one in expected])


# Bands


def test_bands_are_as_wide_as_the_closed_form() -> None:
    """A million a year more adds what a million a year alone would buy, whatever was spent before."""
    money, past = steady({"CPU": 2.0, "disk": 100.0, "tape": 200.0}, prices(0.1), LIFE)
    made = bands(money, 1e6, prices(0.1), LIFE, past)
    for i, name in enumerate(UNITS):
        rows = made[made["resource"] == name]
        first, life = prices(0.1).prices[0, 0, i], LIFE[name]
        for t, width in enumerate(rows["high"] - rows["capacity"]):
            assert width == pytest.approx(bought_by(1e6, first, 0.1, life, t), rel=1e-9)
    cpu = made[made["resource"] == "CPU"]
    np.testing.assert_allclose(cpu["high"] - cpu["capacity"], cpu["capacity"] - cpu["low"], rtol=1e-9)


def test_a_band_never_spends_less_than_nothing() -> None:
    """Tape costs less than a million a year here: without money its capacity runs out with its lifetime."""
    money, past = steady({"CPU": 2.0, "disk": 100.0, "tape": 200.0}, prices(0.1), LIFE)
    tape = bands(money, 1e6, prices(0.1), LIFE, past).query("resource == 'tape'")["low"].to_numpy()
    assert money[2] < 1e6
    np.testing.assert_allclose(tape[:10], 200.0 * (9 - np.arange(10)) / 10, atol=1e-9)
    assert not tape[10:].any()


@unhurried
@given(st.floats(0.0, 1e7), st.floats(0.0, 1e7))
def test_more_money_never_buys_less(a: float, b: float) -> None:
    money, past = steady({"CPU": 2.0, "disk": 100.0, "tape": 200.0}, prices(), LIFE)
    narrow, wide = (bands(money, extra, prices(), LIFE, past) for extra in sorted((a, b)))
    assert (wide["high"] >= narrow["high"] - 1e-9).all()
    assert (wide["low"] <= narrow["low"] + 1e-9).all()


# The met share


def test_the_spend_of_a_need_meets_it_and_no_more() -> None:
    """Spend for a demand, inverted by capacity for that budget."""
    plan = buy_for(rising(), prices(), LIFE)
    met = meet(plan.spend.sum(axis=2), rising(), prices(), LIFE)
    np.testing.assert_allclose(met.share, 1.0, rtol=1e-9)
    np.testing.assert_allclose(met.plan.capacity, plan.capacity, rtol=1e-9)


def test_growth_equal_to_the_improvement_is_met_by_a_flat_budget() -> None:
    """A need that grows by r a year is met for ever by the money of the first year."""
    life = dict.fromkeys(UNITS, 5.0)
    grown = 1.1 ** np.arange(len(YEARS))
    need = Need(
        YEARS, tuple(UNITS), tuple(UNITS.values()), grown[None, :, None] * np.array([2.0, 100.0, 200.0])
    )
    past = need.amounts[:, :1] * 1.1 ** np.arange(-5.0, 0.0)[None, :, None]
    past *= need.amounts[0, 0] / 1.1 / past.sum(axis=1)  # grown evenly until the year before
    budget = buy_for(need, prices(0.1), life, past).spend[0, 0].sum()
    np.testing.assert_allclose(meet(budget, need, prices(0.1), life, past).share, 1.0, rtol=1e-9)


@unhurried
@given(st.floats(1e5, 1e8))
def test_a_budget_is_spent_whole_and_buys_the_same_share_of_everything(budget: float) -> None:
    met = meet(budget, rising(), prices(), LIFE)
    np.testing.assert_allclose(met.plan.spend.sum(axis=2), budget, rtol=1e-9)
    reached = met.plan.capacity / rising().amounts
    paid = met.plan.bought > 0.0
    np.testing.assert_allclose(
        reached[paid], np.broadcast_to(met.share[:, :, None], reached.shape)[paid], rtol=1e-9
    )
    assert (reached >= met.share[:, :, None] - 1e-9).all()


@unhurried
@given(st.floats(1e5, 1e8), st.floats(1e5, 1e8))
def test_a_larger_budget_never_meets_less(a: float, b: float) -> None:
    less, more = (meet(one, rising(), prices(), LIFE).share for one in sorted((a, b)))
    assert (more >= less - 1e-9).all()


# Against a flat budget


def test_a_plan_against_itself_is_one() -> None:
    plan = buy_for(rising(), prices(), LIFE)
    assert against(plan, (2025, 2030), plan, (2025, 2030)).ratio.item() == pytest.approx(1.0)


def test_the_gap_is_what_the_budget_does_not_pay() -> None:
    plan = buy_for(rising(0.3), prices(), LIFE)
    budget = plan.spend[0, 0].sum()
    made = gap(plan, meet(budget, rising(0.3), prices(), LIFE), budget)
    assert made["missing"].iloc[0] == pytest.approx(0.0)
    np.testing.assert_allclose(made["missing"], made["spend"] - budget)
    assert made["missing_so_far"].iloc[-1] == pytest.approx(plan.spend.sum() - budget * len(YEARS))
    assert (made["share"].iloc[1:] < 1.0).all()


def test_what_does_not_fit_is_refused() -> None:
    plan = buy_for(rising(), prices(), LIFE)
    swiss = {name: Price(one.value, one.unit.replace("USD", "CHF"), one.year) for name, one in US.items()}
    other = buy_for(rising(), course(swiss, uniform("a", 0.1), YEARS, UNITS), LIFE)
    with pytest.raises(ValueError, match="plans in USD and CHF: expected one currency"):
        against(plan, (2025, 2030), other, (2020, 2024))
    nothing = buy_for(rising().scaled(dict.fromkeys(UNITS, 0.0)), prices(), LIFE)
    with pytest.raises(ValueError, match="spend of 2020 to 2024 = 0 USD a year: expected above 0"):
        against(plan, (2025, 2030), nothing, (2020, 2024))
    with pytest.raises(ValueError, match="budget = -1 USD is out of range: expected at least 0 USD"):
        meet(-1.0, rising(), prices(), LIFE)
    with pytest.raises(ValueError, match="budget of 3 years: expected 2020 to 2035"):
        meet([1.0, 1.0, 1.0], rising(), prices(), LIFE)
    with pytest.raises(ValueError, match="extra = -1 USD is out of range"):
        bands([1.0, 1.0, 1.0], -1.0, prices(), LIFE, even_past([1.0, 1.0, 1.0], LIFE))
    with pytest.raises(ValueError, match="price = 0 money is out of range: expected above 0"):
        bought_by(1.0, 0.0, 0.1, 5.0, 3)
    short = course(US, uniform("a", 0.1), YEARS[:-1], UNITS)
    late = Need(YEARS[:-1], tuple(UNITS), tuple(UNITS.values()), rising().amounts[:, :-1])
    with pytest.raises(ValueError, match="years 2020 to 2034: expected 2020 to 2035 as in the plan"):
        gap(plan, meet(1e6, late, short, LIFE), 1e6)
