"""Build-out: optimum between bound and greedy, all plans tried, and what an infeasible plan says."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.facilities.buildout.plan import NoPlan, best, bound, greedy, level_budget, shortfall
from ecosystem_nb.facilities.buildout.problem import Lot, Problem, Site
from ecosystem_nb.facilities.vintages.reference import follow_need_reference

YEARS = (2027, 2028, 2029, 2030)
FREE = (math.inf,) * 4


def disk(size: float = 1.0, lifetime: float = 2.0, prices: tuple[float, ...] = (8.0, 4.0, 2.0, 1.0)) -> Lot:
    return Lot("disk", size, "PB", prices, lifetime)


def site(need: tuple[float, ...], name: str = "A", old: tuple[float, ...] = (0.0,) * 4) -> Site:
    return Site(name, {"disk": need}, {"disk": old})


def one(need: tuple[float, ...], lot: Lot, budget: tuple[float, ...] = FREE) -> Problem:
    return Problem(YEARS, (site(need),), {"disk": lot}, budget)


def served(problem: Problem, lots: dict[tuple[str, int], int], at: int) -> float:
    """Capacity of the only site in a year, lot by lot."""
    lot = problem.lots["disk"]
    age = {t: at - t for (_, t) in lots}
    return sum(n * lot.size for (_, t), n in lots.items() if 0 <= age[t] < lot.lifetime)


# A need of less than a millionth of a lot is below the tolerance of the solver.
NEEDS = st.tuples(*[st.just(0.0) | st.floats(0.001, 3.0)] * 4)
PRICES = st.tuples(*[st.floats(1.0, 9.0)] * 4)


@settings(max_examples=25, deadline=None)
@given(NEEDS, PRICES, st.sampled_from([1.0, 2.0, 3.0]))
def test_bound_optimum_and_greedy_stand_in_order(need: tuple, prices: tuple, lifetime: float) -> None:
    problem = one(need, disk(lifetime=lifetime, prices=prices))
    least, best_plan, easy = bound(problem), best(problem, gap=0.0), greedy(problem)
    assert least <= best_plan.cost * (1 + 1e-9) + 1e-9
    assert best_plan.cost <= easy.cost * (1 + 1e-9) + 1e-9


@settings(max_examples=15, deadline=None)
@given(NEEDS, PRICES)
def test_the_optimum_is_that_of_trying_all_plans(need: tuple, prices: tuple) -> None:
    """Lots of 1 PB, at most 3 a year: 256 plans."""
    problem = one(need, disk(prices=prices))
    cheapest = math.inf
    for lots in itertools.product(range(4), repeat=4):
        plan = {("disk", t): n for t, n in enumerate(lots)}
        if all(served(problem, plan, t) >= need[t] - 1e-9 for t in range(4)):
            cheapest = min(cheapest, sum(n * p for n, p in zip(lots, prices, strict=True)))
    assert best(problem, gap=0.0).cost == pytest.approx(cheapest)


def test_lots_without_size_cost_what_the_vintages_cost() -> None:
    """Tiny lots, prices that fall and needs that rise: buying what lacks is best, as the park's twin does."""
    need, lot = (1.0, 2.0, 4.0, 5.0), disk(size=1e-3)
    bought = [row[0] for row in follow_need_reference(need, lot.lifetime)]
    want = sum(b * p / lot.size for b, p in zip(bought, lot.prices, strict=True))
    assert bound(one(need, lot)) == pytest.approx(want)
    assert greedy(one(need, lot)).cost == pytest.approx(want)


def test_money_is_lots_times_price() -> None:
    plan = best(one((2.5, 2.5, 2.5, 2.5), disk()))
    prices = dict(zip(YEARS, disk().prices, strict=True))
    rows = plan.purchases
    assert plan.cost == pytest.approx(
        sum(n * prices[y] for n, y in zip(rows["lots"], rows["year"], strict=True))
    )
    assert plan.spend.sum() == pytest.approx(plan.cost)
    assert plan.spend.index.tolist() == list(YEARS)


def test_no_need_costs_nothing() -> None:
    problem = one((0.0,) * 4, disk())
    assert best(problem).cost == bound(problem) == greedy(problem).cost == 0.0
    assert best(problem).purchases.empty


def test_old_hardware_is_used_before_new_is_bought() -> None:
    problem = Problem(YEARS, (site((1.0,) * 4, old=(1.0, 1.0, 0.0, 0.0)),), {"disk": disk()}, FREE)
    assert best(problem).purchases["year"].tolist() == [2029]


def test_a_tight_budget_buys_early() -> None:
    """Need of 2 PB in 2030 with 1 USD a year and a price of 1: one lot in each of the last two years."""
    problem = one((0.0, 0.0, 0.0, 2.0), disk(prices=(1.0,) * 4), (1.0,) * 4)
    assert best(problem).purchases["year"].tolist() == [2029, 2030]


