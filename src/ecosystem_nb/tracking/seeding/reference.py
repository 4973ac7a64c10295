"""Triplets by trying all hits: the cuts alone, in double precision, without windows."""

import math


def circle_reference(a, b, d):
    """Return curvature (1/mm, anticlockwise positive) and distance from the origin of three points' circle.

    Notes
    -----
    By the centre, where the perpendicular bisectors of two chords meet.
    """
    (ax, ay), (bx, by), (dx, dy) = a, b, d
    double = 2 * ((bx - ax) * (dy - ay) - (by - ay) * (dx - ax))
    if double == 0:
        return 0.0, math.inf
    e, f = (bx - ax) * (ax + bx) + (by - ay) * (ay + by), (dx - ax) * (ax + dx) + (dy - ay) * (ay + dy)
    cx, cy = ((dy - ay) * e - (by - ay) * f) / double, ((bx - ax) * f - (dx - ax) * e) / double
    radius = math.hypot(ax - cx, ay - cy)
    return math.copysign(1 / radius, double), abs(math.hypot(cx, cy) - radius)


def triplets_reference(x, y, z, layer, layers, triples, c, cuts, each):
    """Return the best triplets of each middle hit, as a dict of middle hit to list of (inner, outer).

    Parameters
    ----------
    x, y, z : sequence of float
        mm.
    layer : sequence of int
    layers : ndarray of float, shape (L, 8)
        As in ``layout.layer_table``.
    triples : ndarray of int, shape (K, 3)
    c : float
        Curvature of a particle of 1 GeV, 1/mm.
    cuts : sequence of float
        As in ``kernels.find_triplets``.
    each : int
        Most triplets a middle hit.
    """
    least_pt, most_impact, most_z0, most_slope2, most_kink, weight = cuts
    r = [math.hypot(*point) for point in zip(x, y, strict=True)]
    of = {one: [row for row, where in enumerate(layer) if where == one] for one in set(layer)}
    best: dict[tuple[int, int, int], tuple[float, int]] = {}
    for inner, middle, outer in triples:
        for b in of.get(middle, []):
            for a in of.get(inner, []):
                if r[a] >= r[b] or x[a] * x[b] + y[a] * y[b] < 0:  # a helix outward stays on its side
                    continue
                cot = (z[b] - z[a]) / (r[b] - r[a])
                if abs(z[b] - cot * r[b]) > most_z0 or cot * cot > most_slope2:
                    continue
                for d in of.get(outer, []):
                    if r[d] <= r[b] or x[b] * x[d] + y[b] * y[d] < 0:
                        continue
                    bend, impact = circle_reference((x[a], y[a]), (x[b], y[b]), (x[d], y[d]))
                    if abs(bend) > c / least_pt or impact > most_impact:
                        continue
                    kink = (z[d] - z[b]) / (r[d] - r[b]) - cot
                    pull = kink**2 / kink_variance_reference(bend, cot, (a, b, d), r, layer, layers, c)
                    worth = pull + weight * impact**2
                    if pull <= most_kink and worth < best.get((a, b, outer), (math.inf, -1))[0]:
                        best[a, b, outer] = (worth, d)
    found: dict[int, list[tuple[float, int, int]]] = {}
    for (a, b, _), (worth, d) in best.items():
        found.setdefault(b, []).append((worth, a, d))
    return {b: [(a, d) for _, a, d in sorted(one)[:each]] for b, one in found.items()}


def kink_variance_reference(bend, cot, hits, r, layer, layers, c):
    """Return the variance of the change of cot theta: scattering in the middle layer, and resolution."""
    a, b, d = hits
    pt = c / abs(bend)
    sine = 1 / math.sqrt(1 + cot * cot)
    barrel = layers[layer[b]][0] > 0
    crossed = layers[layer[b]][6] / (sine if barrel else max(abs(cot) * sine, 0.1 * sine))
    theta = 0.0136 / (pt / sine) * math.sqrt(crossed)
    scattering = (theta / sine**2) ** 2
    gaps = (1 / (r[b] - r[a]), 1 / (r[d] - r[b]))
    arms = (gaps[0], gaps[0] + gaps[1], gaps[1])
    spread = [layers[layer[hit]][5] * (1 if layers[layer[hit]][0] > 0 else cot * cot) for hit in hits]
    return scattering + sum(v * arm * arm for v, arm in zip(spread, arms, strict=True))
