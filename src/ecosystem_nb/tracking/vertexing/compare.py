"""How many collisions were found, merged, split or invented."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import Floats

CLEAN, MERGED, SPLIT, FAKE = range(4)
KINDS = ("clean", "merged", "split", "fake")
PURE = 0.7
"""Share of a vertex's weight from one collision, from which on it is clean: ATLAS's value."""


@dataclass(frozen=True, eq=False)
class Compared:
    """Vertices of one event against the truth.

    Attributes
    ----------
    kind : ndarray of int8, shape (V,)
        ``CLEAN``, ``MERGED``, ``SPLIT`` or ``FAKE`` for each vertex.
    collision : ndarray of int64, shape (V,)
        Collision that gives each vertex most weight, -1 for a fake.
    purity : ndarray of float64, shape (V,)
        Share of its weight from there.
    findable : ndarray of bool, shape (C,)
        Whether each collision has at least two tracks.
    found : ndarray of bool, shape (C,)
        Whether each collision is the main one of a vertex, clean or merged.
    """

    kind: NDArray[np.int8]
    collision: NDArray[np.int64]
    purity: Floats
    findable: NDArray[np.bool_]
    found: NDArray[np.bool_]

    def count(self, kind: int) -> int:
        """Return how many vertices are of a kind."""
        return int((self.kind == kind).sum())

    @property
    def efficiency(self) -> float:
        """Share of the findable collisions that are found."""
        return float(self.found[self.findable].mean()) if self.findable.any() else float("nan")


def compare(
    vertex: ArrayLike, collision: ArrayLike, vertices: int, collisions: int, weight: ArrayLike | None = None
) -> Compared:
    """Say of each vertex which collision it is.

    Parameters
    ----------
    vertex : array_like of int, shape (N,)
        Vertex of each track, -1 for none.
    collision : array_like of int, shape (N,)
        Collision that each track really comes from, -1 for a fake track.
    vertices, collisions : int
        How many there are.
    weight : array_like of float64, shape (N,), optional
        How much each track counts for its vertex.

    Returns
    -------
    Compared

    Notes
    -----
    ATLAS's classes [1]_: clean with at least 70 % of its weight from one collision, merged with less, fake
    when fake tracks are its largest part; of several vertices with the same main collision the one with
    most weight from it keeps its class and the others are split.

    References
    ----------
    .. [1] ATLAS, Eur. Phys. J. C 77 (2017) 332, DOI 10.1140/epjc/s10052-017-4887-5.

    Examples
    --------
    >>> one = compare([0, 0, 0, 1, 1], [0, 0, 0, 1, 1], 2, 3)
    >>> one.kind.tolist(), one.findable.tolist(), one.efficiency
    ([0, 0], [True, True, False], 1.0)
    """
    of, true = np.asarray(vertex, dtype=np.int64), np.asarray(collision, dtype=np.int64)
    heavy = np.ones(len(of)) if weight is None else np.asarray(weight, dtype=np.float64)
    if not len(of) == len(true) == len(heavy):
        raise ValueError(f"tracks: expected columns of one length, got {len(of)}, {len(true)}, {len(heavy)}")
    for name, rows, most in (("vertex", of, vertices), ("collision", true, collisions)):
        if ((rows < -1) | (rows >= most)).any():
            raise ValueError(f"{name}: expected -1 to {most - 1}, got {rows.min()} to {rows.max()}")
    has = of >= 0
    parts = np.zeros((vertices, collisions + 1))
    np.add.at(parts, (of[has], true[has]), heavy[has])  # fake tracks fall into the last column
    total = parts.sum(axis=1)
    main = parts.argmax(axis=1) if vertices else np.empty(0, dtype=np.int64)
    largest = parts[np.arange(vertices), main]
    purity = largest / np.where(total > 0, total, 1.0)
    kind = np.where(purity >= PURE, CLEAN, MERGED).astype(np.int8)
    kind[(main == collisions) | (total <= 0)] = FAKE
    order = np.lexsort((-largest, main))
    again = np.concatenate([[False], main[order][1:] == main[order][:-1]])[: len(order)]
    kind[order[again & (kind[order] != FAKE)]] = SPLIT
    findable = np.bincount(true[true >= 0], minlength=collisions) >= 2
    found = np.zeros(collisions, dtype=np.bool_)
    found[main[(kind == CLEAN) | (kind == MERGED)]] = True
    return Compared(kind, np.where(kind == FAKE, -1, main), purity, findable, found)
