"""When is each transfer done?  Transfers between sites that share links fairly."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.network.transfers.kernel import run_transfers
from ecosystem_nb.network.transfers.topology import Pair, Route, Topology, nearest, need_columns

GBIT_PER_GB = 8.0


@dataclass(frozen=True, eq=False)
class Outcome:
    """What became of the transfers.

    Parameters
    ----------
    transfers : pandas.DataFrame
        The transfers as given with ``finish`` (s; ``inf`` when the transfer can never end),
        ``duration`` (s) and ``rate`` (mean, Gbit/s).
    links : pandas.DataFrame
        Columns ``link``, ``capacity`` (Gbit/s, at the start) and ``carried`` (GB).
    """

    transfers: pd.DataFrame
    links: pd.DataFrame

    @property
    def unfinished(self) -> pd.DataFrame:
        """The transfers that can never end: a link of their route is down and stays down."""
        return self.transfers[np.isinf(self.transfers["finish"])]


@dataclass(frozen=True, eq=False)
class Classes:
    """Transfers of equal source, destination and cap, and which transfer belongs to which class.

    Parameters
    ----------
    member : ndarray of int64, shape (transfers,)
        Class of each transfer.
    pointer, route : ndarray of int64, shapes (classes + 1,) and (entries,)
        Class c crosses the links ``route[pointer[c]:pointer[c + 1]]``.
    caps : ndarray of float64, shape (classes,)
        Gbit/s.
    pairs : tuple of (str, str)
        Source and destination of each class.
    """

    member: NDArray[np.int64]
    pointer: NDArray[np.int64]
    route: NDArray[np.int64]
    caps: NDArray[np.float64]
    pairs: tuple[Pair, ...]


def simulate(
    topology: Topology, transfers: pd.DataFrame, capacity_changes: pd.DataFrame | None = None
) -> Outcome:
    """Return when each transfer ends, links being shared max-min fairly at every moment.

    Parameters
    ----------
    topology : Topology
        Sites, links and routes.
    transfers : pandas.DataFrame
        Columns ``source``, ``destination``, ``size`` (GB, above 0), ``arrival`` (s, at least 0) and,
        if there is one, ``cap`` (most that the transfer may take, Gbit/s, above 0, ``inf`` for none).
    capacity_changes : pandas.DataFrame, optional
        Columns ``time`` (s, at least 0), ``link`` and ``capacity`` (Gbit/s, at least 0; 0 is a failed
        link, on which transfers wait): from that time on the link has that capacity.
        Of several at one time and link the last row holds.

    Returns
    -------
    Outcome
        Finish times, and what each link carried.

    Raises
    ------
    ValueError
        One line that names the row, the value, what is allowed and the unit.

    Notes
    -----
    A fluid model: no latency, no loss, no protocol; all transfers of equal route and cap have equal
    rates, and rates follow every event at once.  A transfer starts when it arrives.
    A failed link does not change routes.

    Examples
    --------
    10 GB over 10 Gbit/s take 8 s; two such transfers at once take 16 s:

    >>> from ecosystem_nb.network.transfers.topology import dumbbell
    >>> two = pd.DataFrame({"source": "L0", "destination": "R0", "size": [10.0, 10.0], "arrival": 0.0})
    >>> simulate(dumbbell(2, 10.0, 10.0), two).transfers["finish"].tolist()
    [16.0, 16.0]
    """
    need_columns("transfers", transfers, ("source", "destination", "size", "arrival"))
    size = numbers_in(transfers, "size", "GB", above=True)
    arrival = numbers_in(transfers, "arrival", "s", above=False)
    if "cap" in transfers:
        cap = numbers_in(transfers, "cap", "Gbit/s", above=True, endless=True)
    else:
        cap = np.full(len(transfers), np.inf)
    classes = classify(topology, transfers, cap)
    times, links, capacities = changes_of(topology, capacity_changes)
    capacity = np.array([link.capacity for link in topology.links], dtype=np.float64)
    order = np.argsort(arrival, kind="stable")
    ends, carried = run_transfers(
        capacity,
        classes.pointer,
        classes.route,
        classes.caps,
        classes.member[order],
        GBIT_PER_GB * size[order],
        arrival[order],
        times,
        links,
        capacities,
    )
    finish = np.empty_like(ends)
    finish[order] = ends
    duration = finish - arrival
    made = transfers.assign(finish=finish, duration=duration, rate=GBIT_PER_GB * size / duration)
    names = [link.name for link in topology.links]
    return Outcome(
        made, pd.DataFrame({"link": names, "capacity": capacity, "carried": carried / GBIT_PER_GB})
    )


def classify(topology: Topology, transfers: pd.DataFrame, cap: NDArray[np.float64]) -> Classes:
    """Return the classes of the transfers, in the order in which they are first met."""
    sources, source_names = _sites(transfers, "source")
    destinations, destination_names = _sites(transfers, "destination")
    caps, cap_values = pd.factorize(cap)
    pairs, pair_codes = pd.factorize(sources * max(len(destination_names), 1) + destinations)
    met: list[Pair] = [
        (source_names[code // len(destination_names)], destination_names[code % len(destination_names)])
        for code in pair_codes
    ]
    routes = topology.routes_between(met)
    member, codes = pd.factorize(pairs.astype(np.int64) * max(len(cap_values), 1) + caps)
    numbers = {link.name: i for i, link in enumerate(topology.links)}
    as_numbers = [_link_numbers(routes[one], numbers) for one in met]
    chosen = [as_numbers[code // len(cap_values)] for code in codes]
    lengths = np.array([len(one) for one in chosen], dtype=np.int64)
    pointer = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    route = np.concatenate(chosen) if chosen else np.zeros(0, np.int64)
    values = np.asarray(cap_values, dtype=np.float64)[codes % max(len(cap_values), 1)]
    ends = tuple(met[code // max(len(cap_values), 1)] for code in codes)
    return Classes(member.astype(np.int64), pointer, route, values, ends)


def _sites(transfers: pd.DataFrame, column: str) -> tuple[NDArray[np.int64], list[str]]:
    """Return the number of each row's site among the sites met, and these."""
    codes, names = pd.factorize(transfers[column])
    if (codes < 0).any():
        row = int(np.argmin(codes >= 0))
        raise ValueError(f"row {row}: no {column}: expected the name of a site")
    return codes.astype(np.int64), list(names)


