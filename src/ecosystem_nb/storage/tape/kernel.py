"""Recall files from tapes: where the head stands, in which order to read, how long the drives take."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LOAD, LOCATE, READ, REWIND, UNLOAD = range(5)  # what a drive spends its time on
SETTLE, WRAP, TURN, BACK = range(4)  # parts of a locate that do not depend on the way
FEW = 5e9  # B moved in a mount below which the drive only rewinds
SOME = 50e9  # B moved in one piece up to which it winds once more, above it twice more


@njit
def place(position: float, capacity: float, wraps: int) -> tuple[int, float]:
    r"""Return on which wrap and where on the tape's length a position lies that counts the bytes before it.

    The head reads wrap after wrap, out and back again (serpentine): with :math:`u = p\,W/C`,
    :math:`w = \lfloor u \rfloor` and :math:`f = u - w`,

    .. math:: x = f \text{ for even } w, \qquad x = 1 - f \text{ for odd } w.

    Parameters
    ----------
    position : float
        Bytes p from the beginning of the tape, B, 0 to ``capacity``.
    capacity : float
        Capacity C of the tape, B.
    wraps : int
        Number W of wraps.

    Returns
    -------
    wrap : int
        0 to ``wraps`` - 1.
    x : float
        0 at the load point to 1 at the far end.

    Notes
    -----
    Every wrap holds equally much; no compression.

    Examples
    --------
    >>> place(0.25, 2.0, 2), place(1.25, 2.0, 2), place(2.0, 2.0, 2)
    ((0, 0.25), (1, 0.75), (1, 0.0))
    """
    exact = position * wraps / capacity
    wrap = min(int(exact), wraps - 1)
    rest = exact - wrap
    return wrap, rest if wrap % 2 == 0 else 1.0 - rest


@njit
def locate_time(here: float, there: float, capacity: float, wraps: int, fixed: Floats, whole: float) -> float:
    r"""Return how long the head takes from one position to another.

    .. math:: t = t_0 + t_w\,[w \ne w'] + t_d\,[w - w' \text{ odd}] + t_b\,[\text{back on } w] + |x - x'|\,T

    Parameters
    ----------
    here, there : float
        Positions, bytes from the beginning of the tape, B.
    capacity : float
        Capacity of the tape, B.
    wraps : int
        Number of wraps.
    fixed : numpy.ndarray of float64, shape (4,)
        ``SETTLE, WRAP, TURN, BACK``: :math:`t_0` of every locate, :math:`t_w` more for another wrap,
        :math:`t_d` for another direction of reading, :math:`t_b` for a step back on the same wrap, s.
    whole : float
        Time T for the whole length of the tape, s.

    Returns
    -------
    float
        In s; 0 where the head stands there already, as between two files that follow each other.

    Notes
    -----
    The form of the fit by which the CERN Tape Archive orders files, without its two terms for the band and
    for the half of the tape.  A short gap might be read over instead, which is neglected.

    Examples
    --------
    >>> fixed = np.array([4.0, 6.0, 5.0, 11.0])
    >>> locate_time(0.0, 1.25, 2.0, 2, fixed, 80.0), locate_time(1.5, 1.5, 2.0, 2, fixed, 80.0)
    (75.0, 0.0)
    """
    if here == there:
        return 0.0
    wrap, x = place(here, capacity, wraps)
    other, y = place(there, capacity, wraps)
    time = fixed[SETTLE] + abs(x - y) * whole
    if wrap != other:
        time += fixed[WRAP]
        if wrap % 2 != other % 2:
            time += fixed[TURN]
    elif there < here:
        time += fixed[BACK]
    return float(time)


@njit
def nearest_order(
    start: Floats, size: Floats, capacity: float, wraps: int, fixed: Floats, whole: float
) -> Ints:
    """Order the files of one tape: always the one that the head reaches soonest.

    Parameters
    ----------
    start : numpy.ndarray of float64, shape (files,)
        Where each file begins, bytes from the beginning of the tape, B.
    size : numpy.ndarray of float64, shape (files,)
        Size of each file, B.
    capacity : float
        Capacity of the tape, B.
    wraps : int
        Number of wraps.
    fixed, whole
        As for :func:`locate_time`, s.

    Returns
    -------
    numpy.ndarray of int64, shape (files,)
        Indices in the order of reading; of equally near files the first.

    Notes
    -----
    *Shortest locate time first*, one of the orders that the CERN Tape Archive offers.
    It begins at the load point and does not look ahead: it is no optimum.  Cost O(files squared).
    """
    count = start.size
    order = np.empty(count, dtype=np.int64)
    left = np.ones(count, dtype=np.bool_)
    head = 0.0
    for step in range(count):
        best, soonest = -1, math.inf
        for file in range(count):
            if left[file]:
                time = locate_time(head, start[file], capacity, wraps, fixed, whole)
                if time < soonest:
                    best, soonest = file, time
        order[step] = best
        left[best] = False
        head = start[best] + size[best]
    return order


@njit
def way_time(
    order: Ints, start: Floats, size: Floats, capacity: float, wraps: int, fixed: Floats, whole: float
) -> float:
    """Return the time of all locates of one tape in a given order, from the load point.

    Parameters
    ----------
    order : numpy.ndarray of int64, shape (files,)
        Indices in the order of reading.
    start, size, capacity, wraps, fixed, whole
        As for :func:`nearest_order`.

    Returns
    -------
    float
        In s.
    """
    time, head = 0.0, 0.0
    for file in order:
        time += locate_time(head, start[file], capacity, wraps, fixed, whole)
        head = start[file] + size[file]
    return time


@njit
def play(
    order: Ints,
    tape: Ints,
    start: Floats,
    size: Floats,
    drives: int,
    capacity: float,
    wraps: int,
    rate: float,
    load: float,
    unload: float,
    fixed: Floats,
    whole: float,
    rewind: float,
) -> tuple[Floats, Floats, Ints, Floats]:
    """Let drives serve requests in the given order.

    Parameters
    ----------
    order : numpy.ndarray of int64, shape (files,)
        Indices of the requests in the order in which they are given to the drives.
    tape : numpy.ndarray of int64, shape (files,)
        Which tape holds each file, 0 or more.
    start, size : numpy.ndarray of float64, shape (files,)
        Where each file begins and how large it is, B.
    drives : int
        Number of drives, above 0.
    capacity : float
        Capacity of a tape, B.
    wraps : int
        Number of wraps.
    rate : float
        Rate of reading, B/s.
    load, unload : float
        From the library's shelf to ready, and from rewound to the shelf, s.
    fixed, whole
        As for :func:`locate_time`, s.
    rewind : float
        Time to rewind the whole length, s.

    Returns
    -------
    done : numpy.ndarray of float64, shape (files,)
        When each file has been read, s.
    parts : numpy.ndarray of float64, shape (5,)
        Time of all drives in ``LOAD, LOCATE, READ, REWIND, UNLOAD``, s.
    mounts : numpy.ndarray of int64, shape (drives,)
        Number of mounts of each drive.
    free : numpy.ndarray of float64, shape (drives,)
        When each drive has put its last tape away, s.

    Notes
    -----
    A request goes to the drive that has its tape, else to the one that can have put its own away first; a
    tape stays in its drive until another is wanted there.  After moving more than ``FEW`` bytes an LTO-9
    drive winds the tape to restore its tension before it unloads: once more for one piece up to ``SOME``,
    else twice more, each time half the length on average.  Cost O(files times drives).
    """
    done = np.zeros(order.size)
    parts = np.zeros(5)
    mounts = np.zeros(drives, dtype=np.int64)
    held = np.full(drives, -1, dtype=np.int64)
    holder = np.full(tape.max() + 1, -1, dtype=np.int64)
    clock, wind, free = np.zeros(drives), np.zeros(drives), np.zeros(drives)
    head, moved = np.zeros(drives), np.zeros(drives)
    pieces = np.zeros(drives, dtype=np.int64)
    for request in order:
        drive = holder[tape[request]]
        if drive < 0:
            drive = np.argmin(free)
            if held[drive] >= 0:
                holder[held[drive]] = -1
                parts[REWIND] += wind[drive]
                parts[UNLOAD] += unload
            held[drive], head[drive], moved[drive], pieces[drive] = tape[request], 0.0, 0.0, 0
            holder[tape[request]] = drive
            mounts[drive] += 1
            parts[LOAD] += load
            clock[drive] = free[drive] + load
        to = locate_time(head[drive], start[request], capacity, wraps, fixed, whole)
        read = size[request] / rate
        if pieces[drive] == 0 or start[request] != head[drive]:
            pieces[drive] += 1
        parts[LOCATE] += to
        parts[READ] += read
        clock[drive] += to + read
        head[drive] = start[request] + size[request]
        moved[drive] += size[request]
        wind[drive] = _wind(moved[drive], pieces[drive], place(head[drive], capacity, wraps)[1], rewind)
        free[drive] = clock[drive] + wind[drive] + unload
        done[request] = clock[drive]
    for drive in range(drives):
        if held[drive] >= 0:
            parts[REWIND] += wind[drive]
            parts[UNLOAD] += unload
    return done, parts, mounts, free


@njit
def _wind(moved: float, pieces: int, x: float, rewind: float) -> float:
    """Return the time to wind a tape before it unloads, s."""
    more = 0 if moved < FEW else 1 if pieces == 1 and moved <= SOME else 2
    return (x + more / 2.0) * rewind
