"""What every finder gives back: tracks as lists of hits, with their fitted states where there are any."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STATE = ("x", "y", "z", "q_over_pt", "phi", "cot_theta")
"""Names of a state's six components: mm, mm, mm, e/GeV, rad, 1."""


@dataclass(frozen=True, eq=False)
class Tracks:
    """Tracks of one event.

    Attributes
    ----------
    offsets : ndarray of int64, shape (T + 1,)
        Track t has the hits ``hits[offsets[t] : offsets[t + 1]]``, from the inside out.
    hits : ndarray of int64, shape (H,)
        Rows of the event's hits, as they came in.
    states : ndarray of float32, shape (T, 6), or None
        Fitted at the first hit, or where the finder says; components as in ``STATE``.
    covariances : ndarray of float32, shape (T, 21), or None
        Lower triangle, row by row: (0,0), (1,0), (1,1), (2,0) and so on, products of ``STATE``'s units.
    chi2 : ndarray of float32, shape (T,), or None
    """

    offsets: NDArray[np.int64]
    hits: NDArray[np.int64]
    states: NDArray[np.float32] | None = None
    covariances: NDArray[np.float32] | None = None
    chi2: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Number of hits of each track."""
        return np.diff(self.offsets)

    def chosen(self, mask: NDArray[np.bool_]) -> "Tracks":
        """Return some of the tracks, with what is known of them.

        Examples
        --------
        >>> Tracks.of([[0, 3, 5], [1, 2]]).chosen(np.array([False, True])).hits.tolist()
        [1, 2]
        """
        offsets = np.append(0, np.cumsum(self.lengths[mask])).astype(np.int64)
        columns = (None if one is None else one[mask] for one in (self.states, self.covariances, self.chi2))
        return Tracks(offsets, self.hits[np.repeat(mask, self.lengths)], *columns)

    @classmethod
    def of(cls, lists: list[list[int]]) -> "Tracks":
        """Return tracks from lists of hits.

        Examples
        --------
        >>> tracks = Tracks.of([[0, 3, 5], [1, 2]])
        >>> len(tracks), tracks.lengths.tolist()
        (2, [3, 2])
        """
        offsets = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in lists], out=offsets[1:])
        flat = [hit for one in lists for hit in one]
        return cls(offsets, np.array(flat, dtype=np.int64))
