"""What assumptions make of the budget: a prototype's figures, closed forms, and the loop by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.facilities.budget.spend import against
from ecosystem_nb.facilities.demand.curves import published
from ecosystem_nb.facilities.exercise.assumptions import NAMES, points, ranges, start
from ecosystem_nb.facilities.exercise.outcome import OUTCOMES, SCENARIOS, one_set, outcomes, plan, research
from ecosystem_nb.facilities.exercise.setting import Setting, delayed, site_weights, tier1_need
from ecosystem_nb.facilities.exercise.start import by_year, grid, improving, saved
from ecosystem_nb.facilities.prices.history import Price, us_prices
from ecosystem_nb.facilities.prices.regimes import Regime, course
from ecosystem_nb.facilities.vintages.model import buy_for
from ecosystem_nb.facilities.vintages.wanted import Need
from ecosystem_nb.tables import quantities, read

KNOWN = ranges(quantities("facilities/exercise"))
START = start(KNOWN)
UNITS = {"CPU": "MHS06", "disk": "PB", "tape": "PB"}
SETTING = Setting(
    tier1_need(published("ATLAS 2018"), read("facilities/atlas_tape_t1_2018model")),
    us_prices(quantities("facilities/costs")),
)
DRAWN = points(KNOWN, 7, np.random.default_rng(5))
HALF = 5e-3  # half of the last printed digit


@pytest.mark.parametrize(
    ("improvement", "whole", "offloaded"), [(15.0, 2.84, 1.84), (10.0, 3.95, 2.58), (5.0, 5.57, 3.67)]
)
def test_the_indicative_ratios_to_their_printed_digits(
    improvement: float, whole: float, offloaded: float
) -> None:
    here = one_set(improving(START, improvement))
    for elsewhere, expected in ((0.0, whole), (0.5, offloaded)):
        found = outcomes(replace(SETTING, elsewhere=elsewhere), here).iloc[0]
        assert found["conservative"] == pytest.approx(expected, abs=HALF)


def test_the_indicative_shares_of_disk_to_their_printed_digits() -> None:
    shares = [
        outcomes(replace(SETTING, elsewhere=one), one_set(START))["disk_conservative"].item()
        for one in (0.0, 0.5)
    ]
    assert shares == pytest.approx([0.31, 0.47], abs=HALF)


def by_hand(values: dict[str, float], scenario: str) -> tuple[float, float]:
    """One set, year by year, with the pieces that the other pages use."""
    delay = int(values["delay"])
    table = delayed(SETTING.demand, 2026, delay)
    amounts = table.amounts[0].copy()
    left = {"CPU": 0.5 * values["cpu_conservative"], "disk": values["disk_conservative"]}
    if scenario == "aggressive":
        left = {
            "CPU": left["CPU"] * values["cpu_aggressive"],
            "disk": left["disk"] * values["disk_aggressive"],
        }
    for i, year in enumerate(table.years):
        amounts[i, 1] *= values["disk_weight"]
        amounts[i, 2] *= values["tape_weight"]
        if year >= 2026 + delay:
            amounts[i, 0] *= left["CPU"]
            amounts[i, 1] *= left["disk"]
    storage = values["storage_improvement"] / 100.0
    rates = {"CPU": values["cpu_improvement"] / 100.0, "disk": storage, "tape": storage}
    prices = course(SETTING.prices, Regime("one", rates), table.years, UNITS)
    life = {"CPU": values["cpu_lifetime"], "disk": values["disk_lifetime"], "tape": 10.0}
    bought = buy_for(Need(table.years, table.resources, table.units, amounts[None]), prices, life)
    late = (2026 + delay, 2032 + delay)
    ratio = against(bought, late, bought, (int(values["base_first"]), 2024)).ratio.item()
    return ratio, bought.share("disk", *late).item()


@pytest.mark.parametrize("row", range(0, 128, 9))
def test_many_sets_at_once_agree_with_one_by_hand(row: int) -> None:
    values = DRAWN.iloc[row].to_dict()
    found = outcomes(SETTING, DRAWN).iloc[row]
    for scenario in SCENARIOS:
        ratio, disk = by_hand(values, scenario)
        assert found[scenario] == pytest.approx(ratio, rel=1e-12)
        assert found[f"disk_{scenario}"] == pytest.approx(disk, rel=1e-12)


def steady(growth: float, years: int = 17) -> Setting:
    """A need that grows evenly, in a park that was always bought for it."""
    amounts = np.ones((1, years, 3)) * (1.0 + growth) ** np.arange(years)[None, :, None]
    prices = {"CPU": Price(3.0, "USD/HS06", 2017.0), "disk": Price(5.0, "USD/TB", 2017.0)}
    prices["tape"] = Price(2.0, "USD/TB", 2017.0)
    demand = Need(tuple(range(2016, 2016 + years)), tuple(UNITS), tuple(UNITS.values()), amounts)
    return Setting(demand, prices, elsewhere=0.0, tape_lifetime=5.0)


def test_a_constant_need_at_constant_prices_is_a_flat_budget() -> None:
    """With a past of C/L of each year, each year replaces C/L: the ratio is 1."""
    found = outcomes(steady(0.0), one_set({**START, "cpu_improvement": 0.0, "storage_improvement": 0.0}))
    assert found["conservative"].item() == pytest.approx(1.0, rel=1e-12)


def test_a_settled_park_costs_growth_over_improvement() -> None:
    """A need (1+g)^t has purchases (1+g)^t once the age pattern has settled, at prices (1+r)^-t.

    Windows of equal length that lie eight years apart then differ by ((1+g)/(1+r))^8; the first lifetime is
    left out, for the even past is not the settled one.
    """
    growth, improvement = 0.2, 0.1
    one = replace(steady(growth, years=100), hllhc=2100, base_last=2098)
    sets = one_set({**improving(START, 100.0 * improvement), "base_first": 2092.0})
    bought = plan(one, sets, "conservative")
    ratio = bought.yearly(2100, 2106) / bought.yearly(2092, 2098)
    assert ratio.item() == pytest.approx((1.2 / 1.1) ** 8, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    row=st.integers(0, len(DRAWN) - 1),
    less=st.floats(0.0, 0.9),
    more=st.floats(0.01, 0.1),
)
def test_disk_takes_more_of_the_spend_when_cpu_leaves(row: int, less: float, more: float) -> None:
    """Disk and tape stay as they are and CPU never rises, so the ratio falls and disk's share rises."""
    one = DRAWN.iloc[[row]]
    before = outcomes(replace(SETTING, elsewhere=less), one).iloc[0]
    after = outcomes(replace(SETTING, elsewhere=less + more), one).iloc[0]
    for scenario in SCENARIOS:
        assert after[scenario] < before[scenario]
        assert after[f"disk_{scenario}"] > before[f"disk_{scenario}"]


