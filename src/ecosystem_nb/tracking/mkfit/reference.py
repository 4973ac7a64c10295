"""The same filter and the same search, written to be read: double precision, whole matrices, no windows."""

import math

import numpy as np

MASS = 0.13957039  # GeV, pion
LOSS = 0.036  # GeV a radiation length


def helix(state, s, c):
    """Return a state (x, y, z, q/pT, phi, cot theta) after the transverse path ``s`` in mm.

    Parameters
    ----------
    state : ndarray of float64, shape (6,)
    s : float
        mm.
    c : float
        Curvature of a particle of 1 GeV, 1/mm.
    """
    x, y, z, k, phi, t = state
    omega = c * k
    turned = phi - omega * s
    if abs(omega * s) < 1e-9:
        return np.array([x + s * math.cos(phi), y + s * math.sin(phi), z + t * s, k, turned, t])
    x += (math.sin(phi) - math.sin(turned)) / omega
    y -= (math.cos(phi) - math.cos(turned)) / omega
    return np.array([x, y, z + t * s, k, turned, t])


def path(state, barrel, where, c):
    """Return the transverse path to a cylinder of radius ``where`` or a plane at z ``where``, mm.

    Notes
    -----
    Newton's method with a numerical slope, to 1e-10 mm, from the straight line.
    """
    x, y, z, _, phi, t = state
    if not barrel:
        return (where - z) / t
    along = x * math.cos(phi) + y * math.sin(phi)
    s = math.sqrt(max(along**2 + where**2 - x * x - y * y, 0.0)) - along
    for _ in range(50):
        short = math.hypot(*helix(state, s, c)[:2]) - where
        slope = (math.hypot(*helix(state, s + 1e-4, c)[:2]) - where - short) / 1e-4
        s -= short / slope
        if abs(short) < 1e-10:
            break
    return s


def propagate_reference(state, covariance, barrel, where, c):
    """Return state and covariance on a layer, with a Jacobian by central differences.

    Parameters
    ----------
    state : ndarray of float64, shape (6,)
    covariance : ndarray of float64, shape (6, 6)
    barrel : bool
    where : float
        Radius or z, mm.
    c : float
        1/mm.
    """

    def carried(one):
        return helix(one, path(one, barrel, where, c), c)

    steps = np.array([1e-3, 1e-3, 1e-3, 1e-5, 1e-6, 1e-5])
    jacobian = np.column_stack(
        [(carried(state + step) - carried(state - step)) / (2 * step.sum()) for step in np.diag(steps)]
    )
    return carried(state), jacobian @ covariance @ jacobian.T


def update_reference(state, covariance, barrel, measured, variances):
    """Return state, covariance and chi-squared after one measurement.

    Parameters
    ----------
    measured : ndarray of float64, shape (3,)
        x, y, z, mm.
    variances : tuple of float
        Across and along the strips, mm2.
    """
    x, y, _ = measured
    r = math.hypot(x, y)
    h = np.zeros((2, 6))
    h[0, :2] = -y / r, x / r
    h[1, :3] = (0, 0, 1) if barrel else (x / r, y / r, 0)
    s = h @ covariance @ h.T + np.diag(variances)
    residual = h[:, :3] @ (measured - state[:3])
    gain = covariance @ h.T @ np.linalg.inv(s)
    return (
        state + gain @ residual,
        (np.eye(6) - gain @ h) @ covariance,
        float(residual @ np.linalg.solve(s, residual)),
    )


def scatter_reference(state, covariance, barrel, thickness, outward):
    """Return state and covariance after one layer's matter; ``outward`` is 1 or -1.

    Notes
    -----
    The noise is that of two independent deflections of Highland's width, across and along the direction,
    carried to (q/pT, phi, cot theta) at fixed momentum.
    """
    x, y, _, k, phi, t = state
    p = math.sqrt(1 + t * t) / abs(k)
    energy = math.hypot(p, MASS)
    direction = np.array([math.cos(phi), math.sin(phi), t]) / math.sqrt(1 + t * t)
    normal = np.array([x, y, 0.0]) / math.hypot(x, y) if barrel else np.array([0.0, 0.0, 1.0])
    crossed = thickness / abs(direction @ normal)
    width = 0.0136 * energy / p**2 * math.sqrt(crossed) * (1 + 0.038 * math.log(thickness))
    sine = 1 / math.sqrt(1 + t * t)  # of theta
    across = np.array([0, 0, 0, 0, 1 / sine, 0])
    along = np.array([0, 0, 0, -k * t, 0, -1 / sine**2])  # of theta
    noise = width**2 * (np.outer(across, across) + np.outer(along, along))
    slowed = state.copy()
    slowed[3] = k * (1 + outward * LOSS * crossed * energy / p**2)
    return slowed, covariance + noise


def fit_reference(points, layer, layers, state, covariance, c):
    """Return state, covariance and chi-squared of a backward fit.

    Parameters
    ----------
    points : ndarray of float64, shape (N, 3)
        Hits from the inside out, mm.
    layer : ndarray of int, shape (N,)
    layers : ndarray of float64, shape (L, 8)
        As in ``layout.layer_table``.
    state, covariance : ndarray of float64, shapes (6,), (6, 6)
        Where the fit begins, at the last hit.
    """
    total = 0.0
    for step, row in enumerate(range(len(points) - 1, -1, -1)):
        one = layers[layer[row]]
        barrel = one[0] > 0
        where = math.hypot(*points[row, :2]) if barrel else points[row, 2]
        state, covariance = propagate_reference(state, covariance, barrel, where, c)
        if step:
            state, covariance = scatter_reference(state, covariance, barrel, one[6], -1)
        state, covariance, chi2 = update_reference(state, covariance, barrel, points[row], one[4:6])
        total += chi2
    return state, covariance, total


def clean_reference(found, scores, least, most_shared):
    """Return which of some lists of hits are kept: by falling score, unless they share too many hits."""
    taken: set[int] = set()
    kept = [False] * len(found)
    for one in sorted(range(len(found)), key=lambda row: -scores[row]):
        shared = len(taken & set(found[one]))
        kept[one] = len(found[one]) >= least and shared <= most_shared * len(found[one])
        if kept[one]:
            taken |= set(found[one])
    return kept
