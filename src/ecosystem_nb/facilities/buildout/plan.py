"""Which lots should be bought where and when? Optimum, its bound, and a plan that does not look ahead."""

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize

from ecosystem_nb.facilities.buildout.problem import Problem, Program, program
from ecosystem_nb.wording import number

Floats = NDArray[np.float64]
SLACK = 1e-9  # relative; whole lots come back from the solver as floats


class NoPlan(ValueError):
    """No purchases keep all limits; the message says which limit is missed by how much.

    Attributes
    ----------
    missing : pandas.DataFrame
        From :func:`shortfall`: the capacity that a plan within the budget has to leave out at least.
    money : pandas.Series
        By year, the least money that is wanted on top of the budget so that every need is met.
    """

    def __init__(self, message: str, missing: pd.DataFrame, money: pd.Series) -> None:
        self.missing, self.money = missing, money
        super().__init__(message)


@dataclass(frozen=True)
class Plan:
    """A build-out plan.

    Parameters
    ----------
    purchases : pandas.DataFrame
        Columns ``site``, ``resource``, ``year``, ``lots`` and ``cost`` (money); purchases of 0 are left out.
    cost : float
        Money of all years.
    bound : float
        No plan can cost less than this; equal to ``cost`` within the solver's tolerance where it is
        the optimum.
    spend : pandas.Series
        Money by year.
    """

    purchases: pd.DataFrame
    cost: float
    bound: float
    spend: pd.Series


def best(problem: Problem, gap: float = 1e-3) -> Plan:
    """Return the plan of least cost, to within a gap.

    Parameters
    ----------
    problem : Problem
    gap : float
        Relative distance from the bound at which the search ends, 0 or more and below 1.

    Returns
    -------
    Plan

    Raises
    ------
    NoPlan
        When the needs can't be met within the budget.

    Notes
    -----
    Whole lots by branch and cut (HiGHS).  Money is not discounted: a sum counts alike in each year.
    A need of less than a millionth of a lot is within the solver's tolerance and may be left out.

    References
    ----------
    Huangfu and Hall, Mathematical Programming Computation 10 (2018) 119, doi:10.1007/s12532-017-0130-5.
    """
    if not 0.0 <= gap < 1.0:
        raise ValueError(f"gap = {gap:g} is out of range: expected at least 0 and below 1")
    form = program(problem)
    found = _solve(problem, form, whole=True, gap=gap)
    if found is None:
        raise _no_plan(problem, form)
    lots, lower = found
    made = _plan(problem, form, np.round(lots), lower)
    ready = greedy(problem)  # the search may end within its gap above a plan that is there for nothing
    fits = bool((ready.spend.to_numpy() <= np.asarray(problem.budget)).all())
    return replace(ready, bound=lower) if fits and ready.cost < made.cost else made


def bound(problem: Problem) -> float:
    """Return the least cost when lots may be divided: no plan of whole lots costs less.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    float
        Money.

    Raises
    ------
    NoPlan
        When even that can't meet the needs.
    """
    form = program(problem)
    found = _solve(problem, form, whole=False)
    if found is None:
        raise _no_plan(problem, form)
    return float(form.cost @ found[0])


def greedy(problem: Problem) -> Plan:
    """Return the plan that buys what a year lacks in that year, and never looks ahead.

    Parameters
    ----------
    problem : Problem
        Its budget is not looked at.

    Returns
    -------
    Plan
        ``bound`` is NaN: the plan says nothing about others.

    Notes
    -----
    Of disk it buys as many lots as capacity and drives ask, whichever is more.
    """
    form = program(problem)
    index = {key: i for i, key in enumerate(form.variables)}
    lots = np.zeros(len(form.variables))
    order = sorted(range(len(form.rows)), key=lambda i: (form.rows[i][2], i))
    for i in order:
        site, what, year = form.rows[i]
        at = index[site, "disk" if what == "drives" else what, year]
        lacks = form.least[i] - form.needs[i] @ lots
        if lacks > SLACK * form.least[i]:
            lots[at] += math.ceil(lacks / form.needs[i, at] - SLACK)
    return _plan(problem, form, lots, math.nan)


def level_budget(problem: Problem) -> float:
    """Return the smallest budget, the same in each year, with which divided lots meet all needs.

    Parameters
    ----------
    problem : Problem
        Its own budget is not looked at.

    Returns
    -------
    float
        Money a year.

    Notes
    -----
    A linear program with the budget as one more unknown.  Whole lots need a little more.
    """
    form = program(problem)
    n, years = len(form.variables), len(problem.years)
    limits = np.block([[-form.needs, np.zeros((len(form.rows), 1))], [form.money, -np.ones((years, 1))]])
    upper = np.concatenate([-form.least, np.zeros(years)])
    found = optimize.linprog(np.eye(n + 1)[-1], A_ub=limits, b_ub=upper, method="highs")
    return float(found.x[-1])


