"""Count how many hits each track shares with each particle."""

import numpy as np
from numba import njit

SHORT = 64


@njit(nogil=True)
def shared_hits(offsets, hits, particle):
    """Count the hits that each track has in common with each particle.

    Parameters
    ----------
    offsets : ndarray of int64, shape (T + 1,)
        Track t has the hits ``hits[offsets[t] : offsets[t + 1]]``.
    hits : ndarray of int64, shape (H,)
        Rows of ``particle``, each 0 to N - 1.
    particle : ndarray of int64, shape (N,)
        Particle of each hit, -1 for noise.

    Returns
    -------
    track, of, count : ndarray of int64, shape (K,)
        One row a track and particle with common hits, by track, then by particle.
    twice : int
        First place in ``hits`` whose hit its track has already, -1 if there is none.

    Notes
    -----
    The particles of a track's hits are sorted and counted in runs: O(H log(longest track)).
    """
    tracks = len(offsets) - 1
    track = np.empty(len(hits), np.int64)
    of = np.empty(len(hits), np.int64)
    count = np.empty(len(hits), np.int64)
    seen = np.full(len(particle), -1, np.int64)
    k = 0
    for t in range(tracks):
        first, end = offsets[t], offsets[t + 1]
        mine = np.empty(end - first, np.int64)
        for i in range(first, end):
            if seen[hits[i]] == t:
                return track[:0], of[:0], count[:0], i
            seen[hits[i]] = t
            mine[i - first] = particle[hits[i]]
        if len(mine) > SHORT:
            mine.sort()
        else:
            _insertion_sort(mine)
        i = 0
        while i < len(mine):
            j = i
            while j < len(mine) and mine[j] == mine[i]:
                j += 1
            if mine[i] >= 0:
                track[k], of[k], count[k] = t, mine[i], j - i
                k += 1
            i = j
    return track[:k].copy(), of[:k].copy(), count[:k].copy(), -1


@njit(nogil=True)
def _insertion_sort(values):
    """Sort a short array where it stands."""
    for i in range(1, len(values)):
        one = values[i]
        j = i - 1
        while j >= 0 and values[j] > one:
            values[j + 1] = values[j]
            j -= 1
        values[j + 1] = one
