"""What was the detector like, and when?  Intervals of validity, periods, timelines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecosystem_nb.learning.calorimeter.conditions import Calibration, Conditions


@dataclass(frozen=True, order=True)
class Interval:
    """An interval of validity, ``start`` included and ``stop`` excluded.

    Attributes
    ----------
    start, stop : int
        Numbers of intervals of data taking.

    Examples
    --------
    >>> 3 in Interval(2, 4), 4 in Interval(2, 4), len(Interval(2, 4))
    (True, False, 2)
    >>> Interval(4, 4)
    Traceback (most recent call last):
        ...
    ValueError: interval from 4 to 4 is empty: expected stop above start, and start at least 0
    """

    start: int
    stop: int

    def __post_init__(self) -> None:
        """Refuse an empty interval."""
        if not 0 <= self.start < self.stop:
            raise ValueError(
                f"interval from {self.start} to {self.stop} is empty: "
                "expected stop above start, and start at least 0"
            )

    def __contains__(self, time: float) -> bool:
        """Tell whether a time lies in it."""
        return self.start <= time < self.stop

    def __len__(self) -> int:
        """Return how long it is."""
        return self.stop - self.start


@dataclass(frozen=True)
class Period:
    """One interval and the conditions in it.

    Attributes
    ----------
    interval : Interval
    conditions : Conditions
        Their calibration must hold during all of the interval.
    """

    interval: Interval
    conditions: Conditions

    def __post_init__(self) -> None:
        """Refuse a calibration that does not hold."""
        one, used = self.interval, self.conditions.calibration
        if used.start > one.start or used.stop < one.stop:
            raise ValueError(
                f"interval {one.start} to {one.stop} has a calibration that holds "
                f"from {used.start:g} to {used.stop:g}: expected one for all of it"
            )


@dataclass(frozen=True)
class Timeline:
    """Periods that follow each other without a gap.

    Attributes
    ----------
    periods : tuple of Period
    name : str
        Of the script that wrote it.
    """

    periods: tuple[Period, ...]
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse gaps and overlaps."""
        if not self.periods:
            raise ValueError("timeline has no periods: expected at least 1")
        for before, after in zip(self.periods, self.periods[1:], strict=False):
            if before.interval.stop != after.interval.start:
                raise ValueError(
                    f"interval ends at {before.interval.stop} and the next starts at "
                    f"{after.interval.start}: expected no gap and no overlap"
                )

    def __len__(self) -> int:
        """Return the number of periods."""
        return len(self.periods)

    def __iter__(self) -> Iterator[Period]:
        """Go through the periods in time."""
        return iter(self.periods)

    def __getitem__(self, number: int) -> Period:
        """Return one period by its number."""
        return self.periods[number]

    def at(self, time: float) -> Period:
        """Return the period of a time.

        Raises
        ------
        ValueError
            When no period holds then.
        """
        for period in self.periods:
            if time in period.interval:
                return period
        first, last = self.periods[0].interval.start, self.periods[-1].interval.stop
        raise ValueError(f"time = {time:g} is out of range: expected at least {first} and below {last}")


def calibration_at(calibrations: Sequence[Calibration], time: float) -> Calibration:
    """Return the calibration that holds at a time: the last one given, where several do.

    Raises
    ------
    ValueError
        When none does: the detector would be read with constants of another time.

    Examples
    --------
    >>> calibration_at([Calibration(0.2, 0, 3), Calibration(0.4, 3, 6)], 3).dose
    0.4
    >>> calibration_at([Calibration(0.2, 0, 3)], 5)
    Traceback (most recent call last):
        ...
    ValueError: no calibration holds at interval 5: expected one of [0, 3)
    """
    for one in reversed(calibrations):
        if one.holds_at(time):
            return one
    held = ", ".join(f"[{one.start:g}, {one.stop:g})" for one in calibrations) or "none at all"
    raise ValueError(f"no calibration holds at interval {time:g}: expected one of {held}")
