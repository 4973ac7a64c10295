"""Where exactly a collision was: the adaptive fit of a vertex from its tracks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.vertexing.perigee import Perigees

COOLING = (64.0, 16.0, 4.0, 1.0)
"""Temperatures of the weights; the last one is repeated until the vertices stand still."""
_STILL = 1e-5  # mm
_MOST = 20


@dataclass(frozen=True)
class Beam:
    """Where collisions happen across the beam.

    Attributes
    ----------
    x, y : float
        Centre, mm.
    sigma_x, sigma_y : float
        Width, mm.
    """

    x: float = 0.0
    y: float = 0.0
    sigma_x: float = 0.01
    sigma_y: float = 0.01


@dataclass(frozen=True, eq=False)
class Vertices:
    """Fitted vertices.

    Attributes
    ----------
    position : ndarray of float64, shape (V, 3)
        x, y, z, mm.
    covariance : ndarray of float64, shape (V, 3, 3)
        In mm2.
    weight : ndarray of float64, shape (N,)
        How much each track counts for its vertex, 0 to 1; 0 for a track without one.
    chi2, ndof : ndarray of float64, shape (V,)
        Weighted chi2 of the tracks, and twice the sum of their weights less 3.
    """

    position: Floats
    covariance: Floats
    weight: Floats
    chi2: Floats
    ndof: Floats


def fit(
    tracks: Perigees, vertex: ArrayLike, z: ArrayLike, beam: Beam | None = None, cut: float = 3.0
) -> Vertices:
    """Fit vertices to their tracks and the beam spot, with less weight for tracks that lie far off.

    Parameters
    ----------
    tracks : Perigees
        Relative to the centre of ``beam``.
    vertex : array_like of int, shape (N,)
        Vertex of each track, -1 for none.
    z : array_like of float64, shape (V,)
        Where to begin, mm.
    beam : Beam, optional
    cut : float
        Distance at which a track counts half, sigma.

    Returns
    -------
    Vertices

    Notes
    -----
    Each track measures d0 = y cos phi - x sin phi and z0 = z - cot theta (x cos phi + y sin phi): exact up
    to curvature times the vertex's distance from the beam line squared, 1e-6 mm.  Directions are taken as
    known: their uncertainty moves nothing so close to the line.  Weights are
    1 / (1 + exp((chi2 - cut^2) / (2 T))) with T falling to 1 [1]_.

    References
    ----------
    .. [1] Waltenberger, Fruehwirth and Vanlaer, J. Phys. G 34 (2007) N343,
       DOI 10.1088/0954-3899/34/12/N01.
    """
    spot = beam or Beam()
    start = np.asarray(z, dtype=np.float64)
    of = np.asarray(vertex, dtype=np.int64)
    if of.shape != (len(tracks),) or (of < -1).any() or (of >= len(start)).any():
        raise ValueError(f"vertex: expected {len(tracks)} values of -1 to {len(start) - 1}")
    used = np.flatnonzero(of >= 0)
    own = of[used]
    slope, inverse, m = measured(tracks, used)
    pull = inverse @ m[:, :, None]
    position = np.stack([np.zeros_like(start), np.zeros_like(start), start], axis=1)
    prior = np.diag([spot.sigma_x**-2, spot.sigma_y**-2, 1e-12])  # hardly anything is known along the beam
    normal = np.broadcast_to(prior, (len(start), 3, 3))
    weight, chi2 = np.ones(len(used)), np.zeros(len(used))
    for step in range(_MOST):
        temperature = COOLING[min(step, len(COOLING) - 1)]
        left = m - (slope @ position[own][:, :, None])[:, :, 0]
        chi2 = np.einsum("ni,nij,nj->n", left, inverse, left)
        weight = 1.0 / (1.0 + np.exp(np.minimum((chi2 - cut**2) / (2 * temperature), 700.0)))
        normal = prior + _sums(
            weight[:, None, None] * (slope.transpose(0, 2, 1) @ inverse @ slope), own, len(start)
        )
        b = _sums(weight[:, None, None] * (slope.transpose(0, 2, 1) @ pull), own, len(start))
        b[:, 2, 0] += prior[2, 2] * start
        new = np.linalg.solve(normal, b)[:, :, 0]
        moved = np.abs(new - position).max(initial=0.0)
        position = new
        if step >= len(COOLING) and moved < _STILL:
            break
    weights = np.zeros(len(tracks))
    weights[used] = weight
    ndof = 2.0 * _totals(weight, own, len(start)) - 3.0
    return Vertices(
        position + np.array([spot.x, spot.y, 0.0]),
        np.linalg.inv(normal),
        weights,
        _totals(weight * chi2, own, len(start)),
        ndof,
    )


def measured(tracks: Perigees, rows: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Return what tracks say of a point near the line.

    Returns
    -------
    slope : ndarray of float64, shape (n, 2, 3)
        Derivatives of (d0, z0) by x, y and z.
    inverse : ndarray of float64, shape (n, 2, 2)
        Inverse covariance of (d0, z0), 1/mm2.
    m : ndarray of float64, shape (n, 2)
        d0 and z0, mm.
    """
    phi, cot = tracks.phi[rows], tracks.cot_theta[rows]
    slope = np.zeros((len(rows), 2, 3))
    slope[:, 0, 0], slope[:, 0, 1] = -np.sin(phi), np.cos(phi)
    slope[:, 1, 0], slope[:, 1, 1], slope[:, 1, 2] = -cot * np.cos(phi), -cot * np.sin(phi), 1.0
    inverse = np.linalg.inv(tracks.covariance[rows][:, :2, :2]).astype(np.float64)
    return slope, inverse, np.stack([tracks.d0[rows], tracks.z0[rows]], axis=1)


def _sums(values: Floats, own: NDArray[np.int64], count: int) -> Floats:
    """Add up small matrices, one a track, by vertex."""
    flat = values.reshape(len(values), values.shape[1] * values.shape[2])
    sums: Floats = np.stack([_totals(column, own, count) for column in flat.T], axis=1)
    return sums.reshape(count, *values.shape[1:])


def _totals(values: Floats, own: NDArray[np.int64], count: int) -> Floats:
    """Add up numbers, one a track, by vertex."""
    total: Floats = np.bincount(own, values, count).astype(np.float64)
    return total
