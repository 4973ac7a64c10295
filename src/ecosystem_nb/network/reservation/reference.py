"""Which reservations fit, and what does a promise do?  The plain ways, to check the fast ones against."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

INF = float("inf")
NEAR = 1e-9  # relative


@dataclass(frozen=True)
class Piece:
    """A rate reserved for a time on some links.

    Parameters
    ----------
    begin, end : float
        s.
    rate : float
        Gbit/s.
    links : tuple of int
        On which it is reserved.
    """

    begin: float
    end: float
    rate: float
    links: tuple[int, ...]


@dataclass(frozen=True)
class Wish:
    """What one asks to reserve.

    Parameters
    ----------
    release, deadline : float
        The window, s.
    volume : float
        Gbit.
    most : float
        Most that its ends can take, Gbit/s.
    links : tuple of int
        That it crosses.
    """

    release: float
    deadline: float
    volume: float
    most: float
    links: tuple[int, ...] = (0,)


def free_reference(
    capacity: Sequence[float], held: Sequence[Piece], links: Sequence[int], at: float
) -> float:
    """Return what every link of a path has left at a time, Gbit/s."""
    return min(
        capacity[e] - sum(one.rate for one in held if e in one.links and one.begin <= at < one.end)
        for e in links
    )


def fits_reference(capacity: Sequence[float], held: Sequence[Piece], new: Piece) -> bool:
    """Tell whether a piece fits beside those held: at its begin, and wherever another begins in it."""
    times = [new.begin, *(one.begin for one in held if new.begin <= one.begin < new.end)]
    return all(
        free_reference(capacity, held, new.links, at) >= new.rate - NEAR * min(capacity) for at in times
    )


def thin_reference(capacity: Sequence[float], held: Sequence[Piece], wish: Wish) -> list[Piece]:
    """Return the reservation of the whole window, in a list; an empty one when it is refused."""
    rate = wish.volume / (wish.deadline - wish.release)
    new = Piece(wish.release, wish.deadline, rate, wish.links)
    return [new] if rate <= wish.most * (1 + NEAR) and fits_reference(capacity, held, new) else []


def constant_reference(capacity: Sequence[float], held: Sequence[Piece], wish: Wish) -> list[Piece]:
    """Return the reservation of one rate that ends first: of all begins and rates that could matter."""
    times = [wish.release, *sorted(t for one in held for t in (one.begin, one.end) if t > wish.release)]
    rates = {min(wish.most, free_reference(capacity, held, wish.links, at)) for at in times}
    best: list[Piece] = []
    for begin in times:
        for rate in sorted((one for one in rates if one > NEAR * min(capacity)), reverse=True):
            new = Piece(begin, begin + wish.volume / rate, rate, wish.links)
            sooner = not best or new.end < best[0].end * (1 - NEAR)
            if new.end <= wish.deadline * (1 + NEAR) and sooner and fits_reference(capacity, held, new):
                best = [new]
    return best


def malleable_reference(capacity: Sequence[float], held: Sequence[Piece], wish: Wish) -> list[Piece]:
    """Return a reservation that takes all that is free, piece of time by piece of time."""
    ends = sorted({t for one in held for t in (one.begin, one.end)} | {wish.release, wish.deadline})
    times = [t for t in ends if wish.release <= t <= wish.deadline]
    left, taken = wish.volume, []
    for begin, end in pairwise(times):
        rate = min(wish.most, free_reference(capacity, held, wish.links, begin))
        if rate <= NEAR * min(capacity):
            continue
        last = min(begin + left / rate, end)
        taken.append(Piece(begin, last, rate, wish.links))
        left -= rate * (last - begin)
        if left <= NEAR * wish.volume:
            return taken
    return []


def admit_reference(
    capacity: Sequence[float],
    wishes: Sequence[Wish],
    shape: Callable[[Sequence[float], Sequence[Piece], Wish], list[Piece]],
) -> list[list[Piece]]:
    """Return the pieces of each request, in the order of the requests; none when it is refused.

    The readable twin of :func:`~ecosystem_nb.network.reservation.calendar_kernel.admit`: it keeps a list
    of pieces in place of calendars.

    Parameters
    ----------
    capacity : sequence of float
        What may be reserved on each link, Gbit/s.
    wishes : sequence of Wish
        The requests.
    shape : callable
        :func:`thin_reference`, :func:`constant_reference` or :func:`malleable_reference`.

    Returns
    -------
    list of list of Piece
    """
    held: list[Piece] = []
    made = []
    for wish in wishes:
        new = shape(capacity, held, wish)
        held += new
        made.append(new)
    return made


@dataclass(frozen=True)
class Flow:
    """A transfer that may have a promise.

    Parameters
    ----------
    release : float
        s.
    volume : float
        Gbit.
    hosts : float
        Its weight.
    most : float
        Gbit/s.
    promises : tuple of (float, float, float)
        Begin (s), end (s) and promised rate (Gbit/s).
    """

    release: float
    volume: float
    hosts: float
    most: float
    promises: tuple[tuple[float, float, float], ...] = ()

    def promised(self, at: float) -> float:
        """Return the rate promised at a time, Gbit/s."""
        return sum(rate for begin, end, rate in self.promises if begin <= at < end)


def rates_reference(capacity: float, flows: Sequence[Flow], at: float) -> list[float]:
    """Return the rate of each flow, Gbit/s: raise the level until the link is full, by bisection."""

    def at_level(level: float) -> list[float]:
        return [max(one.promised(at), min(one.most, one.hosts * level)) for one in flows]

    if sum(one.most for one in flows) <= capacity:
        return [one.most for one in flows]
    low, high = 0.0, capacity / min(one.hosts for one in flows)
    for _ in range(200):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if sum(at_level(middle)) <= capacity else (low, middle)
    return at_level(low)


def promised_reference(capacity: float, flows: Sequence[Flow]) -> list[float]:
    """Return when each transfer on one link ends, all rates computed anew at every event.

    The readable twin of :func:`~ecosystem_nb.network.reservation.promise_kernel.run_promised`;
    small transfers are flows of one host without a promise.

    Parameters
    ----------
    capacity : float
        Gbit/s.
    flows : sequence of Flow
        The transfers.

    Returns
    -------
    list of float
        s; ``inf`` for one that can never end.
    """
    left, finish, now = [one.volume for one in flows], [INF] * len(flows), 0.0
    corners = sorted({t for one in flows for t in (one.release, *(x for p in one.promises for x in p[:2]))})
    under_way: list[int] = []
    while True:
        rates = rates_reference(capacity, [flows[i] for i in under_way], now) if under_way else []
        ends = {i: now + left[i] / rate for i, rate in zip(under_way, rates, strict=True) if rate > 0.0}
        times = [t for t in corners if t > now] + list(ends.values())
        begun = [i for i, one in enumerate(flows) if one.release == now and i not in under_way]
        fresh = [i for i in begun if finish[i] == INF]
        if fresh:
            under_way += fresh
            continue
        if not times:
            return finish
        then = min(times)
        for i, rate in zip(under_way, rates, strict=True):
            left[i] -= rate * (then - now)
        done = [i for i, end in ends.items() if end <= then]
        for i in done:
            finish[i] = then
        under_way = [i for i in under_way if i not in done]
        now = then
