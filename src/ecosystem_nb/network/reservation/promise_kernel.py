"""What does a promised rate do on a shared link?  Event by event (bare kernels)."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ecosystem_nb.network.transfers.compiled import compiled
from ecosystem_nb.network.transfers.heaps import pop, push

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAME_TIME = 1e-15  # relative; ends this near are one event


class Large(NamedTuple):
    """The large transfers, and which of them are under way."""

    hosts: Floats  # (large,) weight
    most: Floats  # (large,) Gbit/s
    promised: Floats  # (large,) Gbit/s, now
    left: Floats  # (large,) Gbit
    rate: Floats  # (large,) Gbit/s
    due: Floats  # (large,) s, when it ends at its present rate
    end: Floats  # (large,) s
    active: Ints  # (large,) those under way come first


@compiled
def _asked(some, k, lone, single, level):
    """Return what all would take, Gbit/s, if every host were given the level."""
    total = lone * min(single, level) if lone > 0 else 0.0
    for place in range(k):
        i = some.active[place]
        total += max(some.promised[i], min(some.most[i], some.hosts[i] * level))
    return total


@compiled
def _corner(some, single, place):
    """Return a level at which somebody begins or ceases to follow it."""
    if place == 0:
        return single
    i = some.active[(place - 1) >> 1]
    return (some.promised[i] if place & 1 else some.most[i]) / some.hosts[i]


@compiled
def _level(some, k, lone, single, capacity):
    """Return the rate of a host at which the link is just full; infinite when it never is.

    What is asked rises with the level, in straight lines between corners: find the last corner at which
    it fits and the first at which it does not, and go between them in proportion.
    """
    if _asked(some, k, lone, single, np.inf) <= capacity:
        return np.inf
    low, high = 0.0, np.inf
    for place in range(2 * k + 1):
        corner = _corner(some, single, place)
        if low < corner < high:
            if _asked(some, k, lone, single, corner) <= capacity:
                low = corner
            else:
                high = corner
    if high == np.inf:
        high = low + 1.0  # beyond the last corner one line goes on for ever
    at_low = _asked(some, k, lone, single, low)
    slope = (_asked(some, k, lone, single, high) - at_low) / (high - low)
    return low + (capacity - at_low) / slope if slope > 0.0 else low


@compiled
def _share(some, k, lone, single, capacity, now):
    """Give every transfer under way its rate; return that of a small one."""
    level = _level(some, k, lone, single, capacity)
    for place in range(k):
        i = some.active[place]
        some.rate[i] = max(some.promised[i], min(some.most[i], some.hosts[i] * level))
        some.due[i] = now + some.left[i] / some.rate[i] if some.rate[i] > 0.0 else np.inf
    return min(single, level) if lone > 0 else 0.0


@compiled
def _move(some, k, now, then):
    """Move the large transfers up to a time and end those that are due; return how many are left."""
    kept = 0
    for place in range(k):
        i = some.active[place]
        some.left[i] -= some.rate[i] * (then - now)
        if some.due[i] <= then * (1.0 + SAME_TIME):
            some.end[i] = then
        else:
            some.active[kept] = i
            kept += 1
    return kept


@compiled
def _rate_of_all(some, k):
    total = 0.0
    for place in range(k):
        total += some.rate[some.active[place]]
    return total


@compiled
def _first_due(some, k):
    first = np.inf
    for place in range(k):
        first = min(first, some.due[some.active[place]])
    return first


@njit(nogil=True)
def run_promised(
    capacity: float,
    release: Floats,
    volume: Floats,
    hosts: Floats,
    most: Floats,
    change_time: Floats,
    change_of: Ints,
    change_rate: Floats,
    arrival: Floats,
    size: Floats,
    single: float,
    until: float,
) -> tuple[Floats, Floats, Floats]:
    """Return when each transfer on one link ends, some of them with a promised rate for a time.

    A transfer of w hosts with the promise m and the most M takes max(m, min(M, w x)), where the level x
    is the same for all and such that the link is full, or as high as all can use.

    Parameters
    ----------
    capacity : float
        Gbit/s, above 0.
    release : ndarray of float64, shape (large,)
        When each large transfer begins, s, in rising order.
    volume : ndarray of float64, shape (large,)
        Gbit, above 0.
    hosts : ndarray of float64, shape (large,)
        Its weight: how many hosts send, above 0.
    most : ndarray of float64, shape (large,)
        Most that it takes, Gbit/s, above 0; ``inf`` for no bound.
    change_time, change_of, change_rate : ndarray, shape (changes,)
        At a time (s, in rising order) the promise to a large transfer becomes so many Gbit/s, at most
        its ``most``; all promises together never pass the capacity.
    arrival, size : ndarray of float64, shape (small,)
        Small transfers of one host without a promise: s in rising order, Gbit.
    single : float
        Most that a small transfer takes, Gbit/s; ``inf`` for no bound.
    until : float
        Time up to which carried volume is counted, s.

    Returns
    -------
    large, small : ndarray of float64, shapes (large,) and (small,)
        End of each transfer, s; ``inf`` when it can never end.
    carried : ndarray of float64, shape (2,)
        Volume of large and of small transfers carried by ``until``, Gbit.

    Notes
    -----
    A fluid model, as :func:`~ecosystem_nb.network.transfers.kernel.run_transfers`, of one link.
    A promise that its owner does not use is lent to all others at that moment.
    Small transfers are all served alike, so a heap of the volumes at which they end is kept.
    Cost O(log small + k^2) an event with k large transfers under way.

    Examples
    --------
    Two transfers of 100 Gbit on 10 Gbit/s; the first is promised 8 of them:

    >>> none, one = np.zeros(0), np.ones(2)
    >>> run_promised(10.0, np.zeros(2), 100 * one, one, np.inf * one, np.zeros(1), np.zeros(1, np.int64),
    ...     np.full(1, 8.0), none, none, 1.0, 100.0)[0].tolist()
    [12.5, 20.0]
    """
    zeros = np.zeros((3, release.size))
    never = np.full(release.size, np.inf)
    some = Large(
        hosts, most, zeros[0], volume.copy(), zeros[1], zeros[2], never, np.zeros(release.size, np.int64)
    )
    small_end = np.full(arrival.size, np.inf)
    end_at, waiting = np.zeros(arrival.size), np.zeros(arrival.size, np.int64)
    carried = np.zeros(2)
    now, moved, rate = 0.0, 0.0, 0.0  # a small transfer that has been there all the while has moved so much
    k, lone, released, arrived, changed = 0, 0, 0, 0, 0
    while True:
        small_due = now + (end_at[0] - moved) / rate if rate > 0.0 else np.inf
        then = min(small_due, _first_due(some, k))
        if released < release.size:
            then = min(then, release[released])
        if arrived < arrival.size:
            then = min(then, arrival[arrived])
        if changed < change_time.size and k > 0:
            then = min(then, change_time[changed])
        if then == np.inf:
            break
        counted = max(min(then, until) - now, 0.0)
        carried[0] += _rate_of_all(some, k) * counted
        carried[1] += lone * rate * counted
        k = _move(some, k, now, then)
        moved += rate * (then - now)
        if small_due <= then * (1.0 + SAME_TIME):
            moved = end_at[0]
            while lone > 0 and end_at[0] <= moved:
                small_end[pop(end_at, waiting, 0, lone)] = then
                lone -= 1
        now = then
        moved = moved if lone > 0 else 0.0
        while released < release.size and release[released] <= now:
            some.active[k] = released
            k += 1
            released += 1
        while arrived < arrival.size and arrival[arrived] <= now:
            push(end_at, waiting, 0, lone, moved + size[arrived], arrived)
            lone += 1
            arrived += 1
        while changed < change_time.size and change_time[changed] <= now:
            some.promised[change_of[changed]] = change_rate[changed]
            changed += 1
        rate = _share(some, k, lone, single, capacity, now)
    return some.end, small_end, carried
