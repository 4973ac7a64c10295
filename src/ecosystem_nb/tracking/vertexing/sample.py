"""Tracks of many collisions at the beam line, smeared as a pixel detector would."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.events.particles import draw
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.vertexing.perigee import Perigees, to_beam_line

_PIXELS = 4  # innermost barrel layers
_SCATTER = 0.0136  # GeV: Highland's constant


@dataclass(frozen=True, eq=False)
class Sample:
    """One bunch crossing.

    Attributes
    ----------
    position : ndarray of float64, shape (C, 3)
        Where the collisions are, mm.
    tracks : Perigees
    collision : ndarray of int64, shape (N,)
        Collision that each track comes from.
    pt, eta : ndarray of float64, shape (N,)
        Transverse momentum in GeV, and pseudorapidity.
    """

    position: Floats
    tracks: Perigees
    collision: NDArray[np.int64]
    pt: Floats
    eta: Floats


def resolution(pt: ArrayLike, eta: ArrayLike, detector: Detector) -> tuple[Floats, Floats]:
    """Return the uncertainty of d0 and z0 of a track through the pixel barrel.

    Parameters
    ----------
    pt : array_like of float64
        Transverse momentum, GeV.
    eta : array_like of float64
        Pseudorapidity.
    detector : Detector

    Returns
    -------
    sigma_d0, sigma_z0 : ndarray of float64
        In mm.

    Notes
    -----
    A straight line through the n = 4 pixel layers at r_j with resolution sigma gives
    sigma sqrt(1/n + <r>^2 / sum (r_j - <r>)^2) at r = 0.  Scattering by theta_0 = 13.6 MeV / p sqrt(X) in
    pipe and first layer turns the azimuth by theta_0 / sin theta, so that r_1 theta_0 / sin theta is added to
    d0, and r_1 theta_0 / sin^2 theta to z0; X grows as 1 / sin theta.  Later layers' material, the logarithm
    of Highland's formula and the discs, which take over at large pseudorapidity, are neglected.
    """
    p_t = np.asarray(pt, dtype=np.float64)
    sin = 1.0 / np.cosh(np.asarray(eta, dtype=np.float64))
    rows = np.flatnonzero(detector.barrel)[:_PIXELS]
    r = detector.position[rows]
    lever = np.sqrt(1.0 / len(r) + r.mean() ** 2 / ((r - r.mean()) ** 2).sum())
    thick = (detector.pipe_thickness + detector.thickness[rows[0]]) / sin
    kick = r[0] * _SCATTER * sin / p_t * np.sqrt(thick)
    sigma_d0 = np.hypot(lever * detector.sigma_u[rows[0]], kick / sin)
    sigma_z0 = np.hypot(lever * detector.sigma_v[rows[0]], kick / sin**2)
    return sigma_d0, sigma_z0


def crossing(rng: np.random.Generator, setup: Setup, detector: Detector) -> Sample:
    """Draw collisions and their particles, and smear these where they pass the beam line.

    Parameters
    ----------
    rng : numpy.random.Generator
    setup : Setup
        As for ``events.generate``; what concerns hits is not read.
    detector : Detector
        Gives the field and the resolution.

    Returns
    -------
    Sample

    Notes
    -----
    Each particle is taken along its helix to the beam line, and d0 and z0 are smeared by ``resolution``,
    without correlation.  Every particle becomes a track, and no track is fake.
    """
    drawn = draw(setup, rng)
    px, py, pz = drawn.momentum.T
    pt = np.hypot(px, py)
    states = np.column_stack([drawn.start, drawn.charge / pt, np.arctan2(py, px), pz / pt])
    true = to_beam_line(states, np.zeros((len(pt), 6, 6)), detector.field)
    eta = np.arcsinh(pz / pt)
    sigma = np.stack(resolution(pt, eta, detector), axis=1)
    noise = rng.normal(0.0, 1.0, sigma.shape) * sigma
    covariance = np.zeros((len(pt), 5, 5))
    covariance[:, [0, 1], [0, 1]] = sigma**2
    tracks = replace(true, d0=true.d0 + noise[:, 0], z0=true.z0 + noise[:, 1], covariance=covariance)
    return Sample(drawn.vertices, tracks, drawn.vertex.astype(np.int64), pt, eta)
