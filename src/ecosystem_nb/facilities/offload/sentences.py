"""What the page on HPC centres says of its figures, computed."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.facilities.offload.activities import Activity
from ecosystem_nb.facilities.offload.kernels import ported_for
from ecosystem_nb.facilities.offload.machine import Machine
from ecosystem_nb.facilities.offload.purchase import EDGE, NETWORK
from ecosystem_nb.facilities.offload.study import FAR, KEPT, NEAR, PRODUCTION
from ecosystem_nb.wording import percent, rounded


def hours(table: pd.DataFrame, share: float, year: int, capacity: float) -> str:
    """Say what the node-hours of a year are, and which activity takes most.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``share``, ``year``, ``part`` and ``hours`` (1e6 node-hours).
    share : float
    year : int
    capacity : float
        Node-hours that jobs can have in a year, 1e6.
    """
    rows = table[(table["share"] == share) & (table["year"] == year)].set_index("part")["hours"]
    whole, most = float(rows.sum()), str(rows.idxmax())
    if whole == 0.0:
        return f"With {percent(share)} of the eligible work {year} takes no hours of nodes without GPUs."
    of_it = percent(rows[most] / whole)
    return (
        f"With {percent(share)} of the eligible work {year} takes {rounded(whole)} million hours of nodes "
        f"without GPUs, {percent(whole / capacity)} of what Perlmutter's give in a year; {most} takes most "
        f"of them, {of_it}."
    )


def gain(activities: Mapping[str, Activity], speed: float) -> str:
    """Say which part must be ported before a node with GPUs does more than one without.

    Parameters
    ----------
    activities : mapping of str to Activity
    speed : float
        GPUs over CPU at the ported part (1), above 2.
    """
    need = float(ported_for(2.0, speed))
    ported = {name: one.ported for name, one in activities.items() if one.ported > 0.0}
    there = [name for name, part in ported.items() if part >= need]
    said = (
        f"With GPUs {speed:g} times as fast as the CPU, {percent(need)} must be ported before a node with "
        "one CPU and GPUs does as much as one with two CPUs: "
    )
    if not there:
        near = max(ported, key=lambda name: ported[name])
        return said + f"no activity is there; {near} comes nearest, with {percent(ported[near])}."
    return said + f"{' and '.join(there)} {'is' if len(there) == 1 else 'are'} there."


def reduction(table: pd.DataFrame, ratio: float) -> str:
    """Say what data reduction does to the network.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.offload.study.reduction`.
    ratio : float
        Data read over data written (1).
    """
    by = table.set_index("case")
    out = by["rate_out"]
    hours = by["cpu_hours"] + by["gpu_hours"]
    more = hours[NEAR] / hours[PRODUCTION] - 1.0
    change = out[KEPT] / out[PRODUCTION] - 1.0
    word = "falls" if change < 0.0 else "rises"
    return (
        f"With {ratio:g} bytes read for one written, deriving what was made there adds {percent(more, 1)} to "
        f"the node-hours; if its AOD stays there the data out {word} from {rounded(out[PRODUCTION])} to "
        f"{rounded(out[KEPT])} Gbit/s. Deriving all that is asked takes {rounded(by.loc[FAR, 'rate_in'])} "
        f"Gbit/s in, {by.loc[FAR, 'rate_in'] / by.loc[PRODUCTION, 'rate_in']:.1f} times as much."
    )


def purchases(table: pd.DataFrame, years: tuple[int, int]) -> str:
    """Say what changes in what sites buy.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.offload.purchase.compared`, money in MUSD a year.
    years : tuple of int
        First and last year of the mean.
    """
    by = table.set_index("resource")
    cpu = 1.0 - by.loc["CPU", "after"] / by.loc["CPU", "before"]
    before, after = by["spend_before"].sum(), by["spend_after"].sum()
    edge = by.loc[[EDGE, NETWORK], "spend_after"].sum()
    way = "less" if after < before else "more"
    return (
        f"The CPU that sites need in {years[1]} falls by {percent(cpu)}; disk and tape stay as they are. "
        f"From {years[0]} to {years[1]} they spend {rounded(abs(before - after))} MUSD a year {way} of "
        f"{rounded(before, 3)}, {rounded(1e3 * edge)} kUSD a year for the edge already counted."
    )


def shares(
    mine: float, most: float, expected: tuple[float, float], limit: float, scope: str = "all CPU work"
) -> str:
    """Say how the GPUs' part of the work compares with what WLCG and CMS expect.

    Parameters
    ----------
    mine : float
        Part of the CPU work that GPUs take over (1).
    most : float
        The same when everything that is eligible runs on nodes with GPUs (1).
    expected : tuple of float
        Ends of what CMS expects (1).
    limit : float
        What ATLAS and CMS foresee at the start of Run 4, at most (1).
    scope : str
        What it is a part of.
    """
    low, high = expected
    reach = "within" if low <= most <= high else ("below" if most < low else "above")
    start = "below" if mine <= limit else "above"
    return (
        f"On these terms GPUs take over {percent(mine, 1)} of {scope}, {start} the {percent(limit)} that "
        f"ATLAS and CMS foresee at most at the start of Run 4. If all that is eligible ran on nodes with "
        f"GPUs it would be {percent(most)}, {reach} CMS's range of {percent(low)} to {percent(high)}."
    )


def scale(ask: float, given: pd.DataFrame, machine: Machine) -> str:
    """Say how the request compares with what was given before.

    Parameters
    ----------
    ask : float
        Mean power that the request takes of the nodes without GPUs, kHS23.
    given : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.offload.history.allocations`.
    machine : Machine
    """
    best = given.loc[given["khs23"].idxmax()]
    whole = machine.cpu.nodes * machine.cpu.power / 1e3
    times = ask / best["khs23"]
    than = f"{times:.0f} times less" if times >= 1.0 else "more than that"
    return (
        f"The request is {rounded(ask, 3)} kHS23 all year; the largest allocation that was found, "
        f"{best['experiment']}'s of {best['year']} at NERSC, comes to {rounded(best['khs23'])} kHS23: "
        f"{than}. Perlmutter's nodes without GPUs have {rounded(whole, 3)} kHS23."
    )


def answer(total: Mapping[str, float], what: str, times: float) -> str:
    """Say in three sentences what is asked for.

    Parameters
    ----------
    total : mapping of str to float
        A year of :func:`ecosystem_nb.facilities.offload.requirement.by_year`.
    what : str
        Whose work, how much of it, and in which year.
    times : float
        The request over the largest allocation that was found (1).
    """
    cpu, gpu = total["cpu_hours"] / 1e6, total["gpu_hours"] / 1e6
    return (
        f"For {what}: {rounded(cpu)} million hours of Perlmutter's nodes without GPUs and {rounded(gpu)} "
        f"million of those with, {percent(total['cpu_share'])} and {percent(total['gpu_share'])} of what "
        f"they give in a year. {rounded(total['read'])} PB come in and {rounded(total['write'])} PB go out, "
        f"{rounded(total['rate_in'])} and {rounded(total['rate_out'])} Gbit/s in busy weeks, and "
        f"{rounded(total['buffer'])} PB of disk stand at the edge. The hours without GPUs are "
        f"{times:.0f} times the largest allocation that was found."
    )
