"""What happens at an event: transfers end, come in, capacities change, rates follow (bare kernels)."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ecosystem_nb.network.transfers.compiled import compiled
from ecosystem_nb.network.transfers.heaps import place_member, pop
from ecosystem_nb.network.transfers.resharing import (
    CLASS,
    LINK,
    TOLERANCE,
    State,
    advance,
    change_load,
    choose,
    enlist,
    next_end,
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
def new_queue(classes, member):
    """Return empty heaps for so many classes, with room for their transfers."""
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
def new_state(capacity, pointer, route, caps):
    """Return an empty network."""
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
def set_capacity(st, m, k, number, capacity):
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
def note(changed, one, c, moved):
    """Put a class on the list of those that changed; return the list's length."""
    if one.changed == 0:
        one.changed = 1
        changed[moved] = c
        moved += 1
    return moved


@compiled
def end_first(links, classes, route, heap, due, base, end_volume, waiting, finish, now):
    """End the transfers of the class that is due first; return the class and how many they are.

    They are left just behind those of the class that go on, in ``waiting``.
    """
    c = heap[0]
    one = classes[c]
    one.volume = one.target
    one.since = now
    ended = 0
    while ended < one.flows and end_volume[base[c]] <= one.target:
        done = pop(end_volume, waiting, base[c], one.flows - ended)
        ended += 1
        waiting[base[c] + one.flows - ended] = done
        finish[done] = now
    _change_flows(links, route, one, -ended, now)
    if one.flows > 0:
        one.target = end_volume[base[c]]
        due[c] = next_end(one)
    return c, ended


@compiled
def admit(links, classes, route, users, place, c, now):
    """Let one flow more into a class; return how much of its volume is past."""
    one = classes[c]
    if one.flows == 0:
        enlist(links, route, users, place, c, one)
        one.since = now
    else:
        advance(one, now)
    _change_flows(links, route, one, 1, now)
    return one.volume


@compiled
def next_time(due, heap, heaped, arrival, arrived, change_time, switched):
    """Return when something happens next, s; ``inf`` for never."""
    now = due[heap[0]] if heaped > 0 else np.inf
    if arrived < arrival.size:
        now = min(now, arrival[arrived])
    if switched < change_time.size:
        now = min(now, change_time[switched])
    return now


@compiled
def sort_out(links, classes, route, heap, where, due, members, touched, changed, moved, m, k, heaped, now):
    """Reschedule the changed classes that move nobody else, and list the others for `renew`.

    Returns the lengths of the lists of members and touched links, and the size of the heap of classes.
    """
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
    return m, k, heaped
