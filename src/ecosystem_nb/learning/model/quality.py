"""How good are the scores?  Area under the curve, threshold, efficiency, background."""

import math

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating]
Scores = NDArray[np.float32]
Labels = NDArray[np.bool_]


def _both(electron: Labels) -> None:
    """Refuse a sample of one kind only."""
    if electron.all() or not electron.any():
        raise ValueError(f"{int(electron.sum())} electrons of {len(electron)} events: expected both kinds")


def auc(scores: Scores, electron: Labels) -> float:
    """Return the chance that an electron scores above a jet; ties count half.

    Parameters
    ----------
    scores : ndarray of float32, shape (N,)
    electron : ndarray of bool, shape (N,)

    Returns
    -------
    float

    Notes
    -----
    The Mann-Whitney statistic, as ``above`` counts it: O(N log N).

    Examples
    --------
    >>> auc(np.array([0.9, 0.4, 0.6, 0.1], dtype=np.float32), np.array([True, True, False, False]))
    0.75
    """
    _both(electron)
    return above(scores[electron], scores[~electron])


def above(higher: Numbers, lower: Numbers) -> float:
    """Return the probability that a value of the first sample lies above one of the second; ties count half.

    Parameters
    ----------
    higher, lower : ndarray of float
        Two samples, not empty, in one unit.

    Returns
    -------
    float
        0 to 1: the area under the curve of one against the other (Mann-Whitney).

    Examples
    --------
    >>> above(np.array([2.0, 3.0]), np.array([1.0, 2.0]))
    0.875
    """
    ordered = np.sort(lower)
    below = np.searchsorted(ordered, higher, side="left") + np.searchsorted(ordered, higher, side="right")
    return float(below.sum() / (2 * len(higher) * len(lower)))


def wilson(share: float, number: int, z: float = 1.0) -> tuple[float, float]:
    """Return Wilson's interval of a binomial share.

    Parameters
    ----------
    share : float
        Of ``number`` trials, 0 to 1.
    number : int
    z : float
        Half-width in standard deviations.

    Returns
    -------
    tuple of float
        Within 0 and 1.

    Examples
    --------
    >>> [round(one, 3) for one in wilson(1.0, 10)]
    [0.909, 1.0]
    """
    more = z * z / number
    centre = (share + 0.5 * more) / (1.0 + more)
    half = z * math.sqrt(share * (1.0 - share) / number + 0.25 * more / number) / (1.0 + more)
    return max(0.0, centre - half), min(1.0, centre + half)


def threshold_for(scores: Scores, electron: Labels, efficiency: float = 0.95) -> float:
    """Return the largest threshold that keeps at least a share of the electrons.

    Parameters
    ----------
    scores : ndarray of float32, shape (N,)
    electron : ndarray of bool, shape (N,)
    efficiency : float
        Share of the electrons that score at least the threshold.

    Returns
    -------
    float

    Examples
    --------
    >>> scores = np.array([0.8, 0.6, 0.4, 0.2], dtype=np.float32)
    >>> round(threshold_for(scores, np.array([True, True, True, True]), 0.5), 3)
    0.6
    """
    if not 0.0 < efficiency <= 1.0:
        raise ValueError(f"efficiency = {efficiency:g} is out of range: expected above 0 and at most 1")
    kept = np.sort(scores[electron])[::-1]
    if not len(kept):
        raise ValueError("no electrons: expected at least 1 to set a threshold")
    return float(kept[int(np.ceil(efficiency * len(kept) - 1e-9)) - 1])


def efficiency_at(scores: Scores, electron: Labels, threshold: float) -> float:
    """Return the share of the electrons that score at least the threshold."""
    if not electron.any():
        raise ValueError("no electrons: expected at least 1 to measure an efficiency")
    return float((scores[electron] >= threshold).mean())


def background_at(scores: Scores, electron: Labels, threshold: float) -> float:
    """Return the share of the jets that score at least the threshold."""
    if electron.all():
        raise ValueError("no jets: expected at least 1 to measure a background")
    return float((scores[~electron] >= threshold).mean())
