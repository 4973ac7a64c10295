"""One step of one Kalman filter, written so that a block of filters runs through one vector instruction.

A block holds ``width`` filters.  Row k of the block holds one number of the state or of the covariance for
all of them: ``block[k * width + lane]``.  Rows 0 to 6 are x, y, z (mm), q/pT (e/GeV), cos phi, sin phi and
cot theta; rows 7 to 27 are the lower triangle of the covariance of (x, y, z, q/pT, phi, cot theta).
Everything is branch-free in single precision, so LLVM turns a loop over lanes into vector instructions.
"""

import math

import numpy as np
from numba import njit

ROWS = 28
ZERO, ONE, TWO, HALF = np.float32(0.0), np.float32(1.0), np.float32(2.0), np.float32(0.5)
S1, S2, S3 = np.float32(1 / 6), np.float32(1 / 120), np.float32(1 / 5040)
K1, K2, K3 = np.float32(1 / 24), np.float32(1 / 720), np.float32(1 / 40320)
P1, P2, P3 = np.float32(1 / 8), np.float32(1 / 144), np.float32(1 / 5760)
Q0, Q1, Q2, Q3 = np.float32(1 / 3), np.float32(1 / 30), np.float32(1 / 840), np.float32(1 / 45360)
MASS2 = np.float32(0.13957039**2)  # pion, GeV^2
LOSS = np.float32(
    0.036
)  # GeV a radiation length: 1.664 MeV cm2/g times 21.82 g/cm2, silicon, minimum ionising

lane_function = njit(forceinline=True)


@lane_function
def sinc_cosc(a):
    """Return sin(a)/a and (1 - cos(a))/a by their series; 1e-7 for angles below 1.2 rad.

    Parameters
    ----------
    a : float32
        Turning angle, rad.

    Returns
    -------
    float32, float32
    """
    q = a * a
    return ONE - q * (S1 - q * (S2 - q * S3)), a * (HALF - q * (K1 - q * (K2 - q * K3)))


@lane_function
def newton(s, x, y, cp, sp, omega, radius):
    """Return a better transverse path, mm, to a cylinder of ``radius``, by one step of Newton's method."""
    a = -omega * s
    S, K = sinc_cosc(a)
    X = x + s * (cp * S - sp * K)
    Y = y + s * (sp * S + cp * K)
    ca, sa = ONE - a * K, a * S
    r = math.sqrt(X * X + Y * Y)
    slope = X * (cp * ca - sp * sa) + Y * (sp * ca + cp * sa)
    return s - (r - radius) * r / slope


