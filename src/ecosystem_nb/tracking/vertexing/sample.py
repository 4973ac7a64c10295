"""Tracks of many collisions at the beam line, smeared as a pixel detector would."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.vertexing.fit import Beam
from ecosystem_nb.tracking.vertexing.perigee import Perigees

_PIXELS = 4  # innermost barrel layers
_SCATTER = 0.0136  # GeV: Highland's constant
_TSALLIS = (0.145, 6.6, 0.13957)  # GeV, 1, GeV: temperature, power, mass of the pion


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
    pipe and first layer adds r_1 theta_0 to d0 and r_1 theta_0 / sin^2 theta to z0, where X grows as
    1 / sin theta.  Later layers' material, the logarithm of Highland's formula and the discs, which take
    over beyond |eta| = 2.5, are neglected.
    """
    p_t = np.asarray(pt, dtype=np.float64)
    sin = 1.0 / np.cosh(np.asarray(eta, dtype=np.float64))
    rows = np.flatnonzero(detector.barrel)[:_PIXELS]
    r = detector.position[rows]
    lever = np.sqrt(1.0 / len(r) + r.mean() ** 2 / ((r - r.mean()) ** 2).sum())
    thick = (detector.pipe_thickness + detector.thickness[rows[0]]) / sin
    kick = r[0] * _SCATTER * sin / p_t * np.sqrt(thick)
    sigma_d0 = np.hypot(lever * detector.sigma_u[rows[0]], kick)
    sigma_z0 = np.hypot(lever * detector.sigma_v[rows[0]], kick / sin**2)
    return sigma_d0, sigma_z0


def crossing(
    rng: np.random.Generator,
    detector: Detector,
    *,
    pile_up: int,
    sigma_z: float,
    tracks_per_collision: float,
    pt_min: float = 0.5,
    eta_max: float = 2.5,
    spread: float = 1.5,
    beam: Beam | None = None,
) -> Sample:
    """Draw collisions along the beam line and their tracks.

    Parameters
    ----------
    rng : numpy.random.Generator
    detector : Detector
    pile_up : int
        Number of collisions.
    sigma_z : float
        Spread of the collisions along the beam, mm.
    tracks_per_collision : float
        Mean number of tracks.
    pt_min : float
        Least transverse momentum, GeV.
    eta_max : float
        Largest absolute pseudorapidity.
    spread : float
        k of the negative binomial distribution of the number of tracks; its variance is m + m^2 / k.
    beam : Beam, optional

    Returns
    -------
    Sample

    Notes
    -----
    Transverse momenta follow CMS's fit to minimum bias at 7 TeV [1]_, T = 0.145 GeV and n = 6.6, in
    dN/dpT ~ pT (1 + (m_T - m) / (n T))^-n; pseudorapidities and azimuths are uniform.  No track is fake,
    and none comes from a decay.

    References
    ----------
    .. [1] CMS, Phys. Rev. Lett. 105 (2010) 022002, DOI 10.1103/PhysRevLett.105.022002.
    """
    spot = beam or Beam()
    position = rng.normal([spot.x, spot.y, 0.0], [spot.sigma_x, spot.sigma_y, sigma_z], (pile_up, 3))
    position = position[np.argsort(position[:, 2])]
    number = rng.negative_binomial(spread, spread / (spread + tracks_per_collision), pile_up)
    own = np.repeat(np.arange(pile_up), number)
    pt = _momenta(rng, len(own), pt_min)
    eta = rng.uniform(-eta_max, eta_max, len(own))
    phi = rng.uniform(-np.pi, np.pi, len(own))
    sigma = np.stack(resolution(pt, eta, detector), axis=1)
    cot = np.sinh(eta)
    x, y, z = (position[own] - [spot.x, spot.y, 0.0]).T
    d0 = y * np.cos(phi) - x * np.sin(phi)
    z0 = z - cot * (x * np.cos(phi) + y * np.sin(phi))
    covariance = np.zeros((len(own), 5, 5))
    covariance[:, [0, 1], [0, 1]] = sigma**2
    noise = rng.normal(0.0, 1.0, sigma.shape) * sigma
    charge = rng.choice([-1.0, 1.0], len(own))
    tracks = Perigees(d0 + noise[:, 0], z0 + noise[:, 1], phi, charge / pt, cot, covariance)
    return Sample(position, tracks, own, pt, eta)


def _momenta(rng: np.random.Generator, count: int, pt_min: float) -> Floats:
    """Draw transverse momenta, GeV, from the spectrum above ``pt_min`` up to 50 GeV."""
    hot, n, m = _TSALLIS
    grid = np.geomspace(pt_min, 50.0, 2001)
    density = grid * (1.0 + (np.hypot(grid, m) - m) / (n * hot)) ** -n
    below = np.concatenate([[0.0], np.cumsum(np.diff(grid) * (density[1:] + density[:-1]) / 2)])
    return np.interp(rng.random(count), below / below[-1], grid)
