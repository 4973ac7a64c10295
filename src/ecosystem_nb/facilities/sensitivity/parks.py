"""Whose needs?  Parks of experiments and of parts of them, from demands and pledges."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import Floats
from ecosystem_nb.facilities.demand import parts as demand
from ecosystem_nb.facilities.demand.needs import needs
from ecosystem_nb.facilities.demand.schedule import shifted
from ecosystem_nb.facilities.sensitivity.cost import Park
from ecosystem_nb.facilities.vintages.bridge import bridged
from ecosystem_nb.facilities.vintages.mixes import mix, shares
from ecosystem_nb.tables import Quantity

DEMAND = {"ATLAS": "ATLAS 2018", "CMS": "CMS-like"}
BASE_YEAR = 2019
MIXES = tuple(
    name
    for experiment in DEMAND
    for name in (experiment, *(f"{experiment} Tier-{i}" for i in range(3)), f"US {experiment}")
)


@dataclass(frozen=True)
class Tables:
    """The tables behind the study.

    Parameters
    ----------
    groups : pandas.DataFrame
        ``facilities/pledges_groups_2019``.
    tape_t0, tape_t1 : pandas.DataFrame
        ``facilities/atlas_tape_t0_2018model`` and ``facilities/atlas_tape_t1_2018model``.
    ranges : pandas.DataFrame
        ``facilities/sensitivity_ranges``.
    costs : mapping of str to Quantity
        ``facilities/costs``.
    growth : mapping of str to float
        ``low``, ``central`` and ``high`` improvement, fractions a year.
    restart : int
        First year of the HL-LHC.
    """

    groups: pd.DataFrame
    tape_t0: pd.DataFrame
    tape_t1: pd.DataFrame
    ranges: pd.DataFrame
    costs: Mapping[str, Quantity]
    growth: Mapping[str, float]
    restart: int


def park(scope: str, tables: Tables, since: int, last: int | None = None) -> Park:
    """Return the need of an experiment, or of a part of it, on the present schedule.

    Parameters
    ----------
    scope : str
        One of ``MIXES``, or another group of the pledges of ATLAS or CMS.
    tables : Tables
    since : int
        First year in which a change acts.
    last : int, optional
        Last year over which costs are averaged; the last of the demand when left out.

    Returns
    -------
    Park

    Notes
    -----
    A part keeps its share of the pledges of 2019; tape of the Tier-0 belongs to the whole experiment and
    to its Tier-0.  CMS's tape is one sum, split between Tier-0 and Tier-1s as it was pledged in 2019.
    """
    experiment = "CMS" if "CMS" in scope else "ATLAS"
    every, held = mix(tables.groups, experiment), mix(tables.groups, scope)
    part = shares(tables.groups, scope, experiment)
    whole0 = mix(tables.groups, f"{experiment} Tier-0")["tape"]
    whole1 = every["tape"] - whole0
    held0 = whole0 if scope in (experiment, f"{experiment} Tier-0") else 0.0
    held1 = held["tape"] - held0
    starts = (held["CPU"], held["disk"], held0, held1)
    factors = (part["CPU"], part["disk"], held0 / whole0, held1 / whole1)
    name = DEMAND[experiment]
    first = demand.first_year(name)
    late = [shifted(one, tables.restart - first, first) for one in _demands(name, tables, whole0 / whole1)]
    columns = [_column(one, *two) for one, two in zip(late, zip(factors, starts, strict=True), strict=True)]
    years = tuple(range(BASE_YEAR, BASE_YEAR + len(columns[0])))
    return Park(
        years,
        np.stack(columns, axis=1),
        since - 1,
        tables.restart,
        years[-1] if last is None else last,
        tables.costs["tape_capacity"].in_unit("TB"),
        tables.costs["tape_drive_rate"].in_unit("MB/s"),
    )


def _demands(name: str, tables: Tables, ratio: float) -> list[pd.DataFrame]:
    """Return CPU, disk, tape of the Tier-0 and of the Tier-1s; ``ratio`` is Tier-0 over Tier-1s."""
    table = demand.need_of(name)
    by = {str(key): rows.set_index("year")["need"] for key, rows in table.groupby("resource")}
    if name == "ATLAS 2018":
        tape = [one.set_index("year")["total"] for one in (tables.tape_t0, tables.tape_t1)]
    else:
        tape = [by["tape"] * ratio / (1.0 + ratio), by["tape"] / (1.0 + ratio)]
    series = [("CPU", by["CPU"]), ("disk", by["disk"]), *(("tape", one) for one in tape)]
    return [needs(name, {resource: one}) for resource, one in series]


def _column(late: pd.DataFrame, share: float, start: float) -> Floats:
    if share == 0.0:
        return np.zeros(int(late["year"].max()) - BASE_YEAR + 1)
    resource = str(late["resource"].iloc[0])
    return bridged(late.assign(need=late["need"] * share), {resource: start}, BASE_YEAR).amounts[0, :, 0]
