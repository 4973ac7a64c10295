"""Where a filter begins: the helix through three hits."""

import numpy as np

from ecosystem_nb.tracking.mkfit.kernels.blocks import block_function
from ecosystem_nb.tracking.mkfit.kernels.filter import ONE, ZERO, lane_function
from ecosystem_nb.tracking.seeding.kernels import circle


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