@lane_function
def propagate(block, n, w, barrel, where, c):
    """Carry one state and its covariance along its helix to a layer, in place.

    Parameters
    ----------
    block : ndarray of float32, shape (28 * w,)
    n, w : int
        Lane, and width of the block.
    barrel : float32
        1 for a cylinder around the beam, 0 for a plane across it.
    where : float32
        Radius or z of the layer, mm.
    c : float32
        0.299792458e-3 times the field in T: curvature of a particle of 1 GeV, 1/mm.

    Notes
    -----
    Three steps of Newton's method from the straight line find the path to a cylinder: enough within the
    layers of one tracker.  A helix that turns back before the cylinder ends off it; the finder checks that.
    With D the derivatives at fixed path, h the derivative of the path and T the direction, the Jacobian is
    D + T h', and D C D' + T u' + u T' with u = D C h + T (h' C h) / 2 needs a third of the products of the
    full J C J'.  About 600 floating-point operations.
    """
    x, y, z = block[n], block[w + n], block[2 * w + n]
    k, cp, sp, t = block[3 * w + n], block[4 * w + n], block[5 * w + n], block[6 * w + n]
    omega = c * k
    b = x * cp + y * sp
    root = b * b + where * where - x * x - y * y
    s = math.sqrt(HALF * (root + math.fabs(root))) - b
    s = newton(s, x, y, cp, sp, omega, where)
    s = newton(s, x, y, cp, sp, omega, where)
    s = newton(s, x, y, cp, sp, omega, where)
    disc = ONE - barrel
    s = s if barrel > ZERO else (where - z) / t
    a = -omega * s
    S, K = sinc_cosc(a)
    dx, dy = s * (cp * S - sp * K), s * (sp * S + cp * K)
    ca, sa = ONE - a * K, a * S
    C, D = cp * ca - sp * sa, sp * ca + cp * sa
    q = a * a
    P = HALF - q * (P1 - q * (P2 - q * P3))
    Q = a * (Q0 - q * (Q1 - q * (Q2 - q * Q3)))
    css = c * s * s
    xk, yk, e = css * (sp * P + cp * Q), -css * (cp * P - sp * Q), -c * s
    X, Y = x + dx, y + dy
    r = math.sqrt(X * X + Y * Y)
    gx, gy = barrel * X / r, barrel * Y / r
    down = -ONE / (gx * C + gy * D + disc * t)
    h0, h1, h2, h3 = gx * down, gy * down, disc * down, (gx * xk + gy * yk) * down
    h4, h5 = (gy * dx - gx * dy) * down, disc * s * down
    m = 7 * w + n
    c00, c10, c11 = block[m], block[m + w], block[m + 2 * w]
    c20, c21, c22 = block[m + 3 * w], block[m + 4 * w], block[m + 5 * w]
    c30, c31, c32, c33 = block[m + 6 * w], block[m + 7 * w], block[m + 8 * w], block[m + 9 * w]
    c40, c41, c42 = block[m + 10 * w], block[m + 11 * w], block[m + 12 * w]
    c43, c44 = block[m + 13 * w], block[m + 14 * w]
    c50, c51, c52 = block[m + 15 * w], block[m + 16 * w], block[m + 17 * w]
    c53, c54, c55 = block[m + 18 * w], block[m + 19 * w], block[m + 20 * w]
    v0 = c00 * h0 + c10 * h1 + c20 * h2 + c30 * h3 + c40 * h4 + c50 * h5
    v1 = c10 * h0 + c11 * h1 + c21 * h2 + c31 * h3 + c41 * h4 + c51 * h5
    v2 = c20 * h0 + c21 * h1 + c22 * h2 + c32 * h3 + c42 * h4 + c52 * h5
    v3 = c30 * h0 + c31 * h1 + c32 * h2 + c33 * h3 + c43 * h4 + c53 * h5
    v4 = c40 * h0 + c41 * h1 + c42 * h2 + c43 * h3 + c44 * h4 + c54 * h5
    v5 = c50 * h0 + c51 * h1 + c52 * h2 + c53 * h3 + c54 * h4 + c55 * h5
    half = HALF * (h0 * v0 + h1 * v1 + h2 * v2 + h3 * v3 + h4 * v4 + h5 * v5)
    u0 = v0 + xk * v3 - dy * v4 + half * C
    u1 = v1 + yk * v3 + dx * v4 + half * D
    u2 = v2 + s * v5 + half * t
    u4 = v4 + e * v3 - half * omega
    x0, x1 = c00 + xk * c30 - dy * c40, c10 + xk * c31 - dy * c41
    x2, x3 = c20 + xk * c32 - dy * c42, c30 + xk * c33 - dy * c43
    x4, x5 = c40 + xk * c43 - dy * c44, c50 + xk * c53 - dy * c54
    y1, y2, y3 = c11 + yk * c31 + dx * c41, c21 + yk * c32 + dx * c42, c31 + yk * c33 + dx * c43
    y4, y5 = c41 + yk * c43 + dx * c44, c51 + yk * c53 + dx * c54
    z2, z3, z4, z5 = c22 + s * c52, c32 + s * c53, c42 + s * c54, c52 + s * c55
    p3, p4, p5 = c43 + e * c33, c44 + e * c43, c54 + e * c53
    block[m] = x0 + xk * x3 - dy * x4 + TWO * C * u0
    block[m + w] = x1 + yk * x3 + dx * x4 + C * u1 + D * u0
    block[m + 2 * w] = y1 + yk * y3 + dx * y4 + TWO * D * u1
    block[m + 3 * w] = x2 + s * x5 + C * u2 + t * u0
    block[m + 4 * w] = y2 + s * y5 + D * u2 + t * u1
    block[m + 5 * w] = z2 + s * z5 + TWO * t * u2
    block[m + 6 * w] = x3 + C * v3
    block[m + 7 * w] = y3 + D * v3
    block[m + 8 * w] = z3 + t * v3
    block[m + 10 * w] = x4 + e * x3 + C * u4 - omega * u0
    block[m + 11 * w] = y4 + e * y3 + D * u4 - omega * u1
    block[m + 12 * w] = z4 + e * z3 + t * u4 - omega * u2
    block[m + 13 * w] = p3 - omega * v3
    block[m + 14 * w] = p4 + e * p3 - TWO * omega * u4
    block[m + 15 * w] = x5 + C * v5
    block[m + 16 * w] = y5 + D * v5
    block[m + 17 * w] = z5 + t * v5
    block[m + 19 * w] = p5 - omega * v5
    block[n], block[w + n], block[2 * w + n] = X, Y, z + s * t
    block[4 * w + n], block[5 * w + n] = C, D


