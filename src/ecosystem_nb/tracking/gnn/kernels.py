"""Longest paths through a graph whose edges all point outwards."""

import numpy as np
from numba import njit


@njit(cache=False)
def walk(start, outer, score, component_start, members, fewest, used, path_hits, path_offsets):
    r"""Take the longest path out of each component, again and again.

    A path's length is its number of hits; of equally long ones it is the one with the higher sum of scores:

    .. math:: L_i = 1 + \max_{i \to j} L_j, \quad S_i = \max_{i \to j,\ L_j = L_i - 1} (s_{ij} + S_j)

    Parameters
    ----------
    start : ndarray of int64, shape (N + 1,)
        Hit i has the edges ``start[i]`` to ``start[i + 1]`` - 1.
    outer : ndarray of int64, shape (E,)
        Outer end of each edge, always larger than its inner end.
    score : ndarray of float32, shape (E,)
        No unit.
    component_start : ndarray of int64, shape (C + 1,)
    members : ndarray of int64, shape (N,)
        Hits of each component, rising.
    fewest : int
        Shortest path that is taken, hits.
    used : ndarray of bool, shape (N,)
        Hits that no path may have; filled.
    path_hits : ndarray of int64, shape (N,)
        Filled.
    path_offsets : ndarray of int64, shape (N + 1,)
        Filled.

    Returns
    -------
    int
        Number of paths.

    Notes
    -----
    O(edges of the component) for each path.
    """
    n = len(used)
    length = np.zeros(n, dtype=np.int64)
    total = np.zeros(n, dtype=np.float64)
    following = np.full(n, -1, dtype=np.int64)
    paths = 0
    filled = 0
    path_offsets[0] = 0
    for component in range(len(component_start) - 1):
        low, high = component_start[component], component_start[component + 1]
        while high - low >= fewest:
            first = -1
            for place in range(high - 1, low - 1, -1):
                i = members[place]
                if used[i]:
                    continue
                length[i], total[i], following[i] = 1, 0.0, -1
                for k in range(start[i], start[i + 1]):
                    j = outer[k]
                    if used[j]:
                        continue
                    more, sum_of = length[j] + 1, total[j] + score[k]
                    if more > length[i] or (more == length[i] and sum_of > total[i]):
                        length[i], total[i], following[i] = more, sum_of, j
                better = first < 0 or length[i] > length[first]
                if better or (length[i] == length[first] and total[i] >= total[first]):
                    first = i
            if first < 0 or length[first] < fewest:
                break
            while first >= 0:
                path_hits[filled] = first
                used[first] = True
                filled += 1
                first = following[first]
            paths += 1
            path_offsets[paths] = filled
    return paths