@settings(max_examples=15, deadline=None)
@given(NEEDS, PRICES)
def test_the_level_budget_is_the_smallest(need: tuple, prices: tuple) -> None:
    need = (*need[:3], need[3] + 0.5)
    problem = one(need, disk(size=1e-2, prices=prices))
    level = level_budget(problem)
    assert bound(problem.with_budget(level * (1 + 1e-6))) >= bound(problem) - 1e-6
    with pytest.raises(NoPlan):
        bound(problem.with_budget(0.99 * level))


def test_more_money_never_costs_more_in_all() -> None:
    problem = one((0.3, 1.1, 2.2, 2.9), disk(size=0.1))
    level = level_budget(problem)
    costs = [best(problem.with_budget(f * level), gap=0.0).cost for f in (1.2, 1.5, 2.0, 10.0)]
    assert costs == sorted(costs, reverse=True)


def test_two_sites_share_a_budget() -> None:
    """Each wants 1 PB in 2027 at 8; together they need 16, not 8."""
    both = Problem(YEARS, (site((1.0, 0, 0, 0)), site((1.0, 0, 0, 0), "B")), {"disk": disk()}, (16.0,) * 4)
    assert best(both).cost == 16.0
    with pytest.raises(NoPlan, match="the budget wants 8 USD more in 2027"):
        best(both.with_budget(8.0))


def test_an_infeasible_plan_says_what_lacks_where_and_by_how_much() -> None:
    """3 PB are wanted in 2027, 8 each; 10 pay for 1.25 PB."""
    problem = one((3.0, 0.0, 0.0, 0.0), disk(), (10.0,) * 4)
    with pytest.raises(
        NoPlan, match=r"A lacks 1\.75 PB of disk in 2027; the budget wants 14 USD more in 2027"
    ) as told:
        best(problem)
    assert told.value.missing["share"].tolist() == pytest.approx([1.75 / 3.0])
    assert told.value.money.to_dict() == pytest.approx({2027: 14.0})
    assert shortfall(problem.with_budget(24.0)).empty


def test_whole_lots_alone_can_fail() -> None:
    problem = one((0.5, 0.0, 0.0, 0.0), disk(), (4.0,) * 4)
    assert bound(problem) == pytest.approx(4.0)
    with pytest.raises(NoPlan, match="no plan of whole lots keeps the budget"):
        best(problem)


def test_drives_are_bought_where_capacity_is_not_what_lacks() -> None:
    """A lot has 50 drives from 2029 on, 100 before: 200 drives are four lots then, two before."""
    lot = replace(disk(lifetime=4.0, prices=(1.0,) * 4), drives=(100.0, 100.0, 50.0, 50.0))
    here = Site("A", {"disk": (1.0,) * 4}, {"disk": (0.0,) * 4}, drives=(0.0, 0.0, 200.0, 200.0))
    problem = Problem(YEARS, (here,), {"disk": lot}, FREE)
    assert best(problem, gap=0.0).cost == 2.0
    assert greedy(problem).cost == 3.0  # one lot of 100 in 2027, two of 50 in 2029
    early = replace(here, drives=(200.0, 0.0, 0.0, 0.0))
    with pytest.raises(NoPlan, match="A lacks 100 drives in 2027; the budget wants 1 USD more in 2027"):
        best(replace(problem, sites=(early,), budget=(1.0,) * 4))


def test_a_lot_retires_as_the_park_does() -> None:
    assert [disk(lifetime=2.5).serves(1, year) for year in range(5)] == [0.0, 1.0, 1.0, 0.5, 0.0]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: disk(size=0.0), "lot of disk: size = 0 PB is out of range: expected above 0 PB"),
        (lambda: disk(lifetime=0.0), "lifetime = 0 yr is out of range: expected at least 1 yr"),
        (lambda: disk(prices=(1.0, -1.0, 1.0, 1.0)), "price = -1 money is out of range"),
        (lambda: one((1.0,) * 3, disk()), "A: need of disk: 3 years: expected 4"),
        (lambda: one((1.0, 1.0, math.nan, 1.0), disk()), "A: need of disk = nan PB is out of range"),
        (lambda: one((1.0,) * 4, disk(), (-1.0,) * 4), "budget = -1 USD is out of range"),
        (lambda: Problem(YEARS, (site((1.0,) * 4),), {}, FREE), "A: no lot of disk"),
        (lambda: Problem(YEARS, (site((1.0,) * 4),) * 2, {"disk": disk()}, FREE), "the site A occurs twice"),
        (lambda: Problem((), (), {}, ()), "expected at least one year and one site"),
        (lambda: best(one((1.0,) * 4, disk()), gap=1.0), "gap = 1 is out of range"),
    ],
)
def test_bad_input_is_refused(make: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make()  # type: ignore[operator]


def test_spend_is_never_above_the_budget() -> None:
    problem = one((0.3, 1.1, 2.2, 2.9), disk(size=0.1))
    budget = 1.1 * level_budget(problem)
    assert (best(problem.with_budget(budget)).spend <= budget * (1 + 1e-9)).all()
    assert np.isfinite(best(problem.with_budget(budget)).bound)
