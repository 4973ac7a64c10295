"""What the page on the budget exercise says of its figures, computed."""

import pandas as pd

from ecosystem_nb.facilities.exercise.assumptions import Ranges
from ecosystem_nb.facilities.exercise.search import Found, Targets, by_chance
from ecosystem_nb.wording import number, percent


def turned(whole: pd.DataFrame, improvement: float, elsewhere: float, half: float = 0.5) -> str:
    """Say what an improvement and a share of CPU elsewhere make of the budget.

    Parameters
    ----------
    whole : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.exercise.start.grid`.
    improvement : float
        % a year, one of the table.
    elsewhere : float
        %, one of the table.
    half : float
        The share of disk that the sentence compares with.
    """
    rows = whole[(whole["improvement"] == improvement) & (whole["elsewhere"] == elsewhere)]
    ratio, disk = float(rows["ratio"].iloc[0]), float(rows["disk"].iloc[0])
    side = "more than" if disk > half else "not more than"
    gone = f"{elsewhere:.0f} % of the CPU elsewhere" if elsewhere else "no CPU elsewhere"
    return (
        f"At {improvement:.0f} % a year and with {gone} the HL-LHC takes {ratio:.2f} times the flat budget; "
        f"disk is {percent(disk)} of it, {side} {percent(half)}."
    )


def left(table: pd.DataFrame, elsewhere: float) -> str:
    """Say what of the spend on CPU is left, and why it differs from the need.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.exercise.start.saved`.
    elsewhere : float
        Share of the CPU need that leaves, 1.
    """
    stays = float(table.loc["CPU", "left"])
    part = stays / (1.0 - elsewhere)
    why = (
        "less than that part of the need, for the servers of the years before serve on and little is bought "
        "at first"
        if part < 0.99
        else "as the need itself"
    )
    return (
        f"{percent(1.0 - elsewhere)} of the CPU need stays and {percent(stays)} of the spend on CPU: {why}. "
        "Disk and tape cost what they cost before."
    )


def share(met: pd.DataFrame, targets: Targets) -> str:
    """Say how many of the sets that were tried give the targets.

    Parameters
    ----------
    met : pandas.DataFrame of bool
        From :meth:`ecosystem_nb.facilities.exercise.search.Targets.met`.
    targets : Targets
    """
    part = met.mean()
    return (
        f"Of {number(len(met))} sets {percent(part['conservative'], 1)} give "
        f"{number(targets.conservative)} times flat with conservative R&D, "
        f"{percent(part['aggressive'], 1)} give {number(targets.aggressive)} times with aggressive R&D, "
        f"and in {percent(part['disk'], 1)} disk takes more than {percent(targets.disk)} in both. "
        f"All three together: {percent(part['all'], 2)}, or {number(int(met['all'].sum()))} sets."
    )


def ranked(reach: pd.DataFrame, known: Ranges, count: int) -> str:
    """Say which assumptions matter most, for each target and for all.

    Parameters
    ----------
    reach : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.exercise.search.influence`.
    known : mapping of str to Assumption
    count : int
        Sets that meet all targets, above 0.
    """
    order = reach["all"].sort_values(ascending=False)
    most = known[str(order.index[0])].label
    second = known[str(order.index[1])].label
    quiet = [known[str(name)].label for name, one in order.items() if one < by_chance(count)]
    alone = [known[str(reach[name].idxmax())].label for name in ("conservative", "aggressive", "disk")]
    if alone[0] == alone[1]:
        ratios = f"{_quote(alone[0])} for either ratio"
    else:
        ratios = f"{_quote(alone[0])} for the one ratio, {_quote(alone[1])} for the other"
    silent = f" By themselves these cannot be told from chance: {'; '.join(quiet)}." if quiet else ""
    return (
        f"For all three together {_quote(most)} matters most ({order.iloc[0]:.2f}), then {_quote(second)} "
        f"({order.iloc[1]:.2f}). For one target alone it is {ratios} and {_quote(alone[2])} for the share of "
        f"disk.{silent}"
    )


def near(found: Found | None, known: Ranges, targets: Targets) -> str:
    """Say what the set of assumptions nearest to the start is.

    Parameters
    ----------
    found : Found or None
        From :func:`ecosystem_nb.facilities.exercise.search.nearest`.
    known : mapping of str to Assumption
    targets : Targets
    """
    quoted = f"{number(targets.conservative)} and {number(targets.aggressive)} times flat"
    if found is None:
        return f"No set near the start was found that gives {quoted} with disk above {percent(targets.disk)}."
    disk = found.outcome["disk_conservative"], found.outcome["disk_aggressive"]
    steps = {
        one.label: abs(float(one.place(found.chosen[name]) - one.place(one.start)))
        for name, one in known.items()
    }
    first, second = sorted(steps, key=lambda name: -steps[name])[:2]
    return (
        f"The nearest set gives {quoted} with disk at {percent(disk[0], 1)} and {percent(disk[1], 1)} of the "
        f"spend. It moves {sum(step > 0.01 for step in steps.values())} of {len(steps)} assumptions, "
        f"furthest {_quote(first)} and {_quote(second)}."
    )