@lane_function
def update(block, n, w, barrel, x, y, z, uu, vv, on):
    """Let one measurement correct one state and its covariance, in place.

    Parameters
    ----------
    block, n, w
        As in ``propagate``; the state stands on the surface of the measurement.
    barrel : float32
        1 where the second coordinate measured is z, 0 where it is the radius.
    x, y, z : float32
        Measured position, mm.
    uu, vv : float32
        Variances across (azimuth times radius) and along the strip, mm2.
    on : float32
        1 to update, 0 to leave the state as it is.

    Returns
    -------
    float32
        Chi-squared of the measurement's two residuals against the prediction, whatever ``on`` is.

    Notes
    -----
    With P = C H', S = H P + V and K = P S^-1: state + K r and C - K P' (Fruehwirth 1987, equations of the
    filter).  The azimuth turns through its cosine and sine, which stay normalised to first order squared.
    """
    r = math.sqrt(x * x + y * y)
    ux, uy = -y / r, x / r
    disc = ONE - barrel
    vx, vy = disc * uy, -disc * ux
    m = 7 * w + n
    c00, c10, c11 = block[m], block[m + w], block[m + 2 * w]
    c20, c21, c22 = block[m + 3 * w], block[m + 4 * w], block[m + 5 * w]
    c30, c31, c32, c33 = block[m + 6 * w], block[m + 7 * w], block[m + 8 * w], block[m + 9 * w]
    c40, c41, c42 = block[m + 10 * w], block[m + 11 * w], block[m + 12 * w]
    c43, c44 = block[m + 13 * w], block[m + 14 * w]
    c50, c51, c52 = block[m + 15 * w], block[m + 16 * w], block[m + 17 * w]
    c53, c54, c55 = block[m + 18 * w], block[m + 19 * w], block[m + 20 * w]
    u0, u1, u2 = c00 * ux + c10 * uy, c10 * ux + c11 * uy, c20 * ux + c21 * uy
    u3, u4, u5 = c30 * ux + c31 * uy, c40 * ux + c41 * uy, c50 * ux + c51 * uy
    v0, v1 = c00 * vx + c10 * vy + c20 * barrel, c10 * vx + c11 * vy + c21 * barrel
    v2, v3 = c20 * vx + c21 * vy + c22 * barrel, c30 * vx + c31 * vy + c32 * barrel
    v4, v5 = c40 * vx + c41 * vy + c42 * barrel, c50 * vx + c51 * vy + c52 * barrel
    suu = ux * u0 + uy * u1 + uu
    suv = vx * u0 + vy * u1 + barrel * u2
    svv = vx * v0 + vy * v1 + barrel * v2 + vv
    over = ONE / (suu * svv - suv * suv)
    wuu, wuv, wvv = svv * over, -suv * over, suu * over
    dx, dy = x - block[n], y - block[w + n]
    ru = ux * dx + uy * dy
    rv = vx * dx + vy * dy + barrel * (z - block[2 * w + n])
    au, av = on * (wuu * ru + wuv * rv), on * (wuv * ru + wvv * rv)
    chi2 = ru * (wuu * ru + wuv * rv) + rv * (wuv * ru + wvv * rv)
    block[n] += u0 * au + v0 * av
    block[w + n] += u1 * au + v1 * av
    block[2 * w + n] += u2 * au + v2 * av
    block[3 * w + n] += u3 * au + v3 * av
    turn = u4 * au + v4 * av
    cp, sp = block[4 * w + n], block[5 * w + n]
    # cosine and sine of a small turn, normalised
    q = HALF * turn
    norm = ONE / (ONE + q * q)
    ct, st = (ONE - q * q) * norm, turn * norm
    block[4 * w + n], block[5 * w + n] = cp * ct - sp * st, sp * ct + cp * st
    block[6 * w + n] += u5 * au + v5 * av
    wuu, wuv, wvv = on * wuu, on * wuv, on * wvv
    k0, l0 = wuu * u0 + wuv * v0, wuv * u0 + wvv * v0
    k1, l1 = wuu * u1 + wuv * v1, wuv * u1 + wvv * v1
    k2, l2 = wuu * u2 + wuv * v2, wuv * u2 + wvv * v2
    k3, l3 = wuu * u3 + wuv * v3, wuv * u3 + wvv * v3
    k4, l4 = wuu * u4 + wuv * v4, wuv * u4 + wvv * v4
    k5, l5 = wuu * u5 + wuv * v5, wuv * u5 + wvv * v5
    block[m] = c00 - k0 * u0 - l0 * v0
    block[m + w] = c10 - k1 * u0 - l1 * v0
    block[m + 2 * w] = c11 - k1 * u1 - l1 * v1
    block[m + 3 * w] = c20 - k2 * u0 - l2 * v0
    block[m + 4 * w] = c21 - k2 * u1 - l2 * v1
    block[m + 5 * w] = c22 - k2 * u2 - l2 * v2
    block[m + 6 * w] = c30 - k3 * u0 - l3 * v0
    block[m + 7 * w] = c31 - k3 * u1 - l3 * v1
    block[m + 8 * w] = c32 - k3 * u2 - l3 * v2
    block[m + 9 * w] = c33 - k3 * u3 - l3 * v3
    block[m + 10 * w] = c40 - k4 * u0 - l4 * v0
    block[m + 11 * w] = c41 - k4 * u1 - l4 * v1
    block[m + 12 * w] = c42 - k4 * u2 - l4 * v2
    block[m + 13 * w] = c43 - k4 * u3 - l4 * v3
    block[m + 14 * w] = c44 - k4 * u4 - l4 * v4
    block[m + 15 * w] = c50 - k5 * u0 - l5 * v0
    block[m + 16 * w] = c51 - k5 * u1 - l5 * v1
    block[m + 17 * w] = c52 - k5 * u2 - l5 * v2
    block[m + 18 * w] = c53 - k5 * u3 - l5 * v3
    block[m + 19 * w] = c54 - k5 * u4 - l5 * v4
    block[m + 20 * w] = c55 - k5 * u5 - l5 * v5
    return chi2


