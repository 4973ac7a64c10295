"""What the HL-LHC needs beside what a flat budget buys: network, CPU, disk and tape on one scale."""

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ecosystem_nb import tables
from ecosystem_nb.facilities.budget import flat
from ecosystem_nb.facilities.demand import curves
from ecosystem_nb.facilities.demand.schedule import shifted
from ecosystem_nb.network.need import uncertainty, wan_need
from ecosystem_nb.network.need.parameters import WanNeed
from ecosystem_nb.scenario import restart, schedule_shift

PLEDGE_YEAR = 2019  # last year of machine-readable pledges
NETWORK_YEAR = 2022  # the workshop's "today"
RESOURCES = ("network", "CPU", "disk", "tape")


@dataclass(frozen=True)
class Story:
    """What the first page compares.

    Parameters
    ----------
    shift : bool
        Move the demand curves to the present schedule (restart in 2030 instead of Run 4 from 2026).
    last_year : int
        Last year shown.
    need : WanNeed
        Parameters of the network need, its seed included.
    """

    shift: bool = True
    last_year: int = 2035
    need: WanNeed = field(default_factory=WanNeed)


def story(choice: Story | None = None) -> pd.DataFrame:
    """Return need and flat budget, each relative to its base year.

    Parameters
    ----------
    choice : Story, optional
        What to compare; the published choice when left out.

    Returns
    -------
    pandas.DataFrame
        Columns ``resource``, ``year``, ``base_year``, ``need``, ``need_low``, ``need_high``,
        ``flat_low``, ``flat``, ``flat_high`` (1: relative to the base year's capacity),
        ``status`` of the need and ``flat_status``.  ``need`` is NaN before the HL-LHC;
        ``need_low`` and ``need_high`` are NaN where no range is known.

    Notes
    -----
    Base of CPU, disk and tape: ATLAS's pledges of 2019, printed; need: ATLAS's curves of 2018,
    read off.  Base of the network: the workshop's 500 Gbit/s of 2022; need: the flexible model,
    its band 5 to 95 % of the Monte Carlo.  Flat budget: 5, 10 and 15 % a year, printed for
    computing; nobody prints a growth for networks, so the same band is assumed.
    """
    choice = choice or Story()
    cases = flat.growth_cases(tables.read("facilities/flat_budget"))
    schedule = tables.read("facilities/schedule")
    needs = [_network(choice.need, int(restart(schedule)), choice.last_year)]
    needs.append(_curves(schedule_shift(schedule) if choice.shift else 0))
    need = pd.concat(needs, ignore_index=True)
    made = []
    for resource in RESOURCES:
        network = resource == "network"
        base = NETWORK_YEAR if network else PLEDGE_YEAR
        years = list(range(base, choice.last_year + 1))
        bought = flat.capacity(years, base, cases)
        one = bought.merge(need[need["resource"] == resource].drop(columns="resource"), on="year", how="left")
        one.insert(0, "resource", resource)
        one["base_year"] = base
        one["status"] = "computed" if network else "read-off"
        one["flat_status"] = "assumed" if network else "printed"
        made.append(one)
    columns = ["resource", "year", "base_year", "need", "need_low", "need_high"]
    columns += ["flat_low", "flat", "flat_high", "status", "flat_status"]
    return pd.concat(made, ignore_index=True)[columns]


def _network(need: WanNeed, first: int, last: int) -> pd.DataFrame:
    samples = uncertainty.monte_carlo(need, np.random.default_rng(need.seed))
    low, _, high = uncertainty.band(samples)
    total = wan_need.flexible(need)
    made = pd.DataFrame({"resource": "network", "year": range(first, last + 1)})
    return made.assign(need=total / need.today, need_low=low / need.today, need_high=high / need.today)


def _curves(shift: int) -> pd.DataFrame:
    name = "ATLAS 2018"
    base = curves.pledged(tables.read("facilities/pledges_totals"), PLEDGE_YEAR)
    late = shifted(curves.published(name), shift, curves.FIRST_HLLHC[name])
    made = late[["resource", "year", "need"]].copy()
    made["need"] = made["need"] / made["resource"].map(base)
    return made.assign(need_low=np.nan, need_high=np.nan)


