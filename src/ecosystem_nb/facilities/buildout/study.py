"""From the page's parameters to the plans of the US programmes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from ecosystem_nb.facilities.buildout import us
from ecosystem_nb.facilities.buildout.parameters import BuildOut
from ecosystem_nb.facilities.buildout.plan import Plan, best, bound, greedy, level_budget
from ecosystem_nb.facilities.buildout.problem import Problem
from ecosystem_nb.facilities.demand.build import need
from ecosystem_nb.facilities.demand.curves import published
from ecosystem_nb.facilities.demand.from_tables import experiment
from ecosystem_nb.facilities.prices.history import us_prices
from ecosystem_nb.facilities.prices.regimes import course, uniform
from ecosystem_nb.facilities.sites import throughput
from ecosystem_nb.facilities.sites.throughput import Load
from ecosystem_nb.tables import Quantity

PROGRAMMES = ("US ATLAS", "US CMS")
FIRST, LAST, PLEDGED = 2027, 2034, 2019


@dataclass(frozen=True)
class Inputs:
    """The tables behind the plans.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_federations``.
    cpu : pandas.DataFrame
        ``facilities/atlas_cpu_2018model``.
    costs, media, workloads : mapping of str to Quantity
        ``facilities/costs``, ``storage/media`` and ``storage/workloads``.
    """

    pledges: pd.DataFrame
    cpu: pd.DataFrame
    costs: Mapping[str, Quantity]
    media: Mapping[str, Quantity]
    workloads: Mapping[str, Quantity]

    def load(self, year: int = 2030) -> Load:
        """Return what the mean core asks in a year of ATLAS's model."""
        return throughput.load(throughput.mix(self.cpu, year), self.workloads)

    def lifetimes(self) -> dict[str, float]:
        """Return how long each resource serves, years."""
        return {name: self.costs[f"{name.lower()}_lifetime"].in_unit("yr") for name in us.UNITS}


def needs(page: BuildOut, programme: str) -> pd.DataFrame:
    """Return what the experiment of a programme needs, moved to the present schedule.

    Parameters
    ----------
    page : BuildOut
    programme : str
        One of ``PROGRAMMES``.

    Notes
    -----
    ATLAS's are read off its curves of 2018; CMS's are built from its inputs of 2018, or read off the
    curves of 2017, which lack tape.  The years before the HL-LHC move with the others: the long
    shutdown of the inputs falls onto the one that began in 2026.
    """
    demand = "ATLAS 2018" if programme == "US ATLAS" else page.cms
    table = need(experiment(demand)) if demand == "CMS-like" else published(demand)
    return table.assign(year=table["year"] + page.shift, need=table["need"] * page.need_share / 100.0)


def problem(page: BuildOut, programme: str, inputs: Inputs) -> Problem:
    """Return the plan of one programme as a problem without a limit of money.

    Parameters
    ----------
    page : BuildOut
    programme : str
        One of ``PROGRAMMES``.
    inputs : Inputs
    """
    table = needs(page, programme)
    years = range(FIRST, min(LAST, int(table["year"].max())) + 1)
    parts = us.shares(inputs.pledges, PLEDGED, programme.rsplit(maxsplit=1)[-1], "USA")
    units = {name: us.UNITS[name] for name in us.UNITS if name in set(table["resource"])}
    regime = uniform("page", page.improvement / 100.0)
    drive = throughput.drive(inputs.media)
    grown = [(1.0 + page.drive_growth / 100.0) ** i for i in range(-1, len(years))]
    return us.problem(
        table,
        parts,
        course(us_prices(inputs.costs), regime, list(years), units),
        sizes={"CPU": page.cpu_lot, "disk": page.disk_lot, "tape": page.tape_lot},
        lifetimes=inputs.lifetimes(),
        load=inputs.load() if page.drives == "needed" else None,
        drives=[replace(drive, capacity=page.drive_capacity * factor) for factor in grown],
    )


@dataclass(frozen=True)
class Answer:
    """What the plans of a programme come to; money in USD.

    Parameters
    ----------
    problem : Problem
        With the level budget of the page.
    least : float
        Cost of divided lots without a limit of money: no plan costs less.
    simple : Plan
        That buys what a year lacks in that year.
    level : float
        Smallest level budget of a year.
    budget : float
        That of the page.
    smooth : Plan
        The best within that budget.
    """

    problem: Problem
    least: float
    simple: Plan
    level: float
    budget: float
    smooth: Plan


def answer(page: BuildOut, programme: str, inputs: Inputs) -> Answer:
    """Return the plans of a programme.

    Parameters
    ----------
    page, programme, inputs
        As for :func:`problem`.

    Raises
    ------
    ecosystem_nb.facilities.buildout.plan.NoPlan
        When whole lots do not fit into the budget.
    """
    free = problem(page, programme, inputs)
    level = level_budget(free)
    budget = level * (1.0 + page.over_level / 100.0)
    within = free.with_budget(budget)
    return Answer(within, bound(free), greedy(free), level, budget, best(within))


def levels(answer: Answer, factors: list[float]) -> pd.DataFrame:
    """Return what the plan costs at several level budgets, with divided lots.

    Parameters
    ----------
    answer : Answer
    factors : list of float
        Budget over the smallest level one, above 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``budget`` and ``cost``, million USD.
    """
    costs = [bound(answer.problem.with_budget(factor * answer.level)) for factor in factors]
    return pd.DataFrame(
        {
            "budget": [factor * answer.level / 1e6 for factor in factors],
            "cost": [one / 1e6 for one in costs],
        }
    )


def changed(page: BuildOut, inputs: Inputs, changes: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    """Return the smallest level budget of each programme under changes of the page.

    Parameters
    ----------
    page : BuildOut
    inputs : Inputs
    changes : mapping of str to mapping of str to object
        By name, the parameters that are changed.

    Returns
    -------
    pandas.DataFrame
        Column ``case`` and one for each programme (million USD a year).
    """
    rows = []
    for name, change in changes.items():
        other = page.model_copy(update=dict(change))
        levels = {one: level_budget(problem(other, one, inputs)) / 1e6 for one in PROGRAMMES}
        rows.append({"case": name, **levels})
    return pd.DataFrame(rows)
