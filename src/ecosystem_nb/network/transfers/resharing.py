"""Whose rate changes?  Fair sharing renewed only where an event reaches (bare kernels).

The rates of all flows are max-min fair exactly when each flow runs at its cap or has a full link on
which nobody gets more.  After an event only the flows near it are filled anew, the others stay as
background; wherever the condition then fails for a background flow, that flow joins and the filling
is repeated.  When the condition holds everywhere the rates are the fair ones, for they are unique.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.network.transfers.compiled import compiled
from ecosystem_nb.network.transfers.heaps import place_member, remove_member, reorder
from ecosystem_nb.network.transfers.sharing import CLASS_FIELDS, LINK_FIELDS, Lists, fill

Ints = NDArray[np.int64]

TOLERANCE = 1e-12  # relative; two rates or loads this near are equal: some thousand roundings

# Records, not one array a quantity: what belongs together lies together, and compiled functions
# count references for each array that they are given.
LINK = np.dtype(
    [
        ("capacity", np.float64),  # Gbit/s
        ("load", np.float64),  # Gbit/s
        ("carried", np.float64),  # Gbit moved until `seen`
        ("seen", np.float64),  # s
        ("held", np.int64),  # classes that the link holds back
        ("level", np.float64),  # rate of their flows, Gbit/s
        ("first", np.int64),  # where the classes with flows on the link begin in `users`
        ("count", np.int64),  # how many they are
        # For one renewal:
        ("touched", np.int64),  # 1 for a link that a member crosses or that the event changed
        ("inside", np.int64),  # members on the link
        ("inside_held", np.int64),  # members that the link held back before
        ("inside_load", np.float64),  # load of the members before, Gbit/s
        ("outside", np.float64),  # load of the others, Gbit/s
        *LINK_FIELDS,
    ]
)
CLASS = np.dtype(
    [
        *CLASS_FIELDS,
        ("rate", np.float64),  # of one flow, Gbit/s
        ("volume", np.float64),  # what one flow has moved since the class had none, Gbit, at `since`
        ("since", np.float64),  # s
        ("target", np.float64),  # volume at which the class's next flow ends, Gbit
        ("bottleneck", np.int64),  # link that holds the class back, -1 when its cap does
        ("changed", np.int64),  # 1 when the event at hand changed its flows
        ("chosen", np.int64),  # 1 for a member of a renewal
    ]
)


class State(NamedTuple):
    """What is known between two events.  A class without flows is on no list and in no heap."""

    links: NDArray[np.void]  # LINK records
    classes: NDArray[np.void]  # CLASS records
    route: Ints  # (entries,) links of all routes
    users: Ints  # (entries,) classes with flows on each link
    place: Ints  # (entries,) where an entry's class stands among its link's users
    heap: Ints  # (classes,) classes by `due`
    where: Ints  # (classes,) place in `heap`, or -1
    due: NDArray[np.float64]  # (classes,) when the class's next flow ends, s
    members: Ints  # (classes,) classes to fill, for one renewal
    touched: Ints  # (links,) links marked as touched, for one renewal
    lists: Lists


@compiled
def change_load(link, by, now):
    """Change the load of a link, after booking what it carried until now."""
    link.carried += link.load * (now - link.seen)
    link.seen = now
    link.load += by


@compiled
def advance(one, now):
    """Bring the volume of a class to the present."""
    one.volume += one.rate * (now - one.since)
    one.since = now


@compiled
def next_end(one):
    """Return when the class's next flow ends (s); never, at rate 0."""
    if one.rate > 0.0:
        return one.since + max(one.target - one.volume, 0.0) / one.rate
    return np.inf


@compiled
def touch(links, touched, number, k):
    """Put a link on the list of touched ones; return the list's length."""
    link = links[number]
    if link.touched == 0:
        link.touched = 1
        link.inside = 0
        link.inside_held = 0
        link.inside_load = 0.0
        touched[k] = number
        k += 1
    return k


@compiled
def choose(classes, members, c, m):
    """Put a class among those to fill; return their number."""
    if classes[c].chosen == 0:
        classes[c].chosen = 1
        members[m] = c
        m += 1
    return m


@compiled
def _choose_held(links, classes, users, members, number, m):
    """Put all classes that a link holds back among those to fill."""
    link = links[number]
    for i in range(link.first, link.first + link.count):
        if classes[users[i]].bottleneck == number:
            m = choose(classes, members, users[i], m)
    return m


