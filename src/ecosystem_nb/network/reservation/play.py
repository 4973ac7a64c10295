"""The same traffic in four ways: best effort, hard reservations, promises that lend, deadlines first."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.network.reservation.calendar import Calendar, reserve, steps
from ecosystem_nb.network.reservation.deadlines import earliest_first
from ecosystem_nb.network.reservation.parameters import ReservedPath
from ecosystem_nb.network.reservation.promise_kernel import run_promised
from ecosystem_nb.network.reservation.traffic import Campaign, alone
from ecosystem_nb.network.transfers.simulator import GBIT_PER_GB, simulate
from ecosystem_nb.network.transfers.topology import Link, Topology

Floats = NDArray[np.float64]

BEST, HARD, LENT, FIRST = "best effort", "hard", "lent", "deadlines first"
WAYS = (BEST, HARD, LENT, FIRST)
PATH = "path"


@dataclass(frozen=True, eq=False)
class Played:
    """What became of a campaign in one way.

    Parameters
    ----------
    finish, other_finish : numpy.ndarray of float64
        End of each dataset and of each batch of other traffic, s.
    carried : float
        What the path carried of both by the end of the campaign, GB.
    empty : float
        What was reserved by then, not used and not lent, GB.
    """

    finish: Floats
    other_finish: Floats
    carried: float
    empty: float


@dataclass(frozen=True, eq=False)
class Used:
    """What datasets did with their reservations.

    Parameters
    ----------
    finish : numpy.ndarray of float64, shape (datasets,)
        When the dataset, or its reservation, was at its end, s; NaN where it was refused.
    left : numpy.ndarray of float64, shape (datasets,)
        What did not fit, GB: all of it where it was refused.
    used, held : float
        Used, and reserved, by the end of the campaign, GB.
    """

    finish: Floats
    left: Floats
    used: float
    held: float


def booked(page: ReservedPath, campaign: Campaign) -> Calendar:
    """Ask for a reservation for each dataset when it is released.

    Parameters
    ----------
    page : ReservedPath
        Capacity, reservable share, shape, hosts.
    campaign : Campaign
        The traffic.

    Returns
    -------
    Calendar
    """
    wishes = campaign.datasets.rename(columns={"asked": "volume"}).assign(most=alone(page))
    return reserve(wishes, {PATH: page.reservable * page.capacity}, page.shape)


def used(campaign: Campaign, calendar: Calendar) -> Used:
    """Send each dataset over what is reserved for it, at the rate reserved, until it is done."""
    pieces, size = calendar.pieces, campaign.datasets["size"].to_numpy()
    of = pieces["request"].to_numpy()
    begin, end, rate = (pieces[name].to_numpy() for name in ("begin", "end", "rate"))
    volume = pd.Series(rate * (end - begin) / GBIT_PER_GB)
    before = volume.groupby(of).cumsum().to_numpy() - volume.to_numpy()
    moved = np.clip(size[of] - before, 0.0, volume.to_numpy())
    done = np.where(moved > 0.0, begin + GBIT_PER_GB * moved / rate, begin)
    finish, left = np.full(size.size, np.nan), size.copy()
    np.subtract.at(left, of, moved)
    np.fmax.at(finish, of, done)
    left[left < 1e-9 * size] = 0.0
    until = campaign.length
    in_time = np.clip(np.minimum(done, until) - begin, 0.0, None)
    held = np.clip(np.minimum(end, until) - begin, 0.0, None)
    return Used(finish, left, float(rate @ in_time) / GBIT_PER_GB, float(rate @ held) / GBIT_PER_GB)


def play(way: str, page: ReservedPath, campaign: Campaign, calendar: Calendar) -> Played:
    """Play a campaign in one way.

    Parameters
    ----------
    way : {'best effort', 'hard', 'lent', 'deadlines first'}
        All share alike; what is reserved is taken off the path for its time, used or not; what is reserved
        is promised, and whatever its owner does not use is lent, so are free rates to the owner; datasets
        are served by their deadlines.
    page : ReservedPath
        The path.
    campaign : Campaign
        The traffic.
    calendar : Calendar
        From :func:`booked`; the first and the last way do not look at it.

    Returns
    -------
    Played

    Raises
    ------
    ValueError
        For another way.
    """
    if way == BEST:
        size = campaign.datasets["size"].to_numpy()
        return _shared(page, campaign, campaign.datasets["release"].to_numpy(), size, None)
    if way == HARD:
        return _hard(page, campaign, calendar)
    if way == LENT:
        return _lent(page, campaign, calendar)
    if way == FIRST:
        return _first(page, campaign)
    raise ValueError(f"way = {way!r}: expected one of {', '.join(WAYS)}")


def _shared(
    page: ReservedPath, campaign: Campaign, begin: Floats, left: Floats, taken: pd.DataFrame | None
) -> Played:
    """Share fairly what is not taken: among what is left of each dataset, from its begin on, and batches."""
    some = np.flatnonzero(left > 0.0)
    arrival = np.concatenate([np.repeat(begin[some], page.hosts), campaign.others["arrival"]])
    size = np.concatenate([np.repeat(left[some] / page.hosts, page.hosts), campaign.others["size"]])
    ends_at = Topology(("source", "destination"), (Link(PATH, "source", "destination", page.capacity),))
    transfers = pd.DataFrame({"arrival": arrival, "size": size})
    transfers = transfers.assign(source="source", destination="destination", cap=page.host_rate)
    if taken is None:
        taken = pd.DataFrame({"time": [0.0], "rate": [0.0]})
    room = np.maximum(page.capacity - taken["rate"].to_numpy(), 0.0)
    changes = pd.DataFrame({"time": taken["time"], "link": PATH, "capacity": room})
    ends = simulate(ends_at, transfers, changes).transfers["finish"].to_numpy()
    finish, parts = np.full(left.size, np.nan), some.size * page.hosts
    finish[some] = ends[: parts : page.hosts]
    carried = _carried(page, arrival, ends, changes, campaign.length)
    return Played(finish, ends[parts:], carried, 0.0)


def _carried(page: ReservedPath, begin: Floats, end: Floats, changes: pd.DataFrame, until: float) -> float:
    """Return the volume carried by a time, GB: at each moment all that the transfers under way can take."""
    first = np.append(0.0, changes["time"].to_numpy())
    room = np.append(page.capacity, changes["capacity"].to_numpy())
    begins, ends = np.sort(begin), np.sort(end)
    times = np.unique(np.concatenate([[0.0, until], begins, ends, first]))
    times = times[times <= until]
    under_way = np.searchsorted(begins, times, side="right") - np.searchsorted(ends, times, side="right")
    free = room[np.searchsorted(first, times, side="right") - 1]
    rate = np.minimum(under_way * page.host_rate, free)
    return float(rate[:-1] @ np.diff(times)) / GBIT_PER_GB


def _hard(page: ReservedPath, campaign: Campaign, calendar: Calendar) -> Played:
    went = used(campaign, calendar)
    pieces = calendar.pieces
    taken = steps(*(pieces[name].to_numpy() for name in ("begin", "end", "rate")))
    release = campaign.datasets["release"].to_numpy()
    begin = np.where(calendar.requests["refused"], release, calendar.requests["end"])
    rest = _shared(page, campaign, begin, went.left, taken)
    return Played(
        np.where(went.left > 0.0, rest.finish, went.finish),
        rest.other_finish,
        rest.carried + went.used,
        went.held - went.used,
    )


def _first(page: ReservedPath, campaign: Campaign) -> Played:
    sets = campaign.datasets
    served = earliest_first(
        page.reservable * page.capacity,
        sets["release"],
        sets["deadline"],
        GBIT_PER_GB * sets["size"],
        alone(page),
    )
    taken = pd.DataFrame({"time": served.time, "rate": served.rate})
    rest = _shared(page, campaign, served.finish, np.zeros(len(sets)), taken)
    until = np.append(served.time[1:], served.time[-1])
    lasted = np.clip(np.minimum(until, campaign.length) - served.time, 0.0, None)
    carried = float(served.rate @ lasted) / GBIT_PER_GB
    return Played(served.finish, rest.other_finish, rest.carried + carried, 0.0)


def _lent(page: ReservedPath, campaign: Campaign, calendar: Calendar) -> Played:
    sets, others, pieces = campaign.datasets, campaign.others, calendar.pieces
    begins = pieces.assign(time=pieces["begin"], order=1)
    ends = pieces.assign(time=pieces["end"], rate=0.0, order=0)  # an end before a begin at the same time
    changes = pd.concat([begins, ends]).sort_values(["time", "order"], kind="stable")
    count = np.full(len(sets), float(page.hosts))
    large, small, carried = run_promised(
        page.capacity,
        sets["release"].to_numpy(),
        GBIT_PER_GB * sets["size"].to_numpy(),
        count,
        count * page.host_rate,
        changes["time"].to_numpy(),
        changes["request"].to_numpy(dtype=np.int64),
        changes["rate"].to_numpy(),
        others["arrival"].to_numpy(),
        GBIT_PER_GB * others["size"].to_numpy(),
        page.host_rate,
        campaign.length,
    )
    return Played(large, small, float(carried.sum()) / GBIT_PER_GB, 0.0)
