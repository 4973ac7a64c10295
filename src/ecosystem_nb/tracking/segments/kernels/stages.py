"""Each linked object from the ones before: one item a call, which counts its objects or writes them.

Every function takes ``out`` and ``at``: with ``write`` its objects go to rows ``at`` and after of ``out``,
else nothing is written; it returns their number either way.  So one pass counts, a sum of the counts says
where each item may write, and a second pass fills: no item waits for another, and the order is always the
same.
"""

import math

import numpy as np

from ecosystem_nb.tracking.hits.kernels import column_ranges, phi_difference, q_cell
from ecosystem_nb.tracking.segments.kernels.circle import (
    HALF,
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
from ecosystem_nb.tracking.segments.kernels.cuts import (
    IMPACT,
    KINK,
    LINE,
    LOOK,
    PT,
    ROUND,
    SPREAD,
    STUB,
    THREE,
    Z0,
    impact_slack,
    is_segment,
    same_bend,
    segment_bend,
    segment_slack,
    triplet_shape,
)

TENTH, MORE = np.float32(0.1), np.float32(1.1)
SMALL = np.float32(0.002)


@per_item
def segments_of(
    a, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off, next_start,
    next_layer, stub, stub_var, c, cuts, out, at, write,
):  # fmt: skip
    """Link one hit to hits on the layers that may follow; a row of ``out`` is the two hits."""
    count = 0
    ra, za = r[a], z[a]
    base = event[a] * layers.shape[0] * rows * columns
    most_bend = c / cuts[PT]
    for k in range(next_start[layer[a]], next_start[layer[a] + 1]):
        one = next_layer[k]
        if layers[one, 0] > ZERO:
            rb = layers[one, 1] + off[one]
            if rb <= ra:
                continue
            ratio = rb / ra
            low = za + (za - cuts[Z0]) * (ratio - ONE)
            high = za + (za + cuts[Z0]) * (ratio - ONE)
            slack = TWO + THREE * math.sqrt(layers[layer[a], 5]) * ratio
            # the nearest hits of the layer lie below its outer radius
            slack += off[one] * TWO * (math.fabs(za) + cuts[Z0]) / ra
        else:
            zb = layers[one, 1]
            side = ONE if zb > ZERO else -ONE
            near, far = za * side - cuts[Z0], za * side + cuts[Z0]  # distance from the ends of the beam spot
            if far <= ONE:
                continue
            low = ra * (zb * side + cuts[Z0]) / far
            high = ra * (zb * side - cuts[Z0]) / near if near > ONE else layers[one, 3]
            slack = np.float32(5.0)
            if layers[layer[a], 0] <= ZERO:
                slack += THREE * math.sqrt(layers[layer[a], 5]) * high / ra
            rb = min(high + slack, layers[one, 3] + np.float32(20.0))
        edge = ONE + np.float32(5.0) * math.sqrt(layers[one, 5])  # a hit may be measured beyond its layer
        low, high = max(low - slack, layers[one, 2] - edge), min(high + slack, layers[one, 3] + edge)
        if low > high or rb <= ra:
            continue
        # asin(bend r / 2) at both ends, and what ``is_segment`` allows beyond
        half = HALF * most_bend
        window = half * (arc(rb, most_bend) - ra)
        window += MORE * HALF * (rb - ra) * segment_slack(ra, rb, layers, layer[a], cuts) + SMALL
        window = min(window, THREE)
        left, left_end, right, right_end = column_ranges(phi[a] - window, phi[a] + window, columns)
        last_row = q_cell(high, q_low[one], q_per_mm[one], rows)
        for row in range(q_cell(low, q_low[one], q_per_mm[one], rows), last_row + 1):
            corner = base + (one * rows + row) * columns
            for part in range(2):
                begins = corner + (left if part == 0 else right)
                ends = corner + (left_end if part == 0 else right_end)
                for b in range(cell_start[begins], cell_start[ends]):
                    if math.fabs(phi_difference(phi[b], phi[a])) > window or q[b] < low or q[b] > high:
                        continue
                    if not is_segment(a, b, x, y, z, r, layer, layers, c, cuts):
                        continue
                    if not stubs_agree(a, b, x, y, stub, stub_var, cuts):
                        continue
                    if write:
                        out[at + count, 0], out[at + count, 1] = a, b
                    count += 1
    return count


@per_item
def stubs_agree(a, b, x, y, stub, stub_var, cuts):
    """Tell whether the curvatures that two mini-doublets show are the segment's; single hits show none."""
    most = cuts[STUB] * cuts[STUB]
    if stub_var[a] <= ZERO and stub_var[b] <= ZERO:
        return True
    bend = segment_bend(x[a], y[a], x[b], y[b])
    one, two = stub[a] - bend, stub[b] - bend
    if stub_var[a] > ZERO and one * one > most * stub_var[a]:
        return False
    return not (stub_var[b] > ZERO and two * two > most * stub_var[b])


@per_item
def segment_shape(s, segments, x, y, z, r, layer, layers, c, cuts, shapes):
    """Write what a segment foretells of a triplet: row ``s`` of ``shapes``.

    Notes
    -----
    cot theta and curvature by the beam, each with how far another segment of an accepted triplet can differ:
    for cot theta by resolution, by scattering at the least momentum, and by the arc over the chord; for the
    curvature by the impact d alone, 2 d / (r1 r2), for a triplet's circle goes through all of its hits.
    """
    a, b = segments[s, 0], segments[s, 1]
    dx, dy = x[b] - x[a], y[b] - y[a]
    chord = math.sqrt(dx * dx + dy * dy)
    cot = (z[b] - z[a]) / chord
    most_bend = c / cuts[PT] * MORE
    la, lb = layer[a], layer[b]
    va = layers[la, 5] * (ONE if layers[la, 0] > ZERO else cot * cot)
    vb = layers[lb, 5] * (ONE if layers[lb, 0] > ZERO else cot * cot)
    slope2 = ONE + cot * cot
    theta = math.sqrt(scattering(most_bend, cot, layers[la, 6], layers[la, 0], c))
    turn = most_bend * chord
    shapes[s, 0] = cot
    shapes[s, 1] = cuts[KINK] * MORE * (math.sqrt(va + vb) / chord + theta * slope2)
    shapes[s, 1] += math.fabs(cot) * turn * turn / np.float32(20.0)
    shapes[s, 2] = segment_bend(x[a], y[a], x[b], y[b])
    impact = cuts[IMPACT] + THREE * math.sqrt(TWO) * theta * r[a]
    shapes[s, 3] = MORE * MORE * TWO * impact / (r[a] * r[b])


@per_item
def triplets_of(s, segments, segment_start, shapes, x, y, z, r, layer, layers, c, cuts, out, at, write):
    """Link one segment to the segments that begin where it ends; a row of ``out`` is the two segments."""
    count = 0
    a, b = segments[s, 0], segments[s, 1]
    cot_a, slack_a, bend_a, loose_a = shapes[s, 0], shapes[s, 1], shapes[s, 2], shapes[s, 3]
    for t in range(segment_start[b], segment_start[b + 1]):
        if math.fabs(shapes[t, 0] - cot_a) > slack_a + shapes[t, 1]:
            continue
        if math.fabs(shapes[t, 2] - bend_a) > loose_a + shapes[t, 3]:
            continue
        d = segments[t, 1]
        bend, impact, cot, pull2 = triplet_shape(a, b, d, x, y, z, layer, layers, c)
        if math.fabs(bend) > c / cuts[PT] * MORE or pull2 > cuts[KINK] * cuts[KINK]:
            continue
        if impact > cuts[IMPACT] + impact_slack(bend, cot, a, r, layer, layers, c):
            continue
        if write:
            out[at + count, 0], out[at + count, 1] = s, t
        count += 1
    return count


@per_item
def quintuplets_of(
    t, triplets, triplet_start, segments, segment_start, x, y, z, layer, layers, c, cuts, out, at, write
):
    """Link one triplet to the triplets that begin where it ends; a row of ``out`` is the two triplets."""
    count = 0
    s1, s2 = triplets[t, 0], triplets[t, 1]
    h1, h2, h3 = segments[s1, 0], segments[s1, 1], segments[s2, 1]
    bend1, _, cot1, _ = triplet_shape(h1, h2, h3, x, y, z, layer, layers, c)
    step1 = math.sqrt((x[h3] - x[h1]) ** 2 + (y[h3] - y[h1]) ** 2)
    one = layer[h3]
    begin, end = segment_start[h3], segment_start[h3 + 1]
    for u in range(triplet_start[begin], triplet_start[end]):
        h4, h5 = segments[triplets[u, 0], 1], segments[triplets[u, 1], 1]
        bend2, _, cot2, _ = triplet_shape(h3, h4, h5, x, y, z, layer, layers, c)
        step2 = math.sqrt((x[h5] - x[h3]) ** 2 + (y[h5] - y[h3]) ** 2)
        pull2 = same_bend(
            bend1, step1, bend2, step2, HALF * (cot1 + cot2), layers[one, 6], layers[one, 0],
            layers[layer[h2], 4], layers[layer[h4], 4], c,
        )  # fmt: skip
        if pull2 > cuts[SPREAD] * cuts[SPREAD]:
            continue
        step = step1 + step2
        bend = (bend1 * step1 + bend2 * step2) / step
        fitted = fit_circle((h1, h2, h3, h4, h5, h5, h5, h5), 5, x, y, z, layer, layers, bend, cot1, c)
        if fitted[6] > cuts[ROUND] * TWO or fitted[7] > cuts[LINE] * THREE:
            continue
        if write:
            out[at + count, 0], out[at + count, 1] = t, u
        count += 1
    return count


@per_item
def pixel_links_of(
    k, seeds, triplets, triplet_start, segments, segment_start, five, five_start, x, y, z, phi, q, layer,
    event, cell_start, q_low, q_per_mm, rows, columns, layers, off, next_start, next_layer, c, cuts, out, at,
    write,
):  # fmt: skip
    """Carry one pixel seed on to the strips, and link it to quintuplets, or else triplets, that begin there.

    A row of ``out`` is the seed, the triplet and the quintuplet, the latter -1 where there is none.
    """
    count = 0
    p1, p2, p3 = seeds[k, 0], seeds[k, 1], seeds[k, 2]
    bend, _, cot, _ = triplet_shape(p1, p2, p3, x, y, z, layer, layers, c)
    shape = fit_circle((p1, p2, p3, p3, p3, p3, p3, p3), 3, x, y, z, layer, layers, bend, cot, c)
    bend, cot, z0 = shape[0], shape[5], shape[4]
    gx, gy, gap = to_beam(bend, shape[1], shape[2], shape[3], x[p1], y[p1])
    base = event[p1] * layers.shape[0] * rows * columns
    third = layer[p3]
    theta = math.sqrt(scattering(bend, cot, TWO * layers[third, 6], layers[third, 0], c))
    slope2 = ONE + cot * cot
    arm = math.sqrt((x[p3] - x[p1]) ** 2 + (y[p3] - y[p1]) ** 2)
    for n in range(next_start[third], next_start[third + 1]):
        one = next_layer[n]
        if layers[one, 0] > ZERO:
            px, py, met = at_radius(bend, gx, gy, gap, layers[one, 1], x[p3], y[p3])
            if not met:
                continue
            s = arc(math.sqrt((px - x[p1]) ** 2 + (py - y[p1]) ** 2), bend)
            where = z0 + cot * s
            loose = off[one]
        else:
            s = (layers[one, 1] - z0) / cot if math.fabs(cot) > TENTH else -ONE
            if s <= arm:
                continue
            px, py = step_along(bend, shape[1], shape[2], s, x[p1], y[p1])
            where = math.sqrt(px * px + py * py)
            loose = off[one] / math.fabs(cot)
        radius = math.sqrt(px * px + py * py)
        far = s - arm
        if far <= ZERO:
            continue
        lever = far / arm
        # across: scattering, the seed's own curvature, and how far a hit stands off its layer
        across = THREE * theta * far + THREE * math.sqrt(layers[third, 4]) * (ONE + lever) * (
            ONE + TWO * lever
        )
        across += HALF * math.fabs(bend) * radius * loose + THREE * math.sqrt(layers[one, 4])
        along = THREE * math.sqrt(layers[third, 5]) * (ONE + lever) * TWO + THREE * math.sqrt(layers[one, 5])
        if layers[one, 0] > ZERO:
            along += THREE * theta * far * slope2 + loose * math.fabs(cot)
        else:
            along += THREE * theta * far * slope2 / math.fabs(cot) + loose
        across, along = across * cuts[LOOK], along * cuts[LOOK]
        if where < layers[one, 2] - along or where > layers[one, 3] + along:
            continue
        ahead = math.atan2(py, px)
        window = min(across / radius, THREE)
        left, left_end, right, right_end = column_ranges(ahead - window, ahead + window, columns)
        last_row = q_cell(where + along, q_low[one], q_per_mm[one], rows)
        for row in range(q_cell(where - along, q_low[one], q_per_mm[one], rows), last_row + 1):
            corner = base + (one * rows + row) * columns
            for part in range(2):
                begins = corner + (left if part == 0 else right)
                ends = corner + (left_end if part == 0 else right_end)
                for h in range(cell_start[begins], cell_start[ends]):
                    if math.fabs(phi_difference(phi[h], ahead)) > window or math.fabs(q[h] - where) > along:
                        continue
                    begin, end = segment_start[h], segment_start[h + 1]
                    for t in range(triplet_start[begin], triplet_start[end]):
                        count += links_of_triplet(
                            k, p1, p2, p3, t, triplets, segments, five, five_start, x, y, z, layer, layers, c,
                            cuts, out, at + count, write,
                        )  # fmt: skip
    return count


@per_item
def links_of_triplet(
    k, p1, p2, p3, t, triplets, segments, five, five_start, x, y, z, layer, layers, c, cuts, out, at, write
):
    """Link one seed to one triplet and its quintuplets."""
    s1, s2 = triplets[t, 0], triplets[t, 1]
    h1, h2, h3 = segments[s1, 0], segments[s1, 1], segments[s2, 1]
    # the circle through both ends and the middle is close enough to judge the scattering by
    bend, _, cot, _ = triplet_shape(p1, p3, h3, x, y, z, layer, layers, c)
    fitted = fit_circle((p1, p2, p3, h1, h2, h3, h3, h3), 6, x, y, z, layer, layers, bend, cot, c)
    if fitted[6] > cuts[ROUND] * THREE or fitted[7] > cuts[LINE] * np.float32(4.0):
        return 0
    if math.fabs(fitted[0]) > c / cuts[PT]:
        return 0
    count = 0
    for f in range(five_start[t], five_start[t + 1]):
        u = five[f, 1]
        h4, h5 = segments[triplets[u, 0], 1], segments[triplets[u, 1], 1]
        all_eight = fit_circle((p1, p2, p3, h1, h2, h3, h4, h5), 8, x, y, z, layer, layers, bend, cot, c)
        if all_eight[6] > cuts[ROUND] * np.float32(5.0) or all_eight[7] > cuts[LINE] * np.float32(6.0):
            continue
        if write:
            out[at + count, 0], out[at + count, 1], out[at + count, 2] = k, t, f
        count += 1
    if count == 0:
        if write:
            out[at, 0], out[at, 1], out[at, 2] = k, t, -1
        count = 1
    return count
