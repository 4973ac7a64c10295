"""When does each transfer end, if only so many run at once?  The plain way, to check the fast one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ecosystem_nb.network.transfers.sharing import max_min_reference

_NEVER = float("inf")


@dataclass
class _Gate:
    """One class: its line, its limit, what it has done."""

    source: int
    target: int
    held: bool
    allowed: int = 0
    line: list[int] = field(default_factory=list)
    hold: list[int] = field(default_factory=list)
    finished: int = 0
    failed: int = 0
    finished_volume: float = 0.0
    failed_volume: float = 0.0
    duration: float = 0.0


class GatedReference:
    """The readable twin of :func:`~ecosystem_nb.network.transfers.gated_kernel.run_until`.

    Every transfer stands for itself, and all rates are computed anew at every event.

    Parameters
    ----------
    capacity : sequence of float
        Capacity of each link at the start, Gbit/s.
    routes : sequence of sequences of int
        Links that each class crosses.
    caps : sequence of float
        Most that one transfer of each class may take, Gbit/s; ``inf`` for no cap.
    storages : sequence of (int, int)
        Storages that send and take, by class.
    held : sequence of bool
        Whether transfers of a class wait for a release when they come in.
    sends, takes : sequence of int
        Most transfers at once out of and into each storage.
    transfers : sequence of (int, float, float, int, int)
        Class, size (Gbit), arrival (s; ``inf`` for one that follows another), the transfer that follows
        (or -1), and attempts that are going to fail.
    changes : sequence of (float, int, float)
        Time (s), link and its new capacity (Gbit/s), in the order of time.
    """

    def __init__(
        self,
        capacity: Sequence[float],
        routes: Sequence[Sequence[int]],
        caps: Sequence[float],
        storages: Sequence[tuple[int, int]],
        held: Sequence[bool],
        sends: Sequence[int],
        takes: Sequence[int],
        transfers: Sequence[tuple[int, float, float, int, int]],
        changes: Sequence[tuple[float, int, float]] = (),
    ) -> None:
        self.capacity, self.routes, self.caps = list(capacity), routes, caps
        self.gates = [_Gate(*pair, held=one) for pair, one in zip(storages, held, strict=True)]
        self.sends, self.takes = sends, takes
        self.member = [one[0] for one in transfers]
        self.size = [one[1] for one in transfers]
        self.arrival = [one[2] for one in transfers]
        self.then = [one[3] for one in transfers]
        self.failures = [one[4] for one in transfers]
        self.to_come = sorted(range(len(transfers)), key=lambda i: self.arrival[i])[::-1]
        self.to_change = list(reversed(changes))
        self.left = list(self.size)
        self.begin = [_NEVER] * len(transfers)
        self.finish = [_NEVER] * len(transfers)
        self.under_way: list[int] = []
        self.turn, self.now = 0, 0.0

    def until(self, until: float) -> float:
        """Go on until a time (s), and return when something would happen next."""
        self._event([])
        while True:
            rates, ends, then = self._next()
            stop = min(then, until)
            if stop == _NEVER:
                return then
            for i, rate in rates.items():
                self.left[i] -= rate * (stop - self.now)
            self.now = stop
            if then > until:
                return then
            self._event([i for i, end in ends.items() if end <= then])

    def release(self, c: int, many: int) -> None:
        """Let the first that wait for a release go on to the gate of class ``c``."""
        gate = self.gates[c]
        gate.line += gate.hold[:many]
        gate.hold = gate.hold[many:]

    def moved(self, c: int) -> float:
        """Return what a class has moved so far, failed attempts included, Gbit."""
        gate = self.gates[c]
        going = sum(self.size[i] - self.left[i] for i in self.under_way if self.member[i] == c)
        return gate.finished_volume + gate.failed_volume + going

    def active(self, c: int) -> int:
        """Return how many transfers of a class are under way."""
        return sum(self.member[i] == c for i in self.under_way)

    def _next(self) -> tuple[dict[int, float], dict[int, float], float]:
        """Return all rates (Gbit/s), when transfers would end, and when something happens next (s)."""
        going = self.under_way
        made = max_min_reference(
            [self.routes[self.member[i]] for i in going],
            [self.caps[self.member[i]] for i in going],
            self.capacity,
        )
        rates = dict(zip(going, made, strict=True))
        ends = {i: self.now + max(self.left[i], 0.0) / rate for i, rate in rates.items() if rate > 0.0}
        times = [*ends.values()]
        times += [self.arrival[self.to_come[-1]]] if self.to_come else []
        times += [self.to_change[-1][0]] if self.to_change else []
        return rates, ends, min(times, default=_NEVER)

    def _event(self, ended: list[int]) -> None:
        """Let transfers end, come in and begin, and capacities change."""
        for i in sorted(ended):
            self._end(i)
        while self.to_come and self.arrival[self.to_come[-1]] <= self.now:
            self._enter(self.to_come.pop())
        while self.to_change and self.to_change[-1][0] <= self.now:
            _, link, new = self.to_change.pop()
            self.capacity[link] = new
        while self._begin_next():
            pass

    def _end(self, i: int) -> None:
        gate = self.gates[self.member[i]]
        self.under_way.remove(i)
        if self.failures[i] > 0:
            self.failures[i] -= 1
            gate.failed += 1
            gate.failed_volume += self.size[i]
            self.left[i] = self.size[i]
            gate.line.append(i)
            return
        gate.finished += 1
        gate.finished_volume += self.size[i]
        gate.duration += self.now - self.begin[i]
        self.finish[i] = self.now
        if self.then[i] >= 0:
            self._enter(self.then[i])

    def _enter(self, i: int) -> None:
        gate = self.gates[self.member[i]]
        (gate.hold if gate.held else gate.line).append(i)

    def _begin_next(self) -> bool:
        """Begin one transfer of the class whose turn it is; return whether one could."""
        many = len(self.gates)
        for c in [(self.turn + step) % many for step in range(many)]:
            gate = self.gates[c]
            sending = sum(self.gates[self.member[i]].source == gate.source for i in self.under_way)
            taking = sum(self.gates[self.member[i]].target == gate.target for i in self.under_way)
            free = sending < self.sends[gate.source] and taking < self.takes[gate.target]
            if gate.line and free and self.active(c) < gate.allowed:
                i = gate.line.pop(0)
                self.under_way.append(i)
                self.begin[i] = self.now
                self.turn = (c + 1) % many
                return True
        return False
