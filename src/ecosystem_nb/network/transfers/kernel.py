"""When does each transfer end?  Events of arrival, completion and changed capacity (bare kernels)."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ecosystem_nb.network.transfers.compiled import compiled
from ecosystem_nb.network.transfers.heaps import place_member, pop, push
from ecosystem_nb.network.transfers.resharing import (
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
from ecosystem_nb.network.transfers.sharing import new_lists

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAME_TIME = 1e-15  # relative; ends this near are one event: some roundings of the time


class Queue(NamedTuple):
    """For each class a heap of the volumes at which its transfers end."""

    base: Ints  # (classes + 1,) where the heap of a class begins
    end_volume: Floats  # (transfers,) Gbit, heap by heap
    waiting: Ints  # (transfers,) whose end that is
    finish: Floats  # (transfers,) s
    changed: Ints  # (classes,) classes that an event changed


@njit(nogil=True)
def _new_queue(classes, member):
    base = np.zeros(classes + 1, np.int64)
    for c in member:
        base[c + 1] += 1
    return Queue(
        np.cumsum(base),
        np.zeros(member.size),
        np.zeros(member.size, np.int64),
        np.full(member.size, np.inf),
        np.zeros(classes, np.int64),
    )


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


@compiled
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


@compiled
def _touch_route(links, route, touched, one, k):
    """Put the links of a class on the list of touched ones; return the list's length."""
    for e in range(one.begin, one.end):
        k = touch(links, touched, route[e], k)
    return k


@compiled
def _change_flows(links, route, one, by, now):
    """Count flows of a class in or out, each at the class's present rate."""
    one.flows += by
    for e in range(one.begin, one.end):
        change_load(links[route[e]], by * one.rate, now)


@compiled
def _change_capacity(st, m, k, number, capacity):
    """Change the capacity of a link; return the lengths of the lists for `renew`."""
    link = st.links[number]
    link.capacity = capacity
    if link.load > capacity * (1.0 + TOLERANCE):
        for i in range(link.first, link.first + link.count):
            m = choose(st.classes, st.members, st.users[i], m)
    if link.count > 0:
        k = touch(st.links, st.touched, number, k)
    return m, k


@compiled
def _note(changed, one, c, moved):
    """Put a class on the list of those that changed; return the list's length."""
    if one.changed == 0:
        one.changed = 1
        changed[moved] = c
        moved += 1
    return moved


@compiled
def _end_first(links, classes, route, heap, due, base, end_volume, waiting, finish, now):
    """End the transfers of the class that is due first; return the class."""
    c = heap[0]
    one = classes[c]
    one.volume = one.target
    one.since = now
    ended = 0
    while ended < one.flows and end_volume[base[c]] <= one.target:
        finish[pop(end_volume, waiting, base[c], one.flows - ended)] = now
        ended += 1
    _change_flows(links, route, one, -ended, now)
    if one.flows > 0:
        one.target = end_volume[base[c]]
        due[c] = next_end(one)
    return c


@compiled
def _admit(links, classes, route, users, place, c, now):
    """Let one flow more into a class; return how much of its volume is past."""
    one = classes[c]
    if one.flows == 0:
        enlist(links, route, users, place, c, one)
        one.since = now
    else:
        advance(one, now)
    _change_flows(links, route, one, 1, now)
    return one.volume


@njit(nogil=True)
def run_transfers(  # noqa: PLR0912, the event loop in one piece
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
    else what :func:`~ecosystem_nb.network.transfers.resharing.renew` costs.
    Memory: about 40 bytes a transfer and 200 a class.

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
    base, end_volume, waiting, finish, changed = _new_queue(caps.size, member)
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
            c = _end_first(links, classes, route, heap, due, base, end_volume, waiting, finish, now)
            if classes[c].flows > 0:
                heaped = place_member(heap, where, due, c, heaped)
            else:
                heaped = discharge(st, c, heaped)
            moved = _note(changed, classes[c], c, moved)
        while arrived < size.size and arrival[arrived] <= now:
            c = member[arrived]
            end = _admit(links, classes, route, users, place, c, now) + size[arrived]
            push(end_volume, waiting, base[c], classes[c].flows - 1, end, arrived)
            classes[c].target = end_volume[base[c]]
            moved = _note(changed, classes[c], c, moved)
            arrived += 1
        while switched < change_time.size and change_time[switched] <= now:
            m, k = _change_capacity(st, m, k, change_link[switched], change_capacity[switched])
            switched += 1
        for i in range(moved):
            c = changed[i]
            one = classes[c]
            one.changed = 0
            if not _stays_apart(links, route, one, one.flows > 0 and where[c] < 0, now):
                if one.flows > 0:
                    m = choose(classes, members, c, m)
                k = _touch_route(links, route, touched, one, k)
            elif one.flows > 0:
                due[c] = next_end(one)
                heaped = place_member(heap, where, due, c, heaped)
        if m + k > 0:
            heaped = renew(st, m, k, heaped, now)
    carried = np.zeros(capacity.size)
    for i in range(capacity.size):
        carried[i] = links[i].carried
    return finish, carried
