"""When is each transfer done, if only so many run at once?  Limits on pairs and on storages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.network.transfers import gated_kernel
from ecosystem_nb.network.transfers.events import new_queue, new_state
from ecosystem_nb.network.transfers.simulator import (
    GBIT_PER_GB,
    Classes,
    changes_of,
    classify,
    numbers_in,
)
from ecosystem_nb.network.transfers.topology import Pair, Topology, need_columns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNLIMITED = 2**62  # transfers
NO_LIMITS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Tally:
    """What is known of each pair at a moment; counts and volumes since the beginning.

    Parameters
    ----------
    active, waiting, held : ndarray of int64, shape (pairs,)
        Transfers under way, before the gate, and waiting for a release.
    finished, failed : ndarray of int64, shape (pairs,)
        Attempts that ended well, and that did not.
    finished_volume, failed_volume, moved : ndarray of float64, shape (pairs,)
        Volume of these attempts, and all that has been moved, GB.
    duration : ndarray of float64, shape (pairs,)
        Sum over the attempts that ended well, s.
    rate : ndarray of float64, shape (pairs,)
        Of one transfer under way, Gbit/s.
    bottleneck : ndarray of int64, shape (pairs,)
        Number of the link that holds the pair back, -1 where none does.
    """

    active: Ints
    waiting: Ints
    held: Ints
    finished: Ints
    failed: Ints
    finished_volume: Floats
    failed_volume: Floats
    moved: Floats
    duration: Floats
    rate: Floats
    bottleneck: Ints


class GatedTransfers:
    """Transfers that share links fairly, and of which each pair of storages runs only so many at once.

    Parameters
    ----------
    topology : Topology
        Sites, links and routes; each site is one storage.
    transfers : pandas.DataFrame
        As for :func:`~ecosystem_nb.network.transfers.simulator.simulate`, with one ``cap`` a pair, and, if
        there are such columns, ``after`` (row number of the transfer that must end well before this one comes
        in, -1 for none; its ``arrival`` is then not used) and ``failures`` (attempts that fail first).
    outbound, inbound : mapping of str to int, optional
        Most transfers at once out of and into a site, over all its pairs; a site that is not named has no
        limit.
    held : collection of (str, str), optional
        Pairs whose transfers wait for :meth:`release` when they come in.
    capacity_changes : pandas.DataFrame, optional
        As for :func:`~ecosystem_nb.network.transfers.simulator.simulate`.

    Raises
    ------
    ValueError
        One line that names the row, the value, what is allowed and the unit.

    Notes
    -----
    See :func:`~ecosystem_nb.network.transfers.gated_kernel.run_until`.  In the beginning nothing is allowed.

    Examples
    --------
    Two files of 10 GB over 8 Gbit/s, one at a time:

    >>> from ecosystem_nb.network.transfers.topology import dumbbell
    >>> two = pd.DataFrame({"source": "L0", "destination": "R0", "size": [10.0, 10.0], "arrival": 0.0})
    >>> run = GatedTransfers(dumbbell(2, 8.0, 8.0), two)
    >>> run.allow(0, 1)
    >>> run.until(float("inf"))
    inf
    >>> run.transfers()["finish"].tolist()
    [10.0, 20.0]
    """

    def __init__(
        self,
        topology: Topology,
        transfers: pd.DataFrame,
        *,
        outbound: Mapping[str, int] = NO_LIMITS,
        inbound: Mapping[str, int] = NO_LIMITS,
        held: Collection[Pair] = (),
        capacity_changes: pd.DataFrame | None = None,
    ) -> None:
        need_columns("transfers", transfers, ("source", "destination", "size", "arrival"))
        self._table, self.links = transfers, [link.name for link in topology.links]
        after = _whole(transfers, "after", -1)
        _check_order(after)
        arrival = numbers_in(
            transfers.assign(arrival=transfers["arrival"].where(after < 0, 0.0)), "arrival", "s", above=False
        )
        arrival = np.where(after < 0, arrival, np.inf)
        cap = np.full(len(transfers), np.inf)
        if "cap" in transfers:
            cap = numbers_in(transfers, "cap", "Gbit/s", above=True, endless=True)
        classes = classify(topology, transfers, cap)
        _refuse_two_caps(classes)
        self.pairs = classes.pairs
        size = numbers_in(transfers, "size", "GB", above=True)
        self._order = np.argsort(arrival, kind="stable")
        capacity = np.array([link.capacity for link in topology.links], dtype=np.float64)
        self._state = new_state(capacity, classes.pointer, classes.route, classes.caps)
        self._queue = new_queue(len(self.pairs), classes.member[self._order])
        self._stores, self._gates = _limits(self.pairs, topology.sites, outbound, inbound, held)
        double = 2 * len(self.pairs)
        self._lines = gated_kernel.Lines(
            np.zeros(double, np.int64),
            np.zeros(double, np.int64),
            np.zeros(double, np.int64),
            np.full(len(size), -1),
        )
        self._work = gated_kernel.Work(
            classes.member[self._order],
            GBIT_PER_GB * size[self._order],
            arrival[self._order],
            _followers(after, self._order),
            _whole(transfers, "failures", 0)[self._order],
            arrival[self._order],
            np.full(len(size), np.inf),
            np.zeros(len(size)),
            np.zeros(len(size), np.int64),
            *changes_of(topology, capacity_changes),
        )
        self._at = np.zeros(4, np.int64)
        self.now = 0.0

    def allow(self, pair: int, many: int) -> None:
        """Set how many transfers of a pair may run at once, 0 or more; those that run go on."""
        if many < 0:
            raise ValueError(f"allowed = {many} transfers is out of range: expected 0 or more")
        self._gates["allowed"][pair] = many

    def release(self, pair: int, many: int) -> None:
        """Let the first ``many`` held transfers of a pair go on to its gate."""
        if many < 0:
            raise ValueError(f"released = {many} transfers is out of range: expected 0 or more")
        gated_kernel.release(self._lines, len(self.pairs), pair, many)

    def until(self, time: float) -> float:
        """Go on until a time.

        Parameters
        ----------
        time : float
            s, not before the last one; ``inf`` to go on until nothing happens any more.

        Returns
        -------
        float
            When something would happen next, s; ``inf`` for never.
        """
        if not time >= self.now:
            raise ValueError(f"time = {time} s is out of range: expected at least {self.now} s")
        last, ahead = gated_kernel.run_until(
            self._state,
            self._queue,
            self._gates,
            self._stores,
            self._lines,
            self._work,
            self._at,
            self.now,
            time,
        )
        self.now = float(last) if np.isinf(time) else time
        return float(ahead)

    def tally(self) -> Tally:
        """Return what is known of each pair now."""
        gates, classes, many = self._gates, self._state.classes, len(self.pairs)
        flows = classes["flows"]
        going = flows * (classes["volume"] + classes["rate"] * (self.now - classes["since"])) - gates["past"]
        moved = gates["finished_volume"] + gates["failed_volume"] + np.where(flows > 0, going, 0.0)
        return Tally(
            active=flows.copy(),
            waiting=self._lines.length[:many].copy(),
            held=self._lines.length[many:].copy(),
            finished=gates["finished"].copy(),
            failed=gates["failed"].copy(),
            finished_volume=gates["finished_volume"] / GBIT_PER_GB,
            failed_volume=gates["failed_volume"] / GBIT_PER_GB,
            moved=moved / GBIT_PER_GB,
            duration=gates["duration"].copy(),
            rate=np.where(flows > 0, classes["rate"], 0.0),
            bottleneck=np.where(flows > 0, classes["bottleneck"], -1),
        )

    def carried(self) -> pd.DataFrame:
        """Return what each link has carried until now: columns ``link`` and ``carried`` (GB)."""
        links = self._state.links
        carried = links["carried"] + links["load"] * (self.now - links["seen"])
        return pd.DataFrame({"link": self.links, "carried": carried / GBIT_PER_GB})

    def transfers(self) -> pd.DataFrame:
        """Return the transfers with ``ready``, ``begin`` (of the last attempt) and ``finish``, s.

        Each is ``inf`` where it has not come to that.
        """
        made = {}
        for name, values in (
            ("ready", self._work.ready),
            ("begin", self._work.begin),
            ("finish", self._queue.finish),
        ):
            made[name] = np.empty_like(values)
            made[name][self._order] = values
        return self._table.assign(**made)


def _whole(table: pd.DataFrame, column: str, absent: int) -> Ints:
    """Return a column of whole numbers, not below the one that stands for none."""
    if column not in table:
        return np.full(len(table), absent, dtype=np.int64)
    values: Ints = table[column].to_numpy(dtype=np.int64)
    if (values < absent).any():
        row = int(np.argmax(values < absent))
        raise ValueError(f"row {row}: {column} = {values[row]} is out of range: expected {absent} or more")
    return values


def _check_order(after: Ints) -> None:
    """Refuse a transfer that waits for itself, for a later row or for one that another waits for."""
    late = after >= np.arange(len(after))
    if late.any():
        row = int(np.argmax(late))
        raise ValueError(f"row {row}: after = {after[row]} is out of range: expected a row before it, or -1")
    numbers, times = np.unique(after[after >= 0], return_counts=True)
    if (times > 1).any():
        raise ValueError(f"after = {numbers[np.argmax(times > 1)]} stands twice: expected one that follows")


def _followers(after: Ints, order: Ints) -> Ints:
    """Return the transfer that follows each, both in the order of arrival."""
    then, place = np.full(len(after), -1, dtype=np.int64), np.argsort(order)
    rows = np.flatnonzero(after >= 0)
    then[place[after[rows]]] = place[rows]
    return then


def _refuse_two_caps(classes: Classes) -> None:
    if len(set(classes.pairs)) < len(classes.pairs):
        twice = next(pair for pair in classes.pairs if classes.pairs.count(pair) > 1)
        raise ValueError(f"{twice[0]} to {twice[1]}: transfers of different cap: expected one cap a pair")


def _limits(
    pairs: tuple[Pair, ...],
    sites: tuple[str, ...],
    outbound: Mapping[str, int],
    inbound: Mapping[str, int],
    held: Collection[Pair],
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Return the records of storages and gates."""
    for name, many in [*outbound.items(), *inbound.items()]:
        if name not in sites:
            raise ValueError(f"limit of {name!r}: unknown site: expected one of {', '.join(sites)}")
        if many < 1:
            raise ValueError(f"limit of {name} = {many} transfers is out of range: expected 1 or more")
    stores = np.zeros(len(sites), gated_kernel.STORE)
    stores["sends"] = [outbound.get(site, UNLIMITED) for site in sites]
    stores["takes"] = [inbound.get(site, UNLIMITED) for site in sites]
    gates = np.zeros(len(pairs), gated_kernel.GATE)
    number = {site: i for i, site in enumerate(sites)}
    gates["source"] = [number[source] for source, _ in pairs]
    gates["target"] = [number[destination] for _, destination in pairs]
    gates["held"] = [pair in held for pair in pairs]
    return stores, gates
