"""Which edges are true, and how good is a graph? Only training and scoring may ask."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.gnn.graph import Edges, Points, contained, points, true_edges

TRUE, FALSE, IGNORED = 1, 0, -1


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of one event, in the order of its ``Points``.

    Attributes
    ----------
    hits : Points
    particle : ndarray of int64, shape (N,)
        Row of each hit's particle, -1 for noise.
    pt : ndarray of float64, shape (N,)
        Of that particle, GeV; 0 for noise.
    edges : ndarray of int64, shape (2, T)
        Consecutive hits of all particles.
    """

    hits: Points
    particle: NDArray[np.int64]
    pt: Floats
    edges: Edges

    def asked(self, pt_min: float) -> Edges:
        """Return the true edges of particles of at least ``pt_min`` GeV."""
        return self.edges[:, self.pt[self.edges[0]] >= pt_min]


def known(event: Any) -> Known:
    """Return hits and truth of one event.

    Parameters
    ----------
    event : awkward record
        As ``events.generate`` makes it.

    Returns
    -------
    Known
    """
    hits = event_points(event)
    particle = np.asarray(event.hits.particle).astype(np.int64)[hits.order]
    of_all = np.hypot(np.asarray(event.particles.px), np.asarray(event.particles.py))
    pt = np.where(particle >= 0, np.append(of_all, 0.0)[particle], 0.0)
    return Known(hits, particle, pt, true_edges(particle))


def event_points(event: Any) -> Points:
    """Return the measured hits of one event, from the inside out."""
    measured = event.hits
    return points(*(np.asarray(measured[name]) for name in ("x", "y", "z", "layer")))


def labels(truth: Known, edges: Edges, target: float, ignored: float) -> NDArray[np.int8]:
    """Tell what the networks should learn of each edge.

    Parameters
    ----------
    truth : Known
    edges : ndarray of int64, shape (2, E)
    target : float
        Consecutive hits of particles of at least this pT are ``TRUE``, GeV.
    ignored : float
        Pairs of one particle between this pT and ``target``, GeV, and pairs that skip a hit of their
        particle, are ``IGNORED``; all else is ``FALSE``.

    Returns
    -------
    ndarray of int8, shape (E,)
    """
    same = joined(truth, edges)
    pt = truth.pt[edges[0]]
    label = np.where(same & (pt >= ignored), IGNORED, FALSE)
    label[contained(edges, truth.asked(target), len(truth.hits))] = TRUE
    return label.astype(np.int8)


def joined(truth: Known, edges: Edges) -> NDArray[np.bool_]:
    """Tell which edges join two hits of one particle."""
    of = truth.particle[edges]
    return np.asarray((of[0] == of[1]) & (of[0] >= 0))


@dataclass(frozen=True)
class Quality:
    """How good a graph is.

    Attributes
    ----------
    true, kept : int
        Consecutive pairs of the particles asked for, and how many of them the graph has.
    edges, right : int
        Edges of the graph, and how many of them join two hits of one particle, of any pT.
    """

    true: int
    kept: int
    edges: int
    right: int

    @property
    def efficiency(self) -> float:
        """Share of true pairs that the graph has."""
        return self.kept / self.true if self.true else float("nan")

    @property
    def purity(self) -> float:
        """Share of edges that join two hits of one particle."""
        return self.right / self.edges if self.edges else float("nan")

    def __add__(self, other: "Quality") -> "Quality":
        return Quality(
            self.true + other.true,
            self.kept + other.kept,
            self.edges + other.edges,
            self.right + other.right,
        )


def quality(truth: Known, edges: Edges, pt_min: float = 1.0) -> Quality:
    """Compare a graph with the truth.

    Parameters
    ----------
    truth : Known
    edges : ndarray of int64, shape (2, E)
    pt_min : float
        Of the particles asked for, GeV.

    Returns
    -------
    Quality
    """
    asked = truth.asked(pt_min)
    kept = int(contained(asked, edges, len(truth.hits)).sum())
    return Quality(asked.shape[1], kept, edges.shape[1], int(joined(truth, edges).sum()))


def auc(scores: ArrayLike, true: ArrayLike) -> float:
    """Return the chance that a true edge scores above a false one, ties as half.

    Parameters
    ----------
    scores : array_like of float, shape (E,)
    true : array_like of bool, shape (E,)

    Returns
    -------
    float
        NaN when there are not both.

    Examples
    --------
    >>> auc([0.1, 0.4, 0.35, 0.8], [False, False, True, True])
    0.75
    """
    from scipy.stats import rankdata

    right = np.asarray(true, dtype=np.bool_)
    n, m = int(right.sum()), int((~right).sum())
    if not n or not m:
        return float("nan")
    return float((rankdata(scores)[right].sum() - n * (n + 1) / 2) / (n * m))