def test_aggressive_research_is_never_dearer() -> None:
    found = outcomes(SETTING, DRAWN)
    assert (found["aggressive"] <= found["conservative"]).all()


def test_all_disk_when_all_cpu_left_and_there_is_no_tape() -> None:
    found = outcomes(replace(SETTING, elsewhere=1.0), one_set({**START, "tape_weight": 0.0})).iloc[0]
    assert found["disk_conservative"] == pytest.approx(1.0)


def test_a_delay_moves_the_need_and_fills_the_gap_evenly() -> None:
    later = delayed(SETTING.demand, 2026, 3)
    first = SETTING.demand.years.index(2026)
    assert later.years[-1] == SETTING.demand.years[-1] + 3
    np.testing.assert_array_equal(later.amounts[:, first + 3 :], SETTING.demand.amounts[:, first:])
    np.testing.assert_array_equal(later.amounts[:, :first], SETTING.demand.amounts[:, :first])
    steps = np.diff(np.log(later.amounts[0, first - 1 : first + 4]), axis=0)
    np.testing.assert_allclose(steps, np.repeat(steps[:1], 4, axis=0), rtol=1e-9)


def test_prices_fall_through_a_delay() -> None:
    """A delay at constant need changes nothing but the prices: (1+r)^-delay."""
    flat = steady(0.0, years=40)
    rate = improving(START, 10.0)
    now, later = (outcomes(flat, one_set({**rate, "delay": d}))["conservative"].item() for d in (0.0, 4.0))
    assert later < now
    spends = plan(flat, one_set({**rate, "delay": 4.0}), "conservative")
    assert spends.spend.sum(axis=2)[0, 20] == pytest.approx(spends.spend.sum(axis=2)[0, 10] / 1.1**10)


def test_the_ratio_does_not_depend_on_the_size_of_the_site() -> None:
    small = replace(SETTING.demand, amounts=0.087 * SETTING.demand.amounts)
    pd.testing.assert_frame_equal(outcomes(replace(SETTING, demand=small), DRAWN), outcomes(SETTING, DRAWN))


def test_a_weight_is_a_mix_or_a_price() -> None:
    """Half of the disk at twice the price costs the same."""
    prices = {**SETTING.prices, "disk": Price(2.0 * SETTING.prices["disk"].value, "USD/TB", 2017.0)}
    dear = outcomes(replace(SETTING, prices=prices), DRAWN.assign(disk_weight=DRAWN["disk_weight"] / 2.0))
    pd.testing.assert_frame_equal(dear, outcomes(SETTING, DRAWN))


