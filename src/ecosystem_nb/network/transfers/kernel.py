"""When does each transfer end?  Events of arrival, completion and changed capacity (bare kernels)."""

import numpy as np
from numba import njit

from ecosystem_nb.network.transfers.events import (
    SAME_TIME,
    Floats,
    Ints,
    admit,
    end_first,
    new_queue,
    new_state,
    next_time,
    note,
    set_capacity,
    sort_out,
)
from ecosystem_nb.network.transfers.heaps import place_member, push
from ecosystem_nb.network.transfers.resharing import discharge, renew


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
    st = new_state(capacity, pointer, route, caps)
    queue = new_queue(caps.size, member)
    links, classes, _, users, place, heap, where, due, members, touched, _ = st
    base, end_volume, waiting, finish, changed = queue
    arrived, switched, heaped = 0, 0, 0
    while True:
        now = next_time(due, heap, heaped, arrival, arrived, change_time, switched)
        if now == np.inf:
            break
        moved, m, k = 0, 0, 0
        while heaped > 0 and due[heap[0]] <= now * (1.0 + SAME_TIME):
            c, _ = end_first(links, classes, route, heap, due, base, end_volume, waiting, finish, now)
            if classes[c].flows > 0:
                heaped = place_member(heap, where, due, c, heaped)
            else:
                heaped = discharge(st, c, heaped)
            moved = note(changed, classes[c], c, moved)
        while arrived < size.size and arrival[arrived] <= now:
            c = member[arrived]
            end = admit(links, classes, route, users, place, c, now) + size[arrived]
            push(end_volume, waiting, base[c], classes[c].flows - 1, end, arrived)
            classes[c].target = end_volume[base[c]]
            moved = note(changed, classes[c], c, moved)
            arrived += 1
        while switched < change_time.size and change_time[switched] <= now:
            m, k = set_capacity(st, m, k, change_link[switched], change_capacity[switched])
            switched += 1
        m, k, heaped = sort_out(
            links, classes, route, heap, where, due, members, touched, changed, moved, m, k, heaped, now
        )
        if m + k > 0:
            heaped = renew(st, m, k, heaped, now)
    carried = np.zeros(capacity.size)
    for i in range(capacity.size):
        carried[i] = links[i].carried
    return finish, carried
