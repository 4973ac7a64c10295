"""How good are the scores?  Area under the curve, threshold, efficiency, background."""

import numpy as np
from numpy.typing import NDArray

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
    The Mann-Whitney statistic from ranks: O(N log N).

    Examples
    --------
    >>> auc(np.array([0.9, 0.4, 0.6, 0.1], dtype=np.float32), np.array([True, True, False, False]))
    0.75
    """
    _both(electron)
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - 0.5 * (counts - 1))[inverse]
    positive = int(electron.sum())
    above = rank[electron].sum() - 0.5 * positive * (positive + 1)
    return float(above / (positive * (len(electron) - positive)))


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
