"""Which particles a crossing makes: vertices, momenta, jets, decays in flight."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb import tables
from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.helix.kernels import MUON_MASS, PION_MASS

MUON, PION = 13, 211  # PDG numbers
_GUN_VERTEX = 4  # muons of a gun's vertex


@dataclass(frozen=True, eq=False)
class Particles:
    """Charged particles of one event.

    Attributes
    ----------
    vertices : ndarray of float64, shape (V, 3)
        mm; the hard interaction's first.
    hard : ndarray of bool, shape (V,)
    vertex : ndarray of int32, shape (P,)
        Row of each particle's interaction.
    kind : ndarray of int32, shape (P,)
        PDG number.
    start, momentum : ndarray of float64, shape (P, 3)
        mm and GeV, where the particle comes into being.
    charge : ndarray of int8, shape (P,)
        e.
    """

    vertices: Floats
    hard: NDArray[np.bool_]
    vertex: NDArray[np.int32]
    kind: NDArray[np.int32]
    start: Floats
    momentum: Floats
    charge: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.vertex)

    @property
    def masses(self) -> Floats:
        """Mass of each particle, GeV."""
        return np.where(np.abs(self.kind) == MUON, MUON_MASS, PION_MASS)


def momentum_density(pt: Floats, setup: Setup) -> Floats:
    r"""Return the spectrum dN/dpT, not normalised.

    .. math:: \frac{dN}{dp_T} \propto \frac{p_T^2}{m_T}\left(1 + \frac{m_T - m}{nT}\right)^{-n}

    Parameters
    ----------
    pt : ndarray of float64
        GeV.
    setup : Setup

    Returns
    -------
    ndarray of float64
        1/GeV; 1/pT for the log-uniform spectrum.

    Notes
    -----
    A fit of charged hadrons at 7 TeV as pions at eta = 0, used at 14 TeV and for all eta: the real spectrum
    is a little harder.

    References
    ----------
    CMS, doi:10.1103/PhysRevLett.105.022002.
    """
    if setup.spectrum == "log-uniform":
        return 1.0 / pt
    fit = tables.quantities("tracking/spectrum")
    n, temperature = fit["tsallis_n"].value, fit["tsallis_t"].value
    mt = np.hypot(pt, PION_MASS)
    return np.asarray(pt**2 / mt * (1.0 + (mt - PION_MASS) / (n * temperature)) ** -n)


def _transverse(setup: Setup, count: int, rng: np.random.Generator) -> Floats:
    """Draw transverse momenta from the spectrum, through its cumulative sum."""
    if setup.spectrum == "log-uniform" or setup.single:
        return np.exp(rng.uniform(np.log(setup.pt_min), np.log(setup.pt_max), count))
    grid = np.geomspace(setup.pt_min, setup.pt_max, 2049)
    middle = np.sqrt(grid[1:] * grid[:-1])
    sums = np.concatenate([[0.0], np.cumsum(momentum_density(middle, setup) * np.diff(grid))])
    return np.interp(rng.uniform(0.0, sums[-1], count), sums, grid)


def _jets(setup: Setup, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Draw jets: log-uniform shares that add up to the jet's pT, distance to the axis flat in the cone."""
    shape = (setup.jets, setup.jet_tracks)
    shares = np.exp(rng.uniform(np.log(0.01), 0.0, shape))
    pt = setup.jet_pt * shares / shares.sum(axis=1, keepdims=True)
    distance, angle = setup.jet_cone * rng.uniform(size=shape), rng.uniform(0.0, 2 * np.pi, shape)
    reach = max(setup.eta_max - setup.jet_cone, 0.0)
    eta = rng.uniform(-reach, reach, (setup.jets, 1)) + distance * np.cos(angle)
    phi = rng.uniform(-np.pi, np.pi, (setup.jets, 1)) + distance * np.sin(angle)
    return pt.ravel(), eta.ravel(), phi.ravel()


def _interactions(setup: Setup, rng: np.random.Generator) -> tuple[NDArray[np.int64], int]:
    """Draw the number of particles of each interaction, jets apart, and how many of them are hard."""
    if setup.single:
        full, rest = divmod(setup.single, _GUN_VERTEX)
        return np.array([_GUN_VERTEX] * full + [rest] * (rest > 0), dtype=np.int64), full + (rest > 0)
    shape = tables.quantities("tracking/spectrum")["multiplicity_shape"].value
    number = rng.poisson(setup.pile_up)
    soft = rng.negative_binomial(shape, shape / (shape + setup.tracks), number)
    hard = setup.hard_tracks > 0.0 or setup.jets > 0
    return np.concatenate([rng.poisson(setup.hard_tracks, int(hard)), soft]), int(hard)


def draw(setup: Setup, rng: np.random.Generator) -> Particles:
    """Draw the particles of one event.

    Parameters
    ----------
    setup : Setup
    rng : numpy.random.Generator

    Returns
    -------
    Particles

    Notes
    -----
    Charged particles only: pions, or the gun's muons; no correlation within an interaction but jets.
    A displaced particle comes from a neutral parent that flew an exponential transverse distance, and that
    it left with a kick of the decay momentum of K0S to two pions on both transverse axes.
    """
    counts, hard = _interactions(setup, rng)
    vertices = rng.normal(size=(len(counts), 3)) * [setup.sigma_xy, setup.sigma_xy, setup.sigma_z]
    vertex = np.repeat(np.arange(len(counts)), counts)
    pt = _transverse(setup, len(vertex), rng)
    eta = rng.uniform(-setup.eta_max, setup.eta_max, len(vertex))
    phi = rng.uniform(-np.pi, np.pi, len(vertex))
    if setup.jets and not setup.single:
        jet_pt, jet_eta, jet_phi = _jets(setup, rng)
        vertex = np.concatenate([np.zeros(len(jet_pt), dtype=np.int64), vertex])
        pt, eta = np.concatenate([jet_pt, pt]), np.concatenate([jet_eta, eta])
        phi = np.concatenate([jet_phi, phi])
    momentum = np.stack([pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)], axis=-1)
    charge = rng.choice(np.array([-1, 1], dtype=np.int8), len(vertex))
    start = vertices[vertex] + _flight(setup, pt, eta, phi, rng)
    kind = -charge.astype(np.int32) * MUON if setup.single else charge.astype(np.int32) * PION
    return Particles(
        vertices=vertices,
        hard=np.arange(len(counts)) < hard,
        vertex=vertex.astype(np.int32),
        kind=kind,
        start=start,
        momentum=momentum,
        charge=charge,
    )


def _flight(setup: Setup, pt: Floats, eta: Floats, phi: Floats, rng: np.random.Generator) -> Floats:
    """Draw how far from its interaction each particle starts, mm."""
    if setup.displaced == 0.0:
        return np.zeros((len(pt), 3))
    kick = tables.quantities("tracking/spectrum")["decay_momentum"].value / pt
    away = rng.exponential(setup.decay_length, len(pt)) * (rng.uniform(size=len(pt)) < setup.displaced)
    azimuth = phi + np.clip(kick * rng.normal(size=len(pt)), -np.pi / 2, np.pi / 2)
    rise = np.sinh(np.clip(eta + np.clip(kick, 0.0, 1.0) * rng.normal(size=len(pt)), -4.0, 4.0))
    return np.asarray(away[:, None] * np.stack([np.cos(azimuth), np.sin(azimuth), rise], axis=-1))
