"""When does each transfer end, if only so many run at once?  Gates before the events (bare kernels)."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ecosystem_nb.network.transfers.compiled import compiled
from ecosystem_nb.network.transfers.events import (
    SAME_TIME,
    Floats,
    Ints,
    Queue,
    admit,
    end_first,
    next_time,
    note,
    set_capacity,
    sort_out,
)
from ecosystem_nb.network.transfers.heaps import place_member, push
from ecosystem_nb.network.transfers.resharing import State, discharge, renew

# Records, as in `resharing`.  What is counted is counted since the beginning.
GATE = np.dtype(
    [
        ("allowed", np.int64),  # most transfers of the class at once
        ("source", np.int64),  # storage that sends
        ("target", np.int64),  # storage that takes
        ("held", np.int64),  # 1 when transfers that come in wait for a release
        ("finished", np.int64),  # transfers that ended well
        ("failed", np.int64),  # attempts that did not
        ("finished_volume", np.float64),  # Gbit
        ("failed_volume", np.float64),  # Gbit
        ("duration", np.float64),  # sum over the attempts that ended well, s
        ("past", np.float64),  # sum over the flows of the class's volume when each began, Gbit
    ]
)
STORE = np.dtype(
    [
        ("sends", np.int64),  # most transfers at once out of the storage
        ("takes", np.int64),  # most into it
        ("sending", np.int64),
        ("taking", np.int64),
    ]
)


class Lines(NamedTuple):
    """Who waits: line c before the gate of class c, line ``classes + c`` for a release."""

    first: Ints  # (2 classes,) transfer
    last: Ints  # (2 classes,)
    length: Ints  # (2 classes,)
    after: Ints  # (transfers,) who stands behind each


class Work(NamedTuple):
    """The transfers, in the order of arrival, and what happens to capacities."""

    member: Ints  # (transfers,) class
    size: Floats  # (transfers,) Gbit
    arrival: Floats  # (transfers,) s; inf for one that follows another
    then: Ints  # (transfers,) transfer that comes in when this has ended well, or -1
    failures: Ints  # (transfers,) attempts that are still going to fail
    ready: Floats  # (transfers,) result: when it came in, s
    begin: Floats  # (transfers,) result: when its last attempt began, s
    level: Floats  # (transfers,) volume of its class at that time, Gbit
    done: Ints  # (transfers,) room for those that end in one event
    change_time: Floats  # (changes,) s
    change_link: Ints  # (changes,)
    change_capacity: Floats  # (changes,) Gbit/s


@compiled
def join(first, last, length, after, line, transfer):
    """Put a transfer at the end of a line."""
    if length[line] == 0:
        first[line] = transfer
    else:
        after[last[line]] = transfer
    last[line] = transfer
    length[line] += 1


@compiled
def leave(first, length, after, line):
    """Take the first transfer off a line, and return it."""
    transfer = first[line]
    first[line] = after[transfer]
    length[line] -= 1
    return transfer


@compiled
def _next_to_begin(gates, stores, classes, length, turn):
    """Return the first class from ``turn`` on that may begin a waiting transfer, or -1."""
    for step in range(gates.size):
        c = turn + step
        if c >= gates.size:
            c -= gates.size
        gate = gates[c]
        if length[c] > 0 and classes[c].flows < gate.allowed:
            source, target = stores[gate.source], stores[gate.target]
            if source.sending < source.sends and target.taking < target.takes:
                return c
    return -1


@compiled
def _list_ended(done, many, waiting, base, c, left, ended):
    """Add those that ended to the list of this event, which is kept in the order of the table."""
    for i in range(base[c] + left, base[c] + left + ended):
        place = many
        while place > 0 and done[place - 1] > waiting[i]:
            done[place] = done[place - 1]
            place -= 1
        done[place] = waiting[i]
        many += 1
    return many


@compiled
def _enter(gates, first, last, length, after, c, transfer):
    """Let a transfer come in: before the gate, or to where it waits for its release."""
    join(first, last, length, after, c + gates.size if gates[c].held == 1 else c, transfer)


@compiled
def _count_end(gate, store_out, store_in, size, begin, now, failed):
    """Count one attempt that ended."""
    store_out.sending -= 1
    store_in.taking -= 1
    if failed:
        gate.failed += 1
        gate.failed_volume += size
    else:
        gate.finished += 1
        gate.finished_volume += size
        gate.duration += now - begin


@njit(nogil=True)
def run_until(  # noqa: PLR0915, the event loop in one piece
    st: State,
    queue: Queue,
    gates: NDArray[np.void],
    stores: NDArray[np.void],
    lines: Lines,
    work: Work,
    at: Ints,
    clock: float,
    until: float,
) -> tuple[float, float]:
    """Go on from one time to another; all arguments but the last two are changed in place.

    Parameters
    ----------
    st, queue : State, Queue
        Network and heaps, from :func:`~ecosystem_nb.network.transfers.events.new_state` and
        :func:`~ecosystem_nb.network.transfers.events.new_queue`.
    gates, stores : ndarray of GATE and STORE records, shapes (classes,) and (storages,)
        Limits on both, and what is counted.
    lines : Lines
        Who waits.
    work : Work
        What is to be done.
    at : ndarray of int64, shape (4,)
        Transfers that have arrived, changes that have happened, size of the heap of classes,
        and the class whose turn it is.
    clock : float
        Now, s: limits may have changed, so waiting transfers may begin at once.
    until : float
        Where to stop, s; what happens at this time still happens.

    Returns
    -------
    tuple of float
        When something happened last and when something would happen next, s; ``inf`` for never.

    Notes
    -----
    As :func:`~ecosystem_nb.network.transfers.kernel.run_transfers`, but a transfer begins only when its
    class runs fewer than ``allowed`` and both storages run fewer than they may.
    Classes that wait for a storage take turns, one transfer each; within a class first come, first served.
    A limit that falls stops nobody.  Who begins and who ends is settled at each event, without a time step.
    A failed attempt has moved the whole file; it goes back to the end of its line.
    Cost of an event: as there, and O(classes).
    """
    links, classes, route, users, place, heap, where, due, members, touched, _ = st
    base, end_volume, waiting, finish, changed = queue
    first, last, length, after = lines
    member, size, arrival, then, failures, ready, begin, level, done = work[:9]
    change_time, change_link, change_capacity = work[9:]
    arrived, switched, heaped, turn = at
    now = clock
    while True:
        last_event = now
        moved, m, k, many = 0, 0, 0, 0
        while heaped > 0 and due[heap[0]] <= now * (1.0 + SAME_TIME):
            c, ended = end_first(links, classes, route, heap, due, base, end_volume, waiting, finish, now)
            left = classes[c].flows
            many = _list_ended(done, many, waiting, base, c, left, ended)
            heaped = place_member(heap, where, due, c, heaped) if left > 0 else discharge(st, c, heaped)
            moved = note(changed, classes[c], c, moved)
        for i in range(many):
            one = done[i]
            c = member[one]
            gate = gates[c]
            failed = failures[one] > 0
            _count_end(gate, stores[gate.source], stores[gate.target], size[one], begin[one], now, failed)
            gate.past = gate.past - level[one] if classes[c].flows > 0 else 0.0
            if failed:
                failures[one] -= 1
                finish[one] = np.inf
                join(first, last, length, after, c, one)
            elif then[one] >= 0:
                ready[then[one]] = now
                _enter(gates, first, last, length, after, member[then[one]], then[one])
        while arrived < size.size and arrival[arrived] <= now:
            _enter(gates, first, last, length, after, member[arrived], arrived)
            arrived += 1
        while switched < change_time.size and change_time[switched] <= now:
            m, k = set_capacity(st, m, k, change_link[switched], change_capacity[switched])
            switched += 1
        c = _next_to_begin(gates, stores, classes, length, turn)
        while c >= 0:
            one = leave(first, length, after, c)
            gate = gates[c]
            stores[gate.source].sending += 1
            stores[gate.target].taking += 1
            begin[one] = now
            level[one] = admit(links, classes, route, users, place, c, now)
            gate.past += level[one]
            push(end_volume, waiting, base[c], classes[c].flows - 1, level[one] + size[one], one)
            classes[c].target = end_volume[base[c]]
            moved = note(changed, classes[c], c, moved)
            turn = c + 1 if c + 1 < gates.size else 0
            c = _next_to_begin(gates, stores, classes, length, turn)
        m, k, heaped = sort_out(
            links, classes, route, heap, where, due, members, touched, changed, moved, m, k, heaped, now
        )
        if m + k > 0:
            heaped = renew(st, m, k, heaped, now)
        now = next_time(due, heap, heaped, arrival, arrived, change_time, switched)
        if not now <= until or now == np.inf:
            break
    at[0], at[1], at[2], at[3] = arrived, switched, heaped, turn
    return last_event, now


@njit(nogil=True)
def release(lines: Lines, classes: int, c: int, many: int) -> None:
    """Let the first ``many`` of class ``c`` that wait for a release go on to its gate."""
    first, last, length, after = lines
    for _ in range(min(many, length[classes + c])):
        join(first, last, length, after, c, leave(first, length, after, classes + c))
