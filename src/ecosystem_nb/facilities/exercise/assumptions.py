"""What does the budget exercise leave open?  Its assumptions, their ranges, and points spread over them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import qmc

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.tables import Quantity

NAMES = (
    "cpu_improvement",
    "storage_improvement",
    "disk_weight",
    "tape_weight",
    "cpu_lifetime",
    "disk_lifetime",
    "base_first",
    "delay",
    "cpu_conservative",
    "disk_conservative",
    "cpu_aggressive",
    "disk_aggressive",
)
WHOLE = ("base_first", "delay")
"""Assumptions in whole years."""


@dataclass(frozen=True)
class Assumption:
    """One assumption with its range.

    Parameters
    ----------
    name : str
        One of ``NAMES``.
    label : str
        What it is, in a few words.
    unit : str
    start : float
        Where the book starts, inside of the range.
    low, high : float
        Range that is tried, in ``unit``.

    Raises
    ------
    ValueError
        For an empty range, or a start outside of it.
    """

    name: str
    label: str
    unit: str
    start: float
    low: float
    high: float

    def __post_init__(self) -> None:
        within(f"{self.name}: low", self.low, self.unit, most=self.high)
        within(f"{self.name}: start", self.start, self.unit, least=self.low, most=self.high)
        if self.low == self.high:
            raise ValueError(
                f"{self.name}: range of {self.low:g} to {self.high:g} {self.unit}: expected low < high"
            )

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.name in WHOLE

    def at(self, place: Floats) -> Floats:
        """Return values at places in the range, 0 for its low end and 1 for its high end.

        Parameters
        ----------
        place : numpy.ndarray of float64
            0 to 1; below 1 for whole numbers, each of which gets the same part of the range.
        """
        if self.whole:
            return np.asarray(self.low + np.floor(place * (self.high - self.low + 1.0)))
        return np.asarray(self.low + place * (self.high - self.low))

    def place(self, value: Floats | float) -> Floats:
        """Return where values stand in the range, 0 to 1."""
        return np.asarray((np.asarray(value) - self.low) / (self.high - self.low))


Ranges = Mapping[str, Assumption]


def ranges(table: Mapping[str, Quantity]) -> dict[str, Assumption]:
    """Return the assumptions from a table.

    Parameters
    ----------
    table : mapping of str to Quantity
        ``quantities("facilities/exercise")``: value, low and high of each of ``NAMES``.

    Returns
    -------
    dict of str to Assumption
        In the order of ``NAMES``.

    Raises
    ------
    ValueError
        For a row that is missing, without a range, or with a start outside of it.

    Examples
    --------
    >>> from ecosystem_nb.tables import quantities
    >>> ranges(quantities("facilities/exercise"))["delay"].high
    4.0
    """
    made = {}
    for name in NAMES:
        if name not in table:
            raise ValueError(f"assumptions: no row {name}: expected {', '.join(NAMES)}")
        row = table[name]
        if row.low is None or row.high is None:
            raise ValueError(f"assumptions: {name} has no range: expected low and high in {row.unit}")
        made[name] = Assumption(name, row.context, row.unit, row.value, row.low, row.high)
    return made


def start(known: Ranges) -> dict[str, float]:
    """Return the set of assumptions that the book starts from."""
    return {name: one.start for name, one in known.items()}


def points(known: Ranges, doublings: int, rng: np.random.Generator) -> pd.DataFrame:
    """Spread sets of assumptions evenly over all ranges at once, by a scrambled Sobol' sequence.

    Parameters
    ----------
    known : mapping of str to Assumption
    doublings : int
        Two to this power sets, 0 to 24.
    rng : numpy.random.Generator
        Scrambles the sequence.

    Returns
    -------
    pandas.DataFrame
        A column an assumption, a row a set.

    Notes
    -----
    Each half, quarter, … of each range holds as many points as the others, where plain random numbers
    would leave gaps; only powers of two keep that balance.  Nothing is said of how likely a set is.

    References
    ----------
    I. M. Sobol', USSR Comput. Math. Math. Phys. 7 (1967) 86, https://doi.org/10.1016/0041-5553(67)90144-9.

    Examples
    --------
    >>> one = {"delay": Assumption("delay", "later", "yr", 0.0, 0.0, 1.0)}
    >>> points(one, 3, np.random.default_rng(1))["delay"].sum().item()
    4.0
    """
    power = int(within("doublings", doublings, "1", least=0.0, most=24.0))
    places = qmc.Sobol(len(known), rng=rng).random_base2(power)
    return pd.DataFrame({name: one.at(places[:, i]) for i, (name, one) in enumerate(known.items())})


def departure(known: Ranges, sets: pd.DataFrame) -> Floats:
    """Return how far sets are from the start, √Σ ((x - x₀) / (high - low))².

    Parameters
    ----------
    known : mapping of str to Assumption
    sets : pandas.DataFrame
        A column an assumption.

    Returns
    -------
    numpy.ndarray of float64, shape (sets,)
        In widths of a range: 1 is one assumption moved across the whole of its range.

    Examples
    --------
    >>> one = {"delay": Assumption("delay", "later", "yr", 0.0, 0.0, 4.0)}
    >>> departure(one, pd.DataFrame({"delay": [2.0]})).item()
    0.5
    """
    steps = [
        one.place(sets[name].to_numpy(dtype=float)) - one.place(one.start) for name, one in known.items()
    ]
    return np.asarray(np.sqrt(np.sum(np.square(steps), axis=0)))
