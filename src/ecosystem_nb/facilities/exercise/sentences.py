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
    alone = {
        target: known[str(reach[target].idxmax())].label for target in ("conservative", "aggressive", "disk")
    }
    silent = f" By themselves these cannot be told from chance: {'; '.join(quiet)}." if quiet else ""
    return (
        f"For all three together, {_quote(most)} matters most ({order.iloc[0]:.2f}), then {_quote(second)} "
        f"({order.iloc[1]:.2f}). For one target alone it is {_quote(alone['conservative'])} for conservative "
        f"R&D, {_quote(alone['aggressive'])} for aggressive R&D and {_quote(alone['disk'])} for the share of "
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


def eligible(table: pd.DataFrame, elsewhere: float) -> str:
    """Say which activities must leave to make up a share of the CPU.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.exercise.eligible.running`.
    elsewhere : float
        Share of the CPU need, 0 to below 1.
    """
    sums = table.set_index("activity")["sum"]
    simple = float(sums["simulation"])
    enough = "enough" if simple >= elsewhere else "not enough"
    last = str(sums.index[(sums >= elsewhere - 1e-12).argmax()])
    said = f"Generation and simulation are {percent(simple)} of the CPU: {enough} for {percent(elsewhere)}."
    if simple >= elsewhere:
        return said
    return f"{said} In this order {last} must leave too; together that is {percent(float(sums[last]))}."


def answer(ratio: float, disk: float, met: pd.DataFrame, targets: Targets, found: Found | None) -> str:
    """Say the page's answer.

    Parameters
    ----------
    ratio, disk : float
        Where the book starts: spend over the flat budget, and disk's share of it, 1.
    met : pandas.DataFrame of bool
        From :meth:`ecosystem_nb.facilities.exercise.search.Targets.met`.
    targets : Targets
    found : Found or None
        From :func:`ecosystem_nb.facilities.exercise.search.nearest`.
    """
    said = (
        f"{'No' if ratio > 1.0 else 'Yes'}: from the book's own assumptions it still takes {ratio:.1f} times "
        f"the flat budget, {percent(disk)} of it for disk. The quoted {number(targets.conservative)} and "
        f"{number(targets.aggressive)} times flat with more than {percent(targets.disk)} disk come out for "
        f"{percent(met['all'].mean(), 1)} of the sets of assumptions that were tried"
    )
    if found is None:
        return f"{said}. Giving them back validates nothing."
    x = found.chosen
    return (
        f"{said}; the nearest needs money to buy {x['cpu_improvement']:.0f} % more CPU and "
        f"{x['storage_improvement']:.0f} % more storage each year, and R&D that leaves "
        f"{percent(x['cpu_conservative'])} of the CPU and {percent(x['disk_conservative'])} of the disk, "
        f"then {percent(x['cpu_conservative'] * x['cpu_aggressive'])} and "
        f"{percent(x['disk_conservative'] * x['disk_aggressive'])}. Many other sets do it too: giving a "
        "quoted figure back validates nothing."
    )


def _quote(label: str) -> str:
    return f"“{label}”"
