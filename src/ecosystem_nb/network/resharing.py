"""Whose rate changes?  Fair sharing renewed only where an event reaches (bare kernels).

The rates of all flows are max-min fair exactly when each flow runs at its cap or has a full link on
which nobody gets more.  After an event only the flows near it are filled anew, the others stay as
background; wherever the condition then fails for a background flow, that flow joins and the filling
is repeated.  When the condition holds everywhere the rates are the fair ones, for they are unique.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ecosystem_nb.network.heaps import place_member, remove_member, reorder
from ecosystem_nb.network.sharing import Filling, fill, new_filling

# mypy: disable-error-code="no-untyped-def"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TOLERANCE = 1e-12  # relative; two rates or loads this near are equal: some thousand roundings

# Index letters: c a class of flows (equal route, equal cap), l a link, e an entry of a route.


class State(NamedTuple):
    """What is known between two events.  A class without flows is on no list and in no heap."""

    capacity: Floats  # (links,) Gbit/s
    pointer: Ints  # (classes + 1,) class c crosses route[pointer[c]:pointer[c + 1]]
    route: Ints  # (entries,) links
    caps: Floats  # (classes,) Gbit/s
    flows: Ints  # (classes,) flows under way
    rate: Floats  # (classes,) of one flow, Gbit/s
    volume: Floats  # (classes,) what one flow has moved since the class had none, Gbit, at time `since`
    since: Floats  # (classes,) s
    bottleneck: Ints  # (classes,) link that holds the class back, -1 when its cap does
    target: Floats  # (classes,) volume at which the class's next flow ends, Gbit
    due: Floats  # (classes,) when that is, s
    heap: Ints  # (classes,) classes by `due`
    where: Ints  # (classes,) place in `heap`, or -1
    load: Floats  # (links,) Gbit/s
    carried: Floats  # (links,) Gbit moved until `seen`
    seen: Floats  # (links,) s
    held: Ints  # (links,) classes that the link holds back
    level: Floats  # (links,) rate of their flows, Gbit/s
    first: Ints  # (links,) where the link's classes begin in `users`
    users: Ints  # (entries,) classes with flows on each link
    count: Ints  # (links,) how many
    place: Ints  # (entries,) where an entry's class stands among its link's users


class Scratch(NamedTuple):
    """Work arrays of one renewal: nothing in them outlives it but the marks, which are cleared."""

    work: Filling
    members: Ints  # classes to fill
    chosen: NDArray[np.bool_]  # (classes,) is among the members
    links: Ints  # links that the members cross or that the event touched
    touched: NDArray[np.bool_]  # (links,) is among these
    inside: Ints  # (links,) members on the link
    inside_held: Ints  # (links,) members that the link held back before
    inside_load: Floats  # (links,) load of the members before, Gbit/s
    outside: Floats  # (links,) load of the others, Gbit/s
    used: Floats  # (links,) load of the members after, Gbit/s
    highest: Floats  # (links,) highest rate of a member after, Gbit/s


@njit(nogil=True)
def new_scratch(links, classes, entries):
    """Return work arrays for so many links, classes and route entries."""
    return Scratch(
        new_filling(links, classes, entries),
        np.zeros(classes, np.int64),
        np.zeros(classes, np.bool_),
        np.zeros(links, np.int64),
        np.zeros(links, np.bool_),
        np.zeros(links, np.int64),
        np.zeros(links, np.int64),
        np.zeros(links),
        np.zeros(links),
        np.zeros(links),
        np.zeros(links),
    )


@njit(nogil=True)
def change_load(st, link, by, now):
    """Change the load of a link, after booking what it carried until now."""
    st.carried[link] += st.load[link] * (now - st.seen[link])
    st.seen[link] = now
    st.load[link] += by


@njit(nogil=True)
def advance(st, c, now):
    """Bring the volume of a class to the present."""
    st.volume[c] += st.rate[c] * (now - st.since[c])
    st.since[c] = now


@njit(nogil=True)
def set_due(st, c):
    """Say when the class's next flow ends; never, at rate 0."""
    if st.rate[c] > 0.0:
        st.due[c] = st.since[c] + max(st.target[c] - st.volume[c], 0.0) / st.rate[c]
    else:
        st.due[c] = np.inf


@njit(nogil=True)
def touch(sc, link, k):
    """Put a link on the list of touched ones; return the list's length."""
    if not sc.touched[link]:
        sc.touched[link] = True
        sc.links[k] = link
        sc.inside[link] = 0
        sc.inside_held[link] = 0
        sc.inside_load[link] = 0.0
        k += 1
    return k


@njit(nogil=True)
def choose(sc, c, m):
    """Put a class among those to fill; return their number."""
    if not sc.chosen[c]:
        sc.chosen[c] = True
        sc.members[m] = c
        m += 1
    return m


@njit(nogil=True)
def choose_held(st, sc, link, m):
    """Put all classes that a link holds back among those to fill."""
    for i in range(st.first[link], st.first[link] + st.count[link]):
        if st.bottleneck[st.users[i]] == link:
            m = choose(sc, st.users[i], m)
    return m


