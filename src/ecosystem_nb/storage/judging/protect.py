"""Keep data safe enough at least capacity: the code, on the drives that hold the data."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem_nb.bounds import within
from ecosystem_nb.storage.durability.schemes import Drives, Scheme, rebuild_time, yearly_loss


@dataclass(frozen=True)
class Code:
    """A scheme that a technology offers.

    Parameters
    ----------
    scheme : Scheme
        Parts and parity.
    reads : float
        Share of the k parts that a repair reads; below 1 for a locally decodable code.
    """

    scheme: Scheme
    reads: float = 1.0


@dataclass(frozen=True)
class Wear:
    """How a kind of drive fails and is repaired.

    Parameters
    ----------
    failures : float
        Failures a drive and year, 1/yr.
    rate : float
        What each drive has left for repairs, B/s.
    wait : float
        Time until a repair starts, h.
    """

    failures: float
    rate: float
    wait: float


@dataclass(frozen=True)
class Protection:
    """A code on a number of drives, and what it loses.

    Parameters
    ----------
    scheme : Scheme
    drives : float
        Drives that hold the data.
    repair : float
        Time to mend a lost drive, h.
    loss : float
        Mean share of the data lost in a year, 1.
    """

    scheme: Scheme
    drives: float
    repair: float
    loss: float


def protection(code: Code, volume: float, capacity: float, fill: float, wear: Wear) -> Protection | None:
    """Return what a code does for data that are spread over the drives which their volume needs.

    Parameters
    ----------
    code : Code
    volume : float
        Data, TB, above 0.
    capacity : float
        Of a drive, TB, above 0.
    fill : float
        Part of a drive that holds data, above 0 and at most 1.
    wear : Wear

    Returns
    -------
    Protection or None
        None where the drives are fewer than the parts of one group.
    """
    within("volume", volume, "TB", above=0)
    within("capacity", capacity, "TB", above=0)
    within("fill", fill, "1", above=0, most=1)
    scheme = code.scheme
    drives = volume * scheme.overhead / fill / capacity
    if drives < scheme.drives or drives <= 1.0:
        return None
    repair = rebuild_time(
        scheme,
        stored=capacity * fill * 1e12,
        rate=wear.rate,
        helpers=drives - 1.0,
        wait=wear.wait,
        reads=code.reads,
    )
    return Protection(scheme, drives, repair, yearly_loss(scheme, Drives(wear.failures, repair)))


def leanest(
    codes: Sequence[Code], volume: float, capacity: float, fill: float, *, wear: Wear, target: float
) -> Protection:
    """Return the code of least overhead that loses no more than a target.

    Parameters
    ----------
    codes : sequence of Code
        What a technology offers.
    volume, capacity, fill, wear
        As for :func:`protection`.
    target : float
        Most share of the data that may be lost in a year on average, above 0 and at most 1.

    Raises
    ------
    ValueError
        Where no code is safe enough; the best is named.
    """
    within("target", target, "1", above=0, most=1)
    made = [protection(code, volume, capacity, fill, wear) for code in codes]
    found = [one for one in made if one is not None]
    if not found:
        raise ValueError(f"{volume:g} TB fill fewer drives than the parts of any code: expected more data")
    safe = [one for one in found if one.loss <= target]
    if not safe:
        best = min(found, key=lambda one: one.loss)
        raise ValueError(
            f"target = {target:g} a year is out of range: expected {best.loss:.1e} or more, by {best.scheme}"
        )
    return min(safe, key=lambda one: one.scheme.overhead)
