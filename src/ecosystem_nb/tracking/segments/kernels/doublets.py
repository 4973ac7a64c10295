"""Pairs of hits on the two sensors of a double layer: mini-doublets, which show a curvature."""

import math

import numpy as np

from ecosystem_nb.tracking.hits.kernels import column_ranges, phi_difference, q_cell
from ecosystem_nb.tracking.segments.kernels.circle import HALF, ONE, TWO, ZERO, per_item
from ecosystem_nb.tracking.segments.kernels.cuts import PT, STUB, THREE, Z0, segment_bend

EIGHT, QUARTER = np.float32(8.0), np.float32(0.25)
LONGEST = np.float32(30.0)  # mm that a particle may go along the beam, or outwards, between the sensors


@per_item
def bend_variance(r, chord, theta2, var):
    """Return the variance of the curvature that a mini-doublet shows, 1/mm2.

    Parameters
    ----------
    r, chord : float32
        Radius of the inner hit and distance between both in the transverse plane, mm.
    theta2 : float32
        Variance of the direction by scattering further in, rad2.
    var : float32
        Resolution across, mm2; the same for both sensors.

    Notes
    -----
    bend = 2 sin(phi2 - phi1) / chord, where each azimuth is off by the resolution over the radius.
    """
    return EIGHT * var / (r * r * chord * chord) + EIGHT * HALF * theta2 / (r * r)


@per_item
def stub_of(a, b, x, y, r, layer, layers, cuts):
    """Return the curvature that a mini-doublet shows, 1/mm, and its variance, 1/mm2."""
    dx, dy = x[b] - x[a], y[b] - y[a]
    one, other = layer[a], layer[b]
    gap = math.fabs(layers[other, 1] - layers[one, 1])
    chord = max(math.sqrt(dx * dx + dy * dy), gap * QUARTER)
    theta2 = np.float32(0.0136**2) * layers[other, 6] * EIGHT / (cuts[PT] * cuts[PT])
    variance = bend_variance(r[a], chord, theta2, layers[other, 4])
    return segment_bend(x[a], y[a], x[b], y[b]), variance


@per_item
def doublets_of(
    a, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off, partner, c,
    cuts, out, at, write,
):  # fmt: skip
    """Pair one hit with hits of the partner layer; a row of ``out`` is the inner and the outer hit.

    Notes
    -----
    Along: a line from the beam spot, ``|z0|`` below ``cuts[Z0]``, crosses both sensors, within three
    deviations of each.  Across: the circle through both hits and the beam bends no more than a particle of
    ``cuts[PT]``, within ``cuts[STUB]`` deviations.
    """
    count = 0
    one = partner[layer[a]]
    base = event[a] * layers.shape[0] * rows * columns
    ra, za = r[a], z[a]
    slack = THREE * math.sqrt(TWO * layers[one, 5])
    if layers[one, 0] > ZERO:
        step = layers[one, 1] - layers[layer[a], 1]
        slack += TWO * off[one] * (math.fabs(za) + cuts[Z0]) / ra
        low, high = za + step * (za - cuts[Z0]) / ra, za + step * (za + cuts[Z0]) / ra
    else:
        step = math.fabs(layers[one, 1] - layers[layer[a], 1])
        near = math.fabs(za) - cuts[Z0]
        if near <= ONE:
            return 0
        low, high = ra + step * ra / (math.fabs(za) + cuts[Z0]), ra + step * ra / near
        slack += TWO * off[one] * ra / near
    low, high = max(low - slack, q[a] - LONGEST), min(high + slack, q[a] + LONGEST)
    longest = step if layers[one, 0] > ZERO else max(high - ra, ONE)
    window = (
        HALF * c / cuts[PT] * longest * np.float32(1.3) + cuts[STUB] * TWO * math.sqrt(layers[one, 4]) / ra
    )
    window += np.float32(0.002)
    left, left_end, right, right_end = column_ranges(phi[a] - window, phi[a] + window, columns)
    last_row = q_cell(high, q_low[one], q_per_mm[one], rows)
    for row in range(q_cell(low, q_low[one], q_per_mm[one], rows), last_row + 1):
        corner = base + (one * rows + row) * columns
        for part in range(2):
            begins = corner + (left if part == 0 else right)
            ends = corner + (left_end if part == 0 else right_end)
            for b in range(cell_start[begins], cell_start[ends]):
                if q[b] < low or q[b] > high or math.fabs(phi_difference(phi[b], phi[a])) > window:
                    continue
                bend, variance = stub_of(a, b, x, y, r, layer, layers, cuts)
                if math.fabs(bend) > c / cuts[PT] + cuts[STUB] * math.sqrt(variance):
                    continue
                if write:
                    out[at + count, 0], out[at + count, 1] = a, b
                count += 1
    return count
