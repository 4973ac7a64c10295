"""Does all of it hold?  The whole check of a testbed, and what is not as it should be."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pandas as pd

from ecosystem_nb.network.marking.labels import Mark, find
from ecosystem_nb.network.testbed import admission, copying, life, pacing, rule
from ecosystem_nb.network.testbed.bed import Testbed
from ecosystem_nb.network.testbed.record import Run, about
from ecosystem_nb.network.testbed.tools import Broken, Tools
from ecosystem_nb.tables import read

LIMIT = 10.0  # MB/s
LIMITED_BASE, FREE_BASE = 50.0, 50.0  # MB
FREE_RUNS = 9
_SECONDS = 5.0  # that the smallest file takes at the limit
NO_RULE = pd.DataFrame(columns=["step", "request", "replica", "rule"])
NO_RACES = pd.DataFrame(columns=["limit", "race", "copy", "size", "taken", "low", "high", "runs"])
KNOWN = {
    "a doubled slash": "XRootD takes two slashes for one; this library's check refuses what has two readings",
    "a name that begins alike": "XRootD compared a scope's path letter by letter until its pull request 2152",
    "modify deletes": "XRootD before 5.6.9 asks for the right to look at a file before it deletes it",
}
"""Cases on which servers and the profile are known to differ, and why."""

Say = Callable[[str], object]


def mark() -> Mark:
    """Return the SciTag of the testbed's copies: ATLAS, export from Tier-0."""
    return find(read("network/scitags"), "atlas", "T0 Export")


def outcomes(bed: Testbed) -> Run:
    """Return what a testbed lets in, copies and announces; nothing is timed.

    Parameters
    ----------
    bed : Testbed
        One that runs.

    Returns
    -------
    Run
    """
    now = dt.datetime.now(dt.UTC)
    try:
        with bed.client() as client:
            admitted = admission.tried(bed, client)
            copied = copying.tried(bed, client, mark())
    except httpx.HTTPError as error:
        raise Broken(f"a server does not answer as it should: {type(error).__name__}") from None
    return Run(about(bed.version, now), admitted, copied.trials, copied.fireflies, NO_RACES, NO_RULE)


def whole(found: Tools, say: Say, repeats: int = 1, rucio: Path | None = None) -> Run:
    """Check everything on two testbeds of our own, one without a limit and one with.

    Parameters
    ----------
    found : Tools
        The XRootD to run.
    say : callable
        Told what is being done.
    repeats : int
        How often each race with a limit is run; those without run nine times as often.
    rucio : pathlib.Path, optional
        A Python with Rucio, which then drives a copy too.

    Returns
    -------
    Run
    """
    with life.running(found=found) as bed:
        say(f"XRootD {bed.version}: tokens, copies, fireflies …")
        run = ruled(outcomes(bed), bed, say, rucio)
        say("copies at once, without a limit …")
        free = pacing.raced(bed, FREE_BASE, FREE_RUNS * repeats)
    with life.running(rate=LIMIT, found=found) as bed:
        say(f"copies at once, with the source limited to {LIMIT:g} MB/s …")
        limited = pacing.raced(bed, LIMITED_BASE, repeats)
    races = pd.concat([limited, free], ignore_index=True)
    return replace(run, races=races)


def ruled(run: Run, bed: Testbed, say: Say, rucio: Path | None) -> Run:
    """Return a run with what Rucio made of a rule, where a Python with Rucio is given."""
    if rucio is None:
        return run
    say("a rule of Rucio drives a copy …")
    steps = rule.driven(bed, rucio, mark())
    version = pd.DataFrame({"item": ["rucio"], "value": [steps.attrs["rucio"]]})
    return replace(run, run=pd.concat([run.run, version], ignore_index=True), rule=steps)


def on(bed: Testbed, say: Say, rucio: Path | None = None) -> Run:
    """Check a testbed that is up, with the limit that it has.

    Parameters
    ----------
    bed : Testbed
        One that runs.
    say : callable
        Told what is being done.
    rucio : pathlib.Path, optional
        A Python with Rucio, which then drives a copy too.

    Returns
    -------
    Run
    """
    say(f"XRootD {bed.version}: tokens, copies, fireflies …")
    run = ruled(outcomes(bed), bed, say, rucio)
    limit = "without a limit" if bed.source.rate is None else f"limited to {bed.source.rate:g} MB/s"
    say(f"copies at once, {limit} …")
    base = FREE_BASE if bed.source.rate is None else _SECONDS * bed.source.rate
    races = pacing.raced(bed, base, 1 if bed.source.rate else FREE_RUNS)
    return replace(run, races=races)


