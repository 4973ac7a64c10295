"""Tracks as the kernels take them: a table of sorted hits."""

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.hits.arrange import Hits
from ecosystem_nb.tracking.tracks import Tracks


def table_of(
    tracks: Tracks, hits: Hits, most: int | None = None
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return tracks as rows of sorted hits, to be fitted, or to begin building with.

    Parameters
    ----------
    tracks : Tracks
        Of any finder.
    hits : Hits
        The same event's.
    most : int, optional
        Only so many of the innermost hits.

    Returns
    -------
    found : ndarray of int32, shape (T, M)
        Rows of the sorted hits, from the inside out; 0 behind the end.
    lengths : ndarray of int32, shape (T,)

    Examples
    --------
    >>> from ecosystem_nb.tracking.detector.layers import generic
    >>> from ecosystem_nb.tracking.hits.arrange import arrange
    >>> hits = arrange([72.0, 32.0], [0.0, 0.0], [2.0, 1.0], [1, 0], generic())
    >>> found, lengths = table_of(Tracks.of([[1, 0], [0]]), hits)
    >>> found.tolist(), lengths.tolist()
    ([[0, 1], [1, 0]], [2, 1])
    """
    longest = int(tracks.lengths.max(initial=0)) if most is None else most
    lengths = np.minimum(tracks.lengths, longest).astype(np.int32)
    inside = np.arange(longest) < lengths[:, None]
    found = np.zeros((len(tracks), longest), dtype=np.int32)
    found[inside] = hits.place()[tracks.hits[(tracks.offsets[:-1, None] + np.arange(longest))[inside]]]
    return found, lengths
