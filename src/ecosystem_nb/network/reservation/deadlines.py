"""Can all deadlines be met?  The earliest first, and the volume that each interval asks for."""

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import within

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Served:
    """What a link did that serves deadlines.

    Parameters
    ----------
    finish : numpy.ndarray of float64, shape (datasets,)
        s.
    time, rate : numpy.ndarray of float64, shape (steps,)
        From a time on (s) all datasets together have had that rate (Gbit/s).
    """

    finish: Floats
    time: Floats
    rate: Floats


def earliest_first(
    capacity: float,
    release: ArrayLike,
    deadline: ArrayLike,
    volume: ArrayLike,
    most: ArrayLike = np.inf,
) -> Served:
    """Serve the earliest deadline first: it takes what it can, the next takes of the rest, and so on.

    Parameters
    ----------
    capacity : float
        Gbit/s, above 0.
    release, deadline : array_like of float64, shape (datasets,)
        s, at least 0.
    volume : array_like of float64, shape (datasets,)
        Gbit, above 0.
    most : array_like of float64, shape () or (datasets,)
        Most that each dataset takes, Gbit/s, above 0; none by default.

    Returns
    -------
    Served

    Raises
    ------
    ValueError
        For a value that is out of range.

    Notes
    -----
    Without bounds on the rates, on one link, this meets all deadlines whenever any plan does, though it
    knows nothing of what is still to come.  With bounds it need not.
    After the deadline a dataset goes on with its old place in the order.
    Cost O(n^2) at worst for n datasets.

    References
    ----------
    Horn, Naval Research Logistics Quarterly 21 (1974), quoted from memory.

    Examples
    --------
    The second comes later with the earlier deadline; 10 Gbit/s:

    >>> earliest_first(10.0, [0.0, 2.0], [10.0, 6.0], [50.0, 40.0]).finish.tolist()
    [9.0, 6.0]
    """
    whole = float(within("capacity", capacity, "Gbit/s", above=0))
    begins, ends = within("release", release, "s", least=0), within("deadline", deadline, "s", least=0)
    left = within("volume", volume, "Gbit", above=0).copy()
    bound = np.broadcast_to(np.asarray(most, dtype=np.float64), left.shape)
    if not (bound > 0.0).all():
        raise ValueError(f"most = {bound.min():g} Gbit/s is out of range: expected above 0")
    finish = np.full(left.size, np.inf)
    coming = sorted(range(left.size), key=lambda i: begins[i], reverse=True)
    waiting: list[tuple[float, int]] = []
    times, rates, now = [0.0], [0.0], 0.0
    while coming or waiting:
        rate, room = {}, whole
        for _, i in sorted(waiting):
            rate[i] = min(bound[i], room)
            room -= rate[i]
            if room <= 0.0:
                break
        due = {i: now + left[i] / one for i, one in rate.items() if one > 0.0}
        then = min([*due.values(), *([begins[coming[-1]]] if coming else [])])
        if then > now:
            times.append(now)
            rates.append(whole - room)
        for i, end in due.items():
            left[i] -= rate[i] * (then - now)
            if end <= then:
                finish[i] = then
        now = float(then)
        waiting = [one for one in waiting if finish[one[1]] == np.inf]
        while coming and begins[coming[-1]] <= now:
            i = coming.pop()
            heapq.heappush(waiting, (float(ends[i]), i))
    return Served(finish, np.array([*times, now]), np.array([*rates, 0.0]))


def tightest(
    capacity: float, release: ArrayLike, deadline: ArrayLike, volume: ArrayLike
) -> tuple[float, float, float]:
    """Return the interval that asks most of a link, and how much of its capacity that is.

    Parameters
    ----------
    capacity : float
        Gbit/s, above 0.
    release, deadline : array_like of float64, shape (datasets,)
        s.
    volume : array_like of float64, shape (datasets,)
        Gbit.

    Returns
    -------
    begin, end : float
        The interval, s.
    asked : float
        Volume whose whole window lies in it, over what the link can carry in it, 1.
        Above 1 no plan meets all deadlines; at most 1 one does.

    Raises
    ------
    ValueError
        Without a dataset, or for a value that is out of range.

    Examples
    --------
    >>> tightest(10.0, [0.0, 2.0], [10.0, 6.0], [50.0, 40.0])
    (2.0, 6.0, 1.0)
    """
    whole = float(within("capacity", capacity, "Gbit/s", above=0))
    begins, ends = within("release", release, "s", least=0), within("deadline", deadline, "s", least=0)
    sizes = within("volume", volume, "Gbit", above=0)
    if sizes.size == 0:
        raise ValueError("no dataset: expected at least one")
    best = (0.0, 0.0, -np.inf)
    for begin in np.unique(begins):
        for end in np.unique(ends[ends > begin]):
            inside = sizes[(begins >= begin) & (ends <= end)].sum()
            asked = inside / (whole * (end - begin))
            if asked > best[2]:
                best = (float(begin), float(end), float(asked))
    return best