def gaps(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return need over flat budget in one year.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`story`.
    year : int
        A year of the HL-LHC that the table holds for every resource.

    Returns
    -------
    pandas.DataFrame
        Columns ``resource``, ``need``, ``flat``, ``gap`` (need over the central flat budget),
        ``gap_low`` (over the upper one) and ``gap_high`` (over the lower one), all 1.

    Raises
    ------
    ValueError
        For a year without a need.
    """
    rows = table[(table["year"] == year) & table["need"].notna()]
    if set(rows["resource"]) != set(RESOURCES):
        known = table[table["need"].notna()].groupby("resource")["year"].agg(["min", "max"])
        allowed = f"{known['min'].max()} to {known['max'].min()}"
        raise ValueError(f"year = {year} is out of range: expected {allowed}")
    made = rows[["resource", "need", "flat"]].copy()
    made["gap"] = rows["need"] / rows["flat"]
    made["gap_low"] = rows["need"] / rows["flat_high"]
    made["gap_high"] = rows["need"] / rows["flat_low"]
    return made.reset_index(drop=True)


def claims(choice: Story | None = None) -> pd.DataFrame:
    """Return what the workshop said beside what this book computes.

    Parameters
    ----------
    choice : Story, optional
        What to compute with; the published choice when left out.

    Returns
    -------
    pandas.DataFrame
        Columns ``seed`` (id of the workshop's row), ``claim``, ``claimed``, ``computed`` (NaN:
        not yet), ``unit``, ``page`` (empty: not yet), ``status`` of the weakest input and ``note``.
    """
    need = (choice or Story()).need
    wan = tables.quantities("network/wan")
    minimal, full = wan_need.minimal(need), wan_need.flexible(need)
    fts = wan_need.fts_rate(wan["fts_volume"].in_unit("EB"))
    said = tables.read("seeds/workshop").set_index("id")["value"].astype(float)
    shares = tables.read("network/challenge").set_index("id")["share"].astype(float)
    growth = (said["wan-hllhc"] / said["wan-today"], full / need.today)
    need_page, ramp_page = "network/wan-need", "network/challenge-ramp"
    made = [
        _claim("wan-hllhc", "network for the HL-LHC", "Gbit/s", computed=full, page=need_page)
        | {"status": "recalled", "note": "from its parts"},
        _claim("wan-today", "network in use in 2022", "Gbit/s", computed=fts, page=need_page)
        | {"status": "printed", "note": "mean of all FTS transfers, July 2022 to August 2023"},
        _claim("wan-hllhc", "growth from 2022 to the HL-LHC", "1", computed=growth[1], page=need_page)
        | {"status": "recalled", "note": "flexible model over the workshop's rate of 2022"},
        _claim("dc21-scale", "DC21 as a share of the need", "%", computed=100 * need.today / minimal)
        | {"page": ramp_page, "status": "recalled", "note": "the rate of 2022 over the minimal model"},
        _claim("dc23-scale", "second challenge as a share", "%", computed=shares["dc24_run"])
        | {"page": ramp_page, "status": "printed", "note": "target of DC24, as run in February 2024"},
        _claim("bnl-conservative", "spending over flat, conservative R&D", "1"),
        _claim("bnl-aggressive", "spending over flat, aggressive R&D", "1"),
    ]
    table = pd.DataFrame(made)
    table.insert(2, "claimed", table["seed"].map(said))
    table.loc[table["claim"].str.startswith("growth"), "claimed"] = growth[0]
    return table


def _claim(
    seed: str, claim: str, unit: str, *, computed: float = float("nan"), page: str = ""
) -> dict[str, object]:
    made = {"seed": seed, "claim": claim, "computed": computed, "unit": unit, "page": page}
    return {**made, "status": "", "note": "not computed yet" if math.isnan(computed) else ""}
