"""What one tape drive does: its rate, and the seconds of a mount."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.tables import Quantity


@dataclass(frozen=True)
class Drive:
    """One tape drive with its tapes and the robot that feeds it.

    Parameters
    ----------
    capacity : float
        Capacity of a tape, B.
    rate : float
        Rate of reading, B/s.
    load, unload : float
        From inserted to ready, and from rewound to ejected, s.
    locate : float
        Mean time from the load point to data anywhere on the tape, s.
    settle, wrap_change, turn, step_back : float
        What a locate takes whatever its way: always; more for another wrap; for another direction of reading;
        for a step back on the same wrap, s.
    rewind : float
        Mean time of a rewind from anywhere, s.
    wraps : int
        Passes from one end of the tape to the other that fill it.
    exchange : float
        Time of the robot to bring or to fetch a tape, s.

    Raises
    ------
    ValueError
        For a value that is out of range.

    Examples
    --------
    >>> fixed = {"settle": 4, "wrap_change": 8, "turn": 4, "step_back": 10}
    >>> Drive(18e12, 3e8, 16, 56, locate=63, rewind=62, wraps=2, exchange=8, **fixed).whole
    106.0
    """

    capacity: float
    rate: float
    load: float
    unload: float
    locate: float
    settle: float
    wrap_change: float
    turn: float
    step_back: float
    rewind: float
    wraps: int
    exchange: float

    def __post_init__(self) -> None:
        within("capacity", self.capacity, "B", above=0)
        within("rate", self.rate, "B/s", above=0)
        for name in ("locate", "rewind"):
            within(name, getattr(self, name), "s", above=0)
        for name in ("load", "unload", "settle", "wrap_change", "turn", "step_back", "exchange"):
            within(name, getattr(self, name), "s", least=0)
        within("wraps", self.wraps, "1", least=1, most=100_000)
        within("locate", self.locate, "s", above=self.anyway)

    @property
    def fixed(self) -> NDArray[np.float64]:
        """``settle``, ``wrap_change``, ``turn`` and ``step_back``, s."""
        return np.array([self.settle, self.wrap_change, self.turn, self.step_back])

    @property
    def anyway(self) -> float:
        """Mean of what a locate from the load point takes whatever its way, s."""
        other, backward = 1 - 1 / self.wraps, self.wraps // 2 / self.wraps
        return self.settle + other * self.wrap_change + backward * self.turn

    @property
    def whole(self) -> float:
        """Time to locate over the whole length of the tape, s.

        From the load point to data anywhere it is half the length on average.
        """
        return 2.0 * (self.locate - self.anyway)

    @property
    def one_file(self) -> float:
        """Mean time of a mount for one small file, its reading apart, s."""
        return self.exchange * 2 + self.load + self.locate + self.rewind + self.unload


def drive(media: Mapping[str, Quantity], tape: Mapping[str, Quantity], kind: str = "half") -> Drive:
    """Return an LTO-9 drive of the tables.

    Parameters
    ----------
    media : mapping of str to Quantity
        ``quantities("storage/media")``: the tape, the robot, and the half-high drive.
    tape : mapping of str to Quantity
        ``quantities("storage/tape")``: the geometry, the fit of a locate, and the full-height drive.
    kind : {'half', 'full'}
        Which of the two drives.

    Raises
    ------
    ValueError
        For another kind.
    """
    if kind not in {"full", "half"}:
        raise ValueError(f"kind = {kind!r}: expected half or full")
    table, prefix = (tape, "lto9_full") if kind == "full" else (media, "tape")

    def seconds(name: str) -> float:
        return table[f"{prefix}_{name}"].in_unit("s")

    return Drive(
        capacity=media["tape_capacity"].in_unit("TB") * 1e12,
        rate=table[f"{prefix}_rate"].in_unit("MB/s") * 1e6,
        load=seconds("load"),
        unload=seconds("unload"),
        locate=seconds("locate"),
        settle=tape["lto_settle"].in_unit("s"),
        wrap_change=tape["lto_wrap_change"].in_unit("s"),
        turn=tape["lto_turn"].in_unit("s"),
        step_back=tape["lto_step_back"].in_unit("s"),
        rewind=seconds("rewind"),
        wraps=round(tape["lto9_wraps"].in_unit("1")),
        exchange=media["tape_exchange"].in_unit("s") / 2.0,
    )
