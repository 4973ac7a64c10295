"""Of tracks that share hits, keep the best."""

import numpy as np
from numba import njit


@njit(nogil=True)
def clean(order, found, lengths, taken, least, most_shared, kept):
    """Accept tracks by falling score unless they share too many hits with those accepted before.

    Parameters
    ----------
    order : ndarray of int64, shape (S,)
        Candidates by falling score.
    found : ndarray of int32, shape (S, M)
    lengths : ndarray of int32, shape (S,)
    taken : ndarray of bool, shape (N,)
        Hits of accepted tracks; filled on.
    least : int
        Least number of hits.
    most_shared : float
        Most shared hits as a share of a track's hits.
    kept : ndarray of bool, shape (S,)
        Filled in.
    """
    for one in order:
        length = lengths[one]
        shared = 0
        for k in range(length):
            if taken[found[one, k]]:
                shared += 1
        kept[one] = length >= least and shared <= most_shared * np.float64(length)
        if kept[one]:
            for k in range(length):
                taken[found[one, k]] = True
