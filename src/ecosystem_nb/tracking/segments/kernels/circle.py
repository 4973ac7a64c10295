"""A circle through hits, and a line along it: fitted, and carried on to other layers."""

import math

import numpy as np
from numba import njit

ZERO, ONE, TWO, HALF = np.float32(0.0), np.float32(1.0), np.float32(2.0), np.float32(0.5)
SCATTER = np.float32(0.0136)  # GeV
SIXTH, A2, A3 = np.float32(1 / 6), np.float32(3 / 40), np.float32(15 / 336)
FAR = np.float32(1e9)
NARROW = np.float32(0.999)
SHALLOW2 = np.float32(0.05**2)  # of cot theta: no track is nearer to the plane of a disc

per_item = njit(nogil=True, _nrt=False, error_model="numpy")


@per_item
def arc(chord, bend):
    """Return the length of the arc over a chord, mm, for a curvature in 1/mm.

    Notes
    -----
    Series of 2/bend asin(bend chord / 2), to 1e-4 for turns below a radian.
    """
    half = HALF * bend * chord
    square = half * half
    return chord * (ONE + square * (SIXTH + square * (A2 + square * A3)))


@per_item
def scattering(bend, cot, thickness, barrel, c):
    """Return the variance of a deflection in one layer, rad2, in a plane that holds the track.

    Parameters
    ----------
    bend : float32
        Curvature, 1/mm, which gives the transverse momentum.
    cot : float32
        cot theta.
    thickness : float32
        Of the layer at normal incidence, radiation lengths.
    barrel : float32
        1 for a cylinder, 0 for a plane across the beam.
    c : float32
        Curvature of a particle of 1 GeV, 1/mm.

    Notes
    -----
    Highland's formula without its logarithm; relativistic particles.
    """
    slope2 = ONE + cot * cot
    slope = math.sqrt(slope2)
    path = slope if barrel > ZERO else slope / math.sqrt(max(cot * cot, SHALLOW2))
    theta = SCATTER * bend / c
    return theta * theta * thickness * path / slope2


@per_item
def fit_circle(rows, n, x, y, z, layer, layers, bend, cot, c):
    r"""Fit a circle and a line to hits, with scattering as a part of each hit's error.

    In the frame of the first hit, with u along the chord to the last one and v across it, the points of a
    circle fulfil :math:`v = A (u^2 + v^2) + B u + D`, which is linear in A, B and D.

    Parameters
    ----------
    rows : tuple of int32, length 8
        Hits from the inside out; the first ``n`` count.  One length, so that it is compiled once.
    n : int
        At least 3.
    x, y, z : ndarray of float32, shape (N,)
        mm.
    layer : ndarray of int32, shape (N,)
    layers : ndarray of float32, shape (L, 8)
        As in ``layout.layer_table``.
    bend, cot : float32
        First estimates, for the scattering and the path.
    c : float32
        Curvature of a particle of 1 GeV, 1/mm.

    Returns
    -------
    bend : float32
        Curvature, 1/mm, positive for an anticlockwise turn.
    gx, gy, gap : float32
        The circle is ``bend/2 |X|^2 + g X + gap = 0`` for X from the first hit, ``|g|^2 - 2 bend gap = 1``.
    z0, cot : float32
        The line z = z0 + s cot along the path s from the first hit.
    chi2, chi2_z : float32
        Of the circle and of the line, for n - 3 and n - 2 degrees of freedom.
    """
    first, last = rows[0], rows[n - 1]
    x0, y0, z_first = x[first], y[first], z[first]
    cx, cy = x[last] - x0, y[last] - y0
    length = math.sqrt(cx * cx + cy * cy)
    cx, cy = cx / length, cy / length
    scale = ONE / length  # keeps sums of fourth powers near 1
    # Only what is left beside the first estimate is fitted: in single precision, sums of squares of the whole
    # would drown the residuals.
    half = min(max(HALF * bend * length, -NARROW), NARROW)
    A0 = half / math.sqrt(ONE - half * half)
    sw = su = sr = sv = suu = sur = srr = suv = srv = ZERO
    tw = ts = tz = tss = tsz = tzz = svv = ZERO
    before = ZERO
    drift = ZERO
    for k in range(n):
        row = rows[k]
        one = layer[row]
        barrel = layers[one, 0]
        dx, dy = x[row] - x0, y[row] - y0
        s = arc(math.sqrt(dx * dx + dy * dy), bend)
        theta2 = scattering(bend, cot, layers[one, 6], barrel, c)
        step = s - before
        kick = (
            drift * step * step
        )  # by the layer before: later ones bend the whole track, which the fit takes
        drift, before = theta2, s
        w = ONE / (layers[one, 4] + kick)
        u, v = (dx * cx + dy * cy) * scale, (dy * cx - dx * cy) * scale
        rho = u * u + v * v
        v -= A0 * (rho - u)
        sw += w
        su += w * u
        sr += w * rho
        sv += w * v
        suu += w * u * u
        sur += w * u * rho
        srr += w * rho * rho
        suv += w * u * v
        srv += w * rho * v
        svv += w * v * v
        slope2 = ONE + cot * cot
        along = layers[one, 5] * (ONE if barrel > ZERO else cot * cot)
        wz = ONE / (along + kick * slope2 * slope2)
        dz, s = z[row] - z_first - cot * s, s * scale
        tw += wz
        ts += wz * s
        tz += wz * dz
        tss += wz * s * s
        tsz += wz * s * dz
        tzz += wz * dz * dz
    # circle: normal equations about the means
    mu, mr, mv = su / sw, sr / sw, sv / sw
    cuu, cur, crr = suu - mu * su, sur - mu * sr, srr - mr * sr
    cuv, crv, cvv = suv - mu * sv, srv - mr * sv, svv - mv * sv
    det = cuu * crr - cur * cur
    if not det > ZERO:
        return ZERO, ZERO, ONE, ZERO, z_first, cot, FAR, FAR
    A, B = (crv * cuu - cuv * cur) / det, (cuv * crr - crv * cur) / det
    D = mv - A * mr - B * mu
    chi2 = max(cvv - A * crv - B * cuv, ZERO) * length * length
    A, B = A + A0, B - A0
    # v = A rho + B u + D, back in mm: 0 = A scale rho + B u - v + D length, brought to |g|^2 - 2 bend gap = 1
    norm = math.sqrt(max(ONE + B * B - np.float32(4.0) * A * D, np.float32(1e-12)))
    new_bend = TWO * A * scale / norm
    gu, gv, gap = B / norm, -ONE / norm, D * length / norm
    # line
    ms, mz = ts / tw, tz / tw
    css, csz, czz = tss - ms * ts, tsz - ms * tz, tzz - mz * tz
    new_cot = csz / css
    chi2_z = max(czz - new_cot * csz, ZERO)
    z0 = z_first + mz - new_cot * ms
    return (
        new_bend,
        gu * cx - gv * cy,
        gu * cy + gv * cx,
        gap,
        z0,
        cot + new_cot * scale,
        chi2 / (norm * norm),
        chi2_z,
    )


