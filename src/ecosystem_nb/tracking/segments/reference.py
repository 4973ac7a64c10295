"""The same linking as plain loops over all pairs, in double precision."""

import math

import numpy as np


def circle_reference(x, y):
    """Return the circle through three points, by its centre.

    Returns
    -------
    bend : float
        Curvature, 1/mm, anticlockwise positive.
    impact : float
        Distance from the origin, mm.
    """
    (xa, xb, xc), (ya, yb, yc) = x, y
    cross = (xb - xa) * (yc - ya) - (yb - ya) * (xc - xa)
    a, b, c = math.hypot(xb - xa, yb - ya), math.hypot(xc - xb, yc - yb), math.hypot(xc - xa, yc - ya)
    bend = 2 * cross / (a * b * c)
    if abs(bend) < 1e-12:
        return bend, abs(xa * (yc - ya) - ya * (xc - xa)) / c
    matrix = 2 * np.array([[xb - xa, yb - ya], [xc - xa, yc - ya]])
    right = np.array([xb**2 + yb**2 - xa**2 - ya**2, xc**2 + yc**2 - xa**2 - ya**2])
    centre = np.linalg.solve(matrix, right)
    return bend, abs(math.hypot(*centre) - 1 / abs(bend))


def deflection_reference(pt, cot, thickness, barrel):
    """Return the width of the scattering angle in a layer, rad: Highland without its logarithm."""
    momentum = pt * math.hypot(1, cot)
    path = thickness * (math.hypot(1, cot) if barrel else math.hypot(1, cot) / max(abs(cot), 0.05))
    return 0.0136 / momentum * math.sqrt(path)


def along_reference(layers, one, cot):
    """Return the variance of z along a line, mm2: on a disc the radius is measured."""
    return layers[one, 5] * (1.0 if layers[one, 0] else cot**2)


def doublets_reference(x, y, z, layer, layers, partner, off, c, pt_min, z0, stub):
    """Return pairs of hits (inner, outer) on the two sensors of a double layer, sorted.

    Parameters
    ----------
    x, y, z, layer, layers, c, pt_min, z0
        As in ``segments_reference``.
    partner : sequence of int
        Layer of the outer sensor for each layer of inner ones, else -1.
    off : ndarray of float, shape (L,)
        How far a hit may stand off its layer, mm.
    stub : float
        Standard deviations by which the curvature of a pair may pass the limit.

    Returns
    -------
    list of (int, int)
    """
    r = np.hypot(x, y)
    found = []
    for a in range(len(x)):
        outer = int(partner[layer[a]])
        if outer < 0:
            continue
        step = abs(layers[outer, 1] - layers[layer[a], 1])
        slack = 3 * math.sqrt(2 * layers[outer, 5])
        if layers[outer, 0]:
            at, q = z[a], z
            ends = [at + step * (at + side * z0) / r[a] for side in (-1, 1)]
            slack += 2 * off[outer] * (abs(at) + z0) / r[a]
        else:
            at, q = r[a], r
            near, far = abs(z[a]) - z0, abs(z[a]) + z0
            if near <= 1:
                continue
            ends = [at * (1 + step / far), at * (1 + step / near)]
            slack += 2 * off[outer] * at / near
        low, high = max(min(ends) - slack, at - 30), min(max(ends) + slack, at + 30)
        theta2 = 0.0136**2 * layers[outer, 6] * 8 / pt_min**2
        for b in np.flatnonzero(layer == outer):
            if not low <= q[b] <= high or x[a] * x[b] + y[a] * y[b] <= 0:
                continue
            chord = math.hypot(x[b] - x[a], y[b] - y[a])
            bend = 2 * (x[a] * y[b] - y[a] * x[b]) / (r[a] * r[b] * chord)
            variance = (8 * layers[outer, 4] / max(chord, step / 4) ** 2 + 4 * theta2) / r[a] ** 2
            if abs(bend) <= c / pt_min + stub * math.sqrt(variance):
                found.append((a, int(b)))
    return sorted(found)


