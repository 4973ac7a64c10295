"""Sort hits by cell, and walk through the cells of a window."""

import numpy as np
from numba import njit

PI = np.float32(np.pi)
TWO_PI = np.float32(2 * np.pi)


@njit(nogil=True)
def sort_by_cell(cell, phi, cells):
    """Return where each cell begins, and the rows of the hits in order of cell, then azimuth, then row.

    Parameters
    ----------
    cell : ndarray of int32, shape (N,)
        Cell of each hit, 0 to ``cells`` - 1.
    phi : ndarray of float32, shape (N,)
        Azimuth, rad.
    cells : int
        Number of cells.

    Returns
    -------
    start : ndarray of int32, shape (cells + 1,)
    order : ndarray of int64, shape (N,)

    Notes
    -----
    Counting sort, then insertion sort within a cell: O(N) as long as cells hold a few hits each; a cell
    of many hits is sorted by merging instead.
    """
    start = np.zeros(cells + 1, np.int32)
    for one in cell:
        start[one + 1] += 1
    for k in range(cells):
        start[k + 1] += start[k]
    fill = start[:-1].copy()
    order = np.empty(len(cell), np.int64)
    for row in range(len(cell)):
        order[fill[cell[row]]] = row
        fill[cell[row]] += 1
    for k in range(cells):
        first, end = start[k], start[k + 1]
        if end - first > 64:
            order[first:end] = order[first:end][np.argsort(phi[order[first:end]], kind="mergesort")]
            continue
        for i in range(first + 1, end):
            row = order[i]
            j = i - 1
            while j >= first and phi[order[j]] > phi[row]:
                order[j + 1] = order[j]
                j -= 1
            order[j + 1] = row
    return start, order


@njit(nogil=True, _nrt=False)
def q_cell(q, low, per_mm, rows):
    """Return the q-row of a coordinate; one outside the layer belongs to the nearest row.

    Parameters
    ----------
    q, low : float32
        Coordinate and the layer's lower end, mm.
    per_mm : float32
        Rows a mm, 1/mm.
    rows : int
        Number of rows.

    Returns
    -------
    int
    """
    where = (q - low) * per_mm
    if not where > np.float32(0.0):
        return 0
    if where >= np.float32(rows):
        return rows - 1
    return int(where)


@njit(nogil=True, _nrt=False)
def phi_cell(phi, columns):
    """Return the column of an azimuth in rad, which may lie up to a turn outside -pi to pi.

    Returns
    -------
    int
        0 to ``columns`` - 1.
    """
    if phi < -PI:
        phi += TWO_PI
    if phi >= PI:
        phi -= TWO_PI
    column = int((phi + PI) * (np.float32(columns) / TWO_PI))
    return min(max(column, 0), columns - 1)


@njit(nogil=True, _nrt=False)
def phi_difference(a, b):
    """Return a - b in rad, within -pi to pi; both arguments are within -2 pi to 2 pi.

    Returns
    -------
    float32
    """
    d = a - b
    if d > PI:
        d -= TWO_PI
    elif d < -PI:
        d += TWO_PI
    return d


@njit(nogil=True, _nrt=False)
def column_ranges(low, high, columns):
    """Return the columns of an interval of azimuth as two ranges, for an interval may pass pi.

    Parameters
    ----------
    low, high : float32
        rad, as ``phi_cell`` takes them; less than a turn apart.
    columns : int
        Columns of a turn.

    Returns
    -------
    first, end, second, second_end : int
        Columns ``first`` to ``end`` - 1, then ``second`` to ``second_end`` - 1, which may be none.

    Notes
    -----
    Hits of one row lie one after the other, so each range is one run of hits.
    """
    first, last = phi_cell(low, columns), phi_cell(high, columns)
    if last >= first:
        return first, last + 1, 0, 0
    return first, columns, 0, last + 1
