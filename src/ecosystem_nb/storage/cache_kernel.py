"""Bare kernels that replay a trace of requests through a cache."""

from collections import OrderedDict

import numpy as np
from numba import njit
from numpy.typing import NDArray

LFU, GDSF = 0, 1


@njit
def replay_lru(
    files: NDArray[np.int64], sizes: NDArray[np.int64], capacity: int, admit_at: int
) -> NDArray[np.bool_]:
    """Replay requests through a cache that drops what was unused longest.

    Parameters
    ----------
    files : numpy.ndarray of int64, shape (requests,)
        Which file each request wants: an index into ``sizes``.
    sizes : numpy.ndarray of int64, shape (files,)
        Size of each file, B, above 0.
    capacity : int
        Capacity of the cache, B.
    admit_at : int
        A file enters the cache at its request number ``admit_at``: 1 at once, 2 at the second.

    Returns
    -------
    numpy.ndarray of bool, shape (requests,)
        Whether each request was served from the cache.

    Notes
    -----
    A doubly linked list over the files; a file larger than the cache never enters.  Cost O(1) a
    request.  Requests follow each other at once: no file is still on its way.
    """
    count = sizes.size
    # Place `count` is the list's head: after[head] was used last, before[head] longest ago.
    after = np.full(count + 1, -1, dtype=np.int64)
    before = np.full(count + 1, -1, dtype=np.int64)
    after[count] = before[count] = count
    asked = np.zeros(count, dtype=np.int64)
    hits = np.zeros(files.size, dtype=np.bool_)
    used = 0
    for request in range(files.size):
        file = files[request]
        asked[file] += 1
        if after[file] >= 0:
            hits[request] = True
            after[before[file]] = after[file]
            before[after[file]] = before[file]
        elif asked[file] < admit_at or sizes[file] > capacity:
            continue
        else:
            used += sizes[file]
            while used > capacity:
                oldest = before[count]
                before[count] = before[oldest]
                after[before[oldest]] = count
                after[oldest] = before[oldest] = -1
                used -= sizes[oldest]
        after[file], before[file] = after[count], count
        before[after[count]] = file
        after[count] = file
    return hits


@njit
def _less(a: int, b: int, worth: NDArray[np.float64], stamp: NDArray[np.int64]) -> bool:
    return bool(worth[a] < worth[b] or (worth[a] == worth[b] and stamp[a] < stamp[b]))


@njit
def _settle(  # noqa: PLR0917, numba inlines it: no tuple to unpack
    heap: NDArray[np.int64],
    place: NDArray[np.int64],
    filled: int,
    at: int,
    worth: NDArray[np.float64],
    stamp: NDArray[np.int64],
) -> None:
    """Move the file at one place of the heap to where its worth belongs."""
    file = heap[at]
    while at > 0 and _less(file, heap[(at - 1) // 2], worth, stamp):
        heap[at] = heap[(at - 1) // 2]
        place[heap[at]] = at
        at = (at - 1) // 2
    while True:
        child = 2 * at + 1
        if child >= filled:
            break
        if child + 1 < filled and _less(heap[child + 1], heap[child], worth, stamp):
            child += 1
        if not _less(heap[child], file, worth, stamp):
            break
        heap[at] = heap[child]
        place[heap[at]] = at
        at = child
    heap[at] = file
    place[file] = at


@njit
def replay_worth(
    files: NDArray[np.int64], sizes: NDArray[np.int64], capacity: int, policy: int
) -> NDArray[np.bool_]:
    """Replay requests through a cache that drops what is worth least.

    Parameters
    ----------
    files : numpy.ndarray of int64, shape (requests,)
        Which file each request wants.
    sizes : numpy.ndarray of int64, shape (files,)
        Size of each file, B, above 0.
    capacity : int
        Capacity of the cache, B.
    policy : int
        ``LFU``: worth is the number of requests so far, kept when a file leaves.
        ``GDSF``: worth is age + requests / size, where age is the worth of what left last.

    Returns
    -------
    numpy.ndarray of bool, shape (requests,)
        Whether each request was served from the cache.

    Notes
    -----
    A binary heap of the cached files; of equal worth, the one unused longest leaves.
    Cost O(log n) a request.

    References
    ----------
    Cherkasova, Improving WWW proxies performance with Greedy-Dual-Size-Frequency caching policy,
    HP Laboratories HPL-98-69R1 (1998).
    """
    count = sizes.size
    heap = np.zeros(count, dtype=np.int64)
    place = np.full(count, -1, dtype=np.int64)
    worth = np.zeros(count)
    stamp = np.zeros(count, dtype=np.int64)
    asked = np.zeros(count, dtype=np.int64)
    hits = np.zeros(files.size, dtype=np.bool_)
    used, filled, age = 0, 0, 0.0
    for request in range(files.size):
        file = files[request]
        asked[file] += 1
        hits[request] = place[file] >= 0
        if not hits[request]:
            if sizes[file] > capacity:
                continue
            used += sizes[file]
            while used > capacity:
                least = heap[0]
                age = worth[least]
                used -= sizes[least]
                place[least] = -1
                filled -= 1
                if filled > 0:
                    heap[0] = heap[filled]
                    _settle(heap, place, filled, 0, worth, stamp)
            heap[filled] = file
            place[file] = filled
            filled += 1
        worth[file] = float(asked[file]) if policy == LFU else age + asked[file] / sizes[file]
        stamp[file] = request
        _settle(heap, place, filled, place[file], worth, stamp)
    return hits


def replay_lru_reference(
    files: NDArray[np.int64], sizes: NDArray[np.int64], capacity: int, admit_at: int
) -> NDArray[np.bool_]:
    """Return what :func:`replay_lru` returns, with an ordered dictionary."""
    cache: OrderedDict[int, int] = OrderedDict()
    asked: dict[int, int] = {}
    hits = []
    for file in files.tolist():
        asked[file] = asked.get(file, 0) + 1
        hits.append(file in cache)
        if file in cache:
            cache.move_to_end(file)
        elif asked[file] >= admit_at and sizes[file] <= capacity:
            while sum(cache.values()) + int(sizes[file]) > capacity:
                cache.popitem(last=False)
            cache[file] = int(sizes[file])
    return np.array(hits, dtype=np.bool_)


def replay_worth_reference(
    files: NDArray[np.int64], sizes: NDArray[np.int64], capacity: int, policy: int
) -> NDArray[np.bool_]:
    """Return what :func:`replay_worth` returns, by looking through the whole cache each time."""
    worth: dict[int, tuple[float, int]] = {}
    asked: dict[int, int] = {}
    hits, age = [], 0.0
    for request, file in enumerate(files.tolist()):
        asked[file] = asked.get(file, 0) + 1
        hits.append(file in worth)
        if file not in worth:
            if sizes[file] > capacity:
                continue
            while sum(int(sizes[one]) for one in worth) + int(sizes[file]) > capacity:
                least = min(worth, key=worth.__getitem__)
                age = worth.pop(least)[0]
        value = float(asked[file]) if policy == LFU else age + asked[file] / float(sizes[file])
        worth[file] = (value, request)
    return np.array(hits, dtype=np.bool_)
