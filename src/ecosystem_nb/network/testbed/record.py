"""What did a run find?  All its results, kept as tables that the page reads where XRootD is not installed."""

import datetime as dt
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ecosystem_nb.tables import read

TABLES = ("run", "admission", "copies", "fireflies", "races", "rule")
_GIB = 2**30


@dataclass(frozen=True, eq=False)
class Run:
    """Everything that one run of the testbed found.

    Parameters
    ----------
    run : pandas.DataFrame
        Columns ``item`` and ``value``: versions, date, class of machine, never its name.
    admission : pandas.DataFrame
        As from :func:`.admission.tried`.
    copies, fireflies : pandas.DataFrame
        As from :func:`.copying.tried`.
    races : pandas.DataFrame
        As from :func:`.pacing.raced`; empty where copies were not timed.
    rule : pandas.DataFrame
        As from :func:`.rule.driven`; empty where Rucio did not run.
    """

    run: pd.DataFrame
    admission: pd.DataFrame
    copies: pd.DataFrame
    fireflies: pd.DataFrame
    races: pd.DataFrame
    rule: pd.DataFrame

    @property
    def about(self) -> Mapping[str, str]:
        """Versions, date and class of machine by item."""
        return dict(zip(self.run["item"], self.run["value"], strict=True))


def about(version: str, now: dt.datetime) -> pd.DataFrame:
    """Return what is known of a run beside its results.

    Parameters
    ----------
    version : str
        Of XRootD.
    now : datetime
        When it ran.

    Returns
    -------
    pandas.DataFrame
        Columns ``item`` and ``value``.
    """
    try:
        system = platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        system = "Linux"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    rows = {
        "date": now.date().isoformat(),
        "xrootd": version,
        "system": system,
        "kernel": ".".join(platform.release().split(".")[:2]),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB memory",
        "load": f"{os.getloadavg()[0]:.1f}",
    }
    return pd.DataFrame({"item": rows.keys(), "value": rows.values()})


def recorded() -> Run:
    """Return the run that is kept in ``data/network``."""
    return Run(
        read("network/testbed_run"),
        read("network/testbed_admission"),
        read("network/testbed_copies"),
        read("network/testbed_fireflies"),
        read("network/testbed_races"),
        read("network/testbed_rule"),
    )


def write(run: Run, root: Path) -> list[Path]:
    """Keep a run in ``data/network`` in place of the one that is there.

    Parameters
    ----------
    run : Run
        With its copies timed, and driven by Rucio.
    root : pathlib.Path
        The repository's root.

    Returns
    -------
    list of pathlib.Path
        What was written, relative to ``root``.
    """
    written = []
    for name in TABLES:
        path = Path("data", "network", f"testbed_{name}.csv")
        table: pd.DataFrame = getattr(run, name)
        whole = {one: "Int64" for one in ("http", "left", "sent", "received") if one in table}
        made = table.astype(whole).replace({True: "true", False: "false"})
        made.to_csv(root / path, index=False, lineterminator="\n")
        written.append(path)
    return written
