"""How long does a tape recall take? Requests, four orders of reading, several drives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.storage.tape.drive import Drive
from ecosystem_nb.storage.tape.kernel import LOAD, LOCATE, READ, REWIND, UNLOAD, nearest_order, play, way_time

POLICIES = ("first come", "per tape", "linear", "nearest")
"""First come: as asked. Per tape: all of a tape at once, as asked. Linear: these in the order in which they
were written. Nearest: these by shortest locate time first, or as written where that takes less."""

PARTS = {LOAD: "load", LOCATE: "locate", READ: "read", REWIND: "rewind", UNLOAD: "unload"}


@dataclass(frozen=True)
class Requests:
    """Files that are wanted from tape, in the order in which they were asked for.

    Parameters
    ----------
    tape : numpy.ndarray of int64, shape (files,)
        Which tape holds each file: a number, 0 or more.
    start, size : numpy.ndarray of float64, shape (files,)
        Where each file begins, counted in bytes from the beginning of its tape, and its size, B.
    """

    tape: NDArray[np.int64]
    start: NDArray[np.float64]
    size: NDArray[np.float64]

    def __post_init__(self) -> None:
        if not self.tape.shape == self.start.shape == self.size.shape or self.tape.ndim != 1:
            raise ValueError(
                f"requests: {self.tape.size} tapes, {self.start.size} positions and {self.size.size} sizes: "
                "expected one of each for every file"
            )
        if self.tape.size == 0:
            raise ValueError("requests: expected at least one file")
        within("tape", self.tape, "1", least=0, most=10**7)
        within("position", self.start, "B", least=0)
        within("size", self.size, "B", above=0)

    @property
    def volume(self) -> float:
        """Bytes that are wanted."""
        return float(self.size.sum())


@dataclass(frozen=True)
class Recall:
    """What a recall took.

    Parameters
    ----------
    done : numpy.ndarray of float64, shape (files,)
        When each file had been read, s after the start.
    parts : dict of str to float
        Drive time by what it was spent on: load, locate, read, rewind, unload, s.
    mounts : int
        Tapes mounted, every time counted.
    volume : float
        Bytes read.
    drives : int
        Number of drives.
    """

    done: NDArray[np.float64]
    parts: dict[str, float]
    mounts: int
    volume: float
    drives: int

    @property
    def makespan(self) -> float:
        """When the last file had been read, s after the start."""
        return float(self.done.max())

    @property
    def drive_time(self) -> float:
        """Time of all drives together, until each has put its last tape away, s."""
        return sum(self.parts.values())

    @property
    def rate(self) -> float:
        """Bytes read per second of drive time, B/s."""
        return self.volume / self.drive_time


def draw(
    rng: np.random.Generator, drive: Drive, *, tapes: int, each: int, size: float, run: int = 1
) -> Requests:
    """Draw requests for files that lie at random on full tapes of equal files.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of the random numbers.
    drive : Drive
        Its tapes' capacity.
    tapes : int
        Number of tapes, above 0.
    each : int
        Files wanted from each tape, above 0.
    size : float
        Size of every file, B; rounded to whole bytes.
    run : int
        Files that follow each other on the tape and are wanted together; 1 scatters them all.

    Returns
    -------
    Requests
        Runs in random order over all tapes, as from many users at once; files of a run follow each other.

    Raises
    ------
    ValueError
        For a number out of range, or more files than a tape holds.
    """
    for name, value in (("tapes", tapes), ("each", each), ("run", run)):
        within(name, value, "1", least=1)
    within("size", size, "B", above=0, most=drive.capacity)
    whole = float(round(size))
    places = int(drive.capacity / (whole * run))
    if each % run or each // run > places:
        raise ValueError(
            f"each = {each} files is out of range: expected whole runs of {run}, "
            f"at most {places * run} on a tape of {drive.capacity:g} B"
        )
    begins = np.concatenate([rng.choice(places, each // run, replace=False) for _ in range(tapes)])
    on = np.repeat(np.arange(tapes), each // run)
    mixed = rng.permutation(begins.size)
    first = np.repeat(begins[mixed] * run, run) + np.tile(np.arange(run), begins.size)
    return Requests(np.repeat(on[mixed], run), first * whole, np.full(first.size, whole))


def sequence(requests: Requests, drive: Drive, policy: str) -> NDArray[np.int64]:
    """Return the order in which a policy gives requests to the drives.

    Parameters
    ----------
    requests : Requests
        What is wanted.
    drive : Drive
        Its geometry and speed, for the nearest file.
    policy : {'first come', 'per tape', 'linear', 'nearest'}
        See ``POLICIES``; tapes come in the order of their first request.

    Returns
    -------
    numpy.ndarray of int64, shape (files,)
        Indices of the requests.

    Raises
    ------
    ValueError
        For an unknown policy.
    """
    if policy not in POLICIES:
        raise ValueError(f"policy = {policy!r}: expected one of {', '.join(POLICIES)}")
    asked = np.arange(requests.tape.size)
    if policy == "first come":
        return asked
    _, first, which = np.unique(requests.tape, return_index=True, return_inverse=True)
    by_tape = np.lexsort((requests.start if policy == "linear" else asked, first[which]))
    if policy != "nearest":
        return by_tape
    ends = np.flatnonzero(np.diff(requests.tape[by_tape])) + 1
    return np.concatenate([_nearest(requests, drive, one) for one in np.split(by_tape, ends)])


def _nearest(requests: Requests, drive: Drive, files: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the files of one tape nearest first, or as written where the locates then take less."""
    rest = (requests.start[files], requests.size[files])
    geometry = (drive.capacity, drive.wraps, drive.fixed, drive.whole)
    orders = (nearest_order(*rest, *geometry), np.argsort(rest[0], kind="stable"))
    best: NDArray[np.int64] = min(orders, key=lambda order: way_time(order, *rest, *geometry))
    return files[best]


def recall(requests: Requests, drive: Drive, drives: int, policy: str) -> Recall:
    """Recall files from tape.

    Parameters
    ----------
    requests : Requests
        What is wanted, all of it known at the start.
    drive : Drive
        What one drive does.
    drives : int
        Number of drives, above 0.
    policy : {'first come', 'per tape', 'linear', 'nearest'}
        See ``POLICIES``.

    Returns
    -------
    Recall

    Raises
    ------
    ValueError
        For no drive, an unknown policy, or a file that reaches beyond the end of its tape.

    Notes
    -----
    A tape is in one drive at a time and files are read one after the other; neglected are the queue for
    the robot, errors, and whatever the disks behind the drives can't take.
    """
    within("drives", drives, "1", least=1, most=100_000)
    within("end of a file", requests.start + requests.size, "B", most=drive.capacity)
    done, parts, mounts, _ = play(
        sequence(requests, drive, policy),
        requests.tape,
        requests.start,
        requests.size,
        drives,
        drive.capacity,
        drive.wraps,
        drive.rate,
        drive.load + drive.exchange,
        drive.unload + drive.exchange,
        drive.fixed,
        drive.whole,
        2.0 * drive.rewind,
    )
    named = {PARTS[part]: float(seconds) for part, seconds in enumerate(parts)}
    return Recall(done, named, int(mounts.sum()), requests.volume, drives)
