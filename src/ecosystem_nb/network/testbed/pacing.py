"""How long do copies take that run at once?  Measured on real servers, and as the simulator has it."""

import math
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.network.copies.markers import TransferError
from ecosystem_nb.network.copies.tpc import Rules, copy
from ecosystem_nb.network.testbed import files
from ecosystem_nb.network.testbed.bed import Testbed
from ecosystem_nb.network.testbed.tools import Broken
from ecosystem_nb.network.transfers.reference import transfers_reference

GBIT_PER_MB = 8e-3
_SCOPES = "storage.read:/data", "storage.create:/out storage.read:/out"


@dataclass(frozen=True)
class Race:
    """Copies that begin at the same moment.

    Parameters
    ----------
    name : str
        What is tried.
    sizes : tuple of float
        Size of each, in units of the base size.
    """

    name: str
    sizes: tuple[float, ...]


RACES = (Race("one alone", (1.0,)), Race("two equal", (1.0, 1.0)), Race("two unequal", (1.0, 2.0)))


def prepare(bed: Testbed, base: float) -> None:
    """Put the files of all races on the source.

    Parameters
    ----------
    bed : Testbed
        Where.
    base : float
        Base size, MB, above 0.
    """
    for size in sorted({one for race in RACES for one in race.sizes}):
        (bed.data("source") / _path(size)[1:]).write_bytes(files.content(round(1e6 * base * size)))
    bed.hand_over("source")


def measured(bed: Testbed, race: Race) -> list[float]:
    """Return how long each pull of a race takes, s: from the COPY to the checksum of both ends."""
    taken = [0.0] * len(race.sizes)
    faults: list[Exception] = []
    run_id = os.urandom(4).hex()  # a name that was used before might still have its old checksum
    start = threading.Barrier(len(race.sizes))

    def run(number: int) -> None:
        source = bed.end(bed.source, _path(race.sizes[number]), _SCOPES[0])
        target = bed.end(bed.destination, f"/atlas/out/{run_id}-{number}", _SCOPES[1])
        try:
            with bed.client() as client:
                start.wait()
                begun = time.perf_counter()
                copy(client, source, target, Rules("pull"))
                taken[number] = time.perf_counter() - begun
        except (TransferError, threading.BrokenBarrierError) as error:
            faults.append(error)
            start.abort()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(race.sizes))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    for number in range(len(race.sizes)):
        (bed.data("destination") / "atlas" / "out" / f"{run_id}-{number}").unlink(missing_ok=True)
    if faults:
        raise Broken(f"{race.name}: {type(faults[0]).__name__}: {faults[0]}") from faults[0]
    return taken


def simulated(sizes: Sequence[float], capacity: float) -> list[float]:
    """Return how long copies take that share one link from their first byte on.

    Parameters
    ----------
    sizes : sequence of float
        MB, above 0; all begin at 0 s.
    capacity : float
        MB/s, above 0.

    Returns
    -------
    list of float
        s.

    Notes
    -----
    By the readable twin of the transfer simulator, which gives the same times: a few copies are not worth
    the seconds that the fast one takes to compile.

    Examples
    --------
    >>> simulated([10.0, 20.0], 10.0)
    [2.0, 3.0]
    """
    within("capacity", capacity, "MB/s", above=0)
    within("sizes", list(sizes), "MB", above=0)
    count = len(sizes)
    return transfers_reference(
        [GBIT_PER_MB * capacity],
        [[0]] * count,
        [math.inf] * count,
        [GBIT_PER_MB * one for one in sizes],
        [0.0] * count,
    )


def raced(bed: Testbed, base: float, repeats: int) -> pd.DataFrame:
    """Run every race several times.

    Parameters
    ----------
    bed : Testbed
        Its source's rate is the limit.
    base : float
        Base size, MB.
    repeats : int
        How often each race is run, at least 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``limit`` (MB/s, 0 for none), ``race``, ``copy`` (from 1), ``size`` (MB), ``taken``, ``low``
        and ``high`` (median, least and most, s) and ``runs``.
    """
    within("repeats", repeats, "1", least=1)
    prepare(bed, base)
    rows = []
    for race in RACES:
        runs = [measured(bed, race) for _ in range(repeats)]
        for number, times in enumerate(zip(*runs, strict=True), 1):
            rows.append(
                {
                    "limit": bed.source.rate or 0.0,
                    "race": race.name,
                    "copy": number,
                    "size": base * race.sizes[number - 1],
                    "taken": round(median(times), 3),
                    "low": round(min(times), 3),
                    "high": round(max(times), 3),
                    "runs": repeats,
                }
            )
    return pd.DataFrame(rows)


def beside(races: pd.DataFrame) -> pd.DataFrame:
    """Set the simulator's time beside each measured one.

    Parameters
    ----------
    races : pandas.DataFrame
        As from :func:`raced`, of one or more limits.

    Returns
    -------
    pandas.DataFrame
        The same with ``capacity`` (MB/s), ``simulated`` (s) and ``late`` (measured less simulated, s).
        The capacity is the limit; where there is none, the rate of the copy that ran alone.
    """
    parts = []
    for (limit, _), rows in races.groupby(["limit", "race"], sort=False):
        alone = races[(races["limit"] == limit) & (races["race"] == RACES[0].name)].iloc[0]
        capacity = float(limit) or float(alone["size"] / alone["taken"])
        times = simulated(list(rows["size"]), capacity)
        late = [a - b for a, b in zip(rows["taken"], times, strict=True)]
        parts.append(rows.assign(capacity=capacity, simulated=times, late=late))
    return pd.concat(parts, ignore_index=True)


def _path(size: float) -> str:
    return f"/atlas/data/race-{size:g}"
