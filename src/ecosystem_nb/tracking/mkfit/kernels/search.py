"""What a track meets on a layer: whether it crosses it, and which hits lie near."""

import math

import numpy as np
from numba import njit

from ecosystem_nb.tracking.hits.kernels import column_ranges, phi_difference, q_cell
from ecosystem_nb.tracking.mkfit.kernels.filter import ONE, ZERO

HOLE, OUTSIDE, STOPPED = -1, -2, -3  # instead of a hit
PART = np.float32(1 / 24)
MOST_TURN = np.float32(1.7)  # rad


@njit(nogil=True, _nrt=False, error_model="numpy")
def meets(layers, one, z0, t, omega, margin):
    """Return whether a helix from the beam crosses a layer's sensitive part, or passes within ``margin``.

    Parameters
    ----------
    layers : ndarray of float32, shape (L, 8)
        As in ``layout.layer_table``.
    one : int
        The layer.
    z0, t, omega : float32
        z at the beam line, mm; cot theta; curvature, 1/mm.
    margin : float32
        In z or radius, mm.

    Returns
    -------
    bool

    Notes
    -----
    Path and radius of a helix to second order in the turn, 1 % off at ``MOST_TURN``, beyond which a track
    is left alone.
    """
    position = layers[one, 1]
    if layers[one, 0] > ZERO:
        bend = position * omega
        q = z0 + t * position * (ONE + PART * bend * bend)
    else:
        s = (position - z0) / t
        bend = s * omega
        q = s * (ONE - PART * bend * bend)
        if s < ZERO:
            return False
    if math.fabs(bend) > MOST_TURN:
        return False
    return layers[one, 2] - margin <= q <= layers[one, 3] + margin


@njit(nogil=True, _nrt=False, error_model="numpy")
def keep(options, which, count, most, score, parent, hit, holes, run):
    """Insert one continuation among the best ``most``, sorted by score; return how many there are.

    Notes
    -----
    Ties keep the first come, so the result does not depend on the number of threads.
    """
    if count == most and score <= options[most - 1]:
        return count
    place = min(count, most - 1)
    while place > 0 and options[place - 1] < score:
        options[place] = options[place - 1]
        for k in range(4):
            which[place, k] = which[place - 1, k]
        place -= 1
    options[place] = score
    which[place, 0], which[place, 1], which[place, 2], which[place, 3] = parent, hit, holes, run
    return min(count + 1, most)


@njit(forceinline=True, _nrt=False, error_model="numpy")
def look(
    block, n, w, parent, one, score, holes, run, options, which, count, most,
    x, y, z, r, phi, q, cell_start, base, q_low, q_per_mm, rows, columns, used,
    layers, off, rules,
):  # fmt: skip
    """Offer every continuation of one candidate on one layer: its hits within chi-squared, and a hole.

    Returns
    -------
    int
        Number of options kept so far.

    Notes
    -----
    The state stands at the layer's position.  A hit of a flat or staggered module stands off it by up to
    ``off``; the prediction is carried to the hit along its tangent, which is exact to 1 um within 6 mm.
    """
    X, Y, Z = block[n], block[w + n], block[2 * w + n]
    C, D, t = block[4 * w + n], block[5 * w + n], block[6 * w + n]
    is_barrel = layers[one, 0] > ZERO
    R = math.sqrt(X * X + Y * Y)
    at = R if is_barrel else Z
    if not math.fabs(at - layers[one, 1]) < ONE:  # it turned back, or the filter broke
        return keep(options, which, count, most, score, parent, STOPPED, holes, run)
    where = Z if is_barrel else R
    low, high, edge = layers[one, 2], layers[one, 3], rules[3]
    if where < low - edge or where > high + edge:
        return keep(options, which, count, most, score, parent, OUTSIDE, holes, run)
    ux, uy = -Y / R, X / R
    m = 7 * w + n
    c00, c10, c11 = block[m], block[m + w], block[m + 2 * w]
    c20, c21, c22 = block[m + 3 * w], block[m + 4 * w], block[m + 5 * w]
    suu = ux * ux * c00 + np.float32(2.0) * ux * uy * c10 + uy * uy * c11 + layers[one, 4]
    if is_barrel:
        suv, svv = ux * c20 + uy * c21, c22 + layers[one, 5]
    else:
        suv = ux * uy * c00 + (uy * uy - ux * ux) * c10 - ux * uy * c11
        svv = uy * uy * c00 - np.float32(2.0) * ux * uy * c10 + ux * ux * c11 + layers[one, 5]
    over = ONE / (suu * svv - suv * suv)
    outward = (X * C + Y * D) / R
    slope = ONE / (outward if is_barrel else t)  # path for each mm across the layer
    sigmas, most_chi2 = rules[0], rules[1]
    off_u = off[one] * math.fabs((ux * C + uy * D) * slope)
    off_v = off[one] * math.fabs((t if is_barrel else outward) * slope)
    du = sigmas * math.sqrt(suu) + off_u
    dv = sigmas * math.sqrt(svv) + off_v
    dphi = min(du / R, np.float32(3.0))
    center = math.atan2(Y, X)
    first_row = q_cell(where - dv, q_low[one], q_per_mm[one], rows)
    last_row = q_cell(where + dv, q_low[one], q_per_mm[one], rows)
    left, left_end, right, right_end = column_ranges(center - dphi, center + dphi, columns)
    for row in range(first_row, last_row + 1):
        corner = base + (one * rows + row) * columns
        for part in range(2):
            begins = corner + (left if part == 0 else right)
            ends = corner + (left_end if part == 0 else right_end)
            for hit in range(cell_start[begins], cell_start[ends]):
                if used[hit] or math.fabs(phi_difference(phi[hit], center)) > dphi:
                    continue
                if math.fabs(q[hit] - where) > dv:
                    continue
                step = slope * ((r[hit] - R) if is_barrel else (z[hit] - Z))
                ex, ey = x[hit] - X - C * step, y[hit] - Y - D * step
                ru = ux * ex + uy * ey
                rv = (z[hit] - Z - t * step) if is_barrel else (uy * ex - ux * ey)
                chi2 = (svv * ru * ru - np.float32(2.0) * suv * ru * rv + suu * rv * rv) * over
                if chi2 < most_chi2:
                    gain = score + rules[2] - chi2
                    count = keep(options, which, count, most, gain, parent, hit, holes, 0)
    if where < low + edge or where > high - edge:  # the edge of the layer may not see the track
        return keep(options, which, count, most, score, parent, OUTSIDE, holes, run)
    return keep(options, which, count, most, score - rules[4], parent, HOLE, holes + 1, run + 1)
