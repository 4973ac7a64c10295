"""The same count as ``kernels``, hit by hit."""

import numpy as np


def shared_hits_reference(offsets, hits, particle):
    """Count the hits that each track has in common with each particle, with a dictionary.

    Parameters
    ----------
    offsets, hits, particle : ndarray of int64
        As in ``kernels.shared_hits``.

    Returns
    -------
    track, of, count : ndarray of int64, shape (K,)
    twice : int
    """
    common: dict[tuple[int, int], int] = {}
    for t in range(len(offsets) - 1):
        seen: set[int] = set()
        for i in range(offsets[t], offsets[t + 1]):
            if hits[i] in seen:
                return (*np.empty((3, 0), np.int64), i)
            seen.add(hits[i])
            of = int(particle[hits[i]])
            if of >= 0:
                common[t, of] = common.get((t, of), 0) + 1
    rows = np.array([(*pair, n) for pair, n in sorted(common.items())], np.int64).reshape(-1, 3)
    return rows[:, 0], rows[:, 1], rows[:, 2], -1
