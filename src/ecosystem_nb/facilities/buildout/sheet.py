"""What does a site take home? One page with its purchases and what to ask of its storage and network."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ecosystem_nb.facilities.buildout.plan import Plan
from ecosystem_nb.facilities.buildout.problem import Problem, Site
from ecosystem_nb.facilities.sites.throughput import Load, asked
from ecosystem_nb.sheets import Grid, sheet
from ecosystem_nb.wording import number

COLUMNS = {
    "year": "year (yr)",
    "cpu_need": "CPU needed (kHS06)",
    "cpu_lots": "CPU lots to buy",
    "disk_need": "disk needed (PB)",
    "disk_lots": "disk lots to buy",
    "tape_need": "tape needed (PB)",
    "tape_lots": "tape lots to buy",
    "cost": "cost (kUSD)",
    "drives": "disk drives, at least",
    "rate_tb": "disk must deliver (MB/s per TB)",
    "requests_tb": "disk must answer (IO/s per TB)",
    "network": "reads if half the data are remote (Gbit/s)",
}


@dataclass(frozen=True)
class Guidance:
    """What stands on a sheet beside the numbers.

    Parameters
    ----------
    source : str
        From which needs, prices and year of pledges the plan follows.
    lots : mapping of str to str
        What a lot of each resource is.
    notes : tuple of str
        What is assumed.
    """

    source: str
    lots: Mapping[str, str]
    notes: tuple[str, ...]


def rows(problem: Problem, plan: Plan, site: str, load: Load) -> pd.DataFrame:
    """Return what one site needs and buys in each year, and what its disk and network must deliver.

    Parameters
    ----------
    problem : Problem
        CPU in kHS06, disk and tape in PB, money in USD.
    plan : Plan
    site : str
        Its name.
    load : Load
        Of the mean core.

    Returns
    -------
    pandas.DataFrame
        The columns of ``COLUMNS``, as far as the site has them.

    Raises
    ------
    ValueError
        For an unknown site.
    """
    one = _find(problem, site)
    made = pd.DataFrame({"year": problem.years})
    mine = plan.purchases[plan.purchases["site"] == site]
    for name, need in one.need.items():
        bought = mine[mine["resource"] == name].set_index("year")["lots"]
        made[f"{name.lower()}_need"] = need
        made[f"{name.lower()}_lots"] = bought.reindex(problem.years, fill_value=0).to_numpy()
    cost = mine.groupby("year")["cost"].sum().reindex(problem.years, fill_value=0.0)
    made["cost"] = cost.to_numpy() / 1000.0
    if one.drives:
        made["drives"] = one.drives
    if {"cpu_need", "disk_need"} <= set(made):
        asks = [
            asked(load, 1000.0 * disk / cpu)
            for disk, cpu in zip(made["disk_need"], made["cpu_need"], strict=True)
        ]
        made["rate_tb"] = [one["rate_tb"] for one in asks]
        made["requests_tb"] = [one["requests_tb"] for one in asks]
        made["network"] = [load.network(1000.0 * cpu / load.power, 0.5) for cpu in made["cpu_need"]]
    return made


def page(table: pd.DataFrame, site: str, guidance: Guidance) -> str:
    """Return the sheet as one HTML file that prints on a page.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`rows`.
    site : str
    guidance : Guidance

    Returns
    -------
    str
        A complete document without scripts, pictures or links; every text is escaped.
    """
    shown = {name: head for name, head in COLUMNS.items() if name in table}
    rows = [[_cell(name, row[name]) for name in shown] for row in table.to_dict("records")]
    lots = [f"{name} lot: {text}" for name, text in guidance.lots.items() if f"{name.lower()}_lots" in shown]
    return sheet(
        f"Build-out of {site}",
        guidance.source,
        [Grid(list(shown.values()), rows)],
        {"Lots": lots, "What is assumed": guidance.notes},
    )


def _find(problem: Problem, site: str) -> Site:
    for one in problem.sites:
        if one.name == site:
            return one
    raise ValueError(f"site {site!r}: expected one of {', '.join(one.name for one in problem.sites)}")


def _cell(name: str, value: float) -> str:
    if name == "year" or name.endswith("_lots"):
        return str(int(value))
    return number(float(f"{value:.3g}"))
