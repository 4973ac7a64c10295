"""Which reservations fit?  Calendars of links, filled request by request (bare kernels)."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ecosystem_nb.network.transfers.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

THIN, CONSTANT, MALLEABLE = 0, 1, 2
NEAR = 1e-12  # relative; a little more than the rounding of a few sums
SLIVER = 1e-9  # of a link's capacity; less than that is not worth a reservation


class Calendars(NamedTuple):
    """What is reserved on each link, in pieces of time that all links share."""

    capacity: Floats  # (links,) Gbit/s that may be reserved
    time: Floats  # (room,) s, where a piece begins; the last one never ends
    booked: Floats  # (links, room) Gbit/s
    route: Ints  # (entries,) links of the requests


class Wish(NamedTuple):
    """One request."""

    begin: int  # its links: route[begin:end]
    end: int
    release: float  # s
    deadline: float  # s
    volume: float  # Gbit
    most: float  # Gbit/s


@compiled
def _free(held, wish, i):
    """Return what every link of a path has left in one piece of time; 0 for a sliver."""
    least = np.inf
    for entry in range(wish.begin, wish.end):
        e = held.route[entry]
        left = held.capacity[e] - held.booked[e, i]
        if left < SLIVER * held.capacity[e]:
            return 0.0
        least = min(least, left)
    return least


@compiled
def _piece_at(time, n, at):
    """Return the last of n pieces of time that begins no later than a time."""
    low, high = 0, n
    while high - low > 1:
        middle = (low + high) >> 1
        if time[middle] <= at:
            low = middle
        else:
            high = middle
    return low


@compiled
def _cut(held, n, at):
    """Let a piece begin at a time; return its place and the number of pieces."""
    i = _piece_at(held.time, n, at)
    if held.time[i] == at:
        return i, n
    for j in range(n, i, -1):
        held.time[j] = held.time[j - 1]
        for e in range(held.capacity.size):
            held.booked[e, j] = held.booked[e, j - 1]
    held.time[i + 1] = at
    return i + 1, n + 1


@compiled
def _enter(held, n, wish, piece):
    """Write one piece of a reservation into the calendars; return the number of pieces of time."""
    first, n = _cut(held, n, piece[0])
    last, n = _cut(held, n, piece[1])
    for entry in range(wish.begin, wish.end):
        for i in range(first, last):
            held.booked[held.route[entry], i] += piece[2]
    return n


@compiled
def _thin(held, n, wish):
    """Return begin, end and rate of the narrowest reservation: the whole window; rate 0 for none."""
    rate = wish.volume / (wish.deadline - wish.release)
    fits = rate <= wish.most * (1.0 + NEAR)
    i = _piece_at(held.time, n, wish.release)
    while fits and i < n and held.time[i] < wish.deadline:
        fits = _free(held, wish, i) >= rate * (1.0 - NEAR)
        i += 1
    return wish.release, wish.deadline, rate if fits else 0.0


@compiled
def _constant(held, n, wish):
    """Return begin, end and rate of the reservation of one rate that ends first; rate 0 for none."""
    last = wish.deadline + NEAR * (wish.deadline - wish.release)
    best_begin, best_end, best_rate = wish.release, np.inf, 0.0
    for i in range(_piece_at(held.time, n, wish.release), n):
        begin = max(wish.release, held.time[i])
        soonest = begin + wish.volume / wish.most
        if soonest > last or soonest >= best_end * (1.0 - NEAR):
            break
        rate = wish.most
        for j in range(i, n):
            rate = min(rate, _free(held, wish, j))
            end = begin + wish.volume / rate if rate > 0.0 else np.inf
            if end > last or end >= best_end * (1.0 - NEAR):
                break
            if j == n - 1 or end <= held.time[j + 1]:
                best_begin, best_end, best_rate = begin, end, rate
                break
    return best_begin, best_end, best_rate


@compiled
def _malleable(held, n, wish, pieces, k):
    """Fill what is free from the release on; return where the list of pieces then ends."""
    start, left = k, wish.volume
    i = _piece_at(held.time, n, wish.release)
    while i < n and held.time[i] < wish.deadline:
        begin = max(wish.release, held.time[i])
        end = wish.deadline if i == n - 1 else min(held.time[i + 1], wish.deadline)
        rate = min(wish.most, _free(held, wish, i))
        if rate > 0.0:
            if left <= rate * (end - begin) * (1.0 + NEAR):
                end = min(begin + left / rate, end)
                left = 0.0
            pieces[k, 0], pieces[k, 1], pieces[k, 2] = begin, end, rate
            k += 1
            if left == 0.0:
                return k
            left -= rate * (end - begin)
        i += 1
    return start


@njit(nogil=True)
def admit(
    capacity: Floats,
    pointer: Ints,
    route: Ints,
    release: Floats,
    deadline: Floats,
    volume: Floats,
    most: Floats,
    shape: int,
) -> tuple[Ints, Floats]:
    """Return what is reserved for each request, in the order in which they are made.

    Parameters
    ----------
    capacity : ndarray of float64, shape (links,)
        What may be reserved on each link, Gbit/s, above 0.
    pointer, route : ndarray of int64, shapes (requests + 1,) and (entries,)
        Request i crosses the links ``route[pointer[i]:pointer[i + 1]]``, at least one, none twice.
    release, deadline : ndarray of float64, shape (requests,)
        The window of each, s: ``0 <= release < deadline``.
    volume : ndarray of float64, shape (requests,)
        Gbit, above 0.
    most : ndarray of float64, shape (requests,)
        Most that the ends of the transfer can take, Gbit/s, above 0.
    shape : int
        ``THIN``: one rate over the whole window.
        ``CONSTANT``: one rate, such that it ends first.
        ``MALLEABLE``: everything that is free from the release on, so that it ends first.

    Returns
    -------
    first : ndarray of int64, shape (requests + 1,)
        Request i holds the pieces ``first[i]`` to ``first[i + 1]``; none when it is refused.
    pieces : ndarray of float64, shape (pieces, 3)
        Begin (s), end (s) and rate (Gbit/s).

    Notes
    -----
    A request is decided when it is made and never moved.
    One that ends first at one rate begins at its release or where something else ends or begins,
    or it could begin earlier; from there the rate is the least that is free until its end.
    Cost O(n^2) a request of ``CONSTANT``, else O(n), for n pieces of time in the calendars.

    Examples
    --------
    100 Gbit/s may be reserved; a request of 1000 Gbit at 60 Gbit/s at most, and the same again:

    >>> one, two = np.zeros(2), np.full(2, 30.0)
    >>> whole = np.array([100.0]), np.array([0, 1, 2]), np.zeros(2, np.int64)
    >>> admit(*whole, one, two, np.full(2, 1000.0), np.full(2, 60.0), CONSTANT)[1].round(1).tolist()
    [[0.0, 16.7, 60.0], [0.0, 25.0, 40.0]]
    """
    requests = release.size
    room = 2 * requests + 2  # a request begins and ends one piece of time more at most
    held = Calendars(capacity, np.zeros(room), np.zeros((capacity.size, room)), route)
    n = 1
    first = np.zeros(requests + 1, np.int64)
    pieces = np.zeros((requests + 2, 3))
    for i in range(requests):
        wish = Wish(pointer[i], pointer[i + 1], release[i], deadline[i], volume[i], most[i])
        k = first[i]
        if k + n + 1 > len(pieces):
            longer = np.zeros((2 * (k + n + 1), 3))
            longer[:k] = pieces[:k]
            pieces = longer
        if shape == MALLEABLE:
            end = _malleable(held, n, wish, pieces, k)
        else:
            one = _thin(held, n, wish) if shape == THIN else _constant(held, n, wish)
            pieces[k, 0], pieces[k, 1], pieces[k, 2] = one
            end = k + 1 if one[2] > 0.0 else k
        for j in range(k, end):
            n = _enter(held, n, wish, (pieces[j, 0], pieces[j, 1], pieces[j, 2]))
        first[i + 1] = end
    return first, pieces[: first[requests]]
