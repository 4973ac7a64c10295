"""Triplets of hits around one middle hit."""

import math

import numpy as np
from numba import njit, prange

from ecosystem_nb.tracking.hits.kernels import TWO_PI, column_ranges, phi_difference, q_cell

TINY = np.float32(1e-12)  # mm4: two points that are one
ZERO, ONE, TWO, HALF = np.float32(0.0), np.float32(1.0), np.float32(2.0), np.float32(0.5)
SCATTER = np.float32(0.0136)  # GeV
DEPTH, NEAR = np.float32(0.3), np.float32(1.0)  # mm, between hits in modules that overlap


@njit(forceinline=True)
def circle(xa, ya, xb, yb, xc, yc):
    """Return the circle through three points: its curvature, and directions at the first and the last.

    Parameters
    ----------
    xa, ya, xb, yb, xc, yc : float32
        Points from the inside out, mm.

    Returns
    -------
    bend : float32
        Signed curvature, 1/mm; positive turns anticlockwise, as a negative charge does.
    arc : float32
        Length of the arc from the first to the last point, mm.
    ca, sa, cc, sc : float32
        Cosine and sine of the direction at the first and at the last point.

    Notes
    -----
    Twice the cross product over the product of the sides; the chord's direction differs from the tangents'
    by half the turn, whose sine is chord times curvature over two.  No trigonometric function is needed.
    """
    abx, aby, acx, acy = xb - xa, yb - ya, xc - xa, yc - ya
    bcx, bcy = xc - xb, yc - yb
    ab2, ac2, bc2 = abx * abx + aby * aby, acx * acx + acy * acy, bcx * bcx + bcy * bcy
    ac = math.sqrt(ac2 + TINY)
    bend = (abx * acy - aby * acx) / (HALF * math.sqrt(ab2 * bc2 + TINY) * ac)
    s = HALF * ac * bend
    s = min(max(s, -ONE), ONE)
    c = math.sqrt(ONE - s * s)
    ux, uy = acx / ac, acy / ac
    arc = ac * (ONE + s * s * (np.float32(1 / 6) + s * s * np.float32(3 / 40)))
    return bend, arc, ux * c + uy * s, uy * c - ux * s, ux * c - uy * s, uy * c + ux * s


@njit(nogil=True, _nrt=False, error_model="numpy")
def bend_and_impact(xa, ya, xb, yb, xc, yc):
    """Return the circle through three points: its curvature and its distance from the beam.

    Parameters
    ----------
    xa, ya, xb, yb, xc, yc : float32
        Points from the inside out, mm.

    Returns
    -------
    bend : float32
        1/mm, positive for an anticlockwise turn.
    impact : float32
        Distance of closest approach to the origin, mm, without sign.

    Notes
    -----
    With r the radius of the first point and (c, s) the direction there, A = bend r2 + 2 (y c - x s), and the
    distance is A / (1 + sqrt(1 + bend A)), which holds for straight tracks too.
    """
    bend, _, c, s, _, _ = circle(xa, ya, xb, yb, xc, yc)
    A = bend * (xa * xa + ya * ya) + TWO * (ya * c - xa * s)
    return bend, math.fabs(A) / (ONE + math.sqrt(max(ONE + bend * A, ZERO)))


@njit(nogil=True, _nrt=False, error_model="numpy")
def kink_variance(bend, cot, ra, rb, rd, inner, middle, outer, layers, c):
    """Return the variance of the change of cot theta at the middle hit of a triplet from one track.

    Notes
    -----
    Scattering in the middle layer at the momentum that the circle gives, and the resolution of the three
    hits along z; on a disc the radius is measured, which moves z by cot theta times as much.
    """
    one_cot2 = ONE + cot * cot
    momentum = c / max(math.fabs(bend), np.float32(1e-9))
    theta = SCATTER / momentum
    scattering = theta * theta * layers[middle, 6] * math.sqrt(one_cot2) * one_cot2
    if layers[middle, 0] <= ZERO:
        scattering /= max(math.fabs(cot), np.float32(0.1))
    first, second = ONE / (rb - ra), ONE / (rd - rb)
    both = first + second
    va = layers[inner, 5] * (ONE if layers[inner, 0] > ZERO else cot * cot)
    vb = layers[middle, 5] * (ONE if layers[middle, 0] > ZERO else cot * cot)
    vd = layers[outer, 5] * (ONE if layers[outer, 0] > ZERO else cot * cot)
    return scattering + va * first * first + vb * both * both + vd * second * second


