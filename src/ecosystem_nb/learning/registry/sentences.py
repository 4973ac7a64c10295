"""What the page on production says of its results."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.learning.registry.canary import PROMOTE, ROLL_BACK, WAIT, Canary
from ecosystem_nb.learning.registry.gate import Report
from ecosystem_nb.learning.registry.training import Replayed
from ecosystem_nb.learning.registry.trigger import SIMULATION, Trigger
from ecosystem_nb.wording import listed, percent

BITS = "wrong outputs"
FLIPPED = "one bit flipped"
"""Name of the candidate whose firmware has one."""
NO_COMPILER = " There is no compiler on this machine, so hls4ml's C simulation was not built."


def value(report: Report, name: str) -> float:
    """Return what a check of a report found."""
    return next(one.value for one in report.checks if one.name == name)


def aged(before: Report, after: Report) -> str:
    """Say what the aged detector does to a model that stayed as it was."""
    kept, was = (percent(value(one, "efficiency")) for one in (after, before))
    jets, were = (percent(value(one, "background")) for one in (after, before))
    passes = (
        "It would still pass the gate." if after.passed else f"It would not pass the gate now: it {after}."
    )
    return (
        f"At its old threshold the model keeps {kept} of the electrons instead of {was}, and {jets} of the "
        f"jets instead of {were}. {passes}"
    )


def stopped(number: int, report: Report) -> str:
    """Say what the gate did with a candidate."""
    if report.passed:
        return f"Version {number} passes all {len(report.checks)} checks."
    names = " and ".join(one.name for one in report.failed)
    return f"Version {number} fails by its {names}, so it stays where it is."


def compared(number: int, report: Report) -> str:
    """Say which realisations of the firmware were compared with the network in integers, and where."""
    bits = [one for one in report.checks if one.name.startswith(BITS)]
    how = " and ".join(one.detail for one in bits)
    alone = "" if any(SIMULATION in one.name for one in bits) else NO_COMPILER
    verdict = (
        "gives the network's integer on every event"
        if all(one.passed for one in bits)
        else "does not give the network's integer on every event"
    )
    many = "each of them " if len(bits) > 1 else ""
    return f"For version {number} the gate compared {how}: {many or 'it '}{verdict}.{alone}"


def hardware(report: Report, trigger: Trigger) -> str:
    """Say what the version takes in the trigger, and what the rounding costs."""
    luts, added = value(report, "look-up tables"), value(report, "jets added by rounding")
    limits = trigger.budget
    part = percent(limits.copies * luts / limits.luts, 1)
    more = "more" if added >= 0 else "less"
    return (
        f"A copy takes {luts:,.0f} look-up tables, so that the {limits.copies} copies that judge "
        f"{limits.wanted} candidates a crossing take {part} of the device, and answers after "
        f"{value(report, 'latency'):.0f} ns. At 95 % efficiency the integers keep {percent(abs(added), 1)} "
        f"{more} of all jets than the network in floating point."
    )


def flipped(report: Report) -> str:
    """Say how a flipped bit is told."""
    bits = next(one for one in report.checks if one.name.startswith(BITS))
    wrong = next(one for one in report.checks if one.name == "wrong integers")
    if bits.passed:
        return f"No event shows the flipped bit, but the integers do: {wrong.detail}."
    return (
        f"One flipped bit changes {bits.value:,.0f} outputs. The report names the check, the event and both "
        f"integers: {bits.detail}; and where it sits: {wrong.detail}."
    )


def matrix(rows: pd.DataFrame) -> str:
    """Say what the matrix of faults and checks shows."""
    failed = rows[rows["verdict"] == "failed"]
    faulty = rows["candidate"].nunique() - 1
    caught = failed["candidate"].nunique()
    lone = failed.groupby("candidate")["check"].nunique().eq(1).sum()
    physics = failed[failed["check"].isin(["efficiency", "background"])]["candidate"].nunique()
    idle = [name for name in dict.fromkeys(rows["check"]) if name not in set(failed["check"])]
    unused = f" None of these faults is one for {listed(idle, 'or')}." if idle else ""
    return (
        f"The gate stops {caught} of {faulty} faults, {lone} of them by one check alone. Efficiency and "
        f"background by themselves would have let {caught - physics} of those pass.{unused}"
    )


ENDS = {PROMOTE: "goes on to production", ROLL_BACK: "is taken back", WAIT: "needs more events"}


def canary(watched: Mapping[str, Canary], needed: int, allowed: float) -> str:
    """Say how the canary ends for each feed of the candidate."""
    total = next(one.events + one.other for one in watched.values())
    ends = "; ".join(f"{name}, it {ENDS[one.verdict]}" for name, one in watched.items())
    return (
        f"For an interval of ± {percent(allowed / 2, 1)} both arms need {needed:,} events together. "
        f"After {total:,} the candidate's fate is this: {ends}."
    )


def blind(watched: Mapping[str, Canary], good: Canary) -> str:
    """Say which faults in operation the canary finds, and which it does not."""
    faults = {name: one for name, one in watched.items() if one is not good}
    moves = {name: percent(abs(one.difference - good.difference), 1) for name, one in faults.items()}
    found = [f"{name} ({moves[name]})" for name, one in faults.items() if one.verdict == ROLL_BACK]
    missed = [f"{name} ({moves[name]})" for name, one in faults.items() if one.verdict != ROLL_BACK]
    said = f"By how much the rate moves decides: it finds {' and '.join(found) or 'nothing'}"
    return f"{said}, and does not find {' and '.join(missed) or 'nothing'}."


def replayed(one: Replayed) -> str:
    """Say whether a version came out the same again."""
    return f"V{str(one)[1:]}."


def answer(rows: pd.DataFrame, old: Report, watched: Mapping[str, Canary], again: Replayed) -> str:
    """Answer the question of the page; the first of the watched is the candidate as it was judged."""
    caught = rows[rows["verdict"] == "failed"]["candidate"].nunique()
    faults = rows["candidate"].nunique() - 1
    same = "bit for bit the same" if again.agrees else "not the same"
    examples = [f"one with an old calibration ({old.failed[0]})"] if old.failed else []
    if (rows[rows["verdict"] == "failed"]["candidate"] == FLIPPED).any():
        examples.append("one whose firmware has a single bit flipped")
    example = f", among them {' and '.join(examples)}" if examples else ""
    good, *others = watched.values()
    found = sum(one.verdict == ROLL_BACK for one in others)
    passed = ENDS[good.verdict]
    return (
        "When it passes every check of a gate that was written down before, and then does on a share of "
        f"the events what the gate foretold. Here the gate stops {caught} of {faults} faulty candidates"
        f"{example}. On a share of the events the one that passed {passed}, and {found} of {len(others)} "
        "faults that show only in operation are found. Trained again from its lineage, the version in "
        f"production comes out {same}."
    )
