"""What does the budget exercise hold fixed?  Needs, prices, the years that are compared, and the offload."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.demand.needs import needs
from ecosystem_nb.facilities.prices.history import Price
from ecosystem_nb.facilities.vintages.wanted import Need, need


@dataclass(frozen=True)
class Setting:
    """What all sets of assumptions share.

    Parameters
    ----------
    demand : Need
        One sample, on the schedule of its curves.
    prices : mapping of str to Price
        Of each resource of the demand.
    hllhc : int
        First year of the HL-LHC on that schedule, after the first year of the demand.
    base_last : int
        Last year of the flat budget, before ``hllhc``.
    elsewhere : float
        Share of the CPU need that leaves from ``hllhc`` on, 0 to 1.
    tape_lifetime : float
        Years, at least 1.

    Raises
    ------
    ValueError
        For years that do not fit, a share out of range, or a demand of many samples.
    """

    demand: Need
    prices: Mapping[str, Price]
    hllhc: int = 2026
    base_last: int = 2024
    elsewhere: float = 0.5
    tape_lifetime: float = 10.0

    def __post_init__(self) -> None:
        first, last = self.demand.years[0], self.demand.years[-1]
        if self.demand.amounts.shape[0] != 1:
            raise ValueError(f"demand of {self.demand.amounts.shape[0]} samples: expected 1")
        if not first < self.hllhc <= last:
            raise ValueError(f"hllhc = {self.hllhc} is out of range: expected {first + 1} to {last}")
        if not first <= self.base_last < self.hllhc:
            raise ValueError(
                f"base_last = {self.base_last} is out of range: expected {first} to {self.hllhc - 1}"
            )
        if missing := [name for name in self.demand.resources if name not in self.prices]:
            raise ValueError(f"no price of {missing[0]}: expected one of {', '.join(self.demand.resources)}")
        within("elsewhere", self.elsewhere, "1", least=0.0, most=1.0)

    def late(self, delay: int) -> tuple[int, int]:
        """Return the first and the last year of the HL-LHC when it comes later."""
        return self.hllhc + delay, self.demand.years[-1] + delay


def tier1_need(curves: pd.DataFrame, tape: pd.DataFrame) -> Need:
    """Return an experiment's need with the tape of its Tier-1s alone.

    Parameters
    ----------
    curves : pandas.DataFrame
        ``published("ATLAS 2018")`` of :mod:`ecosystem_nb.facilities.demand.curves`.
    tape : pandas.DataFrame
        ``facilities/atlas_tape_t1_2018model``: columns ``year`` and ``total`` (PB).

    Returns
    -------
    Need
        CPU (MHS06), disk and tape (PB).

    Notes
    -----
    The tape of the Tier-0 is CERN's; a budget of a Tier-1 does not pay for it.
    """
    name = str(curves["experiment"].iloc[0])
    parts = {key: rows.set_index("year")["need"] for key, rows in curves.groupby("resource") if key != "tape"}
    return need(needs(name, {**parts, "tape": tape.set_index("year")["total"]}), name)


def delayed(demand: Need, hllhc: int, years: int) -> Need:
    """Return a need whose HL-LHC comes later.

    Parameters
    ----------
    demand : Need
        Above 0 in the year before the HL-LHC and in its first year.
    hllhc : int
        Its first year of the HL-LHC.
    years : int
        0 or more.

    Returns
    -------
    Need
        As many years longer.

    Raises
    ------
    ValueError
        For a negative delay, a year that the demand lacks, or a need of nothing beside the gap.

    Notes
    -----
    The whole need moves; in the gap each resource grows by the same factor every year, an assumption.

    Examples
    --------
    >>> one = Need((2025, 2026), ("disk",), ("PB",), np.array([[[1.0], [8.0]]]))
    >>> delayed(one, 2026, 2).amounts.ravel().round(9).tolist()
    [1.0, 2.0, 4.0, 8.0]
    """
    count = int(within("delay", years, "yr", least=0.0))
    if hllhc not in demand.years[1:]:
        raise ValueError(
            f"hllhc = {hllhc} is out of range: expected {demand.years[0] + 1} to {demand.years[-1]}"
        )
    at = demand.years.index(hllhc)
    for year in (at - 1, at) if count else ():
        for i, name in enumerate(demand.resources):
            within(f"{name} in {demand.years[year]}", demand.amounts[:, year, i], demand.units[i], above=0.0)
    before, after = demand.amounts[:, at - 1 : at], demand.amounts[:, at : at + 1]
    steps = np.arange(1, count + 1)[None, :, None] / (count + 1.0)
    gap = before * (after / before) ** steps if count else demand.amounts[:, :0]
    amounts = np.concatenate([demand.amounts[:, :at], gap, demand.amounts[:, at:]], axis=1)
    last = demand.years[-1] + count
    return replace(demand, years=tuple(range(demand.years[0], last + 1)), amounts=amounts)


def site_weights(pledges: pd.DataFrame, year: int, experiment: str) -> pd.DataFrame:
    """Return disk and tape over CPU of each Tier-1, over that of the need which the setting starts from.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_federations``.
    year : int
        Pledge year.
    experiment : str

    Returns
    -------
    pandas.DataFrame
        Index federation; columns ``disk_weight`` and ``tape_weight`` (1), largest CPU first.

    Raises
    ------
    ValueError
        For a year or an experiment without Tier-1s.

    Notes
    -----
    The whole has the CPU and disk of all tiers, and the tape of the Tier-1s.  Prices are left alike.
    """
    rows = pledges[(pledges["year"] == year) & (pledges["experiment"] == experiment)]
    sites = rows[(rows["tier"] == 1) & (rows["cpu"] > 0.0)].set_index("federation")
    if sites.empty:
        raise ValueError(f"Tier-1 pledges to {experiment} in {year}: none in the table")
    whole = {"disk": rows["disk"].sum(), "tape": sites["tape"].sum()}
    per = {name: amount / rows["cpu"].sum() for name, amount in whole.items()}
    sites = sites.sort_values("cpu", ascending=False)
    return pd.DataFrame({f"{name}_weight": sites[name] / sites["cpu"] / ratio for name, ratio in per.items()})
