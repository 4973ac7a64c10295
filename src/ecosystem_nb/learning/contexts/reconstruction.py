"""What does reconstruction ask? Energy response, resolution, and where the turn-on stands."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.learning.model.quality import wilson

Floats = NDArray[np.float64]

ONE_SIGMA = math.erf(math.sqrt(0.5))
"""Share of a Gaussian within one standard deviation: 0.683."""


def shortest(values: ArrayLike, share: float = ONE_SIGMA) -> tuple[float, float]:
    """Return the ends of the shortest interval that holds a share of the values.

    Parameters
    ----------
    values : array_like of float
        At least two.
    share : float
        Above 0 and at most 1.

    Returns
    -------
    float, float
        Two of the values.

    Notes
    -----
    O(N log N). Among intervals of equal length the lowest is taken.

    Examples
    --------
    >>> shortest([0.0, 1.0, 1.1, 1.2, 5.0], 0.5)
    (1.0, 1.2)
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64).ravel())
    if ordered.size < 2:
        raise ValueError(f"{ordered.size} values: expected at least two")
    within("share", share, "1", above=0.0, most=1.0)
    inside = max(2, math.ceil(share * ordered.size))
    lengths = ordered[inside - 1 :] - ordered[: ordered.size - inside + 1]
    first = int(np.argmin(lengths))
    return float(ordered[first]), float(ordered[first + inside - 1])


@dataclass(frozen=True)
class EnergyCard:
    """How reconstruction judges energies.

    Parameters
    ----------
    response : float
        Median of measured over true energy.
    response_error : float
        Its standard error: that of a Gaussian's median.
    width : float
        Effective resolution: half the shortest interval that holds 68.3 %, over the response.
    """

    response: float
    response_error: float
    width: float


def energies(measured: ArrayLike, true: ArrayLike) -> EnergyCard:
    """Judge measured energies.

    Parameters
    ----------
    measured, true : array_like of float
        GeV, event by event.

    Returns
    -------
    EnergyCard

    Notes
    -----
    The width is taken relative to the median, so that a lost response does not look like a resolution.

    Examples
    --------
    >>> card = energies([8.0, 9.0, 10.0], [10.0, 10.0, 10.0])
    >>> card.response
    0.9
    """
    ratio = np.asarray(measured, dtype=np.float64) / within("true energy", true, "GeV", above=0.0)
    response = float(np.median(ratio))
    low, high = shortest(ratio)
    half = (high - low) / 2.0
    return EnergyCard(response, math.sqrt(math.pi / 2.0 / ratio.size) * half, half / response)


def turn_on(measured: ArrayLike, true: ArrayLike, threshold: float, edges: ArrayLike) -> pd.DataFrame:
    """Return the share of events that pass an energy threshold, by true energy.

    Parameters
    ----------
    measured, true : array_like of float
        GeV, event by event.
    threshold : float
        On the measured energy, GeV.
    edges : array_like of float
        Bins of true energy, GeV.

    Returns
    -------
    pandas.DataFrame
        ``energy`` (mean true energy of the bin, GeV), ``events``, ``efficiency``, ``low``, ``high``
        (Wilson interval of one sigma); bins without events are left out.
    """
    found, wanted = np.asarray(measured, dtype=np.float64), np.asarray(true, dtype=np.float64)
    bounds = np.asarray(edges, dtype=np.float64)
    rows = []
    for low, high in itertools.pairwise(bounds):
        inside = (wanted >= low) & (wanted < high)
        number = int(inside.sum())
        if number:
            passed = int((found[inside] >= threshold).sum())
            rows.append((wanted[inside].mean(), number, passed / number, *wilson(passed / number, number)))
    return pd.DataFrame(rows, columns=["energy", "events", "efficiency", "low", "high"])


def half_way(measured: ArrayLike, true: ArrayLike, threshold: float) -> float:
    """Return the true energy at which half of the events pass a threshold, GeV.

    Parameters
    ----------
    measured, true : array_like of float
        GeV, event by event.
    threshold : float
        On the measured energy, GeV.

    Returns
    -------
    float

    Notes
    -----
    The threshold over the median response of events near it, found by going round three times.
    """
    found, wanted = np.asarray(measured, dtype=np.float64), np.asarray(true, dtype=np.float64)
    at = threshold
    for _ in range(3):
        near = np.abs(wanted / at - 1.0) < 0.2
        if not near.any():
            raise ValueError(f"no event near a true energy of {at:.3g} GeV: move the threshold")
        at = threshold / float(np.median(found[near] / wanted[near]))
    return at
