"""What holds in which year?  Values that change in steps, and values on straight lines between years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within

YEAR = 365 * 86_400.0  # s, a year of processing
DAY = 86_400.0  # s


@dataclass(frozen=True)
class Timeline:
    """A value for each of some years.

    Parameters
    ----------
    years : tuple of int
        Rising, at least one.
    values : tuple of float
        As many.
    straight : bool
        Between two years: on the straight line (true), or as in the earlier one (false).

    Raises
    ------
    ValueError
        For an empty, uneven or unsorted timeline, or a value that is not finite.

    Examples
    --------
    >>> Timeline((2017, 2027), (0.0, 1.0), straight=True).at([2022, 2040]).tolist()
    [0.5, 1.0]
    >>> Timeline((2017, 2027), (0.0, 1.0)).at([2022, 2040]).tolist()
    [0.0, 1.0]
    """

    years: tuple[int, ...]
    values: tuple[float, ...]
    straight: bool = False

    def __post_init__(self) -> None:
        if not self.years or len(self.years) != len(self.values):
            raise ValueError(
                f"timeline: {len(self.years)} years and {len(self.values)} values: "
                "expected as many of both, at least one"
            )
        if list(self.years) != sorted(set(self.years)):
            raise ValueError(f"timeline: years {self.years}: expected each once, in rising order")
        within("timeline: value", self.values, "1")

    @classmethod
    def of(cls, values: Mapping[int, float], *, straight: bool = False) -> "Timeline":
        """Return the timeline of a mapping from year to value."""
        years = sorted(values)
        return cls(tuple(years), tuple(float(values[year]) for year in years), straight)

    def at(self, years: ArrayLike) -> Floats:
        """Return the values in some years.

        Raises
        ------
        ValueError
            For a year before the first one: nothing is known of it.
        """
        asked = np.asarray(years, dtype=np.int64)
        if asked.size and asked.min() < self.years[0]:
            raise ValueError(f"year = {asked.min()} is out of range: expected {self.years[0]} or later")
        if self.straight:
            return np.asarray(np.interp(asked, self.years, self.values), dtype=np.float64)
        place = np.searchsorted(self.years, asked, side="right") - 1
        return np.asarray(self.values, dtype=np.float64)[place]

    def times(self, factor: float) -> "Timeline":
        """Return the timeline with every value multiplied."""
        return Timeline(self.years, tuple(factor * value for value in self.values), self.straight)


def always(value: float) -> Timeline:
    """Return a value that holds in all years.

    Examples
    --------
    >>> always(2.0).at([1999, 2040]).tolist()
    [2.0, 2.0]
    """
    return Timeline((0,), (value,))


def checked_timelines(name: str, lines: Iterable[Timeline], unit: str, **bounds: float) -> None:
    """Refuse timelines with a value out of the bounds, as :func:`ecosystem_nb.bounds.within` does."""
    for line in lines:
        within(name, line.values, unit, **bounds)


def checked_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse a word that is not one of those allowed."""
    if value not in allowed:
        raise ValueError(f"{name} = {value!r}: expected one of {', '.join(allowed)}")
