"""Which way, and when?  Rucio's routing over several hops, and its throttler, as pure functions."""

import heapq
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

HOP_PENALTY = 10.0  # added for each site in between
RELEASE_BELOW = 0.8  # share of max_transfers under which the throttler releases
FAR = 9999.0  # a route this long or longer is not taken

Links = Mapping[tuple[str, str], float]


class NoRoute(ValueError):
    """No chain of distances leads from the source to the destination."""


@dataclass(frozen=True)
class Route:
    """A way for a file.

    Parameters
    ----------
    sites : tuple of str
        From source to destination.
    cost : float
        Sum of distances and hop penalties, in the unit of the distances.
    """

    sites: tuple[str, ...]
    cost: float


def route(
    distances: Links,
    source: str,
    destination: str,
    *,
    between: Collection[str] = (),
    hop_penalty: float = HOP_PENALTY,
    penalties: Mapping[str, float] | None = None,
) -> Route:
    """Return the cheapest route: sum of distances plus a penalty for each site in between.

    Parameters
    ----------
    distances : mapping of (str, str) to float
        Distance of each directed link, any unit; below 0 counts as 0.
    source, destination : str
        Where the file is, and where it shall go.
    between : collection of str
        Sites that may stand in between; empty turns multi-hop off.
    hop_penalty : float
        Added for each site in between, 0 or more, in the unit of the distances.
    penalties : mapping of str to float, optional
        Penalties of single sites, in place of ``hop_penalty``.

    Returns
    -------
    Route

    Raises
    ------
    NoRoute
        When no route costs less than 9,999.
    ValueError
        For a penalty or a distance that is no finite number, or a negative penalty.

    Notes
    -----
    Dijkstra's algorithm, run from the destination backwards as Rucio's ``Topology`` does.
    Of two routes of equal cost the one found first stays; here sites are asked in order of cost, then name.
    Not modelled: protocols that two sites must share, and sites that are switched off.

    Examples
    --------
    >>> links = {("CERN", "BNL"): 30.0, ("CERN", "RAL"): 8.0, ("RAL", "BNL"): 8.0}
    >>> route(links, "CERN", "BNL", between=["RAL"])
    Route(sites=('CERN', 'RAL', 'BNL'), cost=26.0)
    """
    penalty = {"hop_penalty": hop_penalty, **(penalties or {})}
    for name, value in penalty.items():
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(f"penalty {name} = {value} is out of range: expected a finite number, 0 or more")
    inward: dict[str, dict[str, float]] = {}
    for (here, there), distance in distances.items():
        if not math.isfinite(distance):
            raise ValueError(f"distance {here} to {there} = {distance}: expected a finite number")
        inward.setdefault(there, {})[here] = max(0.0, distance)
    cost_of = {site: (penalties or {}).get(site, hop_penalty) for site in between}
    found = _backwards(inward, source, destination, cost_of)
    if source not in found:
        hint = (
            f"through {', '.join(sorted(between))}" if between else "directly: no site may stand in between"
        )
        raise NoRoute(f"no route from {source} to {destination} {hint}")
    sites, cost = [source], found[source][0]
    while sites[-1] != destination:
        sites.append(found[sites[-1]][1])
    return Route(tuple(sites), cost)


def _backwards(
    inward: Mapping[str, Mapping[str, float]], source: str, destination: str, between: Mapping[str, float]
) -> dict[str, tuple[float, str]]:
    """Return cost to the destination and next site, for the sites on cheapest routes."""
    found: dict[str, tuple[float, str]] = {destination: (0.0, destination)}
    heap = [(0.0, destination)]
    while heap:
        cost, here = heapq.heappop(heap)
        if here == source or cost > found[here][0]:
            continue
        extra = 0.0 if here == destination else between[here]
        for before, distance in sorted(inward.get(here, {}).items()):
            total = cost + distance + extra
            usable = before == source or before in between
            if usable and total < found.get(before, (FAR, ""))[0]:
                found[before] = (total, here)
                heapq.heappush(heap, (total, before))
    return found


def release(waiting: int, active: int, max_transfers: int | None) -> int:
    """Return how many waiting requests the throttler lets go.

    Parameters
    ----------
    waiting, active : int
        Requests that wait, and that are queued or under way, 0 or more.
    max_transfers : int or None
        Limit, 0 or more; ``None`` is no limit.

    Returns
    -------
    int
        None of them from 80 % of the limit on: the throttler releases in bulk.

    Raises
    ------
    ValueError
        For a negative count.

    Examples
    --------
    >>> release(500, 79, 100), release(500, 80, 100), release(5, 0, 100)
    (21, 0, 5)
    """
    for name, value in (("waiting", waiting), ("active", active), ("max_transfers", max_transfers or 0)):
        if value < 0:
            raise ValueError(f"{name} = {value} requests is out of range: expected 0 or more")
    if max_transfers is None:
        return waiting
    return min(waiting, max_transfers - active) if active < RELEASE_BELOW * max_transfers else 0
