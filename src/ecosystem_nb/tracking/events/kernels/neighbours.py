"""Which hits lie near each other: pairs of two layers, and the nearest hit of another particle."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
TURN = 2.0 * math.pi


@njit
def count_pairs(
    phi_in: Floats,
    z_in: Floats,
    phi_out: Floats,
    z_out: Floats,
    r_in: float,
    r_out: float,
    window: float,
    reach: float,
) -> tuple[Integers, Integers]:
    r"""Count the pairs of an inner and an outer hit that could come from one stiff particle from the beam.

    .. math:: |\varphi_2 - \varphi_1| \le w, \qquad
        \left|z_1 - r_1\frac{z_2 - z_1}{r_2 - r_1}\right| \le z_\mathrm{max}

    Parameters
    ----------
    phi_in, z_in : numpy.ndarray of float64, shape (n,)
        Hits of the inner barrel layer: rad, -pi to pi, and mm.
    phi_out, z_out : numpy.ndarray of float64, shape (m,)
        Hits of the outer one, by growing azimuth.
    r_in, r_out : float
        Radii of the layers, mm.
    window : float
        w, rad, below pi.
    reach : float
        z_max, mm.

    Returns
    -------
    onward : numpy.ndarray of int64, shape (n,)
        Partners of each inner hit.
    back : numpy.ndarray of int64, shape (m,)
        Partners of each outer hit.

    Notes
    -----
    O(n (log m + hits in the window)).

    Examples
    --------
    >>> one = np.array([0.0])
    >>> count_pairs(one, one, np.array([-0.2, 0.01]), np.array([0.0, 5.0]), 32.0, 72.0, 0.02, 150.0)
    (array([1]), array([0, 1]))
    """
    n, m = len(phi_in), len(phi_out)
    onward, back = np.zeros(n, dtype=np.int64), np.zeros(m, dtype=np.int64)
    slope = r_in / (r_out - r_in)
    for i in range(n):
        k = np.searchsorted(phi_out, phi_in[i] - window)
        if phi_in[i] - window < -math.pi:  # begin before the seam
            k = np.searchsorted(phi_out, phi_in[i] - window + TURN)
        for _ in range(m):
            j = k if k < m else k - m
            gap = phi_out[j] - phi_in[i]
            gap -= TURN * math.floor(gap / TURN + 0.5)
            if abs(gap) > window:
                break
            if abs(z_in[i] - slope * (z_out[j] - z_in[i])) <= reach:
                onward[i] += 1
                back[j] += 1
            k = j + 1
    return onward, back


@njit
def nearest_foreign(
    phi: Floats, v: Floats, r: Floats, owner: Integers, sigma_u: float, sigma_v: float, most: float
) -> Floats:
    r"""Return how far the nearest hit of another particle lies, in standard deviations of the layer.

    .. math:: d^2 = (r\,\Delta\varphi / \sigma_u)^2 + (\Delta v / \sigma_v)^2

    Parameters
    ----------
    phi : numpy.ndarray of float64, shape (n,)
        Azimuths of one layer's hits, rad, growing.
    v, r : numpy.ndarray of float64, shape (n,)
        z (barrel) or radius (disc) and radius of each, mm.
    owner : numpy.ndarray of int64, shape (n,)
        Particle of each; a negative one, of noise, is foreign to all.
    sigma_u, sigma_v : float
        Resolution, mm.
    most : float
        Where the search ends.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        At most ``most``.
    """
    n = len(phi)
    best = np.full(n, most)
    for i in range(n):
        for step in range(1, n):
            j = i + step if i + step < n else i + step - n
            gap = phi[j] - phi[i]
            u = r[i] * (gap - TURN * math.floor(gap / TURN + 0.5)) / sigma_u
            if abs(u) > most:
                break
            if owner[i] == owner[j] and owner[i] >= 0:
                continue
            distance = math.hypot(u, (v[j] - v[i]) / sigma_v)
            best[i], best[j] = min(best[i], distance), min(best[j], distance)
    return best
