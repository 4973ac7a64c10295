"""How do flows share links?  Exact max-min fair rates by progressive filling (bare kernels)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Index letters: c a class of flows (equal route, equal cap), l a link, i a place in a list.


class Filling(NamedTuple):
    """Work arrays of one filling, made once and used again: nothing in them outlives a call."""

    residual: Floats  # (links,) Gbit/s that the classes of the filling may use
    waiting: Ints  # (links,) flows on the link whose rate is not yet set
    start: Ints  # (links,) where the link's classes begin in `crossing`
    stop: Ints  # (links,) where they end
    crossing: Ints  # (route entries,) classes, link by link
    open_links: Ints  # (links,) links with waiting flows
    open_classes: Ints  # (classes,) classes with a cap whose rate is not yet set
    rate: Floats  # (classes,) result: rate of one flow, Gbit/s
    bottleneck: Ints  # (classes,) result: link that sets the rate, -1 when the cap does, -2 while waiting
    level: Floats  # (links,) result: rate of the flows that the link holds back, Gbit/s, or -1


@njit(nogil=True)
def new_filling(links: int, classes: int, entries: int) -> Filling:
    """Return work arrays for so many links, classes and route entries."""
    return Filling(
        np.zeros(links),
        np.zeros(links, np.int64),
        np.zeros(links, np.int64),
        np.zeros(links, np.int64),
        np.zeros(max(entries, 1), np.int64),
        np.zeros(links, np.int64),
        np.zeros(classes, np.int64),
        np.zeros(classes),
        np.full(classes, -2),
        np.full(links, -1.0),
    )


@njit(nogil=True)
def _list_crossings(work, members, m, touched, k, flows, pointer, route):  # type: ignore[no-untyped-def]
    """List the members that cross each touched link; return how many have a cap to watch."""
    for i in range(k):
        work.waiting[touched[i]] = 0
        work.stop[touched[i]] = 0
        work.level[touched[i]] = -1.0
    for i in range(m):
        c = members[i]
        work.bottleneck[c] = -2
        for e in range(pointer[c], pointer[c + 1]):
            work.waiting[route[e]] += flows[c]
            work.stop[route[e]] += 1
    place = 0
    for i in range(k):
        link = touched[i]
        work.start[link] = place
        place += work.stop[link]
        work.stop[link] = work.start[link]
    for i in range(m):
        c = members[i]
        for e in range(pointer[c], pointer[c + 1]):
            work.crossing[work.stop[route[e]]] = c
            work.stop[route[e]] += 1


@njit(nogil=True)
def _settle(work, c, rate, link, flows, pointer, route):  # type: ignore[no-untyped-def]
    """Set the rate of a class for good and take it off the links of its route."""
    work.rate[c] = rate
    work.bottleneck[c] = link
    for e in range(pointer[c], pointer[c + 1]):
        other = route[e]
        work.waiting[other] -= flows[c]
        work.residual[other] = max(work.residual[other] - flows[c] * rate, 0.0)


@njit(nogil=True)
def fill(work, members, m, touched, k, flows, caps, pointer, route):  # type: ignore[no-untyped-def]
    """Fill some classes within what is left of the links: the inner step of all that shares.

    Parameters
    ----------
    work : Filling
        ``residual`` of the touched links is set by the caller; results stand in ``rate``,
        ``bottleneck`` and ``level``.
    members : ndarray of int64
        The first ``m`` are the classes to fill, each with at least one flow.
    m : int
        Number of classes to fill.
    touched : ndarray of int64
        The first ``k`` are all links that the members cross (and perhaps more).
    k : int
        Number of touched links.
    flows : ndarray of int64, shape (classes,)
        Flows of each class.
    caps : ndarray of float64, shape (classes,)
        Most that one flow may take, Gbit/s; ``inf`` for no cap.
    pointer, route : ndarray of int64
        Class c crosses ``route[pointer[c]:pointer[c + 1]]``, at least one link.

    Notes
    -----
    A cap at or below the smallest fair share of any link binds whatever the others get, so all such
    caps are settled at once; else the link of smallest share settles all classes that wait on it.
    Cost O(route entries + rounds x links), with at most one round a bottleneck link and one a cap.
    """
    _list_crossings(work, members, m, touched, k, flows, pointer, route)
    capped, lowest = 0, np.inf
    for i in range(m):
        if caps[members[i]] < np.inf:
            work.open_classes[capped] = members[i]
            lowest = min(lowest, caps[members[i]])
            capped += 1
    left = 0
    for i in range(k):
        if work.waiting[touched[i]] > 0:
            work.open_links[left] = touched[i]
            left += 1
    while left > 0:
        share, tightest, kept = np.inf, -1, 0
        for i in range(left):
            link = work.open_links[i]
            if work.waiting[link] > 0:
                work.open_links[kept] = link
                kept += 1
                if work.residual[link] < share * work.waiting[link]:
                    share = work.residual[link] / work.waiting[link]
                    tightest = link
        left = kept
        if tightest < 0:
            break
        if lowest <= share:
            kept, lowest = 0, np.inf
            for i in range(capped):
                c = work.open_classes[i]
                if work.bottleneck[c] != -2:
                    continue
                if caps[c] <= share:
                    _settle(work, c, caps[c], -1, flows, pointer, route)
                else:
                    work.open_classes[kept] = c
                    lowest = min(lowest, caps[c])
                    kept += 1
            capped = kept
            continue
        work.level[tightest] = share
        for i in range(work.start[tightest], work.stop[tightest]):
            c = work.crossing[i]
            if work.bottleneck[c] == -2:
                _settle(work, c, share, tightest, flows, pointer, route)


@njit(nogil=True)
def max_min(flows: Ints, caps: Floats, pointer: Ints, route: Ints, capacity: Floats) -> Floats:
    """Return the max-min fair rate of one flow of each class.

    No flow can get more without taking from a flow that has no more than it: each flow runs at
    its cap or crosses a full link on which nobody gets more.

    Parameters
    ----------
    flows : ndarray of int64, shape (classes,)
        Flows of each class, at least 1.
    caps : ndarray of float64, shape (classes,)
        Most that one flow may take, Gbit/s, above 0; ``inf`` for no cap.
    pointer : ndarray of int64, shape (classes + 1,)
        Class c crosses the links ``route[pointer[c]:pointer[c + 1]]``, at least one.
    route : ndarray of int64, shape (pointer[-1],)
        Links of the routes; a route holds a link once.
    capacity : ndarray of float64, shape (links,)
        Capacity of each link, Gbit/s, at least 0.

    Returns
    -------
    ndarray of float64, shape (classes,)
        Rate of one flow, Gbit/s.

    Notes
    -----
    Steady flows on lossless links without round-trip times: the idealisation of fair sharing, not TCP.
    Progressive filling, cost O(route entries + rounds x links).

    References
    ----------
    Bertsekas and Gallager, Data Networks, 2nd ed., section 6.5.2.

    Examples
    --------
    Two flows share a link of 10 Gbit/s; one of them may take 2 Gbit/s at most:

    >>> max_min(np.array([1, 1]), np.array([2.0, np.inf]), np.array([0, 1, 2]), np.array([0, 0]),
    ...         np.array([10.0])).tolist()
    [2.0, 8.0]
    """
    work = new_filling(capacity.size, flows.size, route.size)
    work.residual[:] = capacity
    members, touched = np.arange(flows.size), np.arange(capacity.size)
    fill(work, members, flows.size, touched, capacity.size, flows, caps, pointer, route)
    return work.rate


def max_min_reference(
    routes: Sequence[Sequence[int]], caps: Sequence[float], capacity: Sequence[float]
) -> list[float]:
    """Return the max-min fair rate of each flow: raise all together, stop whoever meets a bound.

    The readable twin of :func:`max_min`; every flow stands for itself.

    Parameters
    ----------
    routes : sequence of sequences of int
        Links that each flow crosses.
    caps : sequence of float
        Most that each flow may take, Gbit/s; ``inf`` for no cap.
    capacity : sequence of float
        Capacity of each link, Gbit/s.

    Returns
    -------
    list of float
        Rate of each flow, Gbit/s.
    """
    rates = [0.0] * len(routes)
    rising = set(range(len(routes)))
    while rising:
        rooms = {}
        for link, most in enumerate(capacity):
            users = [flow for flow in rising if link in routes[flow]]
            if users:
                taken = sum(rates[f] for f in range(len(routes)) if f not in rising and link in routes[f])
                rooms[link] = (most - taken) / len(users)
        level = min([max(room, 0.0) for room in rooms.values()] + [caps[flow] for flow in rising])
        tight = {link for link, room in rooms.items() if room <= level * (1 + 1e-13)}
        stopped = {flow for flow in rising if caps[flow] <= level or tight.intersection(routes[flow])}
        for flow in stopped:
            rates[flow] = level
        rising -= stopped
    return rates
