"""Where a filter begins: the helix through three hits."""

import math

import numpy as np

from ecosystem_nb.tracking.mkfit.kernels.filter import HALF, ONE, ZERO, block_function, lane_function

TINY = np.float32(1e-12)


@lane_function
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


@lane_function
def start(block, n, w, ax, ay, az, bx, by, cx, cy, cz, outer, c, var_xy, var_z, var_phi, var_t):
    """Fill one lane with the helix through three hits and a wide covariance.

    Parameters
    ----------
    block, n, w
        As in ``filter.propagate``.
    ax, ay, az, bx, by, cx, cy, cz : float32
        Three hits from the inside out, mm.
    outer : float32
        1 to stand at the last hit, 0 at the first.
    c : float32
        Curvature of a particle of 1 GeV, 1/mm.
    var_xy, var_z, var_phi, var_t : float32
        Variances to begin with: mm2, mm2, rad2, 1.  That of q/pT is (0.3 q/pT)2 + (0.05 e/GeV)2.

    Notes
    -----
    The variances are wide beside the resolution, but not so wide that single precision loses the
    difference C - K P' (a factor of 1e4 in variance at most).
    """
    bend, arc, ca, sa, cc, sc = circle(ax, ay, bx, by, cx, cy)
    inner = ONE - outer
    k = -bend / c
    block[n] = inner * ax + outer * cx
    block[w + n] = inner * ay + outer * cy
    block[2 * w + n] = inner * az + outer * cz
    block[3 * w + n] = k
    block[4 * w + n] = inner * ca + outer * cc
    block[5 * w + n] = inner * sa + outer * sc
    block[6 * w + n] = (cz - az) / arc
    for row in range(7, 28):
        block[row * w + n] = ZERO
    block[7 * w + n] = var_xy
    block[9 * w + n] = var_xy
    block[12 * w + n] = var_z
    block[16 * w + n] = np.float32(0.09) * k * k + np.float32(0.0025)
    block[21 * w + n] = var_phi
    block[27 * w + n] = var_t


@block_function
def start_block(block, w, corners, outer, c, variances):
    """Fill a block with the helices through three hits a lane.

    Parameters
    ----------
    block : ndarray of float32, shape (28 * w,)
    w : int
    corners : ndarray of float32, shape (8, w)
        x, y, z of the first hit, x and y of the middle one, x, y, z of the last, mm.
    outer : float32
        1 to stand at the last hit, 0 at the first.
    c : float32
        Curvature of a particle of 1 GeV, 1/mm.
    variances : tuple of float32
        Across, along, of the azimuth and of cot theta, as in ``start``.
    """
    for n in range(w):
        start(
            block, n, w, corners[0, n], corners[1, n], corners[2, n], corners[3, n], corners[4, n],
            corners[5, n], corners[6, n], corners[7, n], outer, c, variances[0], variances[1], variances[2],
            variances[3],
        )  # fmt: skip
