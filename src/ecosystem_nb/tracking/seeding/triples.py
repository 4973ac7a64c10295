"""Which three layers a seed may come from."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import crosses, outward

PIXELS, SHORT_STRIPS = 0.03, 0.5  # mm: sensors that measure both coordinates better than this


@dataclass(frozen=True, eq=False)
class Triples:
    """Triples of layers, sorted by the middle one.

    Attributes
    ----------
    layers : ndarray of int32, shape (K, 3)
        From the inside out.
    start : ndarray of int32, shape (L + 1,)
        Where the triples of each middle layer begin.
    """

    layers: NDArray[np.int32]
    start: NDArray[np.int32]


@cache
def triples(
    detector: Detector,
    *,
    first: int = 0,
    last: int = 3,
    resolution: float = PIXELS,
    z0: float = 150.0,
    eta: float = 2.7,
) -> Triples:
    """Return the triples that a straight line may make of its crossings ``first`` to ``last`` - 1.

    Parameters
    ----------
    detector : Detector
    first, last : int
        Crossings, counted from 0; ``last - first`` of 4 allows one missing hit.
    resolution : float
        Only layers whose sensors measure both coordinates better than this may seed, mm.
    z0, eta : float
        Lines begin within ``z0`` mm of the centre and within ``eta``.

    Returns
    -------
    Triples

    Examples
    --------
    >>> from ecosystem_nb.tracking.detector.layers import generic
    >>> triples(generic()).layers[0].tolist()
    [0, 1, 2]
    """
    starts = np.linspace(-z0, z0, 61)[:, None]
    slopes = np.sinh(np.linspace(-eta, eta, 541))[None, :]
    fine = np.maximum(detector.sigma_u, detector.sigma_v) < resolution
    found: set[tuple[int, ...]] = set()
    for side, order in enumerate(outward(detector)):
        layers = [one for one in order.tolist() if fine[one]]
        crossed = np.array([crosses(detector, one, starts, slopes) for one in layers])
        crossed &= (slopes > 0) == bool(side)
        for pattern in np.unique(crossed.reshape(len(layers), -1), axis=1).T:
            line = [one for one, hit in zip(layers, pattern, strict=True) if hit]
            found |= set(combinations(line[first:last], 3))
    table = np.array(sorted(found, key=lambda one: (one[1], one)), dtype=np.int32).reshape(-1, 3)
    return Triples(table, np.searchsorted(table[:, 1], np.arange(len(detector) + 1)).astype(np.int32))