@njit(nogil=True)
def _fill_members(st, sc, done, m, k):
    """Fill the members, of which ``done`` were there before; return the number of touched links."""
    for i in range(done, m):
        c = sc.members[i]
        for e in range(st.pointer[c], st.pointer[c + 1]):
            link = st.route[e]
            k = touch(sc, link, k)
            sc.inside[link] += 1
            sc.inside_load[link] += st.flows[c] * st.rate[c]
            if st.bottleneck[c] == link:
                sc.inside_held[link] += 1
    for i in range(k):
        link = sc.links[i]
        alone = sc.inside[link] == st.count[link]
        sc.outside[link] = 0.0 if alone else max(st.load[link] - sc.inside_load[link], 0.0)
        sc.work.residual[link] = max(st.capacity[link] - sc.outside[link], 0.0)
        sc.used[link] = 0.0
        sc.highest[link] = 0.0
    fill(sc.work, sc.members, m, sc.links, k, st.flows, st.caps, st.pointer, st.route)
    for i in range(m):
        c = sc.members[i]
        rate = sc.work.rate[c]
        for e in range(st.pointer[c], st.pointer[c + 1]):
            sc.used[st.route[e]] += st.flows[c] * rate
            sc.highest[st.route[e]] = max(sc.highest[st.route[e]], rate)
    return k


@njit(nogil=True)
def _join_the_wronged(st, sc, m, k):
    """Choose the background classes for which the new rates break the condition of fairness."""
    for i in range(k):
        link = sc.links[i]
        if sc.inside[link] == st.count[link]:
            continue
        if st.held[link] > sc.inside_held[link]:
            full = sc.used[link] + sc.outside[link] >= st.capacity[link] * (1.0 - TOLERANCE)
            if not full or sc.highest[link] > st.level[link] * (1.0 + TOLERANCE):
                m = choose_held(st, sc, link, m)
        level = sc.work.level[link]
        if level >= 0.0:
            for j in range(st.first[link], st.first[link] + st.count[link]):
                if st.rate[st.users[j]] > level * (1.0 + TOLERANCE):
                    m = choose(sc, st.users[j], m)
    return m


@njit(nogil=True)
def _commit(st, sc, m, k, size, now):
    """Take over the new rates; return the size of the heap."""
    many = 8 * m > size
    for i in range(m):
        c = sc.members[i]
        sc.chosen[c] = False
        if st.bottleneck[c] >= 0:
            st.held[st.bottleneck[c]] -= 1
        st.bottleneck[c] = sc.work.bottleneck[c]
        if st.bottleneck[c] >= 0:
            st.held[st.bottleneck[c]] += 1
        advance(st, c, now)
        st.rate[c] = sc.work.rate[c]
        set_due(st, c)
        if many and st.where[c] >= 0:
            continue
        if many:
            st.heap[size] = c
            st.where[c] = size
            size += 1
        else:
            size = place_member(st.heap, st.where, st.due, c, size)
    if many:
        reorder(st.heap, st.where, st.due, size)
    for i in range(k):
        link = sc.links[i]
        sc.touched[link] = False
        change_load(st, link, 0.0, now)
        st.load[link] = sc.outside[link] + sc.used[link]
        if sc.work.level[link] >= 0.0:
            st.level[link] = sc.work.level[link]
    return size


@njit(nogil=True)
def renew(st, sc, m, k, size, now):
    """Renew the rates after an event, wherever it reaches.

    Parameters
    ----------
    st : State
        With the flows after the event and the rates before it; loads count each flow at its
        class's old rate.
    sc : Scratch
        ``members[:m]`` the classes that changed, ``links[:k]`` the links that changed and those on
        the routes of classes that changed, both marked.
    m, k, size : int
        Lengths of these lists, and of the heap of classes.
    now : float
        Time of the event, s.

    Returns
    -------
    int
        Size of the heap.

    Notes
    -----
    Cost of a round: O(route entries of the members + links of the filling), not of all flows.
    """
    for i in range(k):
        if st.held[sc.links[i]] > 0:
            m = choose_held(st, sc, sc.links[i], m)
    done = 0
    while True:
        k = _fill_members(st, sc, done, m, k)
        done = m
        m = _join_the_wronged(st, sc, m, k)
        if m == done:
            break
    return _commit(st, sc, m, k, size, now)


@njit(nogil=True)
def enlist(st, c):
    """Put a class that got its first flow among the users of its links."""
    for e in range(st.pointer[c], st.pointer[c + 1]):
        link = st.route[e]
        st.place[e] = st.count[link]
        st.users[st.first[link] + st.count[link]] = c
        st.count[link] += 1


@njit(nogil=True)
def discharge(st, c, size):
    """Take a class that lost its last flow off all lists; return the size of the heap."""
    for e in range(st.pointer[c], st.pointer[c + 1]):
        link = st.route[e]
        st.count[link] -= 1
        last = st.users[st.first[link] + st.count[link]]
        st.users[st.first[link] + st.place[e]] = last
        for other in range(st.pointer[last], st.pointer[last + 1]):
            if st.route[other] == link:
                st.place[other] = st.place[e]
        if st.count[link] == 0:
            st.load[link] = 0.0
    if st.bottleneck[c] >= 0:
        st.held[st.bottleneck[c]] -= 1
        st.bottleneck[c] = -1
    st.rate[c] = 0.0
    st.volume[c] = 0.0
    return remove_member(st.heap, st.where, st.due, c, size) if st.where[c] >= 0 else size