def eligible(table: pd.DataFrame, worst: float, elsewhere: float) -> str:
    """Say whether a share of the CPU could leave, and what has to go with it.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.exercise.eligible.could_leave`.
    worst : float
        Eligible share of the CPU in the year in which it is smallest, 1.
    elsewhere : float
        Share of the CPU need, 0 to below 1.
    """
    simple = float(table.loc[["generation", "simulation"], "leaves"].sum())
    said = f"Generation and simulation are {percent(simple)} of the CPU of these years, "
    if simple >= elsewhere:
        return f"{said}enough for {percent(elsewhere)}."
    said += f"not enough for {percent(elsewhere)}. With reconstruction "
    if worst >= elsewhere:
        return (
            f"{said}at least {percent(worst)} could leave in each year, so {percent(elsewhere)} is eligible."
        )
    return (
        f"{said}only {percent(worst)} could leave in one year: {percent(elsewhere)} is more than is eligible."
    )


def lumpy(years: pd.DataFrame, late: tuple[int, int]) -> str:
    """Say how the spend bunches.

    Parameters
    ----------
    years : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.exercise.start.by_year`.
    late : tuple of int
        First and last year of the HL-LHC.
    """
    spend = years[years["year"].between(*late)].groupby("year")["spend"].sum()
    below = int((spend <= 1.0).sum())
    return (
        f"Bought just in time, the spend bunches: {spend.idxmax()} alone takes {spend.max():.1f} flat "
        f"budgets, and of these {len(spend)} years {below} take no more than one. The ratio is their mean."
    )


def answer(
    first: tuple[float, float], elsewhere: float, met: pd.DataFrame, targets: Targets, found: Found | None
) -> str:
    """Say the page's answer.

    Parameters
    ----------
    first : tuple of float
        Where the book starts: spend over the flat budget, and disk's share of it, 1.
    elsewhere : float
        Share of the CPU need that leaves, 1.
    met : pandas.DataFrame of bool
        From :meth:`ecosystem_nb.facilities.exercise.search.Targets.met`.
    targets : Targets
    found : Found or None
        From :func:`ecosystem_nb.facilities.exercise.search.nearest`.
    """
    ratio, disk = first
    said = (
        f"{'No' if ratio > 1.0 else 'Yes'}: with {percent(elsewhere)} of the CPU elsewhere this book's start "
        f"takes {ratio:.1f} times the flat budget, and disk is {percent(disk)} of it. The quoted "
        f"{number(targets.conservative)} and {number(targets.aggressive)} times flat, with more than "
        f"{percent(targets.disk)} for disk, come out for {percent(met['all'].mean(), 1)} of the sets of "
        "assumptions that were tried."
    )
    if found is None:
        return f"{said} Giving a quoted figure back validates nothing."
    x = found.chosen
    off = {name: 1.0 - x[f"{name}_conservative"] for name in ("cpu", "disk")}
    more = {name: 1.0 - x[f"{name}_conservative"] * x[f"{name}_aggressive"] for name in off}
    return (
        f"{said} The nearest has improvements of {x['cpu_improvement']:.0f} % a year for CPU and "
        f"{x['storage_improvement']:.0f} % for storage; conservative R&D takes off {percent(off['cpu'])} of "
        f"the CPU and {percent(off['disk'])} of the disk, aggressive R&D {percent(more['cpu'])} and "
        f"{percent(more['disk'])}. Other sets do it as well: giving a quoted figure back validates nothing."
    )


def crowded(dense: pd.DataFrame) -> str:
    """Say where the sets crowd that meet the targets, and how much of the ranges holds none.

    Parameters
    ----------
    dense : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.exercise.charts.density`.
    """
    peak = dense.loc[dense["times"].idxmax()]
    empty = int((dense["times"] == 0.0).sum())
    rest = f"{empty} of the {len(dense)} parts hold none" if empty else "no part is without any"
    return (
        f"The sets crowd most at {peak['low']:.0f} to {peak['high']:.0f} % of the range of "
        f"{_quote(peak['assumption'])}: {peak['times']:.1f} times as many as everywhere; {rest}. "
        "Each assumption alone is left much room."
    )


def faster(kept: float, every: float) -> str:
    """Say how often CPU prices improve faster than storage prices.

    Parameters
    ----------
    kept, every : float
        Share of the sets that meet the targets, and of all sets, in which they do, 1.
    """
    why = (
        ": disk becomes the larger part where CPU becomes cheap"
        if kept > every + 0.1
        else ", about as often"
        if kept > every - 0.1
        else ", less often"
    )
    return (
        f"CPU prices improve faster than storage prices in {percent(kept)} of the sets that meet the "
        f"targets, and in {percent(every)} of all{why}."
    )


def step(targets: Targets, share_: float) -> str:
    """Say what the two ratios and the share of disk fix by themselves.

    Parameters
    ----------
    targets : Targets
    share_ : float
        Disk's share of the spend with conservative R&D, 1; above its least.

    Notes
    -----
    Disk is s S before and at least d A after, with S and A the two ratios, so it keeps d A / (s S) or more.
    """
    fall = 1.0 - targets.aggressive / targets.conservative
    loses = max(0.0, 1.0 - targets.disk * targets.aggressive / (share_ * targets.conservative))
    return (
        f"Some of it is arithmetic: from {number(targets.conservative)} to {number(targets.aggressive)} the "
        f"spend falls by {percent(fall)}, and disk that takes {percent(share_)} of it, the median of the "
        f"sets, can lose at most {percent(loses)} when it has to stay above {percent(targets.disk)}."
    )


def _quote(label: str) -> str:
    return f"“{label}”"
