"""From scored edges to tracks: connected components, or a walk through each of them."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ecosystem_nb.bounds import within
from ecosystem_nb.tracking.gnn.graph import Edges, Singles
from ecosystem_nb.tracking.gnn.kernels import walk
from ecosystem_nb.tracking.tracks import Tracks

FEWEST = 3
"""Hits of the shortest track: three points are the fewest that a helix does not pass through anyway."""


def components(edges: Edges, hits: int) -> NDArray[np.int64]:
    """Return the connected component of each hit.

    Parameters
    ----------
    edges : ndarray of int64, shape (2, E)
    hits : int

    Returns
    -------
    ndarray of int64, shape (N,)
        Components in the order of their innermost hit, from 0.

    Examples
    --------
    >>> components(np.array([[0, 3], [2, 4]]), 5).tolist()
    [0, 1, 0, 2, 2]
    """
    if not hits:
        return np.zeros(0, dtype=np.int64)
    ones = np.ones(edges.shape[1], dtype=np.int8)
    _, label = connected_components(coo_array((ones, (edges[0], edges[1])), shape=(hits, hits)))
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


def connected(edges: Edges, order: NDArray[np.int64], *, fewest: int = FEWEST) -> Tracks:
    """Take every connected component of at least so many hits for a track.

    Parameters
    ----------
    edges : ndarray of int64, shape (2, E)
        Those above the threshold.
    order : ndarray of int64, shape (N,)
        Row of each hit in the event as it came in.
    fewest : int
        Hits.

    Returns
    -------
    Tracks
    """
    label = components(edges, len(order))
    by = np.argsort(label, kind="stable")
    size = np.bincount(label, minlength=0)
    kept = size[label[by]] >= fewest
    offsets = np.concatenate([[0], np.cumsum(size[size >= fewest])]).astype(np.int64)
    return Tracks(offsets, order[by[kept]])


def walked(
    edges: Edges,
    scores: Singles,
    order: NDArray[np.int64],
    *,
    fewest: int = FEWEST,
) -> Tracks:
    """Walk through each connected component: its longest path is a track, then that of what is left.

    Parameters
    ----------
    edges : ndarray of int64, shape (2, E)
        Those above the threshold, each from a smaller to a larger number, sorted by the inner end.
    scores : ndarray of float32, shape (E,)
    order : ndarray of int64, shape (N,)
        Row of each hit in the event as it came in.
    fewest : int
        Hits.

    Returns
    -------
    Tracks
        No hit is on two of them.

    Raises
    ------
    ValueError
        For an edge that does not point outwards, or edges that are not sorted.

    Notes
    -----
    The walkthrough of Exa.TrkX [1]_ starts from hits that nothing leads to and keeps the longest of the
    ways that good edges offer; here the longest path of the whole component comes first, which needs no
    second threshold.

    References
    ----------
    .. [1] Ju et al., arXiv:2103.06995.
    """
    within("fewest", fewest, "hits", least=1)
    n = len(order)
    inner, outer = edges
    if len(inner) and not ((inner < outer).all() and (np.diff(inner) >= 0).all()):
        raise ValueError("edges: expected to point from a smaller to a larger number, sorted by the first")
    label = components(edges, n)
    members = np.argsort(label, kind="stable")
    size = np.bincount(label, minlength=0)
    starts = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    path_hits, path_offsets = np.empty(n, dtype=np.int64), np.empty(n + 1, dtype=np.int64)
    paths = walk(
        np.searchsorted(inner, np.arange(n + 1)),
        np.ascontiguousarray(outer),
        np.asarray(scores, dtype=np.float32),
        starts,
        members,
        fewest,
        np.zeros(n, dtype=np.bool_),
        path_hits,
        path_offsets,
    )
    offsets = path_offsets[: paths + 1].copy()
    return Tracks(offsets, order[path_hits[: offsets[-1]]])