def differing(admitted: pd.DataFrame) -> pd.DataFrame:
    """Return the cases on which server and profile differ."""
    return admitted[admitted["profile"] != admitted["server"]]


def faults(run: Run) -> list[str]:
    """Return what is not as it should be, one line each.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    list of str
        A case decided otherwise than the profile has it, unless it is one of ``KNOWN``; a copy done that
        should not be, or not done; one that left other bytes; fireflies that did not come; a rule that is
        not fulfilled.
    """
    found = [
        f"{row.case}: {row.request} was {row.server} ({row.http}): expected {row.profile}"
        for row in differing(run.admission).itertuples()
        if row.case not in KNOWN
    ]
    for trial, row in zip(
        copying.TRIALS, run.copies.itertuples(), strict=False
    ):  # the last one may be either
        name = f"{row.mode}, {row.trial}"
        if (row.outcome == "done") != trial.good:
            wanted = "done" if trial.good else "not done"
            found.append(f"{name}: {row.outcome} ({row.said}): expected it {wanted}")
        elif trial.good and not row.equal:
            found.append(f"{name}: done, but the bytes differ: expected equal ones")
    done = sum(one.good for one in copying.TRIALS)
    for state in ("start", "end"):
        came = sum(run.fireflies["state"] == state)
        if came != done:
            found.append(f"fireflies: {came} of the state {state}: expected {done}, one a copy")
    return found + _rule_faults(run.rule)


def _rule_faults(steps: pd.DataFrame) -> list[str]:
    if steps.empty:
        return []
    last, found = steps.iloc[-1], []
    if (last["replica"], last["rule"]) != ("AVAILABLE", "OK"):
        found.append(f"rule: {last['rule']}, replica {last['replica']}: expected OK and AVAILABLE")
    if not steps.attrs.get("equal", True):
        found.append("rule: the copy's bytes differ: expected equal ones")
    if (came := steps.attrs.get("came", 2)) != 2:
        found.append(f"rule: {came} fireflies: expected 2, a start and an end")
    return found


def summary(run: Run) -> str:
    """Return what a run found, in a few lines."""
    lines = [_admitted(run), _copied(run), _announced(run)]
    lines += [
        _raced(float(limit), str(race), rows)
        for (limit, race), rows in pacing.beside(run.races).groupby(["limit", "race"], sort=False)
    ]
    if len(run.rule):
        states = " → ".join(f"{row.step}: {row.request}" for row in run.rule.itertuples())
        lines.append(f"Rucio {run.about['rucio']}: {states}; rule {run.rule['rule'].iloc[-1]}")
    return "\n".join(lines)


def _raced(limit: float, race: str, rows: pd.DataFrame) -> str:
    where = f"limited to {limit:g} MB/s" if limit else "without a limit"
    took, simulated = (" and ".join(f"{one:.2f}" for one in rows[name]) for name in ("taken", "simulated"))
    return f"{race}, {where}: took {took} s, simulated {simulated} s"


def _admitted(run: Run) -> str:
    other = differing(run.admission)
    named = f": {', '.join(other['case'])}" if len(other) else ""
    return f"tokens: {len(run.admission)} cases, {len(other)} decided otherwise than the profile{named}"


def _copied(run: Run) -> str:
    done = run.copies[run.copies["outcome"] == "done"]
    equal = int(done["equal"].sum())
    late = int(((run.copies["outcome"] == "CopyFailed") & (run.copies["http"] == 201)).sum())
    return (
        f"copies: {len(run.copies)} tried, {len(done)} done, {equal} of them with equal bytes; "
        f"{late} failed after a 201"
    )


def _announced(run: Run) -> str:
    marks = sorted({(one.experiment, one.activity) for one in run.fireflies.itertuples()})
    named = ", ".join(f"experiment {a}, activity {b}" for a, b in marks) or "none"
    return f"fireflies: {len(run.fireflies)} of marked flows ({named})"
