"""How a layer is cut into modules."""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.detector.layers import Detector


@cache
def _split(count: int, length: float, circumference: float) -> tuple[int, int]:
    """Return columns and rows whose product is ``count``, with cells as near to square as that allows."""
    rows = [n for n in range(1, count + 1) if count % n == 0]

    def skew(n: int) -> float:
        return abs(math.log((length / n) / (circumference * n / count)))

    best = min(rows, key=skew)
    return count // best, best


def grid(detector: Detector) -> NDArray[np.int64]:
    """Return how each layer is cut into modules, in azimuth and in z (barrel) or radius (disc).

    Parameters
    ----------
    detector : Detector

    Returns
    -------
    numpy.ndarray of int64, shape (L, 3)
        Columns in azimuth, rows, and the number of modules in all layers before.

    Notes
    -----
    The count is the detector's; the cut into nearly square cells is ours, for the table does not say how
    the modules are laid out.  Modules neither overlap nor leave gaps.

    Examples
    --------
    >>> from ecosystem_nb.tracking.detector.layers import generic
    >>> grid(generic())[:2].tolist()
    [[7, 32, 0], [14, 32, 224]]
    """
    middle = np.where(detector.barrel, detector.position, 0.5 * (detector.low + detector.high))
    sizes = zip(
        detector.modules.tolist(),
        (detector.high - detector.low).tolist(),
        (2 * np.pi * middle).tolist(),
        strict=True,
    )
    cut = np.array([_split(*one) for one in sizes], dtype=np.int64)
    return np.column_stack([cut, np.cumsum(detector.modules) - detector.modules])
