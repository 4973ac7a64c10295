"""Pairs and nearest hits the plain way: every hit with every other."""

import math

import numpy as np
from numpy.typing import NDArray


def count_pairs_reference(
    phi_in: NDArray[np.float64],
    z_in: NDArray[np.float64],
    phi_out: NDArray[np.float64],
    z_out: NDArray[np.float64],
    r_in: float,
    r_out: float,
    window: float,
    reach: float,
) -> int:
    """Count the pairs of two layers that could come from one stiff particle from the beam.

    Parameters
    ----------
    phi_in, z_in, phi_out, z_out : numpy.ndarray of float64
        Hits, rad and mm.
    r_in, r_out : float
        mm.
    window : float
        rad.
    reach : float
        mm.

    Returns
    -------
    int
    """
    count = 0
    for phi_1, z_1 in zip(phi_in, z_in, strict=True):
        for phi_2, z_2 in zip(phi_out, z_out, strict=True):
            turn = abs(phi_2 - phi_1)
            near = min(turn, 2 * math.pi - turn) <= window
            origin = z_1 - r_in * (z_2 - z_1) / (r_out - r_in)
            count += near and abs(origin) <= reach
    return int(count)


def nearest_foreign_reference(
    phi: NDArray[np.float64],
    v: NDArray[np.float64],
    r: NDArray[np.float64],
    owner: NDArray[np.int64],
    sigma_u: float,
    sigma_v: float,
) -> NDArray[np.float64]:
    """Return how far the nearest hit of another particle lies, in standard deviations.

    Parameters
    ----------
    phi, v, r : numpy.ndarray of float64, shape (n,)
        rad, mm, mm; each hit's radius is about that of its neighbours.
    owner : numpy.ndarray of int64, shape (n,)
        Particle, negative for noise.
    sigma_u, sigma_v : float
        mm.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        Infinite where there is none.
    """
    turn = np.abs(phi[:, None] - phi)
    u = r[:, None] * np.minimum(turn, 2 * math.pi - turn) / sigma_u
    distance = np.hypot(u, (v[:, None] - v) / sigma_v)
    same = (owner[:, None] == owner) & (owner >= 0)
    distance[same | np.eye(len(phi), dtype=bool)] = np.inf
    return np.asarray(distance.min(axis=1, initial=np.inf))
