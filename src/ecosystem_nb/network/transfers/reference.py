"""When does each transfer end?  The plain way, to check the fast one against."""

from collections.abc import Sequence

from ecosystem_nb.network.transfers.sharing import max_min_reference


def transfers_reference(
    capacity: Sequence[float],
    routes: Sequence[Sequence[int]],
    caps: Sequence[float],
    size: Sequence[float],
    arrival: Sequence[float],
    changes: Sequence[tuple[float, int, float]] = (),
) -> list[float]:
    """Return when each transfer ends, with all rates computed anew at every event.

    The readable twin of :func:`~ecosystem_nb.network.transfers.kernel.run_transfers`;
    every transfer stands for itself.

    Parameters
    ----------
    capacity : sequence of float
        Capacity of each link at the start, Gbit/s.
    routes : sequence of sequences of int
        Links that each transfer crosses.
    caps : sequence of float
        Most that each may take, Gbit/s; ``inf`` for no cap.
    size : sequence of float
        Gbit, above 0.
    arrival : sequence of float
        s, at least 0.
    changes : sequence of (float, int, float)
        Time (s), link and its new capacity (Gbit/s), in the order of time.

    Returns
    -------
    list of float
        End of each transfer, s; ``inf`` when it can never end.
    """
    most, left, now = list(capacity), list(size), 0.0
    finish = [float("inf")] * len(left)
    under_way: list[int] = []
    to_come = sorted(range(len(left)), key=lambda i: arrival[i], reverse=True)
    to_change = list(reversed(changes))
    while True:
        rates = max_min_reference([routes[i] for i in under_way], [caps[i] for i in under_way], most)
        ends = {i: now + left[i] / rate for i, rate in zip(under_way, rates, strict=True) if rate > 0.0}
        times = [*ends.values()]
        times += [arrival[to_come[-1]]] if to_come else []
        times += [to_change[-1][0]] if to_change else []
        if not times:
            return finish
        then = min(times)
        for i, rate in zip(under_way, rates, strict=True):
            left[i] -= rate * (then - now)
        for i in [i for i, end in ends.items() if end <= then]:
            finish[i] = then
            under_way.remove(i)
        now = then
        while to_come and arrival[to_come[-1]] <= now:
            under_way.append(to_come.pop())
        while to_change and to_change[-1][0] <= now:
            _, link, new = to_change.pop()
            most[link] = new
