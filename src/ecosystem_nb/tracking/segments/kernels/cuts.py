"""What two hits, three, five and more must fulfil to be pieces of one track."""

import math

import numpy as np

from ecosystem_nb.tracking.seeding.kernels import bend_and_impact
from ecosystem_nb.tracking.segments.kernels.circle import HALF, ONE, TWO, ZERO, arc, per_item, scattering

# Places of the cuts in the array that every function takes.
PT, Z0, IMPACT, STUB, KINK, SPREAD, ROUND, LINE, LOOK, PICK = range(10)
FOUR, THREE = np.float32(4.0), np.float32(3.0)
SLOPE2 = np.float32(40.0)  # cot theta squared at |eta| = 2.54


@per_item
def segment_bend(x1, y1, x2, y2):
    """Return the curvature of the circle through the beam and two points, 1/mm, anticlockwise positive.

    Notes
    -----
    An angle on a circle over a chord: ``bend = 2 sin(phi2 - phi1) / |P2 - P1|``.
    """
    dx, dy = x2 - x1, y2 - y1
    return (
        TWO * (x1 * y2 - y1 * x2) / math.sqrt((x1 * x1 + y1 * y1) * (x2 * x2 + y2 * y2) * (dx * dx + dy * dy))
    )


@per_item
def segment_slack(r1, r2, layers, inner, cuts):
    """Return by how much the curvature of a segment may pass the limit, 1/mm: scattering and impact."""
    step = r2 - r1
    theta = np.float32(0.0136) / cuts[PT] * math.sqrt(TWO * layers[inner, 6])
    kick = THREE * theta / r2  # seen under the angle theta step / r2, over half the chord
    return TWO * (kick + ONE * (ONE / r1 - ONE / r2) / step)


@per_item
def is_segment(a, b, x, y, z, r, layer, layers, c, cuts):
    """Tell whether two hits may be neighbours on a track from the beam.

    Parameters
    ----------
    a, b : int32
        Inner and outer hit.
    x, y, z, r : ndarray of float32, shape (N,)
        mm.
    layer : ndarray of int32, shape (N,)
    layers : ndarray of float32, shape (L, 8)
        As in ``layout.layer_table``.
    c : float32
        Curvature of a particle of 1 GeV, 1/mm.
    cuts : ndarray of float32

    Returns
    -------
    bool

    Notes
    -----
    The line through both meets the beam within ``cuts[Z0]``; the circle through both and the beam bends no
    more than a particle of ``cuts[PT]`` does, up to three standard deviations of scattering and 1 mm.
    """
    r1, r2 = r[a], r[b]
    if not r2 > r1 + ONE or x[a] * x[b] + y[a] * y[b] <= ZERO:  # not on opposite sides of the beam
        return False
    cot = (z[b] - z[a]) / (r2 - r1)
    if cot * cot > SLOPE2:
        return False
    reach = ONE + r1 / (r2 - r1)
    slack = THREE * math.sqrt(layers[layer[a], 5]) * reach
    if not math.fabs(z[a] - cot * r1) < cuts[Z0] + min(slack, np.float32(50.0)):
        return False
    bend = segment_bend(x[a], y[a], x[b], y[b])
    return math.fabs(bend) < c / cuts[PT] + segment_slack(r1, r2, layers, layer[a], cuts)


@per_item
def triplet_shape(a, b, d, x, y, z, layer, layers, c):
    """Return what is cut on in a triplet.

    Returns
    -------
    bend, impact, cot, pull2 : float32
        Curvature (1/mm), distance from the beam (mm), cot theta, and the squared change of cot theta at the
        middle hit over its variance from scattering and resolution.
    """
    bend, impact = bend_and_impact(x[a], y[a], x[b], y[b], x[d], y[d])
    dx, dy, ex, ey = x[b] - x[a], y[b] - y[a], x[d] - x[b], y[d] - y[b]
    s1 = arc(math.sqrt(dx * dx + dy * dy), bend)
    s2 = arc(math.sqrt(ex * ex + ey * ey), bend)
    cot = (z[d] - z[a]) / (s1 + s2)
    kink = (z[d] - z[b]) / s2 - (z[b] - z[a]) / s1
    slope2 = ONE + cot * cot
    la, lb, ld = layer[a], layer[b], layer[d]
    theta2 = scattering(bend, cot, layers[lb, 6], layers[lb, 0], c)
    va = layers[la, 5] * (ONE if layers[la, 0] > ZERO else cot * cot)
    vb = layers[lb, 5] * (ONE if layers[lb, 0] > ZERO else cot * cot)
    vd = layers[ld, 5] * (ONE if layers[ld, 0] > ZERO else cot * cot)
    inner, outer = ONE / s1, ONE / s2
    both = inner + outer
    variance = theta2 * slope2 * slope2 + va * inner * inner + vb * both * both + vd * outer * outer
    return bend, impact, cot, kink * kink / variance


@per_item
def impact_slack(bend, cot, a, r, layer, layers, c):
    """Return how far a triplet may seem to miss the beam through scattering, mm, three deviations."""
    one = layer[a]
    theta2 = scattering(bend, cot, TWO * layers[one, 6], layers[one, 0], c)
    return THREE * math.sqrt(theta2) * r[a]


@per_item
def same_bend(bend1, step1, bend2, step2, cot, thickness, barrel, var1, var2, c):
    """Return the squared difference of two curvatures over its variance from scattering and resolution.

    Parameters
    ----------
    bend1, bend2 : float32
        1/mm.
    step1, step2 : float32
        Chord of each triplet, mm.
    cot : float32
    thickness, barrel : float32
        Of the layer that both share.
    var1, var2 : float32
        Resolution of each triplet's hits across, mm2.
    c : float32
        Curvature of a particle of 1 GeV, 1/mm.

    Notes
    -----
    A triplet of chord L has half of it before its middle hit, where a kink theta feigns a curvature of
    about 2 theta / L; a sagitta that is wrong by e feigns 8 e / L^2.
    """
    bend = HALF * (math.fabs(bend1) + math.fabs(bend2))
    theta2 = scattering(bend, cot, thickness, barrel, c)
    kicks = FOUR * theta2 * (ONE / (step1 * step1) + ONE / (step2 * step2))
    sagitta = np.float32(96.0)  # 64 times 3/2: the middle hit, and half of each end
    shape = sagitta * (var1 / (step1 * step1 * step1 * step1) + var2 / (step2 * step2 * step2 * step2))
    change = bend1 - bend2
    return change * change / (kicks + shape)
