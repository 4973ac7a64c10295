"""When does each transfer end?  Events of arrival, completion and changed capacity (bare kernels)."""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ecosystem_nb.network.heaps import place_member, pop, push
from ecosystem_nb.network.resharing import (
    TOLERANCE,
    State,
    advance,
    change_load,
    choose,
    discharge,
    enlist,
    new_scratch,
    renew,
    set_due,
    touch,
)
from ecosystem_nb.network.sharing import max_min_reference

# mypy: disable-error-code="no-untyped-def"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAME_TIME = 1e-15  # relative; ends this near are one event: some roundings of the time


@njit(nogil=True)
def _new_state(capacity, pointer, route, caps):
    links, classes = capacity.size, caps.size
    first = np.zeros(links + 1, np.int64)
    for link in route:
        first[link + 1] += 1
    first = np.cumsum(first)
    return State(
        capacity.copy(),
        pointer,
        route,
        caps,
        np.zeros(classes, np.int64),
        np.zeros(classes),
        np.zeros(classes),
        np.zeros(classes),
        np.full(classes, -1),
        np.zeros(classes),
        np.full(classes, np.inf),
        np.zeros(classes, np.int64),
        np.full(classes, -1),
        np.zeros(links),
        np.zeros(links),
        np.zeros(links),
        np.zeros(links, np.int64),
        np.zeros(links),
        first,
        np.zeros(max(route.size, 1), np.int64),
        np.zeros(links, np.int64),
        np.zeros(max(route.size, 1), np.int64),
    )


@njit(nogil=True)
def _stays_apart(st, c, now):
    """Whether a class that changed moves nobody: no link of its route holds anybody back or overflows.

    A class with its first flow at its cap is then set going.
    """
    fresh = st.flows[c] > 0 and st.where[c] < 0
    more = st.flows[c] * st.caps[c] if fresh else 0.0
    if st.flows[c] > 0 and (st.bottleneck[c] >= 0 or not more < np.inf):
        return False
    for e in range(st.pointer[c], st.pointer[c + 1]):
        link = st.route[e]
        if st.held[link] > 0 or st.load[link] + more > st.capacity[link] * (1.0 + TOLERANCE):
            return False
    if fresh:
        st.rate[c] = st.caps[c]
        for e in range(st.pointer[c], st.pointer[c + 1]):
            change_load(st, st.route[e], more, now)
    return True


@njit(nogil=True)
def _change_flows(st, c, by, now):
    """Count flows of a class in or out, each at the class's present rate."""
    st.flows[c] += by
    for e in range(st.pointer[c], st.pointer[c + 1]):
        change_load(st, st.route[e], by * st.rate[c], now)


@njit(nogil=True)
def _change_capacity(st, sc, link, capacity, m, k, now):
    """Change the capacity of a link; return the lengths of the lists for `renew`."""
    st.capacity[link] = capacity
    if st.load[link] > capacity * (1.0 + TOLERANCE):
        for i in range(st.first[link], st.first[link] + st.count[link]):
            m = choose(sc, st.users[i], m)
    if st.count[link] > 0:
        k = touch(sc, link, k)
    return m, k


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
    transfers, classes, changes = size.size, caps.size, change_time.size
    st = _new_state(capacity, pointer, route, caps)
    sc = new_scratch(capacity.size, classes, route.size)
    base = np.zeros(classes + 1, np.int64)
    for i in range(transfers):
        base[member[i] + 1] += 1
    base = np.cumsum(base)
    end_volume = np.zeros(transfers)
    waiting = np.zeros(transfers, np.int64)
    finish = np.full(transfers, np.inf)
    changed = np.zeros(classes, np.int64)
    is_changed = np.zeros(classes, np.bool_)
    arrived, changed_links, heaped, now = 0, 0, 0, 0.0
    while True:
        now = st.due[st.heap[0]] if heaped > 0 else np.inf
        if arrived < transfers:
            now = min(now, arrival[arrived])
        if changed_links < changes:
            now = min(now, change_time[changed_links])
        if now == np.inf:
            break
        moved, m, k = 0, 0, 0
        while heaped > 0 and st.due[st.heap[0]] <= now * (1.0 + SAME_TIME):
            c = st.heap[0]
            st.volume[c] = st.target[c]
            st.since[c] = now
            ended = 0
            while ended < st.flows[c] and end_volume[base[c]] <= st.target[c]:
                finish[pop(end_volume, waiting, base[c], st.flows[c] - ended)] = now
                ended += 1
            _change_flows(st, c, -ended, now)
            if st.flows[c] == 0:
                heaped = discharge(st, c, heaped)
            else:
                st.target[c] = end_volume[base[c]]
                set_due(st, c)
                heaped = place_member(st.heap, st.where, st.due, c, heaped)
            if not is_changed[c]:
                is_changed[c] = True
                changed[moved] = c
                moved += 1
        while arrived < transfers and arrival[arrived] <= now:
            c = member[arrived]
            if st.flows[c] == 0:
                enlist(st, c)
                st.since[c] = now
            else:
                advance(st, c, now)
            push(end_volume, waiting, base[c], st.flows[c], st.volume[c] + size[arrived], arrived)
            _change_flows(st, c, 1, now)
            st.target[c] = end_volume[base[c]]
            arrived += 1
            if not is_changed[c]:
                is_changed[c] = True
                changed[moved] = c
                moved += 1
        while changed_links < changes and change_time[changed_links] <= now:
            link = change_link[changed_links]
            m, k = _change_capacity(st, sc, link, change_capacity[changed_links], m, k, now)
            changed_links += 1
        for i in range(moved):
            c = changed[i]
            is_changed[c] = False
            if _stays_apart(st, c, now):
                if st.flows[c] > 0:
                    set_due(st, c)
                    heaped = place_member(st.heap, st.where, st.due, c, heaped)
                continue
            if st.flows[c] > 0:
                m = choose(sc, c, m)
            for e in range(pointer[c], pointer[c + 1]):
                k = touch(sc, route[e], k)
        if m + k > 0:
            heaped = renew(st, sc, m, k, heaped, now)
    return finish, st.carried


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
