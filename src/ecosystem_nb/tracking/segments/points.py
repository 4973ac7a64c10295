"""What is linked: the hits of a plain detector, or the mini-doublets of one with double layers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import layer_table
from ecosystem_nb.tracking.detector.pairs import partner
from ecosystem_nb.tracking.hits.arrange import Hits, arrange
from ecosystem_nb.tracking.segments.kernels.drivers import stubs

Singles = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Points:
    """Points that segments join.

    Attributes
    ----------
    hits : Hits
        Sorted like hits; the point of a mini-doublet is its inner hit.
    inner, outer : ndarray of int64, shape (N,)
        Rows, as they came in, of each point's hits; ``outer`` is -1 for a single hit.
    bend, variance : ndarray of float32, shape (N,)
        Curvature that a mini-doublet shows, and its variance, 1/mm and 1/mm2; 0 for a single hit.
    """

    hits: Hits
    inner: NDArray[np.int64]
    outer: NDArray[np.int64]
    bend: Singles
    variance: Singles

    @classmethod
    def single(cls, hits: Hits) -> "Points":
        """Return the hits themselves as points."""
        none = np.zeros(len(hits), np.float32)
        return cls(hits, hits.order, np.full(len(hits), -1), none, none)

    @classmethod
    def doublets(
        cls, hits: Hits, pairs: NDArray[np.int32], detector: Detector, cuts: NDArray[np.float32]
    ) -> "Points":
        """Return the hits of layers without a partner, and the mini-doublets of the others.

        Parameters
        ----------
        hits : Hits
        pairs : ndarray of int32, shape (M, 2)
            Inner and outer hit of each mini-doublet, rows of ``hits``.
        detector : Detector
        cuts : ndarray of float32
            As ``objects.Cuts.array`` gives them.

        Returns
        -------
        Points
        """
        alone = np.flatnonzero(partner(detector)[hits.layer] < 0)
        inner = np.concatenate([alone, pairs[:, 0]])
        outer = np.concatenate([np.full(len(alone), -1), pairs[:, 1]])
        sorted_points = arrange(
            hits.x[inner], hits.y[inner], hits.z[inner], hits.layer[inner], detector, event=hits.event[inner],
            rows=hits.rows, columns=hits.columns,
        )  # fmt: skip
        inner, outer = inner[sorted_points.order], outer[sorted_points.order]
        bend, variance = np.zeros(len(inner), np.float32), np.zeros(len(inner), np.float32)
        stubs(inner, outer, hits.x, hits.y, hits.r, hits.layer, layer_table(detector), cuts, bend, variance)
        behind = np.where(outer < 0, -1, hits.order[outer])
        return cls(sorted_points, hits.order[inner], behind, bend, variance)
