"""When does each transfer end?  Events of arrival, completion and changed capacity (bare kernels)."""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ecosystem_nb.network.heaps import place_member, pop, push
from ecosystem_nb.network.resharing import (
    CLASS,
    LINK,
    TOLERANCE,
    State,
    advance,
    change_load,
    choose,
    discharge,
    enlist,
    next_end,
    renew,
    touch,
)
from ecosystem_nb.network.sharing import max_min_reference, new_lists

# mypy: disable-error-code="no-untyped-def"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAME_TIME = 1e-15  # relative; ends this near are one event: some roundings of the time


@njit(nogil=True)
def _new_state(capacity, pointer, route, caps):
    links, classes = np.zeros(capacity.size, LINK), np.zeros(caps.size, CLASS)
    for number in route:
        links[number].count += 1
    first = 0
    for i in range(links.size):
        links[i].capacity = capacity[i]
        links[i].first = first
        first += links[i].count
        links[i].count = 0
    for c in range(classes.size):
        classes[c].cap = caps[c]
        classes[c].begin, classes[c].end = pointer[c], pointer[c + 1]
        classes[c].bottleneck = -1
    return State(
        links,
        classes,
        route,
        np.zeros(route.size, np.int64),
        np.zeros(route.size, np.int64),
        np.zeros(caps.size, np.int64),
        np.full(caps.size, -1),
        np.full(caps.size, np.inf),
        np.zeros(caps.size, np.int64),
        np.zeros(capacity.size, np.int64),
        new_lists(capacity.size, caps.size, route.size),
    )


@njit(nogil=True)
def _stays_apart(links, route, one, fresh, now):
    """Whether a class that changed moves nobody: no link of its route holds anybody back or overflows.

    A class with its first flows is then set going at its cap.
    """
    more = one.flows * one.cap if fresh else 0.0
    if one.flows > 0 and (one.bottleneck >= 0 or not more < np.inf):
        return False
    for e in range(one.begin, one.end):
        link = links[route[e]]
        if link.held > 0 or link.load + more > link.capacity * (1.0 + TOLERANCE):
            return False
    if fresh:
        one.rate = one.cap
        for e in range(one.begin, one.end):
            change_load(links[route[e]], more, now)
    return True


@njit(nogil=True)
def _change_flows(links, route, one, by, now):
    """Count flows of a class in or out, each at the class's present rate."""
    one.flows += by
    for e in range(one.begin, one.end):
        change_load(links[route[e]], by * one.rate, now)


@njit(nogil=True)
def _change_capacity(links, classes, users, members, m, touched, k, number, capacity):
    """Change the capacity of a link; return the lengths of the lists for `renew`."""
    link = links[number]
    link.capacity = capacity
    if link.load > capacity * (1.0 + TOLERANCE):
        for i in range(link.first, link.first + link.count):
            m = choose(classes, members, users[i], m)
    if link.count > 0:
        k = touch(links, touched, number, k)
    return m, k


@njit(nogil=True)
def _note(changed, is_changed, c, moved):
    """Put a class on the list of those that changed; return the list's length."""
    if not is_changed[c]:
        is_changed[c] = True
        changed[moved] = c
        moved += 1
    return moved


