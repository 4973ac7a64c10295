"""What does a site take home? One page with its purchases and what to ask of its storage and network."""

import html
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ecosystem_nb.facilities.buildout.plan import Plan
from ecosystem_nb.facilities.buildout.problem import Problem, Site
from ecosystem_nb.facilities.sites.throughput import Load, asked
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
STYLE = (
    "body{font:11pt/1.4 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.25em .4em;"
    "text-align:right;font-size:9pt}h1{font-size:16pt}li{margin:.2em 0}"
    "@page{size:A4 landscape;margin:12mm}@media print{body{margin:0;max-width:none}}"
)


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
    head = "".join(f"<th>{html.escape(text)}</th>" for text in shown.values())
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(name, row[name])}</td>" for name in shown) + "</tr>"
        for row in table.to_dict("records")
    )
    lots = "".join(
        f"<li>{html.escape(name)} lot: {html.escape(text)}</li>"
        for name, text in guidance.lots.items()
        if f"{name.lower()}_lots" in shown
    )
    notes = "".join(f"<li>{html.escape(text)}</li>" for text in guidance.notes)
    title = html.escape(f"Build-out of {site}")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1><p>{html.escape(guidance.source)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<h2>Lots</h2><ul>{lots}</ul><h2>What is assumed</h2><ul>{notes}</ul></body></html>\n"
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
