"""Which links lie between two sites?  Sites, links of known capacity, and the routes over them."""

import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import pandas as pd

Route = tuple[str, ...]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Link:
    """One direction of a link.

    Parameters
    ----------
    name : str
        Its name, unique in a topology.
    source, target : str
        Sites or routers at its ends: data flow from the first to the second.
    capacity : float
        Gbit/s, above 0.
    cost : float
        What the link counts for in shortest paths, dimensionless, above 0.
    """

    name: str
    source: str
    target: str
    capacity: float
    cost: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 < self.capacity < math.inf:
            raise ValueError(
                f"link {self.name}: capacity = {self.capacity:g} Gbit/s is out of range: "
                "expected above 0 and finite"
            )
        if not 0.0 < self.cost < math.inf:
            raise ValueError(
                f"link {self.name}: cost = {self.cost:g} is out of range: expected above 0 and finite"
            )
        if self.source == self.target:
            raise ValueError(f"link {self.name}: both ends are {self.source}: expected two places")


@dataclass(frozen=True)
class Topology:
    """Sites and routers joined by links.

    Parameters
    ----------
    sites : tuple of str
        Where transfers begin and end; a site also passes on what is not for itself.
    links : tuple of Link
        One for each direction.
    routers : tuple of str
        Places that only pass on.
    routes : mapping of (str, str) to tuple of str
        Links from a source to a destination, where they are fixed; else the shortest path holds.

    Examples
    --------
    >>> pair = Topology(("A", "B"), (Link("east", "A", "B", 100.0),))
    >>> pair.route("A", "B")
    ('east',)
    """

    sites: tuple[str, ...]
    links: tuple[Link, ...]
    routers: tuple[str, ...] = ()
    routes: Mapping[Pair, Route] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = [*self.sites, *self.routers]
        _refuse_twice("site or router", places)
        _refuse_twice("link", [link.name for link in self.links])
        known = set(places)
        for link in self.links:
            for end in (link.source, link.target):
                if end not in known:
                    raise ValueError(f"link {link.name}: unknown end {end!r}{nearest(end, places)}")
        by_name = {link.name: link for link in self.links}
        for (source, destination), route in self.routes.items():
            self._check_site(source)
            self._check_site(destination)
            _check_route(source, destination, route, by_name)

    def route(self, source: str, destination: str) -> Route:
        """Return the links from one site to another.

        Parameters
        ----------
        source, destination : str
            Two different sites.

        Returns
        -------
        tuple of str
            Names of the links in order.

        Raises
        ------
        ValueError
            When a site is unknown, both are the same, or no path leads there.
        """
        return self.routes_between([(source, destination)])[source, destination]

    def routes_between(self, pairs: Iterable[Pair]) -> dict[Pair, Route]:
        """Return the routes of many pairs of sites; the paths from each source are sought once.

        Parameters
        ----------
        pairs : iterable of (str, str)
            Sources and destinations.

        Returns
        -------
        dict
            The route of each pair, as from :meth:`route`.

        Raises
        ------
        ValueError
            As :meth:`route`.

        Notes
        -----
        Least sum of costs; of equal paths the one found first in the order of the links.
        Cost O(links log links) a source.
        """
        found: dict[Pair, Route] = {}
        paths: dict[str, dict[str, Route]] = {}
        for source, destination in pairs:
            self._check_site(source)
            self._check_site(destination)
            if source == destination:
                raise ValueError(f"a transfer from {source} to itself: expected two different sites")
            if (source, destination) in self.routes:
                found[source, destination] = tuple(self.routes[source, destination])
                continue
            if source not in paths:
                paths[source] = self._shortest_paths(source)
            if destination not in paths[source]:
                raise ValueError(
                    f"{destination} cannot be reached from {source}: no path of links leads there"
                )
            found[source, destination] = paths[source][destination]
        return found

    def _check_site(self, name: str) -> None:
        if name not in self.sites:
            raise ValueError(f"unknown site {name!r}{nearest(name, self.sites)}")

    def _shortest_paths(self, source: str) -> dict[str, Route]:
        leaving: dict[str, list[Link]] = {}
        for link in self.links:
            leaving.setdefault(link.source, []).append(link)
        done: dict[str, Route] = {}
        order = 0
        ahead: list[tuple[float, int, str, Route]] = [(0.0, 0, source, ())]
        while ahead:
            distance, _, place, path = heapq.heappop(ahead)
            if place in done:
                continue
            done[place] = path
            for link in leaving.get(place, ()):
                if link.target not in done:
                    order += 1
                    heapq.heappush(ahead, (distance + link.cost, order, link.target, (*path, link.name)))
        return done