def shortfall(problem: Problem) -> pd.DataFrame:
    """Return what a plan within the budget has to leave out at least.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    pandas.DataFrame
        Columns ``site``, ``what``, ``year``, ``lacking`` (in the unit of the need) and ``share`` (of the
        need beyond what is there), the largest share first; empty where nothing lacks.

    Notes
    -----
    Lots may be divided, and the sum of the shares is least.  Among plans with the same sum the solver
    picks one: which site goes short is then its choice, how much all of them do is not.
    """
    form = program(problem)
    return _missing(problem, form)


def _solve(problem: Problem, form: Program, *, whole: bool, gap: float = 0.0) -> tuple[Floats, float] | None:
    limited = np.isfinite(problem.budget)
    budget = np.asarray(problem.budget)[limited]
    limits = [optimize.LinearConstraint(form.needs, form.least, np.inf)] if form.rows else []
    if limited.any():
        limits.append(optimize.LinearConstraint(form.money[limited], -np.inf, budget))
    found = optimize.milp(
        form.cost,
        constraints=limits,
        integrality=np.full(form.cost.size, int(whole)),
        options={"mip_rel_gap": gap},
    )
    if found.status == 2:
        return None
    if not found.success:
        raise RuntimeError(f"the solver gave up: {found.message}")
    lower = found.mip_dual_bound if whole else found.fun
    return np.asarray(found.x), float(lower)


def _plan(problem: Problem, form: Program, lots: Floats, lower: float) -> Plan:
    table = pd.DataFrame(form.variables, columns=["site", "resource", "step"])
    table = table.assign(
        year=[problem.years[t] for t in table["step"]], lots=lots.astype(int), cost=lots * form.cost
    )
    spend = table.groupby("year")["cost"].sum()
    bought = table[table["lots"] > 0][["site", "resource", "year", "lots", "cost"]].reset_index(drop=True)
    return Plan(bought, float(form.cost @ lots), lower, spend)


def _missing(problem: Problem, form: Program) -> pd.DataFrame:
    n, m = len(form.variables), len(form.rows)
    scale = np.diag(form.least)
    cost = np.concatenate([np.zeros(n), np.ones(m)])
    limited = np.isfinite(problem.budget)
    limits = np.block([[-form.needs, -scale], [form.money[limited], np.zeros((int(limited.sum()), m))]])
    upper = np.concatenate([-form.least, np.asarray(problem.budget)[limited]])
    share = optimize.linprog(cost, A_ub=limits, b_ub=upper, method="highs").x[n:]
    table = pd.DataFrame(form.rows, columns=["site", "what", "step"])
    table = table.assign(
        year=[problem.years[t] for t in table["step"]], lacking=share * form.least, share=share
    )
    lacking = table[table["share"] > 1e-7].sort_values(["share", "site", "what", "year"], ascending=False)
    return lacking[["site", "what", "year", "lacking", "share"]].reset_index(drop=True)


def _wanted(problem: Problem, form: Program) -> pd.Series:
    """Return the least money on top of the budget, by year, with which every need is met."""
    n, years = len(form.variables), len(problem.years)
    limited = np.flatnonzero(np.isfinite(problem.budget))
    more = -np.eye(years)[limited]
    limits = np.block([[-form.needs, np.zeros((len(form.rows), years))], [form.money[limited], more]])
    upper = np.concatenate([-form.least, np.asarray(problem.budget)[limited]])
    cost = np.concatenate([np.zeros(n), np.ones(years)])
    found = optimize.linprog(cost, A_ub=limits, b_ub=upper, method="highs")
    extra = pd.Series(found.x[n:], index=list(problem.years))
    return extra[extra > 1e-6]


def _no_plan(problem: Problem, form: Program) -> NoPlan:
    missing, money = _missing(problem, form), _wanted(problem, form)
    if missing.empty:
        return NoPlan("no plan of whole lots keeps the budget: divided lots would", missing, money)
    worst = missing.iloc[0]
    unit = "drives" if worst["what"] == "drives" else problem.lots[worst["what"]].unit
    what = "" if worst["what"] == "drives" else f" of {worst['what']}"
    years = ", ".join(f"{value:,.0f} {problem.currency} more in {year}" for year, value in money.items())
    lacking = number(float(f"{worst['lacking']:.3g}"))
    return NoPlan(
        f"no plan: {worst['site']} lacks {lacking} {unit}{what} in {worst['year']}; the budget wants {years}",
        missing,
        money,
    )
