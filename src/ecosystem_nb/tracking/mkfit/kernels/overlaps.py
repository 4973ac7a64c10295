"""Where modules overlap, a track leaves two hits in a layer: find the second."""

import math

import numpy as np
from numba import njit

from ecosystem_nb.tracking.hits.kernels import column_ranges, phi_difference, q_cell
from ecosystem_nb.tracking.mkfit.kernels.filter import HALF, ONE, ZERO
from ecosystem_nb.tracking.seeding.kernels import circle

PART = np.float32(1 / 24)
APART = np.float32(0.3)  # mm across the layer: hits nearer than this are of one module, or of none


@njit(forceinline=True, _nrt=False, error_model="numpy")
def second_hit(
    a, b, d, at, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, event, taken,
    layers, off, sigmas,
):  # fmt: skip
    """Return the nearest free hit of the same layer in another module on the helix through three hits, or -1.

    Parameters
    ----------
    a, b, d, at : int
        Three hits of a track in a row, and the one of them whose layer is searched.
    x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, event
        As in ``arrange.Hits``.
    taken : ndarray of bool, shape (N,)
    layers : ndarray of float32, shape (L, 8)
        As in ``layout.layer_table``.
    off : ndarray of float32, shape (L,)
        How far a hit may stand off its layer, mm.
    sigmas : float32
        Half-width of the window, in standard deviations of the difference of two hits.

    Returns
    -------
    int

    Notes
    -----
    The circle through the hits gives the tangent at ``at`` and the bend; from there to the other module is a
    step of some millimetres, over which scattering does not matter.
    """
    one = layer[at]
    if off[one] < APART:
        return -1
    bend, arc, C, D, cd, sd = circle(x[a], y[a], x[b], y[b], x[d], y[d])
    if not arc > ZERO:
        return -1
    t = (z[d] - z[a]) / arc
    if at == d:
        C, D = cd, sd
    elif at == b:
        chord = math.sqrt((x[b] - x[a]) * (x[b] - x[a]) + (y[b] - y[a]) * (y[b] - y[a]))
        turn = bend * chord * (ONE + bend * bend * chord * chord * PART)
        ct, st = math.cos(turn), math.sin(turn)
        C, D = C * ct - D * st, D * ct + C * st
    is_barrel = layers[one, 0] > ZERO
    outward = (x[at] * C + y[at] * D) / r[at]
    slope = ONE / (outward if is_barrel else t)
    most_step = math.fabs(slope) * np.float32(2.0) * off[one]
    if not most_step < np.float32(60.0):
        return -1
    most_u = sigmas * math.sqrt(np.float32(2.0) * layers[one, 4]) + np.float32(0.02)
    most_v = sigmas * math.sqrt(np.float32(2.0) * layers[one, 5]) + np.float32(0.05)
    reach = most_step + most_u
    dphi = min(reach / r[at], np.float32(3.0))
    dq = most_v + most_step * math.fabs(t if is_barrel else ONE)
    first_row = q_cell(q[at] - dq, q_low[one], q_per_mm[one], rows)
    last_row = q_cell(q[at] + dq, q_low[one], q_per_mm[one], rows)
    left, left_end, right, right_end = column_ranges(phi[at] - dphi, phi[at] + dphi, columns)
    base = (event[at] * layers.shape[0] + one) * rows * columns
    best, nearest = -1, np.float32(np.inf)
    for row in range(first_row, last_row + 1):
        for part in range(2):
            begins = base + row * columns + (left if part == 0 else right)
            ends = base + row * columns + (left_end if part == 0 else right_end)
            for hit in range(cell_start[begins], cell_start[ends]):
                across = (r[hit] - r[at]) if is_barrel else (z[hit] - z[at])
                if hit == at or taken[hit] or math.fabs(across) < APART:
                    continue
                if math.fabs(phi_difference(phi[hit], phi[at])) > dphi:
                    continue
                step = slope * across
                ex = x[hit] - x[at] - step * (C - HALF * bend * step * D)
                ey = y[hit] - y[at] - step * (D + HALF * bend * step * C)
                u = (-y[hit] * ex + x[hit] * ey) / r[hit]
                v = (z[hit] - z[at] - t * step) if is_barrel else (x[hit] * ex + y[hit] * ey) / r[hit]
                if math.fabs(u) > most_u or math.fabs(v) > most_v:
                    continue
                far = (u * u) / (most_u * most_u) + (v * v) / (most_v * most_v)
                if far < nearest:
                    best, nearest = hit, far
    return best


@njit(nogil=True)
def second_hits(
    tracks, lengths, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, event, taken,
    layers, off, sigmas, seconds,
):  # fmt: skip
    """Find the second hit in each layer of every track, the better tracks first.

    Parameters
    ----------
    tracks : ndarray of int32, shape (T, M)
        Hits from the inside out.
    lengths : ndarray of int32, shape (T,)
        At least 3.
    x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, event, layers, off, sigmas
        As in ``second_hit``.
    taken : ndarray of bool, shape (N,)
        Filled on: no hit is given twice.
    seconds : ndarray of int32, shape (T, M)
        Filled in: the second hit beside each hit, -1 for none.
    """
    for track in range(len(lengths)):
        last = lengths[track] - 1
        for place in range(last + 1):
            middle = min(max(place, 1), last - 1)
            hit = second_hit(
                tracks[track, middle - 1], tracks[track, middle], tracks[track, middle + 1],
                tracks[track, place], x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns,
                event, taken, layers, off, sigmas,
            )  # fmt: skip
            seconds[track, place] = hit
            if hit >= 0:
                taken[hit] = True