def segments_reference(x, y, z, layer, layers, follows, c, pt_min, z0):
    """Return pairs of hits (inner, outer) that may be neighbours on a track, sorted.

    Parameters
    ----------
    x, y, z : ndarray of float64, shape (N,)
        mm.
    layer : ndarray of int, shape (N,)
    layers : ndarray of float, shape (L, 8)
        As in ``layout.layer_table``.
    follows : set of (int, int)
        Layers that may follow each other.
    c : float
        Curvature of a particle of 1 GeV, 1/mm.
    pt_min : float
        GeV.
    z0 : float
        mm.

    Returns
    -------
    list of (int, int)
    """
    r = np.hypot(x, y)
    found = []
    on = {one: np.flatnonzero(layer == one) for one in {one for pair in follows for one in pair}}
    for inner, outer in sorted(follows):
        for a, b in ((a, b) for a in on[inner] for b in on[outer]):
            if r[b] <= r[a] + 1 or x[a] * x[b] + y[a] * y[b] <= 0:
                continue
            step = r[b] - r[a]
            cot = (z[b] - z[a]) / step
            reach = min(3 * math.sqrt(layers[layer[a], 5]) * (1 + r[a] / step), 50.0)
            if cot**2 > 40 or abs(z[a] - cot * r[a]) >= z0 + reach:
                continue
            turn = math.asin((x[a] * y[b] - y[a] * x[b]) / (r[a] * r[b]))
            bend = 2 * math.sin(turn) / math.hypot(x[b] - x[a], y[b] - y[a])
            theta = 0.0136 / pt_min * math.sqrt(2 * layers[layer[a], 6])
            slack = 2 * (3 * theta / r[b] + 1.0 / (r[a] * r[b]))
            if abs(bend) < c / pt_min + slack:
                found.append((int(a), int(b)))
    return sorted(found)


def triplets_reference(segments, x, y, z, layer, layers, c, pt_min, impact_max, kink_max):
    """Return pairs of segments (rows) that share a hit and may be one track, sorted.

    Parameters
    ----------
    segments : list of (int, int)
    impact_max : float
        mm.
    kink_max : float
        Standard deviations.

    Returns
    -------
    list of (int, int)
    """
    begin: dict[int, list[int]] = {}
    for t, (first, _) in enumerate(segments):
        begin.setdefault(first, []).append(t)
    found = []
    for s, (a, b) in enumerate(segments):
        for t in begin.get(b, []):
            d = segments[t][1]
            bend, impact = circle_reference(x[[a, b, d]], y[[a, b, d]])
            if abs(bend) > 1.1 * c / pt_min:
                continue
            first, second = (
                2 / abs(bend) * math.asin(abs(bend) / 2 * math.hypot(x[j] - x[i], y[j] - y[i]))
                for i, j in ((a, b), (b, d))
            )
            cot = (z[d] - z[a]) / (first + second)
            pt = c / abs(bend)
            theta = deflection_reference(pt, cot, layers[layer[b], 6], layers[layer[b], 0])
            variance = (theta * (1 + cot**2)) ** 2
            variance += along_reference(layers, layer[a], cot) / first**2
            variance += along_reference(layers, layer[b], cot) * (1 / first + 1 / second) ** 2
            variance += along_reference(layers, layer[d], cot) / second**2
            kink = (z[d] - z[b]) / second - (z[b] - z[a]) / first
            theta = deflection_reference(pt, cot, 2 * layers[layer[a], 6], layers[layer[a], 0])
            slack = 3 * theta * math.hypot(x[a], y[a])
            if kink**2 <= kink_max**2 * variance and impact <= impact_max + slack:
                found.append((s, t))
    return found


def greedy_reference(found, rank, share):
    """Return which candidates are kept when one goes through them from the best to the worst.

    Parameters
    ----------
    found : list of list of int
        Hits of each candidate.
    rank : sequence of int
        0 is the best.
    share : float
        Most hits shared with better ones that are kept, as a share of the candidate's.

    Returns
    -------
    list of bool
    """
    keep = [False] * len(found)
    taken: set[int] = set()
    for k in np.argsort(rank):
        lost = sum(hit in taken for hit in found[k])
        if lost <= share * len(found[k]):
            keep[k] = True
            taken |= set(found[k])
    return keep