@lane_function
def scatter(block, n, w, barrel, thickness, highland, outward):
    """Add what one layer's matter does to one state and its covariance, in place.

    Parameters
    ----------
    block, n, w, barrel
        As in ``propagate``; the state stands on the layer.
    thickness : float32
        Of the layer at normal incidence, radiation lengths.
    highland : float32
        Square of 13.6 MeV (1 + 0.038 ln thickness), GeV2.
    outward : float32
        1 when the filter goes with the particle, which slows down; -1 when it goes back.

    Notes
    -----
    Highland's width with the logarithm taken at normal incidence, mass of a pion, mean loss of a minimum
    ionising particle in silicon.  At fixed momentum a change of cot theta changes q/pT too.
    """
    x, y = block[n], block[w + n]
    k, cp, sp, t = block[3 * w + n], block[4 * w + n], block[5 * w + n], block[6 * w + n]
    r = math.sqrt(x * x + y * y)
    one_t2 = ONE + t * t
    root = math.sqrt(one_t2)
    along = barrel * math.fabs(x * cp + y * sp) / r + (ONE - barrel) * math.fabs(t)
    path = thickness * root / along
    inverse2 = k * k / one_t2
    beta2 = ONE + MASS2 * inverse2
    variance = highland * path * inverse2 * beta2
    tt = variance * one_t2 * one_t2
    share = k * t / one_t2
    m = 7 * w + n
    block[m + 9 * w] += share * share * tt
    block[m + 14 * w] += variance * one_t2
    block[m + 18 * w] += share * tt
    block[m + 20 * w] += tt
    loss = LOSS * path * math.sqrt(beta2 * inverse2)
    block[3 * w + n] = k * (ONE + outward * loss)