def test_spend_by_year_adds_up_to_the_ratio() -> None:
    years, whole = grid(SETTING, START, [5.0, 15.0], [0.0, 50.0])
    late = years[years["year"] >= 2026].groupby(["improvement", "elsewhere"])["spend"].sum() / 7.0
    for row in whole.itertuples():
        assert late[row.improvement, row.elsewhere] == pytest.approx(row.ratio)
    base = by_year(SETTING, START).query("2018 <= year <= 2024")
    assert base["spend"].sum() / 7.0 == pytest.approx(1.0)


def test_only_cpu_falls_when_cpu_leaves() -> None:
    found = saved(SETTING, START)
    left = found["left"]
    assert found[["before", "after"]].sum().tolist() == pytest.approx([3.95, 2.58], abs=HALF)
    assert left[["disk", "tape"]].tolist() == pytest.approx([1.0, 1.0])
    assert left["CPU"] < 0.5  # what stands in 2025 serves on, so the first years buy little


def test_tier1_weights() -> None:
    """The largest Tier-1 is BNL's; from its pledge: 20200 TB and 51000 TB over 243 kHS06."""
    pledges = read("facilities/pledges_federations")
    found = site_weights(pledges, 2019, "ATLAS")
    atlas = read("facilities/pledges_totals").query("year == 2019").set_index("resource")["ATLAS"]
    assert found.index[0] == "US-T1-BNL"
    expected = (20200 / 243000) / (atlas["Disk"] / atlas["CPU"])
    assert found["disk_weight"].iloc[0] == pytest.approx(expected, rel=1e-3)
    # weighted with their CPU, the weights of all Tier-1s give all of their tape, which only they hold
    cpu = pledges.query("year == 2019 and tier == 1 and experiment == 'ATLAS'").set_index("federation")["cpu"]
    whole = (found["tape_weight"].fillna(0.0) * cpu).sum() / atlas["CPU"]
    assert whole == pytest.approx(1.0, rel=1e-3)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: replace(SETTING, elsewhere=1.2), "elsewhere = 1.2 is out of range: expected at least 0"),
        (lambda: replace(SETTING, elsewhere=np.nan), "elsewhere = nan"),
        (lambda: replace(SETTING, hllhc=2016), "hllhc = 2016 is out of range: expected 2017 to 2032"),
        (lambda: replace(SETTING, base_last=2026), "base_last = 2026 is out of range: expected 2016 to 2025"),
        (lambda: replace(SETTING, prices={}), "no price of CPU: expected one of CPU, disk, tape"),
        (lambda: delayed(SETTING.demand, 2026, -1), "delay = -1 yr is out of range"),
        (lambda: delayed(SETTING.demand, 2040, 1), "hllhc = 2040 is out of range: expected 2017 to 2032"),
        (lambda: delayed(steady_zero(), 2026, 1), "CPU in 2025 = 0 MHS06 is out of range: expected above 0"),
        (lambda: outcomes(SETTING, DRAWN.drop(columns="delay")), "no column delay: expected cpu_improvement"),
        (lambda: outcomes(SETTING, one_set({**START, "cpu_lifetime": 0.0})), "lifetime of CPU = 0 yr"),
        (lambda: outcomes(SETTING, one_set({**START, "disk_weight": -1.0})), "factor of disk = -1"),
        (lambda: outcomes(SETTING, one_set({**START, "base_first": 2025.0})), "base_first = 2025 year"),
        (lambda: plan(SETTING, DRAWN, "conservative"), "delays of 5 kinds: expected one"),
        (lambda: research(DRAWN, "bold"), "scenario 'bold': expected conservative or aggressive"),
        (lambda: grid(SETTING, START, [5.0], [120.0]), "elsewhere = 120 % is out of range"),
        (lambda: site_weights(read("facilities/pledges_federations"), 2030, "ATLAS"), "none in the table"),
    ],
)
def test_bad_input_is_refused_in_one_line(make: object, said: str) -> None:
    with pytest.raises(ValueError, match=said) as error:
        make()  # type: ignore[operator]
    assert "\n" not in str(error.value)


def steady_zero() -> Need:
    amounts = SETTING.demand.amounts.copy()
    amounts[0, 2025 - 2016, 0] = 0.0
    return replace(SETTING.demand, amounts=amounts)


def test_names_cover_what_is_used() -> None:
    assert set(DRAWN) == set(NAMES)
    assert list(outcomes(SETTING, DRAWN)) == list(OUTCOMES)
