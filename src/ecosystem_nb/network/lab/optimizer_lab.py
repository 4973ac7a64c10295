"""Which way to choose the number of transfers does best?  A link, a day, and four ways on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.network.lab.concurrency import Aimd, Climb, Fixed, Memory, Published, Way
from ecosystem_nb.network.lab.fluid_link import FluidLink
from ecosystem_nb.network.lab.parameters import OptimizerLab
from ecosystem_nb.network.rules import fts
from ecosystem_nb.network.rules.fts_measures import success_percent, window_s

HOURS = 12
DROP = (5 * 60, 8 * 60)  # minutes: the link loses capacity from the first to the second
SETTLED = (3 * 60, 5 * 60)  # minutes just before it
BYTES = 1e9 / 8  # B in a Gbit
QUEUE = 1_000_000  # transfers that wait: never the reason


@dataclass(frozen=True)
class Pair:
    """One pair of storages on the link.

    Parameters
    ----------
    way : Way
        How it chooses the number of transfers.
    start : int
        Transfers at once in the first minute.
    """

    way: Way
    start: int


def link(page: OptimizerLab) -> FluidLink:
    """Return the link of the page."""
    return FluidLink(
        page.capacity, page.stream_cap, page.slow_rate, page.fall, page.thrash, page.base_failure
    )


def limits(page: OptimizerLab) -> fts.Limits:
    """Return what the storages allow."""
    return fts.Limits(page.most, page.most)


def ways(page: OptimizerLab) -> dict[str, Way]:
    """Return the four ways by name."""
    mode = fts.Mode.CONSERVATIVE if page.conservative else fts.Mode.NORMAL
    return {"published": Published(mode), "fixed": Fixed(page.fixed), "climb": Climb(), "AIMD": Aimd()}


def shares(page: OptimizerLab, hours: int = HOURS) -> NDArray[np.float64]:
    """Return the share of the capacity that is there, one value a minute."""
    share = np.ones(60 * hours)
    share[slice(*DROP)] = 1.0 - page.drop
    return share


def run(page: OptimizerLab, pairs: Sequence[Pair], share: NDArray[np.float64]) -> pd.DataFrame:
    """Return what happens on the link, minute by minute.

    Parameters
    ----------
    page : OptimizerLab
        The link, the noise, the file size, the seed.
    pairs : sequence of Pair
        Who shares the link; each gets of it as many parts as it runs transfers.
    share : numpy.ndarray of float64, shape (minutes,)
        Share of the capacity that is there.

    Returns
    -------
    pandas.DataFrame
        minute, pair, active, throughput, goodput (Gbit/s), success (%, as FTS counts it), failed, ended, why.

    Notes
    -----
    Equal seeds give every way the same noise.
    Throughput is spread log-normally about the link's, the count of failures normally as a binomial.
    Cost O(minutes x pairs).
    """
    rng = np.random.default_rng(page.seed)
    noise = rng.standard_normal((len(share), len(pairs), 2))
    allowed, whole = limits(page), link(page)
    memory = [Memory(active=pair.start) for pair in pairs]
    rows: list[list[dict[str, float]]] = [[] for _ in pairs]
    out: list[dict[str, object]] = []
    for minute, left in enumerate(share):
        now, together = whole.at(float(left)), sum(one.active for one in memory)
        carried, success = now.throughput(together), now.success(together)
        for number, pair in enumerate(pairs):
            active = memory[number].active
            z = noise[minute, number]
            throughput = carried * active / together * float(np.exp(page.noise * z[0] - page.noise**2 / 2))
            row = _ended(throughput, success, page.file_size, float(z[1]))
            rows[number].append(row)
            seen = _observe(minute, rows[number], active, page.file_size)
            memory[number] = pair.way.choose(memory[number], seen, allowed)
            told = {"minute": minute, "pair": number, "active": active, "success": seen.success}
            out.append({**told, **row, "why": memory[number].why})
    return pd.DataFrame(out)


def _ended(throughput: float, success: float, file_size: float, z: float) -> dict[str, float]:
    """Return what ends in a minute: transfers, failures, throughput and goodput."""
    ended = max(1.0, throughput * 60.0 / (8.0 * file_size))
    bad = 1.0 - success / 100.0
    failed = float(min(ended, max(0.0, ended * bad + z * (ended * bad * (1.0 - bad)) ** 0.5)))
    return {
        "throughput": throughput,
        "goodput": throughput * (1.0 - failed / ended),
        "failed": failed,
        "ended": ended,
    }


def _observe(minute: int, rows: list[dict[str, float]], active: int, file_size: float) -> fts.Observation:
    """Return what FTS would see: means over the window that the duration asks for."""
    duration = active * file_size * 8.0 / rows[-1]["throughput"]
    window = rows[-(window_s(duration) // 60) :]
    failed = round(sum(row["failed"] for row in window))
    ended = max(failed, round(sum(row["ended"] for row in window)))
    return fts.Observation(
        time_s=60.0 * (minute + 1),
        throughput=sum(row["throughput"] for row in window) / len(window) * BYTES,
        success=success_percent(ended - failed, failed),
        retries=failed,
        queue=QUEUE,
        file_size=file_size * 1e9,
    )


def compare(page: OptimizerLab, named: Mapping[str, Way] | None = None) -> pd.DataFrame:
    """Return the minutes of every way, each alone on the link, with its name in the column ``way``.

    Each starts where FTS starts without information: halfway.
    """
    low, high = limits(page).range()
    start = low + (high - low) // 2
    tables = [
        run(
            page, [Pair(way, min(page.fixed, high) if isinstance(way, Fixed) else start)], shares(page)
        ).assign(way=name)
        for name, way in (named or ways(page)).items()
    ]
    return pd.concat(tables, ignore_index=True)


def oracle(page: OptimizerLab) -> float:
    """Return the mean goodput in Gbit/s of one who knows the link: the best number in each minute."""
    low, high = limits(page).range()
    parts = {left: link(page).at(left) for left in {float(one) for one in shares(page)}}
    best = {left: part.goodput(part.best(low, high)) for left, part in parts.items()}
    return float(np.mean([best[float(left)] for left in shares(page)]))