def _refuse_twice(what: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{what} {name!r} stands twice: expected each name once")
        seen.add(name)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``: did you mean ...?`` for a name near a known one, else nothing."""
    close = get_close_matches(str(name), list(known), n=1)
    return f": did you mean {close[0]!r}?" if close else ""


def _check_route(source: str, destination: str, route: Route, links: Mapping[str, Link]) -> None:
    where, label = source, f"route {source} to {destination}"
    _refuse_twice(f"{label}: link", list(route))
    for name in route:
        if name not in links:
            raise ValueError(f"{label}: unknown link {name!r}{nearest(name, links)}")
        if links[name].source != where:
            raise ValueError(f"{label}: link {name} begins at {links[name].source}, expected {where}")
        where = links[name].target
    if where != destination or not route:
        raise ValueError(f"{label}: its links end at {where}")


def both_ways(name: str, one: str, other: str, capacity: float, cost: float = 1.0) -> tuple[Link, Link]:
    """Return the two directions of a full-duplex link, ``name`` and ``name back``.

    Parameters
    ----------
    name : str
        Name of the link.
    one, other : str
        Its ends.
    capacity : float
        Gbit/s in each direction.
    cost : float
        What it counts for in shortest paths.

    Returns
    -------
    tuple of Link
        From ``one`` to ``other``, and back.
    """
    return Link(name, one, other, capacity, cost), Link(f"{name} back", other, one, capacity, cost)


def dumbbell(sites: int, access: float, core: float) -> Topology:
    """Return two halves of sites, each site on a link of its own, joined by one shared link.

    Parameters
    ----------
    sites : int
        Number of sites, even, at least 2: ``L0, L1, ...`` and ``R0, R1, ...``.
    access : float
        Capacity of each site's link, Gbit/s in each direction.
    core : float
        Capacity of the link between the halves, Gbit/s in each direction.

    Returns
    -------
    Topology
        Links ``L0``, ``L0 back``, ..., ``core``, ``core back``.

    Examples
    --------
    >>> dumbbell(4, 100.0, 150.0).route("L1", "R0")
    ('L1', 'core', 'R0 back')
    """
    if sites < 2 or sites % 2:
        raise ValueError(f"sites = {sites} is out of range: expected an even number, at least 2")
    links = [*both_ways("core", "left", "right", core)]
    names = {hub: [f"{hub[0].upper()}{i}" for i in range(sites // 2)] for hub in ("left", "right")}
    for hub, own in names.items():
        for site in own:
            links += both_ways(site, site, hub, access)
    return Topology((*names["left"], *names["right"]), tuple(links), ("left", "right"))


def from_tables(
    links: pd.DataFrame, sites: Iterable[str], *, routes: pd.DataFrame | None = None, duplex: bool = True
) -> Topology:
    """Return the topology that tables describe.

    Parameters
    ----------
    links : pandas.DataFrame
        Columns ``link``, ``source``, ``target``, ``capacity`` (Gbit/s) and, if there is one, ``cost`` (1).
    sites : iterable of str
        Where transfers begin and end; all other ends of links are routers.
    routes : pandas.DataFrame, optional
        Fixed routes: columns ``source``, ``destination``, ``link``, the links of a pair in order.
    duplex : bool
        Each row stands for both directions, the second being called ``<link> back``.

    Returns
    -------
    Topology
        With the sites in the order given.
    """
    need_columns("links", links, ("link", "source", "target", "capacity"))
    made: list[Link] = []
    costs = links["cost"] if "cost" in links else pd.Series(1.0, index=links.index)
    rows = zip(links["link"], links["source"], links["target"], links["capacity"], costs, strict=True)
    for name, one, other, capacity, cost in rows:
        pair = both_ways(str(name), str(one), str(other), float(capacity), float(cost))
        made += pair if duplex else pair[:1]
    own = tuple(sites)
    ends = dict.fromkeys(end for link in made for end in (link.source, link.target))
    fixed: dict[Pair, Route] = {}
    if routes is not None:
        need_columns("routes", routes, ("source", "destination", "link"))
        for source, destination, name in zip(
            routes["source"], routes["destination"], routes["link"], strict=True
        ):
            fixed[source, destination] = (*fixed.get((source, destination), ()), name)
    return Topology(own, tuple(made), tuple(end for end in ends if end not in own), fixed)


def need_columns(what: str, table: pd.DataFrame, wanted: tuple[str, ...]) -> None:
    """Refuse a table without the columns that it needs.

    Parameters
    ----------
    what : str
        What the rows of the table are, for the message.
    table : pandas.DataFrame
        The table.
    wanted : tuple of str
        Its columns.

    Raises
    ------
    ValueError
        One line that names the missing columns.
    """
    missing = [name for name in wanted if name not in table]
    if missing:
        raise ValueError(f"table of {what}: no column {', '.join(missing)}: expected {', '.join(wanted)}")