@njit(nogil=True)
def run_transfers(
    capacity: Floats,
    pointer: Ints,
    route: Ints,
    caps: Floats,
    member: Ints,
    size: Floats,
    arrival: Floats,
    change_time: Floats,
    change_link: Ints,
    change_capacity: Floats,
) -> tuple[Floats, Floats]:
    """Return when each transfer ends, with max-min fair rates at every moment.

    Parameters
    ----------
    capacity : ndarray of float64, shape (links,)
        Capacity of each link at the start, Gbit/s, at least 0.
    pointer, route : ndarray of int64, shapes (classes + 1,) and (entries,)
        Class c crosses the links ``route[pointer[c]:pointer[c + 1]]``, at least one, none twice.
    caps : ndarray of float64, shape (classes,)
        Most that one transfer of the class may take, Gbit/s, above 0; ``inf`` for no cap.
    member : ndarray of int64, shape (transfers,)
        Class of each transfer.
    size : ndarray of float64, shape (transfers,)
        Gbit, above 0.
    arrival : ndarray of float64, shape (transfers,)
        s, at least 0, in rising order.
    change_time, change_link, change_capacity : ndarray, shape (changes,)
        At a time (s, in rising order) the capacity of a link becomes so many Gbit/s.

    Returns
    -------
    tuple of ndarray of float64
        End of each transfer, s (``inf`` when it can never end), shape (transfers,);
        volume that each link carried until the last event, Gbit, shape (links,).

    Notes
    -----
    A fluid model: rates follow every event at once; no latency, no loss, no protocol.
    All transfers of a class have moved the same volume since the class was last empty, so the class
    keeps that volume and a heap of the volumes at which its transfers end.
    An event costs O(log transfers) when no link of its route holds anybody back, before and after;
    else what :func:`~ecosystem_nb.network.resharing.renew` costs.  Memory: about 40 bytes a transfer
    and 200 a class.

    Examples
    --------
    Two transfers of 10 Gbit share 10 Gbit/s; the second comes half a second late:

    >>> one = np.zeros(1, np.int64)
    >>> run_transfers(np.array([10.0]), np.array([0, 1]), one, np.array([np.inf]), np.zeros(2, np.int64),
    ...     np.array([10.0, 10.0]), np.array([0.0, 0.5]), np.zeros(0), one[:0], np.zeros(0))[0].tolist()
    [1.5, 2.0]
    """
    st = _new_state(capacity, pointer, route, caps)
    links, classes, _, users, place, heap, where, due, members, touched, _ = st
    base = np.zeros(caps.size + 1, np.int64)
    for i in range(size.size):
        base[member[i] + 1] += 1
    base = np.cumsum(base)
    end_volume = np.zeros(size.size)
    waiting = np.zeros(size.size, np.int64)
    finish = np.full(size.size, np.inf)
    changed = np.zeros(caps.size, np.int64)
    is_changed = np.zeros(caps.size, np.bool_)
    arrived, switched, heaped = 0, 0, 0
    while True:
        now = due[heap[0]] if heaped > 0 else np.inf
        if arrived < size.size:
            now = min(now, arrival[arrived])
        if switched < change_time.size:
            now = min(now, change_time[switched])
        if now == np.inf:
            break
        moved, m, k = 0, 0, 0
        while heaped > 0 and due[heap[0]] <= now * (1.0 + SAME_TIME):
            c = heap[0]
            one = classes[c]
            one.volume = one.target
            one.since = now
            ended = 0
            while ended < one.flows and end_volume[base[c]] <= one.target:
                finish[pop(end_volume, waiting, base[c], one.flows - ended)] = now
                ended += 1
            _change_flows(links, route, one, -ended, now)
            if one.flows == 0:
                heaped = discharge(st, c, heaped)
            else:
                one.target = end_volume[base[c]]
                due[c] = next_end(one)
                heaped = place_member(heap, where, due, c, heaped)
            moved = _note(changed, is_changed, c, moved)
        while arrived < size.size and arrival[arrived] <= now:
            c = member[arrived]
            one = classes[c]
            if one.flows == 0:
                enlist(links, route, users, place, c, one)
                one.since = now
            else:
                advance(one, now)
            push(end_volume, waiting, base[c], one.flows, one.volume + size[arrived], arrived)
            _change_flows(links, route, one, 1, now)
            one.target = end_volume[base[c]]
            arrived += 1
            moved = _note(changed, is_changed, c, moved)
        while switched < change_time.size and change_time[switched] <= now:
            number, new = change_link[switched], change_capacity[switched]
            m, k = _change_capacity(links, classes, users, members, m, touched, k, number, new)
            switched += 1
        for i in range(moved):
            c = changed[i]
            one = classes[c]
            is_changed[c] = False
            if _stays_apart(links, route, one, one.flows > 0 and where[c] < 0, now):
                if one.flows > 0:
                    due[c] = next_end(one)
                    heaped = place_member(heap, where, due, c, heaped)
                continue
            if one.flows > 0:
                m = choose(classes, members, c, m)
            for e in range(one.begin, one.end):
                k = touch(links, touched, route[e], k)
        if m + k > 0:
            heaped = renew(st, m, k, heaped, now)
    carried = np.zeros(capacity.size)
    for i in range(capacity.size):
        carried[i] = links[i].carried
    return finish, carried


def transfers_reference(
    capacity: Sequence[float],
    routes: Sequence[Sequence[int]],
    caps: Sequence[float],
    size: Sequence[float],
    arrival: Sequence[float],
    changes: Sequence[tuple[float, int, float]] = (),
) -> list[float]:
    """Return when each transfer ends, with all rates computed anew at every event.

    The readable twin of :func:`run_transfers`; every transfer stands for itself.

    Parameters
    ----------
    capacity : sequence of float
        Capacity of each link at the start, Gbit/s.
    routes : sequence of sequences of int
        Links that each transfer crosses.
    caps : sequence of float
        Most that each may take, Gbit/s; ``inf`` for no cap.
    size : sequence of float
        Gbit, above 0.
    arrival : sequence of float
        s, at least 0.
    changes : sequence of (float, int, float)
        Time (s), link and its new capacity (Gbit/s), in the order of time.

    Returns
    -------
    list of float
        End of each transfer, s; ``inf`` when it can never end.
    """
    most, left, now = list(capacity), list(size), 0.0
    finish = [float("inf")] * len(left)
    under_way: list[int] = []
    to_come = sorted(range(len(left)), key=lambda i: arrival[i], reverse=True)
    to_change = list(reversed(changes))
    while True:
        rates = max_min_reference([routes[i] for i in under_way], [caps[i] for i in under_way], most)
        ends = {i: now + left[i] / rate for i, rate in zip(under_way, rates, strict=True) if rate > 0.0}
        times = [*ends.values()]
        times += [arrival[to_come[-1]]] if to_come else []
        times += [to_change[-1][0]] if to_change else []
        if not times:
            return finish
        then = min(times)
        for i, rate in zip(under_way, rates, strict=True):
            left[i] -= rate * (then - now)
        for i in [i for i, end in ends.items() if end <= then]:
            finish[i] = then
            under_way.remove(i)
        now = then
        while to_come and arrival[to_come[-1]] <= now:
            under_way.append(to_come.pop())
        while to_change and to_change[-1][0] <= now:
            _, link, new = to_change.pop()
            most[link] = new
