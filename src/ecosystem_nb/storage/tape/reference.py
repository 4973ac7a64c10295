"""The kernels of a tape recall once more, slow and readable, and the best order of a few files.

Each ``*_reference`` takes the arguments of the kernel that it names.
"""

from collections.abc import Iterable
from itertools import permutations

import numpy as np

from ecosystem_nb.storage.tape.kernel import (
    FEW,
    LOAD,
    LOCATE,
    READ,
    REWIND,
    SOME,
    UNLOAD,
    Floats,
    Ints,
)


def place_reference(position: float, capacity: float, wraps: int) -> tuple[int, float]:
    """Return what :func:`~ecosystem_nb.storage.tape.kernel.place` returns, by walking the wraps."""
    left, wrap = position / (capacity / wraps), 0
    while left >= 1.0 and wrap < wraps - 1:
        left, wrap = left - 1.0, wrap + 1
    return wrap, 1.0 - left if wrap % 2 else left


def locate_reference(
    here: float, there: float, capacity: float, wraps: int, fixed: Floats, whole: float
) -> float:
    """Return what :func:`~ecosystem_nb.storage.tape.kernel.locate_time` returns."""
    (wrap, x), (other, y) = (place_reference(one, capacity, wraps) for one in (here, there))
    settle, change, turn, back = fixed.tolist()
    if here == there:
        return 0.0
    if wrap == other:
        return float(settle + back * (there < here) + abs(x - y) * whole)
    return float(settle + change + turn * ((wrap + other) % 2) + abs(x - y) * whole)


def nearest_reference(
    start: Floats, size: Floats, capacity: float, wraps: int, fixed: Floats, whole: float
) -> list[int]:
    """Return what :func:`~ecosystem_nb.storage.tape.kernel.nearest_order` returns."""
    left, order, head = list(range(start.size)), [], 0.0
    while left:
        seconds = [locate_reference(head, float(start[k]), capacity, wraps, fixed, whole) for k in left]
        order.append(left.pop(int(np.argmin(seconds))))
        head = float(start[order[-1]] + size[order[-1]])
    return order


def way_reference(
    order: Iterable[int],
    start: Floats,
    size: Floats,
    capacity: float,
    wraps: int,
    fixed: Floats,
    whole: float,
) -> float:
    """Return what :func:`~ecosystem_nb.storage.tape.kernel.way_time` returns.

    Parameters
    ----------
    order : iterable of int
        Indices in the order of reading.
    start, size : numpy.ndarray of float64, shape (files,)
        Where each file begins and how large it is, B.
    capacity, wraps, fixed, whole
        As for :func:`nearest_reference`.
    """
    total, head = 0.0, 0.0
    for file in order:
        total += locate_reference(head, float(start[file]), capacity, wraps, fixed, whole)
        head = float(start[file] + size[file])
    return total


def best_order(
    start: Floats, size: Floats, capacity: float, wraps: int, fixed: Floats, whole: float
) -> list[int]:
    """Return the order with the shortest locates, by trying all: 8 files at most.

    Parameters
    ----------
    start, size, capacity, wraps, fixed, whole
        As for :func:`way_reference`.

    Raises
    ------
    ValueError
        For more than 8 files: their orders are too many.

    Notes
    -----
    Cost O(files!).
    """
    if start.size > 8:
        raise ValueError(f"{start.size} files: expected at most 8, or trying all orders takes too long")

    def seconds(order: Iterable[int]) -> float:
        return way_reference(order, start, size, capacity, wraps, fixed, whole)

    return list(min(permutations(range(start.size)), key=seconds))


def play_reference(
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
    """Return what :func:`~ecosystem_nb.storage.tape.kernel.play` returns: each drive keeps a diary."""
    clock = [0.0] * drives
    mounted: list[int | None] = [None] * drives
    diary: list[list[list[int]]] = [[] for _ in range(drives)]  # a drive's mounts, a mount's requests
    parts, done = np.zeros(5), np.zeros(len(order))

    def winding(drive: int) -> float:
        files = diary[drive][-1]
        ends = [float(start[file] + size[file]) for file in files]
        volume = sum(float(size[file]) for file in files)
        one_piece = all(float(start[file]) == end for file, end in zip(files[1:], ends, strict=False))
        windings = 0.0 if volume < FEW else 0.5 if one_piece and volume <= SOME else 1.0
        return (place_reference(ends[-1], capacity, wraps)[1] + windings) * rewind

    def free(drive: int) -> float:
        return clock[drive] + (winding(drive) + unload if diary[drive] else 0.0)

    def spend(drive: int, part: int, seconds: float) -> None:
        clock[drive] += seconds
        parts[part] += seconds

    def finish(drive: int) -> None:
        spend(drive, REWIND, winding(drive))
        spend(drive, UNLOAD, unload)

    for request in (int(one) for one in order):
        if int(tape[request]) in mounted:
            drive = mounted.index(int(tape[request]))
        else:
            drive = min(range(drives), key=free)
            if diary[drive]:
                finish(drive)
            mounted[drive] = int(tape[request])
            diary[drive].append([])
            spend(drive, LOAD, load)
        before = diary[drive][-1]
        head = float(start[before[-1]] + size[before[-1]]) if before else 0.0
        to = locate_reference(head, float(start[request]), capacity, wraps, fixed, whole)
        spend(drive, LOCATE, to)
        spend(drive, READ, float(size[request]) / rate)
        before.append(request)
        done[request] = clock[drive]
    for drive in range(drives):
        if diary[drive]:
            finish(drive)
    return done, parts, np.array([len(one) for one in diary], dtype=np.int64), np.array(clock)
