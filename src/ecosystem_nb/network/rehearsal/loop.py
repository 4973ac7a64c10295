"""What do FTS and Rucio make of a challenge?  Transfers, and every minute the rules that let them begin."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.network.rules import fts, rucio
from ecosystem_nb.network.rules.fts_measures import success_percent, window_s
from ecosystem_nb.network.transfers.gated import UNLIMITED, GatedTransfers, Tally
from ecosystem_nb.network.transfers.topology import Pair, Topology

MINUTE_S = fts.INTERVAL_S
THROTTLER_S = 600  # how often Rucio's throttler runs, if nobody says otherwise
LONGEST = 30  # min, over which FTS takes the mean duration
B_PER_GB = 1e9
COUNTED = ("finished", "failed", "finished_volume", "failed_volume", "moved", "duration")
NOTHING, SLOTS_OUT, SLOTS_IN = "nothing", "source's slots", "destination's slots"
GROWING, AT_LIMIT, THROTTLER = "FTS, below its limit", "FTS, at its limit", "Rucio's throttler"


@dataclass(frozen=True)
class Rules:
    """Which rules hold.

    Parameters
    ----------
    optimizer : bool
        Whether FTS's optimizer decides how many transfers a pair runs; else nothing but storages does.
    outbound, inbound : mapping of str to int
        Most transfers at once out of and into each storage, over all its pairs; a storage that is not named
        has no limit, and needs none without the optimizer.
    mode : fts.Mode
        Mode of the optimizer.
    max_transfers : int or None
        Limit of Rucio's throttler for each pair; ``None`` for no throttler, as Rucio comes.
    throttler_s : int
        How often the throttler runs, s, a multiple of 60.
    left_behind : mapping of (str, str) to int
        Transfers at once that an earlier time left to a pair; else FTS starts without information.
    """

    optimizer: bool = True
    outbound: Mapping[str, int] = field(default_factory=dict)
    inbound: Mapping[str, int] = field(default_factory=dict)
    mode: fts.Mode = fts.Mode.NORMAL
    max_transfers: int | None = None
    throttler_s: int = THROTTLER_S
    left_behind: Mapping[Pair, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.throttler_s < MINUTE_S or self.throttler_s % MINUTE_S:
            raise ValueError(
                f"throttler every {self.throttler_s} s: expected a multiple of {MINUTE_S} s, 60 s or more"
            )

    def limits(self, pair: Pair) -> fts.Limits:
        """Return what the storages of a pair allow the optimizer."""
        for name, named in ((pair[0], self.outbound), (pair[1], self.inbound)):
            if name not in named:
                raise ValueError(f"storage {name}: no limit: the optimizer needs one of both storages")
        return fts.Limits(self.outbound[pair[0]], self.inbound[pair[1]])


@dataclass(frozen=True, eq=False)
class Run:
    """What happened.

    Parameters
    ----------
    minutes : pandas.DataFrame
        One row a minute and pair, at the end of the minute: ``minute`` (from 1 on), ``source``,
        ``destination``, ``allowed``, ``active``, ``waiting`` (at FTS), ``held`` (at Rucio), ``finished``,
        ``failed`` and ``moved`` (GB) and ``finished_volume`` (GB) in this minute, ``binding`` (what keeps the
        pair from more), and ``rule`` with what it saw: ``throughput`` (B/s), ``success`` (%).
    transfers : pandas.DataFrame
        The transfers with ``ready``, ``begin`` and ``finish`` (s).
    links : pandas.DataFrame
        Columns ``link`` and ``carried`` (GB).
    """

    minutes: pd.DataFrame
    transfers: pd.DataFrame
    links: pd.DataFrame


def rehearse(
    topology: Topology,
    transfers: pd.DataFrame,
    rules: Rules,
    minutes: int,
    capacity_changes: pd.DataFrame | None = None,
) -> Run:
    """Run a challenge for so many minutes with the rules in the loop.

    Parameters
    ----------
    topology, transfers, capacity_changes
        As for :class:`~ecosystem_nb.network.transfers.gated.GatedTransfers`.
    rules : Rules
        Which rules hold.
    minutes : int
        How long, 1 or more.

    Returns
    -------
    Run

    Notes
    -----
    Between two minutes transfers end, come in and begin exactly when they do.  At each full minute Rucio's
    throttler runs if it is due, then FTS looks at each pair and decides, by
    :func:`~ecosystem_nb.network.rules.fts.decide`.
    FTS sees the throughput without failed attempts over its window of 5, 15 or 30 min, whole even at the
    start, and the mean size of the files that ended well.
    The throttler counts what waits at FTS or is under way as active, for each pair.
    A failed attempt goes back to the end of FTS's queue: Rucio asks for no retries by FTS, and its own
    delay is left out.
    """
    if minutes < 1:
        raise ValueError(f"minutes = {minutes} is out of range: expected 1 or more")
    run = GatedTransfers(
        topology,
        transfers,
        outbound=rules.outbound,
        inbound=rules.inbound,
        held=_pairs(transfers) if rules.max_transfers is not None else (),
        capacity_changes=capacity_changes,
    )
    service = _Service(run, rules, float(transfers["size"].mean()))
    service.decide(0)
    for minute in range(1, minutes + 1):
        run.until(float(MINUTE_S * minute))
        if minute * MINUTE_S % rules.throttler_s == 0:
            _throttle(run, rules)
        service.decide(minute)
    return Run(service.table(), run.transfers(), run.carried())


def _pairs(transfers: pd.DataFrame) -> set[Pair]:
    """Return the pairs of storages that have transfers."""
    rows = transfers[["source", "destination"]].drop_duplicates()
    return {(str(source), str(destination)) for source, destination in rows.itertuples(index=False)}


def settled(minutes: pd.DataFrame) -> pd.DataFrame:
    """Return the minutes of the last third of a run, when the first decisions are past."""
    return minutes[minutes["minute"] > minutes["minute"].max() * 2.0 / 3.0]


def _throttle(run: GatedTransfers, rules: Rules) -> None:
    """Release what the throttler lets go."""
    if rules.max_transfers is None:
        return
    tally = run.tally()
    for pair in range(len(run.pairs)):
        active = int(tally.active[pair] + tally.waiting[pair])
        run.release(pair, rucio.release(int(tally.held[pair]), active, rules.max_transfers))


class _Service:
    """FTS: what it remembers of each pair, and what it decided."""

    def __init__(self, run: GatedTransfers, rules: Rules, file_size: float) -> None:
        self.run, self.rules, self.file_size = run, rules, file_size
        self.states = [fts.State(rules.left_behind.get(pair, 0)) for pair in run.pairs]
        self.limits = [rules.limits(pair) for pair in run.pairs] if rules.optimizer else []
        self.allowed = np.zeros(len(run.pairs), dtype=np.int64)
        self.counted: dict[str, list[NDArray[np.float64]]] = {name: [] for name in COUNTED}
        self.rows: list[dict[str, ArrayLike]] = []

    def decide(self, minute: int) -> None:
        """Look at each pair, decide, and note it all."""
        tally = self.run.tally()
        for name in COUNTED:
            self.counted[name].append(np.asarray(getattr(tally, name), dtype=np.float64))
        before = self.allowed.copy()
        seen, rules = [], []
        for pair in range(len(self.run.pairs)):
            seen.append(self._observe(minute, pair, int(tally.waiting[pair])))
            rules.append(self._allow(pair, seen[-1]))
        if minute > 0:
            self._note(minute, tally, before, seen, rules)

    def _allow(self, pair: int, seen: fts.Observation) -> str:
        if not self.rules.optimizer:
            self.allowed[pair] = UNLIMITED
            self.run.allow(pair, UNLIMITED)
            return ""
        decision = fts.decide(self.states[pair], seen, self.limits[pair], self.rules.mode)
        self.states[pair] = decision.state
        self.allowed[pair] = decision.active
        self.run.allow(pair, decision.active)
        return decision.rule.name

    def _observe(self, minute: int, pair: int, waiting: int) -> fts.Observation:
        """Return what FTS measures."""
        ended = self._last(LONGEST, "finished", pair)
        mean = self._last(LONGEST, "duration", pair) / ended if ended > 0 else 0.0
        window = window_s(float(int(mean))) // MINUTE_S  # FTS keeps whole seconds
        good = self._last(window, "moved", pair) - self._last(window, "failed_volume", pair)
        finished = self._last(window, "finished", pair)
        size = self._last(window, "finished_volume", pair) / finished if finished > 0 else self.file_size
        failed = self._last(window, "failed", pair)
        return fts.Observation(
            time_s=float(MINUTE_S * minute),
            throughput=max(good, 0.0) * B_PER_GB / (window * MINUTE_S),
            success=success_percent(round(finished), round(failed)),
            retries=0,
            queue=waiting,
            file_size=size * B_PER_GB,
        )

    def _last(self, minutes: int, name: str, pair: int) -> float:
        """Return how much a count has grown in the last minutes."""
        counted = self.counted[name]
        return float(counted[-1][pair] - counted[max(len(counted) - 1 - minutes, 0)][pair])

    def _note(
        self,
        minute: int,
        tally: Tally,
        allowed: NDArray[np.int64],
        seen: list[fts.Observation],
        rules: list[str],
    ) -> None:
        grown = {
            name: self.counted[name][-1] - self.counted[name][-2]
            for name in ("finished", "failed", "finished_volume", "moved")
        }
        self.rows.append(
            {
                "minute": np.full(len(allowed), minute),
                "allowed": allowed,
                "active": tally.active,
                "waiting": tally.waiting,
                "held": tally.held,
                **grown,
                "binding": self._binding(tally, allowed),
                "rule": rules,
                "throughput": [one.throughput for one in seen],
                "success": [one.success for one in seen],
            }
        )

    def _binding(self, tally: Tally, allowed: NDArray[np.int64]) -> list[str]:
        """Return what keeps each pair from more: a link first, for then nothing else would help."""
        sending: dict[str, int] = {}
        for (source, _), active in zip(self.run.pairs, tally.active, strict=True):
            sending[source] = sending.get(source, 0) + int(active)
        return [self._one(pair, tally, int(allowed[pair]), sending) for pair in range(len(self.run.pairs))]

    def _one(self, pair: int, tally: Tally, allowed: int, sending: Mapping[str, int]) -> str:
        link = int(tally.bottleneck[pair])
        if link >= 0:
            return self.run.links[link]
        if tally.waiting[pair] == 0:
            return THROTTLER if tally.held[pair] > 0 else NOTHING
        if tally.active[pair] < allowed:
            source = self.run.pairs[pair][0]
            full = sending[source] >= self.rules.outbound.get(source, UNLIMITED)
            return SLOTS_OUT if full else SLOTS_IN
        return AT_LIMIT if allowed >= self.limits[pair].range()[1] else GROWING

    def table(self) -> pd.DataFrame:
        """Return all that was noted."""
        made = pd.DataFrame({name: np.concatenate([row[name] for row in self.rows]) for name in self.rows[0]})
        sources, destinations = zip(*self.run.pairs, strict=True)
        made.insert(1, "source", np.tile(sources, len(self.rows)))
        made.insert(2, "destination", np.tile(destinations, len(self.rows)))
        return made
