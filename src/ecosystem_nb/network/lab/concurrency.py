"""Ways to choose how many transfers run at once: the published rule, and three simple ones."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from ecosystem_nb.network.rules import fts


@dataclass(frozen=True)
class Memory:
    """What a way remembers.

    Parameters
    ----------
    active : int
        Transfers at once.
    why : str
        Which rule decided last.
    state : fts.State
        Memory of the published rule.
    direction : int
        Which way hill climbing goes, +1 or -1.
    goodput : float
        What hill climbing had before, B/s.
    wait : int
        Minutes until the next step may come.
    """

    active: int
    why: str = ""
    state: fts.State = field(default_factory=fts.State)
    direction: int = 1
    goodput: float = 0.0
    wait: int = 0


class Way(Protocol):
    """Chooses the number of transfers from what was measured."""

    def choose(self, memory: Memory, seen: fts.Observation, limits: fts.Limits) -> Memory:
        """Return what is remembered, with the new number of transfers in it."""
        ...


@dataclass(frozen=True)
class Published:
    """The rule of FTS, see :func:`ecosystem_nb.network.rules.fts.decide`."""

    mode: fts.Mode = fts.Mode.NORMAL

    def choose(self, memory: Memory, seen: fts.Observation, limits: fts.Limits) -> Memory:
        """Ask the rule; the first time it only stores what it saw, as after a restart."""
        state = memory.state if memory.state.active else fts.State(memory.active)
        made = fts.decide(state, seen, limits, self.mode)
        return replace(memory, active=made.active, why=made.rule.name, state=made.state)


@dataclass(frozen=True)
class Fixed:
    """Always the same number."""

    active: int

    def choose(self, memory: Memory, seen: fts.Observation, limits: fts.Limits) -> Memory:  # noqa: ARG002
        """Return the number."""
        low, high = limits.range()
        return replace(memory, active=min(max(self.active, low), high), why="FIXED")


@dataclass(frozen=True)
class Climb:
    """Hill climbing: go on while goodput grows, turn round when it falls.

    Parameters
    ----------
    step : int
        Transfers a step, 1 or more.
    blind : float
        Relative change of goodput that counts as none; then it goes downwards, for fewer are cheaper.
    every : int
        Minutes a step, so that the averaging window can forget, 1 or more.
    """

    step: int = 5
    blind: float = 0.01
    every: int = 5

    def choose(self, memory: Memory, seen: fts.Observation, limits: fts.Limits) -> Memory:
        """Take one step, or wait for it."""
        if memory.wait > 0:
            return replace(memory, wait=memory.wait - 1, why="WAIT")
        low, high = limits.range()
        goodput = seen.throughput * seen.success / 100.0
        change = goodput / memory.goodput - 1.0 if memory.goodput > 0 else 1.0
        direction = -1 if abs(change) <= self.blind else memory.direction if change > 0 else -memory.direction
        active = min(max(memory.active + direction * self.step, low), high)
        return replace(
            memory, active=active, direction=direction, goodput=goodput, wait=self.every - 1, why="CLIMB"
        )


@dataclass(frozen=True)
class Aimd:
    """Additive increase, multiplicative decrease: one more while success is good, a share less when not.

    Parameters
    ----------
    down : float
        Share that is left after a bad minute, above 0 and below 1.
    every : int
        Minutes after a decrease without another, so that the averaging window can forget.
    """

    down: float = 0.7
    every: int = 5

    def choose(self, memory: Memory, seen: fts.Observation, limits: fts.Limits) -> Memory:
        """Take one step up, a share down, or wait."""
        low, high = limits.range()
        if memory.wait > 0:
            return replace(memory, wait=memory.wait - 1, why="WAIT")
        if seen.success < fts.LOW_SUCCESS:
            return replace(
                memory, active=max(low, int(memory.active * self.down)), wait=self.every, why="DOWN"
            )
        return replace(memory, active=min(high, memory.active + 1), why="UP")
