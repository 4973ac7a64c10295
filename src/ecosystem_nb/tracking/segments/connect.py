"""Which layer may follow which on a straight line from the beam spot."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import crosses, outward
from ecosystem_nb.tracking.detector.pairs import partner
from ecosystem_nb.tracking.seeding.triples import PIXELS


@dataclass(frozen=True, eq=False)
class Following:
    """Layers that may follow, those of layer l at ``start[l]`` to ``start[l + 1]`` - 1.

    Attributes
    ----------
    start : ndarray of int32, shape (L + 1,)
    layers : ndarray of int32, shape (K,)
    """

    start: NDArray[np.int32]
    layers: NDArray[np.int32]

    @classmethod
    def of(cls, pairs: set[tuple[int, int]], number: int) -> "Following":
        """Return the table of some pairs of layers, of ``number`` layers."""
        table = np.array(sorted(pairs), dtype=np.int32).reshape(-1, 2)
        start = np.searchsorted(table[:, 0], np.arange(number + 1)).astype(np.int32)
        return cls(start, table[:, 1].copy())


@dataclass(frozen=True, eq=False)
class Connections:
    """What follows what.

    Attributes
    ----------
    strips : ndarray of bool, shape (L,)
        Layers whose hits are linked; of a double layer, the inner sensor.
    linked : Following
        From strip layer to strip layer.
    entered : Following
        From pixel layer to the strip layers at which a seed may enter the strips.
    """

    strips: NDArray[np.bool_]
    linked: Following
    entered: Following


@cache
def connections(detector: Detector, *, skip: int = 0, z0: float = 150.0, eta: float = 2.5) -> Connections:
    """Return which layers follow which.

    Parameters
    ----------
    detector : Detector
    skip : int
        How many layers a segment may pass over.
    z0, eta : float
        Straight lines begin within ``z0`` mm of the centre and within ``eta``.

    Returns
    -------
    Connections

    Notes
    -----
    Lines on a grid of 5 mm in z0 and 0.01 in eta; a layer that only a curved track meets next is missed.

    Examples
    --------
    >>> from ecosystem_nb.tracking.detector.layers import generic
    >>> table = connections(generic()).linked
    >>> table.layers[table.start[4] : table.start[5]].tolist()  # from the first barrel strips
    [5, 15, 34]
    """
    starts = np.linspace(-z0, z0, 61)[:, None]
    slopes = np.sinh(np.linspace(-eta, eta, 501))[None, :]
    other = partner(detector)
    strips = np.maximum(detector.sigma_u, detector.sigma_v) >= PIXELS
    strips &= (other < 0) | (other > np.arange(len(detector)))  # the inner sensor stands for a double layer
    seeding = np.maximum(detector.sigma_u, detector.sigma_v) < PIXELS
    linked: set[tuple[int, int]] = set()
    entered: set[tuple[int, int]] = set()
    for side, order in enumerate(outward(detector)):
        layers = order.tolist()
        crossed = np.array([crosses(detector, one, starts, slopes) for one in layers])
        crossed &= (slopes > 0) == bool(side)
        for pattern in np.unique(crossed.reshape(len(layers), -1), axis=1).T:
            line = [one for one, hit in zip(layers, pattern, strict=True) if hit]
            outer = [one for one in line if strips[one]]
            for k, one in enumerate(outer):
                linked |= {(one, other) for other in outer[k + 1 : k + 2 + skip]}
            inner = [one for one in line if seeding[one]]
            entered |= {(one, other) for one in inner[2:] for other in outer[:2]}
    number = len(detector)
    return Connections(strips, Following.of(linked, number), Following.of(entered, number))