@compiled
def _fill_members(links, classes, route, lists, members, done, m, touched, k):
    """Fill the members, of which ``done`` were there before; return the number of touched links."""
    for i in range(done, m):
        one = classes[members[i]]
        for e in range(one.begin, one.end):
            k = touch(links, touched, route[e], k)
            link = links[route[e]]
            link.inside += 1
            link.inside_load += one.flows * one.rate
            if one.bottleneck == route[e]:
                link.inside_held += 1
    for i in range(k):
        link = links[touched[i]]
        alone = link.inside == link.count
        link.outside = 0.0 if alone else max(link.load - link.inside_load, 0.0)
        link.room = max(link.capacity - link.outside, 0.0)
    fill(links, classes, route, lists, members, m, touched, k)
    return k


@compiled
def _join_the_wronged(links, classes, users, members, m, touched, k):
    """Choose the background classes for which the new rates break the condition of fairness."""
    for i in range(k):
        link = links[touched[i]]
        if link.inside == link.count:
            continue
        if link.held > link.inside_held:
            full = link.used + link.outside >= link.capacity * (1.0 - TOLERANCE)
            if not full or link.highest > link.level * (1.0 + TOLERANCE):
                m = _choose_held(links, classes, users, members, touched[i], m)
        if link.fair >= 0.0:
            most = link.fair * (1.0 + TOLERANCE)
            for j in range(link.first, link.first + link.count):
                if classes[users[j]].rate > most:
                    m = choose(classes, members, users[j], m)
    return m


@compiled
def _take_over(links, one, now):
    """Give a class its new rate and its new bottleneck."""
    one.chosen = 0
    if one.bottleneck >= 0:
        links[one.bottleneck].held -= 1
    one.bottleneck = one.limit
    if one.bottleneck >= 0:
        links[one.bottleneck].held += 1
    advance(one, now)
    one.rate = one.new_rate


@compiled
def _reschedule(classes, heap, where, due, members, m, size):
    """Put the members where their new ends ask for; return the size of the heap."""
    many = 8 * m > size
    for i in range(m):
        c = members[i]
        due[c] = next_end(classes[c])
        if not many:
            size = place_member(heap, where, due, c, size)
        elif where[c] < 0:
            heap[size] = c
            where[c] = size
            size += 1
    if many:
        reorder(heap, where, due, size)
    return size


@compiled
def renew(st, m, k, size, now):
    """Renew the rates after an event, wherever it reaches.

    Parameters
    ----------
    st : State
        With the flows after the event and the rates before it; loads count each flow at its
        class's old rate.  ``members[:m]`` are the classes that changed, ``touched[:k]`` the links
        that changed and those on the routes of classes that changed, both marked.
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
    links, classes, route, users, _, heap, where, due, members, touched, lists = st
    for i in range(k):
        if links[touched[i]].held > 0:
            m = _choose_held(links, classes, users, members, touched[i], m)
    done = 0
    while True:
        k = _fill_members(links, classes, route, lists, members, done, m, touched, k)
        done = m
        m = _join_the_wronged(links, classes, users, members, m, touched, k)
        if m == done:
            break
    for i in range(m):
        _take_over(links, classes[members[i]], now)
    for i in range(k):
        link = links[touched[i]]
        link.touched = 0
        change_load(link, 0.0, now)
        link.load = link.outside + link.used
        if link.fair >= 0.0:
            link.level = link.fair
    return _reschedule(classes, heap, where, due, members, m, size)


@compiled
def enlist(links, route, users, place, c, one):
    """Put a class that got its first flow among the users of its links."""
    for e in range(one.begin, one.end):
        link = links[route[e]]
        place[e] = link.count
        users[link.first + link.count] = c
        link.count += 1


@compiled
def discharge(st, c, size):
    """Take a class that lost its last flow off all lists; return the size of the heap."""
    links, classes, route, users, place, heap, where, due, _, _, _ = st
    one = classes[c]
    for e in range(one.begin, one.end):
        link = links[route[e]]
        link.count -= 1
        last = users[link.first + link.count]
        users[link.first + place[e]] = last
        for other in range(classes[last].begin, classes[last].end):
            if route[other] == route[e]:
                place[other] = place[e]
        if link.count == 0:
            link.load = 0.0
    if one.bottleneck >= 0:
        links[one.bottleneck].held -= 1
        one.bottleneck = -1
    one.rate = 0.0
    one.volume = 0.0
    return remove_member(heap, where, due, c, size) if where[c] >= 0 else size