@per_item
def to_beam(bend, gx, gy, gap, x0, y0):
    """Return the same circle about the beam: its g and gap, which is the signed distance from the beam.

    Parameters
    ----------
    bend, gx, gy, gap : float32
        As ``fit_circle`` gives them, about (x0, y0).
    x0, y0 : float32
        mm.

    Returns
    -------
    gx, gy, gap : float32
    """
    new_gap = HALF * bend * (x0 * x0 + y0 * y0) - gx * x0 - gy * y0 + gap
    return gx - bend * x0, gy - bend * y0, new_gap


@per_item
def at_radius(bend, gx, gy, gap, radius, x_near, y_near):
    """Return the crossing of a circle about the beam with a cylinder, of the two the one near a point.

    Parameters
    ----------
    bend, gx, gy, gap : float32
        As ``to_beam`` gives them.
    radius : float32
        mm.
    x_near, y_near : float32
        mm.

    Returns
    -------
    x, y : float32
        mm.
    met : bool
        Whether the two meet.
    """
    size = math.sqrt(gx * gx + gy * gy)
    m = -(gap + HALF * bend * radius * radius) / (radius * size)
    if not math.fabs(m) < NARROW:
        return ZERO, ZERO, False
    side = math.sqrt(ONE - m * m)
    gx, gy = gx / size * radius, gy / size * radius
    if gx * y_near - gy * x_near < ZERO:
        side = -side
    return gx * m - gy * side, gy * m + gx * side, True


@per_item
def step_along(bend, gx, gy, s, x0, y0):
    """Return the point after a path s along a circle through (x0, y0).

    Parameters
    ----------
    bend, gx, gy : float32
        As ``fit_circle`` gives them, with its gap taken as 0.
    s : float32
        mm, outwards; at most a radian of turn.
    x0, y0 : float32
        mm.

    Returns
    -------
    x, y : float32
    """
    half = HALF * bend * s
    square = half * half
    sin = half * (ONE - square * (SIXTH - square * np.float32(1 / 120)))
    cos = ONE - square * (HALF - square * np.float32(1 / 24))
    chord = s * (ONE - square * (SIXTH - square * np.float32(1 / 120)))
    # g points to the right of the direction for the fit's choice of sign: v grows to the left, g_v < 0
    return x0 + chord * (-gy * cos - gx * sin), y0 + chord * (gx * cos - gy * sin)
