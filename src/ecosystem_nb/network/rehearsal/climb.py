"""How long does FTS take to fill a link?  Closed forms of its climb and of Rucio's throttler."""

import math

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.network.rehearsal import cable, loop
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.network.rules.fts import INTERVAL_S, MIN_ACTIVE, STEP_UP_NORMAL, Mode
from ecosystem_nb.network.transfers.simulator import GBIT_PER_GB
from ecosystem_nb.network.transfers.topology import Link, Topology

PROCESSES = 400  # transfers at once of one FTS server, as shipped: MaxUrlCopyProcesses


def streams(rate: float, cap: float) -> int:
    """Return how many transfers at once make up a rate.

    Parameters
    ----------
    rate, cap : float
        Of the link and of one transfer, Gbit/s, above 0.

    Returns
    -------
    int

    Examples
    --------
    >>> streams(400.0, 0.7)
    572
    """
    within("rate", rate, "Gbit/s", above=0)
    within("cap", cap, "Gbit/s", above=0)
    return math.ceil(rate / cap * (1.0 - 1e-12))


def climb_s(need: int, start: int = MIN_ACTIVE, step: int = STEP_UP_NORMAL) -> float:
    """Return how long FTS takes at best from some transfers at once to more.

    Parameters
    ----------
    need, start : int
        Transfers at once, 1 or more.
    step : int
        Added each time: 2, or 1 in the conservative mode.

    Returns
    -------
    float
        s; 0 where there are enough to begin with.

    Raises
    ------
    ValueError
        For a number below 1.

    Notes
    -----
    T = 60 s ceil((need - start) / step): one step a decision, a decision a minute, each of them upwards.
    That holds while every transfer has its full rate and the queue is longer than what runs.

    Examples
    --------
    >>> climb_s(572) / 3600
    4.75
    """
    for name, value in (("need", need), ("start", start), ("step", step)):
        within(name, value, "transfers", least=1)
    return float(INTERVAL_S * max(math.ceil((need - start) / step), 0))


def late_tb(rate: float, seconds: float) -> float:
    """Return what waits when a link has climbed from nothing to a rate, evenly: R T / 2, TB.

    Examples
    --------
    >>> late_tb(400.0, 4.75 * 3600)
    427.5
    """
    within("rate", rate, "Gbit/s", least=0)
    within("time", seconds, "s", least=0)
    return rate * seconds / 2.0 / GBIT_PER_GB / 1000.0


def throttled_gbit_s(max_transfers: int, file_size: float, every_s: float) -> float:
    """Return the most that Rucio's throttler lets through, M s / P.

    Parameters
    ----------
    max_transfers : int
        Limit M, 1 or more.
    file_size : float
        Size s, GB, above 0.
    every_s : float
        Time P between two runs of the throttler, s, above 0.

    Returns
    -------
    float
        Gbit/s.

    Notes
    -----
    One run releases at most M, for none are released while more than 0.8 M are under way.
    It is reached where FTS is done with them before the next run; if FTS is slower, FTS is the limit.

    Examples
    --------
    >>> throttled_gbit_s(2000, 1.5, 600)
    40.0
    """
    within("max_transfers", max_transfers, "transfers", least=1)
    within("file size", file_size, "GB", above=0)
    within("time between runs", every_s, "s", above=0)
    return max_transfers * file_size * GBIT_PER_GB / every_s


def servers(at_once: float) -> int:
    """Return how many FTS servers run so many transfers, at 400 each.

    Examples
    --------
    >>> servers(2180)
    6
    """
    within("transfers at once", at_once, "transfers", above=0)
    return math.ceil(at_once / PROCESSES)


def simulated(
    page: DataChallenge, rate: float, cap: float, mode: Mode = Mode.NORMAL, spare: int = 30
) -> pd.DataFrame:
    """Run one link from FTS's minimum of two transfers, as an incident leaves it, until it is well filled.

    Parameters
    ----------
    page : DataChallenge
        File size and seed.
    rate : float
        What arrives, Gbit/s; the link is twice as wide.
    cap : float
        Of one transfer, Gbit/s.
    mode : Mode
        Of FTS.
    spare : int
        Minutes to go on after the time of :func:`climb_s`.

    Returns
    -------
    pandas.DataFrame
        Minutes of :class:`~ecosystem_nb.network.rehearsal.loop.Run` with ``rate`` (Gbit/s moved) and
        ``late`` (TB that have arrived and are not moved).
    """
    step = 1 if mode is Mode.CONSERVATIVE else STEP_UP_NORMAL
    minutes = round(climb_s(streams(rate, cap), MIN_ACTIVE, step) / INTERVAL_S) + spare
    rng = np.random.default_rng(page.seed)
    arrival = cable.arrivals(rate, page.file_size, minutes / 60.0, rng)
    table = pd.DataFrame(
        {"source": "A", "destination": "B", "size": page.file_size, "arrival": arrival, "cap": cap}
    )
    most = 10 * streams(rate, cap) + 10
    rules = loop.Rules(
        outbound={"A": most}, inbound={"B": most}, mode=mode, left_behind={("A", "B"): MIN_ACTIVE}
    )
    topology = Topology(("A", "B"), (Link("link", "A", "B", 2.0 * rate),))
    made = loop.rehearse(topology, table, rules, minutes).minutes
    arrived = table["arrival"].searchsorted(made["minute"] * float(INTERVAL_S), side="right") * page.file_size
    return made.assign(
        rate=made["moved"] * GBIT_PER_GB / INTERVAL_S, late=(arrived - made["moved"].cumsum()) / 1000.0
    )