@njit(nogil=True, _nrt=False, error_model="numpy")
def triplets_of(
    b, event, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, used,
    layers, off, triples, triple_start, c, cuts, each, seeds, quality, slot,
):  # fmt: skip
    """Write the best triplets with one hit in the middle; parameters as in ``find_triplets``.

    Notes
    -----
    The first hit fixes a line in r and z; its z at the beam must lie within ``cuts[2]``.  A helix from the
    beam has an azimuth almost linear in radius, so that both hits foretell the third's azimuth too.  Then
    the cuts: curvature, impact, and change of cot theta in units of scattering and resolution.
    """
    least_pt, most_impact, most_z0, most_slope2, most_kink = cuts[0], cuts[1], cuts[2], cuts[3], cuts[4]
    most_bend = c / least_pt
    middle = layer[b]
    zb, rb, phib = z[b], r[b], phi[b]
    base = event * layers.shape[0] * rows * columns
    count = 0
    for triple in range(triple_start[middle], triple_start[middle + 1]):
        inner, outer = triples[triple, 0], triples[triple, 2]
        ra_low, ra_high = layers[inner, 1] - off[inner], layers[inner, 1] + off[inner]
        if layers[inner, 0] > ZERO:
            # z on the inner layer for |z0| below its bound
            share = ra_low / rb if rb > ra_low else ONE
            reach = most_z0 * (ONE - share)
            low, high = zb * share - reach, zb * share + reach
            slack = math.fabs(zb) * (ra_high - ra_low) / rb + ONE
            low, high = low - slack, high + slack
            ra = layers[inner, 1]
        else:
            za = layers[inner, 1]
            one, two = rb * (za - most_z0) / (zb - most_z0), rb * (za + most_z0) / (zb + most_z0)
            low, high = min(one, two) - ONE, max(one, two) + ONE
            low = max(low, layers[inner, 2] - ONE)
            ra = low
        if ra >= rb:
            continue
        # turn between the two radii, impact, and a margin for scattering
        window = HALF * most_bend * (rb - ra) * np.float32(1.1)
        window += most_impact * (ONE / ra - ONE / rb) + np.float32(0.003)
        window = min(window, np.float32(3.0))
        left, left_end, right, right_end = column_ranges(phib - window, phib + window, columns)
        first_row = q_cell(low, q_low[inner], q_per_mm[inner], rows)
        last_row = q_cell(high, q_low[inner], q_per_mm[inner], rows)
        for row in range(first_row, last_row + 1):
            corner = base + (inner * rows + row) * columns
            for part in range(2):
                begins = corner + (left if part == 0 else right)
                ends = corner + (left_end if part == 0 else right_end)
                for a in range(cell_start[begins], cell_start[ends]):
                    turn = phi_difference(phib, phi[a])
                    if used[a] or math.fabs(turn) > window or not r[a] < rb:
                        continue
                    cot = (zb - z[a]) / (rb - r[a])
                    z0 = zb - cot * rb
                    if math.fabs(z0) > most_z0 or cot * cot > most_slope2:
                        continue
                    count = third(
                        a, b, turn, cot, z0, base, outer, x, y, z, r, phi, q, layer, cell_start, q_low,
                        q_per_mm, rows, columns, used, layers, off, c, cuts, most_bend, most_kink, each,
                        count, seeds, quality, slot,
                    )  # fmt: skip
    return count


@njit(nogil=True, _nrt=False, error_model="numpy")
def one_crossing(a, b, cot, phi, r, z, layer, layers):
    """Return whether two hits may be those of one particle in two modules that overlap.

    Notes
    -----
    On the line of slope ``cot`` from one to the other they lie within a millimetre, and they do not stand at
    the same depth, where two modules never do.  A hit is one with itself.
    """
    if a == b:
        return True
    if layer[a] != layer[b]:
        return False
    dr, dz = r[a] - r[b], z[a] - z[b]
    depth = math.fabs(dr if layers[layer[a], 0] > ZERO else dz)
    beside = math.fabs(phi_difference(phi[a], phi[b])) * r[a]
    return depth > DEPTH and beside < NEAR and math.fabs(dz - cot * dr) < NEAR * (ONE + math.fabs(cot))