def _link_numbers(route: Route, numbers: dict[str, int]) -> NDArray[np.int64]:
    return np.array([numbers[name] for name in route], dtype=np.int64)


def changes_of(
    topology: Topology, table: pd.DataFrame | None
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Return time, link number and capacity of each change, in the order of time."""
    if table is None:
        return np.zeros(0), np.zeros(0, np.int64), np.zeros(0)
    need_columns("capacity changes", table, ("time", "link", "capacity"))
    try:
        time = numbers_in(table, "time", "s", above=False)
        capacity = numbers_in(table, "capacity", "Gbit/s", above=False)
    except ValueError as fault:
        raise ValueError(f"capacity changes: {fault}") from fault
    numbers = {link.name: i for i, link in enumerate(topology.links)}
    for row, name in enumerate(table["link"]):
        if name not in numbers:
            raise ValueError(f"capacity changes: row {row}: unknown link {name!r}{nearest(name, numbers)}")
    order = np.argsort(time, kind="stable")
    links = np.array([numbers[name] for name in table["link"]], dtype=np.int64)
    return time[order], links[order], capacity[order]


def numbers_in(
    table: pd.DataFrame, column: str, unit: str, *, above: bool, endless: bool = False
) -> NDArray[np.float64]:
    """Return a column of numbers within their range: above 0 or at least 0, finite or not."""
    bound = ("above 0" if above else "at least 0") + ("" if endless else " and finite")
    try:
        values: NDArray[np.float64] = table[column].to_numpy(dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise ValueError(f"column {column}: {fault}: expected numbers in {unit}, {bound}") from fault
    good = values > 0.0 if above else values >= 0.0
    if not endless:
        good &= np.isfinite(values)
    if not good.all():
        row = int(np.argmin(good))
        raise ValueError(f"row {row}: {column} = {values[row]:g} {unit} is out of range: expected {bound}")
    return values
