"""Which hits may follow each other on a track? Neighbours in the embedding, directed outwards."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from ecosystem_nb.bounds import Floats, within

MOST_EDGES = 20_000_000
"""More edges than this don't fit into the memory of a small machine: 12 features of 4 B each."""

_SAMPLE = 500
Singles = NDArray[np.float32]
Edges = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Points:
    """Hits of one event, from the inside out: what the networks may know.

    Attributes
    ----------
    r, phi, z : ndarray of float64, shape (N,)
        Measured position, mm and rad; ``r`` rises.
    layer : ndarray of int64, shape (N,)
        Row of the detector.
    order : ndarray of int64, shape (N,)
        Row of each hit in the arrays that came in.
    """

    r: Floats
    phi: Floats
    z: Floats
    layer: NDArray[np.int64]
    order: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.r)


def points(x: ArrayLike, y: ArrayLike, z: ArrayLike, layer: ArrayLike) -> Points:
    """Sort hits by radius, so that every edge can point outwards and no path closes.

    Parameters
    ----------
    x, y, z : array_like of float64, shape (N,)
        Measured positions, mm.
    layer : array_like of int, shape (N,)
        Row of the detector; two hits of one layer are never joined.

    Returns
    -------
    Points

    Raises
    ------
    ValueError
        Where columns differ in length, or a coordinate is not finite; the message names the first such hit.

    Examples
    --------
    >>> points([72.0, 32.0], [0.0, 0.0], [9.0, 4.0], [1, 0]).order.tolist()
    [1, 0]
    """
    columns = [np.asarray(one, dtype=np.float64) for one in (x, y, z)]
    which = np.asarray(layer)
    shapes = {one.shape for one in (*columns, which)}
    if len(shapes) > 1 or which.ndim != 1:
        raise ValueError(f"x, y, z and layer: expected four columns of one length, got {sorted(shapes)}")
    for name, one in zip("xyz", columns, strict=True):
        if not np.isfinite(one).all():
            row = int(np.flatnonzero(~np.isfinite(one))[0])
            raise ValueError(f"{name} = {one[row]} mm of hit {row}: expected a finite number")
    r = np.hypot(columns[0], columns[1])
    order = np.argsort(r, kind="stable")
    phi = np.arctan2(columns[1], columns[0])
    return Points(r[order], phi[order], columns[2][order], which[order].astype(np.int64), order)


def radius_graph(places: ArrayLike, radius: float, layer: ArrayLike, *, most: int = MOST_EDGES) -> Edges:
    """Join every two hits of different layers that lie within a radius of each other.

    Parameters
    ----------
    places : array_like of float, shape (N, D)
        Where each hit lies in the embedding, in no unit; hits from the inside out.
    radius : float
        In the same unit.
    layer : array_like of int, shape (N,)
    most : int
        Most pairs that are allowed.

    Returns
    -------
    ndarray of int64, shape (2, E)
        Inner and outer end of each edge, sorted by the inner end, then by the outer one.

    Raises
    ------
    ValueError
        For a radius that is not positive, or a graph that would be too large.

    Notes
    -----
    A k-d tree finds the pairs: O(N log N + pairs) at a fixed dimension.  A sample of hits tells beforehand
    how many there will be.

    Examples
    --------
    >>> radius_graph([[0.0], [0.1], [0.15], [9.0]], 0.2, [0, 1, 1, 2]).tolist()
    [[0, 0], [1, 2]]
    """
    within("radius", radius, "1", above=0)
    at = np.ascontiguousarray(places, dtype=np.float64)
    if len(at) < 2:
        return np.zeros((2, 0), dtype=np.int64)
    tree = cKDTree(at)
    every = max(1, len(at) // _SAMPLE)
    near = tree.query_ball_point(at[::every], radius, return_length=True)
    expected = float(near.mean() - 1.0) * len(at) / 2
    if expected > most:
        raise ValueError(
            f"radius = {radius:g} would join about {expected:.2g} pairs of {len(at)} hits: expected at most "
            f"{most:.2g}; make the radius smaller"
        )
    pairs = tree.query_pairs(radius, output_type="ndarray").astype(np.int64)
    pairs.sort(axis=1)
    which = np.asarray(layer)
    pairs = pairs[which[pairs[:, 0]] != which[pairs[:, 1]]]
    return np.ascontiguousarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T)


def true_edges(particle: NDArray[np.int64]) -> Edges:
    """Join consecutive hits of each particle.

    Parameters
    ----------
    particle : ndarray of int64, shape (N,)
        Particle of each hit, -1 for noise; hits from the inside out.

    Returns
    -------
    ndarray of int64, shape (2, E)
        Inner and outer end, sorted by the inner end.

    Examples
    --------
    >>> true_edges(np.array([7, 5, 7, -1, 7, -1])).tolist()
    [[0, 2], [2, 4]]
    """
    order = np.argsort(particle, kind="stable")
    same = (particle[order][1:] == particle[order][:-1]) & (particle[order][1:] >= 0)
    pairs = np.stack([order[:-1][same], order[1:][same]])
    return pairs[:, np.argsort(pairs[0], kind="stable")]


def contained(edges: Edges, others: Edges, hits: int) -> NDArray[np.bool_]:
    """Tell which edges are among others.

    Parameters
    ----------
    edges, others : ndarray of int64, shape (2, E) and (2, F)
    hits : int
        Number of hits.

    Returns
    -------
    ndarray of bool, shape (E,)

    Examples
    --------
    >>> contained(np.array([[0, 1], [1, 2]]), np.array([[1], [2]]), 3).tolist()
    [False, True]
    """
    return np.isin(edges[0] * hits + edges[1], others[0] * hits + others[1])