@njit(forceinline=True, error_model="numpy")  # a call copies seven words an array: more than the work
def third(
    a, b, turn, cot, z0, base, outer, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows,
    columns, used, layers, off, c, cuts, most_bend, most_kink, each, count, seeds, quality, slot,
):  # fmt: skip
    """Add a doublet's best third hit to the triplets of its middle hit; return how many there are by now."""
    ra, rb = r[a], r[b]
    inner, middle = layer[a], layer[b]
    if layers[outer, 0] > ZERO:
        rc, stands_off = layers[outer, 1], off[outer] * math.fabs(cot)
    else:
        if math.fabs(cot) < np.float32(1e-3):
            return count
        rc, stands_off = (layers[outer, 1] - z0) / cot, off[outer] / math.fabs(cot)
    step = rc - rb
    if step <= ZERO:
        return count
    # how far the softest particle allowed may miss the line
    kink = math.sqrt(most_kink * kink_variance(most_bend, cot, ra, rb, rc, inner, middle, outer, layers, c))
    if layers[outer, 0] > ZERO:
        where, slack = z0 + cot * rc, kink * step + stands_off
    else:
        flattest = max(math.fabs(cot) - kink, HALF * math.fabs(cot))
        where, slack = rc, kink * step / flattest + stands_off
    if where < layers[outer, 2] - slack or where > layers[outer, 3] + slack:
        return count
    line = step / (rb - ra)
    ahead = phi[b] + turn * line
    curved = math.fabs((ONE / rb - ONE / rc) - (ONE / ra - ONE / rb) * line)
    window = cuts[1] * curved + np.float32(0.001)
    half = HALF * most_bend * rc
    window += half * half * half * np.float32(0.2) + off[outer] * most_bend
    if ahead > np.float32(np.pi):
        ahead -= TWO_PI
    elif ahead < -np.float32(np.pi):
        ahead += TWO_PI
    window = min(window, np.float32(3.0))
    left, left_end, right, right_end = column_ranges(ahead - window, ahead + window, columns)
    first_row = q_cell(where - slack, q_low[outer], q_per_mm[outer], rows)
    last_row = q_cell(where + slack, q_low[outer], q_per_mm[outer], rows)
    best, chosen = np.float32(np.inf), -1
    for row in range(first_row, last_row + 1):
        corner = base + (outer * rows + row) * columns
        for part in range(2):
            begins = corner + (left if part == 0 else right)
            ends = corner + (left_end if part == 0 else right_end)
            for d in range(cell_start[begins], cell_start[ends]):
                if used[d] or math.fabs(phi_difference(phi[d], ahead)) > window:
                    continue
                if math.fabs(q[d] - where) > slack or not r[d] > rb:
                    continue
                bend, impact = bend_and_impact(x[a], y[a], x[b], y[b], x[d], y[d])
                if math.fabs(bend) > most_bend or impact > cuts[1]:
                    continue
                change = (z[d] - z[b]) / (r[d] - rb) - cot
                variance = kink_variance(bend, cot, ra, rb, r[d], inner, middle, outer, layers, c)
                pull = change * change / variance
                if pull > most_kink:
                    continue
                worth = pull + cuts[5] * impact * impact
                if worth < best:
                    best, chosen = worth, d
    if chosen < 0:
        return count
    for j in range(count):
        twin = one_crossing(seeds[slot + j, 0], a, cot, phi, r, z, layer, layers)
        twin = twin and one_crossing(seeds[slot + j, 2], chosen, cot, phi, r, z, layer, layers)
        if twin:
            if quality[slot + j] <= best:
                return count
            for k in range(j, count - 1):
                quality[slot + k] = quality[slot + k + 1]
                for m in range(3):
                    seeds[slot + k, m] = seeds[slot + k + 1, m]
            count -= 1
            break
    place = count
    while place > 0 and quality[slot + place - 1] > best:
        place -= 1
    if place >= each:
        return count
    for j in range(min(count, each - 1), place, -1):
        quality[slot + j] = quality[slot + j - 1]
        for m in range(3):
            seeds[slot + j, m] = seeds[slot + j - 1, m]
    quality[slot + place] = best
    seeds[slot + place, 0], seeds[slot + place, 1], seeds[slot + place, 2] = a, b, chosen
    return min(count + 1, each)


@njit(parallel=True, nogil=True)
def find_triplets(
    middles, events, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, used,
    layers, off, triples, triple_start, c, cuts, each, seeds, quality, counts,
):  # fmt: skip
    """Find the best triplets around every middle hit.

    Parameters
    ----------
    middles, events : ndarray of int32, shape (B,)
        Hits that may stand in the middle, and their events.
    x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns
        As in ``arrange.Hits``.
    used : ndarray of bool, shape (N,)
        Hits that may not be taken.
    layers : ndarray of float32, shape (L, 8)
        As in ``layout.layer_table``.
    off : ndarray of float32, shape (L,)
        How far a hit may stand off its layer, mm.
    triples : ndarray of int32, shape (K, 3)
        Layers from the inside out, sorted by the middle one.
    triple_start : ndarray of int32, shape (L + 1,)
        Where the triples of each middle layer begin.
    c : float32
        Curvature of a particle of 1 GeV, 1/mm.
    cuts : ndarray of float32, shape (6,)
        Least pT in GeV, most impact in mm, most z at the beam in mm, most cot theta squared, most squared
        pull of the kink, weight of the squared impact in 1/mm2.
    each : int
        Most triplets a middle hit.
    seeds : ndarray of int32, shape (B * each, 3)
    quality : ndarray of float32, shape (B * each,)
        Squared pull of the kink plus weighted impact; lower is better.
    counts : ndarray of int32, shape (B,)
        Filled in: the triplets of middle k stand at ``k * each`` and after, the best first.
    """
    for k in prange(len(middles)):
        counts[k] = triplets_of(
            middles[k], events[k], x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns,
            used, layers, off, triples, triple_start, c, cuts, each, seeds, quality, k * each,
        )  # fmt: skip
