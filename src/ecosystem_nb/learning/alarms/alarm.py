"""When does an alarm ring? A distance with a threshold set to a stated rate of false alarms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.alarms.distances import Floats, Table, ks_from, psi_from, two_sample_auc

Distance = Callable[[Table], float]


def _largest(far: Callable[[Table], Floats]) -> Distance:
    return lambda current: float(far(current).max())


DISTANCES: Mapping[str, Callable[[Table], Distance]] = {
    "KS": lambda reference: _largest(ks_from(reference)),
    "PSI": lambda reference: _largest(psi_from(reference)),
    "classifier": lambda reference: lambda current: two_sample_auc(reference, current),
}
"""Distances of an alarm: the largest of all features for KS and PSI, the area under the curve otherwise."""


@dataclass(frozen=True)
class Alarm:
    """A distance from a reference sample, and the value above which it rings.

    Parameters
    ----------
    distance : str
        ``KS``, ``PSI`` or ``classifier``.
    reference : numpy.ndarray of float32
        Features of the sample on which the deployed model was made, shape (N, F).
    threshold : float
        In the unit of the distance; ``inf`` never rings.
    """

    distance: str
    reference: Table
    threshold: float = np.inf

    def __post_init__(self) -> None:
        if self.distance not in DISTANCES:
            raise ValueError(f"distance = {self.distance!r}: expected one of {', '.join(DISTANCES)}")

    @cached_property
    def _far(self) -> Distance:
        return DISTANCES[self.distance](self.reference)

    def value(self, current: Table) -> float:
        """Return the distance of a sample, shape (M, F), from the reference."""
        return self._far(current)

    def rings(self, current: Table) -> bool:
        """Tell whether a sample, shape (M, F), is farther away than the threshold."""
        return self.value(current) > self.threshold

    def tuned(self, quiet: NDArray[np.float64], rate: float) -> "Alarm":
        """Return the alarm with the threshold that rings in at most a share ``rate`` of quiet batches.

        Parameters
        ----------
        quiet : numpy.ndarray of float64
            Distances of batches without drift.
        rate : float
            False alarms a batch, 0 to below 1.

        Raises
        ------
        ValueError
            When there are too few batches to state the rate.
        """
        return replace(self, threshold=threshold(quiet, rate))


def threshold(quiet: NDArray[np.float64], rate: float) -> float:
    """Return the lowest of the quiet values that at most a share ``rate`` of them exceeds.

    Parameters
    ----------
    quiet : numpy.ndarray of float64
        Distances of batches without drift.
    rate : float
        False alarms a batch, 0 to below 1.

    Returns
    -------
    float
        In the unit of the distances.

    Raises
    ------
    ValueError
        For a rate out of range, or fewer than 1/rate batches.

    Examples
    --------
    >>> float(threshold(np.arange(1.0, 101.0), 0.05))
    95.0
    """
    if not 0.0 <= rate < 1.0:
        raise ValueError(f"rate = {rate:g} false alarms a batch is out of range: expected 0 to below 1")
    least = int(np.ceil(1.0 / rate - 1e-9)) if rate else 1
    if len(quiet) < least:
        raise ValueError(
            f"{len(quiet)} batches without drift can't state a rate of {rate:g} false alarms a batch: "
            f"expected at least {least}"
        )
    allowed = int(np.floor(len(quiet) * rate + 1e-9))
    return float(np.sort(quiet)[len(quiet) - 1 - allowed])


def batches(pool: Table, size: int, number: int, rng: np.random.Generator) -> list[Table]:
    """Return batches drawn from a pool of events, none twice within a batch.

    Parameters
    ----------
    pool : numpy.ndarray of float32
        Features, shape (N, F).
    size : int
        Events a batch, at most N.
    number : int
        Batches.
    rng : numpy.random.Generator

    Returns
    -------
    list of numpy.ndarray
        Shapes (size, F).

    Raises
    ------
    ValueError
        When the pool is smaller than a batch.
    """
    if not 0 < size <= len(pool):
        raise ValueError(f"a batch of {size} events is out of range: expected 1 to {len(pool)}, the pool")
    return [pool[rng.choice(len(pool), size, replace=False, shuffle=False)] for _ in range(number)]
