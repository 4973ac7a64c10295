"""How do flows share links?  Exact max-min fair rates by progressive filling (bare kernels)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ecosystem_nb.network.transfers.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Fields of a link's and a class's record that a filling works with; who calls `fill` may add others.
LINK_FIELDS = [
    ("room", np.float64),  # Gbit/s that the classes of the filling may use, set by the caller
    ("waiting", np.int64),  # flows on the link whose rate is not yet set
    ("members", np.int64),  # classes of the filling on the link
    ("start", np.int64),  # where the link's classes begin in `crossing`
    ("stop", np.int64),  # where they end
    ("used", np.float64),  # result: Gbit/s that the classes take
    ("highest", np.float64),  # result: highest rate of a flow, Gbit/s
    ("fair", np.float64),  # result: rate of the flows that the link holds back, Gbit/s, or -1
]
CLASS_FIELDS = [
    ("flows", np.int64),  # flows of equal route and equal cap
    ("cap", np.float64),  # most that one flow may take, Gbit/s; inf for no cap
    ("begin", np.int64),  # the class crosses the links route[begin:end]
    ("end", np.int64),
    ("new_rate", np.float64),  # result: rate of one flow, Gbit/s
    ("limit", np.int64),  # result: link that sets the rate, -1 when the cap does, -2 while waiting
]
_LINK = np.dtype(LINK_FIELDS)
_CLASS = np.dtype(CLASS_FIELDS)


class Lists(NamedTuple):
    """Room for the lists of a filling, made once and used again: nothing in it outlives a call."""

    crossing: Ints  # (route entries,) classes, link by link
    links: Ints  # (links,) links with waiting flows
    classes: Ints  # (classes,) classes with a cap whose rate is not yet set


@njit(nogil=True)
def new_lists(links: int, classes: int, entries: int) -> Lists:
    """Return room for so many links, classes and route entries."""
    return Lists(np.zeros(entries, np.int64), np.zeros(links, np.int64), np.zeros(classes, np.int64))


@compiled
def _count(links, classes, route, members, m, touched, k):
    """Empty the touched links and count the members and flows on each."""
    for i in range(k):
        link = links[touched[i]]
        link.waiting = 0
        link.members = 0
        link.used = 0.0
        link.highest = 0.0
        link.fair = -1.0
    for i in range(m):
        one = classes[members[i]]
        one.limit = -2
        for e in range(one.begin, one.end):
            links[route[e]].waiting += one.flows
            links[route[e]].members += 1


@compiled
def _list_crossings(links, classes, route, crossing, members, m, touched, k):
    """List the members on each touched link."""
    place = 0
    for i in range(k):
        link = links[touched[i]]
        link.start = place
        link.stop = place
        place += link.members
    for i in range(m):
        one = classes[members[i]]
        for e in range(one.begin, one.end):
            link = links[route[e]]
            crossing[link.stop] = members[i]
            link.stop += 1


@compiled
def _settle(links, route, one, rate, limit):
    """Set the rate of a class for good, on all links of its route."""
    one.new_rate = rate
    one.limit = limit
    for e in range(one.begin, one.end):
        link = links[route[e]]
        link.waiting -= one.flows
        link.used += one.flows * rate
        link.highest = max(link.highest, rate)


@compiled
def _settle_caps(links, classes, route, capped, count, share):
    """Settle all classes whose cap is at most the share; return how many are left, and their least cap."""
    kept, lowest = 0, np.inf
    for i in range(count):
        one = classes[capped[i]]
        if one.limit == -2 and one.cap <= share:
            _settle(links, route, one, one.cap, -1)
        elif one.limit == -2:
            capped[kept] = capped[i]
            lowest = min(lowest, one.cap)
            kept += 1
    return kept, lowest


@compiled
def _tightest(links, waiting, count):
    """Return the least fair share, its link (-1 if none), and how many links still wait."""
    share, tightest, kept = np.inf, -1, 0
    for i in range(count):
        link = links[waiting[i]]
        if link.waiting > 0:
            waiting[kept] = waiting[i]
            kept += 1
            left = max(link.room - link.used, 0.0)
            if left < share * link.waiting:
                share = left / link.waiting
                tightest = waiting[i]
    return share, tightest, kept


@compiled
def fill(links, classes, route, lists, members, m, touched, k):
    """Fill some classes within what is left of the links: the inner step of all that shares.

    Parameters
    ----------
    links : ndarray of records with ``LINK_FIELDS``
        ``room`` of the touched links is set by the caller; ``used``, ``highest`` and ``fair`` are
        results.
    classes : ndarray of records with ``CLASS_FIELDS``
        ``new_rate`` and ``limit`` of the members are results.
    route : ndarray of int64
        Links of all routes; a route holds at least one link, and none twice.
    lists : Lists
        Room to work in.
    members : ndarray of int64
        The first ``m`` are the classes to fill, each with at least one flow.
    m : int
        Number of classes to fill.
    touched : ndarray of int64
        The first ``k`` are all links that the members cross (and perhaps more).
    k : int
        Number of touched links.

    Notes
    -----
    A cap at or below the smallest fair share of any link binds whatever the others get, so all such
    caps are settled at once; else the link of smallest share settles all classes that wait on it.
    Cost O(route entries + rounds x links), with at most one round a bottleneck link and one a cap.
    """
    crossing, waiting, capped = lists
    _count(links, classes, route, members, m, touched, k)
    listed = False
    count, lowest = 0, np.inf
    for i in range(m):
        if classes[members[i]].cap < np.inf:
            capped[count] = members[i]
            lowest = min(lowest, classes[members[i]].cap)
            count += 1
    for i in range(k):
        waiting[i] = touched[i]
    left = k
    while True:
        share, tightest, left = _tightest(links, waiting, left)
        if tightest < 0:
            break
        if lowest <= share:
            count, lowest = _settle_caps(links, classes, route, capped, count, share)
            continue
        link = links[tightest]
        link.fair = share
        if link.members < m and not listed:
            _list_crossings(links, classes, route, crossing, members, m, touched, k)
            listed = True
        on_it = members[:m] if link.members == m else crossing[link.start : link.stop]
        for c in on_it:
            if classes[c].limit == -2:
                _settle(links, route, classes[c], share, tightest)


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
    links, classes = np.zeros(capacity.size, _LINK), np.zeros(flows.size, _CLASS)
    for i in range(capacity.size):
        links[i].room = capacity[i]
    for i in range(flows.size):
        classes[i].flows, classes[i].cap = flows[i], caps[i]
        classes[i].begin, classes[i].end = pointer[i], pointer[i + 1]
    lists = new_lists(capacity.size, flows.size, route.size)
    members, touched = np.arange(flows.size), np.arange(capacity.size)
    fill(links, classes, route, lists, members, flows.size, touched, capacity.size)
    rates = np.zeros(flows.size)
    for i in range(flows.size):
        rates[i] = classes[i].new_rate
    return rates


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
