"""Faults beside checks, and a canary as its events come in: tables for the page on production."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ecosystem_nb.learning.registry.canary import Canary, compare
from ecosystem_nb.learning.registry.gate import Report
from ecosystem_nb.learning.registry.store import Registry
from ecosystem_nb.learning.service.in_process import Batch
from ecosystem_nb.wording import rounded


def verdicts(reports: Mapping[str, Report]) -> pd.DataFrame:
    """Return a row for each candidate and check: ``candidate``, ``check``, ``verdict``, ``text``."""
    rows = [
        (name, one.name, "passed" if one.passed else "failed", str(one))
        for name, report in reports.items()
        for one in report.checks
    ]
    return pd.DataFrame(rows, columns=["candidate", "check", "verdict", "text"])


def checks(report: Report) -> pd.DataFrame:
    """Return a row for each check of a report, as text: ``check``, ``found``, ``allowed``."""

    def told(value: float, unit: str) -> str:
        shown = f"{value:,.0f}" if value >= 1000 else rounded(value, 3)
        return shown if unit == "1" else f"{shown} {unit}"

    rows = [
        (one.name, told(one.value, one.unit), f"{one.rule} {told(one.bound, one.unit)}")
        for one in report.checks
    ]
    return pd.DataFrame(rows, columns=["check", "found", "allowed"])


def history(registry: Registry) -> pd.DataFrame:
    """Return a row for each version: its parent, its interval, what the gate said, and its aliases."""
    names: dict[int, list[str]] = {}
    for alias, number in sorted(registry.aliases().items()):
        names.setdefault(number, []).append(alias)
    rows = [
        {
            "version": str(one.number),
            "parent": str(one.lineage.parent or "–"),
            "valid": f"{one.lineage.start:g} to {one.lineage.stop:g}",
            "gate": "passed"
            if one.report.passed
            else "failed: " + ", ".join(c.name for c in one.report.failed),
            "alias": ", ".join(names.get(one.number, [])) or "–",
        }
        for one in registry.versions()
    ]
    return pd.DataFrame(rows)


def lineage(registry: Registry, number: int) -> pd.DataFrame:
    """Return what a version is made of as rows of text, ``what`` and ``value``; digests are cut short."""
    line = registry.version(number).lineage
    known = {
        "parent": f"version {line.parent}" if line.parent else "–",
        "valid for intervals": f"{line.start:g} to {line.stop:g}",
        "data": line.data[:12] + "…",
        "integers for the trigger": line.integers[:12] + "…",
        "seed of the training": str(line.seed),
        "threshold": f"{line.threshold:.4f}",
    }
    return pd.DataFrame(list(known.items()), columns=["what", "value"])


def as_they_come(
    name: str,
    scores: tuple[Batch, Batch],
    chosen: np.ndarray,
    thresholds: tuple[float, float],
    *,
    allowed: float,
    expected: float,
    points: int = 25,
) -> tuple[pd.DataFrame, Canary]:
    """Return the canary's interval after more and more events, and its verdict at the end.

    Parameters
    ----------
    name : str
        Of the candidate.
    scores : tuple of ndarray of float32, shape (N,)
        What candidate and production say of all events; each is used on its own share only.
    chosen : ndarray of bool, shape (N,)
        Events of the candidate.
    thresholds : tuple of float
        The candidate's and production's.
    allowed, expected : float
        As for ``canary.compare``.
    points : int
        How many numbers of events.

    Returns
    -------
    table : pandas.DataFrame
        ``candidate``, ``events``, ``off``, ``low``, ``high``: difference of the rates from the expected one.
    last : Canary
        With all events.
    """
    mine, theirs = scores
    rows = []
    for n in np.unique(np.geomspace(200, len(chosen), points).astype(int)):
        on = chosen[:n]
        last = compare(mine[:n][on], theirs[:n][~on], thresholds, allowed=allowed, expected=expected)
        rows.append((name, int(n), last.difference - expected, last.low - expected, last.high - expected))
    return pd.DataFrame(rows, columns=["candidate", "events", "off", "low", "high"]), last
