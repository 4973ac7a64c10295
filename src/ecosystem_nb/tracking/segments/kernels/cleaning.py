"""From linked pieces to tracks: further hits, and one track where several share theirs."""

import math

import numpy as np

from ecosystem_nb.tracking.hits.kernels import column_ranges, phi_difference, q_cell
from ecosystem_nb.tracking.segments.kernels.circle import (
    ONE,
    TWO,
    ZERO,
    arc,
    at_radius,
    fit_circle,
    per_item,
    scattering,
    step_along,
    to_beam,
)
from ecosystem_nb.tracking.segments.kernels.cuts import PICK, SLOPE2, THREE, triplet_shape

UNDECIDED, KEPT, DROPPED, MARKED = 0, 1, 2, 3  # marked: kept, and its hits are its own
TENTH = np.float32(0.1)


@per_item
def fit_candidate(k, found, n, x, y, z, layer, layers, c):
    """Fit the ``n`` hits, 5, 6 or 8, of candidate ``k``; returns as ``fit_circle``."""
    a, b, d = found[k, 0], found[k, n // 2], found[k, n - 1]
    bend, _, cot, _ = triplet_shape(a, b, d, x, y, z, layer, layers, c)
    rows = (
        found[k, 0], found[k, 1], found[k, 2], found[k, 3], found[k, 4], found[k, 5], found[k, 6], found[k,
        7],
    )  # fmt: skip
    return fit_circle(rows, n, x, y, z, layer, layers, bend, cot, c)


@per_item
def extend(
    k, found, lengths, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers,
    off, orders, c, cuts, out, states, chi2,
):  # fmt: skip
    """Fit one candidate, and add the nearest hit of every layer that it lacks; return its number of hits.

    Parameters
    ----------
    k : int
        Row of ``found``, ``lengths``, ``out``, ``states`` and ``chi2``.
    found : ndarray of int32, shape (C, 8)
        Its hits from the inside out.
    lengths : ndarray of int32, shape (C,)
        5, 6 or 8.
    orders : ndarray of int32, shape (2, M)
        As ``layout.outward`` gives it.
    out : ndarray of int32, shape (C, M)
        Filled in: all hits from the inside out.
    states : ndarray of float32, shape (C, 6)
        Filled in: at the first hit of ``found``.
    chi2 : ndarray of float32, shape (C,)
        Filled in: of circle and line.
    """
    n = lengths[k]
    bend, gx, gy, gap, z0, cot, chi2_circle, chi2_line = fit_candidate(k, found, n, x, y, z, layer, layers, c)
    chi2[k] = chi2_circle + chi2_line
    first, last = found[k, 0], found[k, n - 1]
    x0, y0 = x[first], y[first]
    states[k, 0], states[k, 1], states[k, 2] = x0 - gx * gap, y0 - gy * gap, z0
    states[k, 3], states[k, 4], states[k, 5] = -bend / c, math.atan2(gx, -gy), cot
    bx, by, beam_gap = to_beam(bend, gx, gy, gap, x0, y0)
    side = 1 if z[last] - z[first] > ZERO else 0
    base = event[first] * layers.shape[0] * rows * columns
    count = 0
    old = 0
    for m in range(orders.shape[1]):
        one = orders[side, m]
        if old < n and layer[found[k, old]] == one:
            out[k, count] = found[k, old]
            count += 1
            old += 1
            continue
        if cot * cot > SLOPE2:
            continue
        if layers[one, 0] > ZERO:
            near = last if layers[one, 1] > r[last] else first
            px, py, met = at_radius(bend, bx, by, beam_gap, layers[one, 1], x[near], y[near])
            if not met:
                continue
            s = arc(math.sqrt((px - x0) ** 2 + (py - y0) ** 2), bend)
            where = z0 + cot * (s if layers[one, 1] > r[first] else -s)
            loose = ZERO
        else:
            if math.fabs(cot) < TENTH:
                continue
            s = (layers[one, 1] - z0) / cot
            if math.fabs(s * bend) > ONE:
                continue
            px, py = step_along(bend, gx, gy, s, x0, y0)
            where = math.sqrt(px * px + py * py)
            loose = off[one] / math.fabs(cot)
        if where < layers[one, 2] or where > layers[one, 3]:
            continue
        radius = math.sqrt(px * px + py * py)
        far2 = np.float32(1e9)
        for j in range(n):
            away = r[found[k, j]] - radius
            far2 = min(far2, away * away)
        far = math.sqrt(far2)
        theta = math.sqrt(scattering(bend, cot, TWO * layers[layer[first], 6], layers[one, 0], c))
        kick = theta * far
        slope2 = ONE + cot * cot
        across2 = TWO * layers[one, 4] + kick * kick + (bend * radius * loose) ** 2
        kick *= slope2 if layers[one, 0] > ZERO else slope2 / math.fabs(cot)
        stand = off[one] * math.fabs(cot) if layers[one, 0] > ZERO else loose
        along2 = TWO * layers[one, 5] + kick * kick + stand * stand
        best = nearest(
            base, one, px, py, where, radius, across2, along2, phi, q, cell_start, q_low, q_per_mm, rows,
            columns, cuts[PICK],
        )  # fmt: skip
        if best >= 0:
            out[k, count] = best
            count += 1
    for j in range(old, n):  # layers that the order lacks: never on lines from the beam
        out[k, count] = found[k, j]
        count += 1
    return count


@per_item
def nearest(
    base,
    one,
    px,
    py,
    where,
    radius,
    across2,
    along2,
    phi,
    q,
    cell_start,
    q_low,
    q_per_mm,
    rows,
    columns,
    pick,
):
    """Return the hit of a layer nearest to a prediction, within ``pick`` deviations, or -1."""
    ahead = math.atan2(py, px)
    window = min(pick * math.sqrt(across2) / radius, THREE)
    along = pick * math.sqrt(along2)
    left, left_end, right, right_end = column_ranges(ahead - window, ahead + window, columns)
    best, least = -1, pick * pick
    last_row = q_cell(where + along, q_low[one], q_per_mm[one], rows)
    for row in range(q_cell(where - along, q_low[one], q_per_mm[one], rows), last_row + 1):
        corner = base + (one * rows + row) * columns
        for part in range(2):
            begins = corner + (left if part == 0 else right)
            ends = corner + (left_end if part == 0 else right_end)
            for h in range(cell_start[begins], cell_start[ends]):
                u, v = phi_difference(phi[h], ahead) * radius, q[h] - where
                far2 = u * u / across2 + v * v / along2
                if far2 < least:
                    best, least = h, far2
    return best


@per_item
def decide(k, found, lengths, rank, best, owner, share):
    """Tell whether a candidate is kept, dropped, or has to wait for better ones.

    Parameters
    ----------
    k : int
    found : ndarray of int32, shape (C, M)
    lengths : ndarray of int32, shape (C,)
    rank : ndarray of int32, shape (C,)
        0 is the best.
    best : ndarray of int32, shape (N,)
        Best rank among the undecided candidates with each hit.
    owner : ndarray of int32, shape (N,)
        Best rank among the kept candidates with each hit.
    share : float32
        Most hits shared with better ones, as a share of the candidate's.

    Notes
    -----
    The outcome is that of going through the candidates from the best to the worst, one by one; but all are
    looked at side by side, and the best one left is always decided, so that the rounds end.
    """
    lost = contested = 0
    for j in range(lengths[k]):
        hit = found[k, j]
        if owner[hit] < rank[k]:
            lost += 1
        elif best[hit] < rank[k]:
            contested += 1
    most = share * np.float32(lengths[k])
    if np.float32(lost) > most:
        return DROPPED
    if np.float32(lost + contested) > most:
        return UNDECIDED
    return KEPT
