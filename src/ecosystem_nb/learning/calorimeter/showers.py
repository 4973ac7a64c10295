"""What enters the window?  Electrons, jets whose leading piece is a neutral pion, and pile-up."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.learning.calorimeter.crystals import CORE, FIELD, MOLIERE, PITCH, RADIUS, STEP, TAIL

PION = 0.1349768
"""Mass of the neutral pion, GeV."""


@dataclass(frozen=True, eq=False)
class Showers:
    """Showers of many events, in no order.

    Attributes
    ----------
    event : ndarray of int64, shape (S,)
    x, y : ndarray of float64, shape (S,)
        Axis, from the centre of the window along eta and phi, mm.
    energy : ndarray of float64, shape (S,)
        GeV.
    core, tail : ndarray of float64, shape (S,)
        Radii of the profile, mm.
    """

    event: NDArray[np.int64]
    x: Floats
    y: Floats
    energy: Floats
    core: Floats
    tail: Floats


@dataclass(frozen=True, eq=False)
class Particles:
    """The candidates of some events: one electron or one jet in each.

    Attributes
    ----------
    electron : ndarray of bool, shape (N,)
    energy : ndarray of float64, shape (N,)
        GeV.
    eta : ndarray of float64, shape (N,)
    x, y : ndarray of float64, shape (N,)
        Where the leading piece hits, from the centre of the window, mm.
    """

    electron: NDArray[np.bool_]
    energy: Floats
    eta: Floats
    x: Floats
    y: Floats


def together(parts: list[Showers]) -> Showers:
    """Return all showers in one."""
    names = ("event", "x", "y", "energy", "core", "tail")
    return Showers(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _electromagnetic(
    event: NDArray[np.int64], x: Floats, y: Floats, energy: Floats, rng: np.random.Generator
) -> Showers:
    """Return showers whose width fluctuates by a tenth."""
    width = np.exp(0.1 * rng.standard_normal(len(event)))
    return Showers(event, x, y, energy, CORE * width, TAIL * width)


def material(eta: Floats) -> Floats:
    """Return the thickness of the tracker in front, in radiation lengths."""
    return 0.4 + 0.7 * eta**2


def bend(energy: Floats) -> Floats:
    """Return how far a charged particle is bent before the crystals, mm.

    s = 0.3 B R^2 / 2 E, for E in GeV, B in T, R in m, here for an origin at the beam.
    """
    return 0.15 * FIELD * RADIUS**2 * 1e-3 / np.maximum(energy, 0.3)


def electrons(one: Particles, rng: np.random.Generator) -> list[Showers]:
    """Return the showers of electrons, some of which radiated a hard photon in the tracker."""
    event = np.flatnonzero(one.electron)
    energy, count = one.energy[event], len(event)
    radiated = rng.random(count) < 1.0 - np.exp(-material(one.eta[event]))
    share = np.where(radiated, rng.beta(0.6, 1.6, count), 0.0)
    early = rng.random(count)  # how much of the bend was still to come
    apart = bend(energy) * early**2 * np.sign(rng.random(count) - 0.5)
    x, y = one.x[event], one.y[event]
    keep = share > 0.005
    share = np.where(keep, share, 0.0)
    return [
        _electromagnetic(event, x, y - share * apart, energy * (1.0 - share), rng),
        _electromagnetic(
            event[keep],
            x[keep],
            (y + (1.0 - share) * apart)[keep],
            (energy * share)[keep],
            rng,
        ),
    ]


def _photons(
    event: NDArray[np.int64], x: Floats, y: Floats, energy: Floats, eta: Floats, rng: np.random.Generator
) -> list[Showers]:
    """Return the showers of photons, some converted to pairs that the field draws apart."""
    count = len(event)
    converted = rng.random(count) < 1.0 - np.exp(-7.0 / 9.0 * material(eta))
    share, late = rng.random(count), rng.random(count)
    half = np.maximum(np.minimum(share, 1.0 - share), 0.05)
    apart = np.minimum(bend(energy * half) * late**2, 4.0 * PITCH)
    first = np.where(converted, share, 1.0)
    return [
        _electromagnetic(event, x, y + np.where(converted, (1.0 - share) * apart, 0.0), energy * first, rng),
        _electromagnetic(
            event[converted],
            x[converted],
            (y - share * apart)[converted],
            (energy * (1.0 - share))[converted],
            rng,
        ),
    ]


def jets(one: Particles, rng: np.random.Generator) -> tuple[list[Showers], list[Showers]]:
    """Return what jets leave in the crystals and in the towers.

    Notes
    -----
    A neutral pion takes a share z of the energy and decays isotropically in its rest frame, so its photons
    take (1 +- cos) / 2 and are tan(angle / 2) = m / (E sqrt(1 - cos^2)) apart; the rest is one to three hadrons.
    """
    event = np.flatnonzero(~one.electron)
    count = len(event)
    z = 1.0 - 0.4 * rng.beta(0.8, 2.6, count)
    pion = z * one.energy[event]
    cosine = rng.uniform(-1.0, 1.0, count)
    apart = np.minimum(2.0 * RADIUS * PION / (pion * np.sqrt(np.maximum(1.0 - cosine**2, 1e-4))), 6.0 * PITCH)
    turn = rng.uniform(0.0, 2.0 * np.pi, count)
    crystals = []
    for sign in (1.0, -1.0):
        far = 0.5 * (1.0 - sign * cosine) * apart * sign
        crystals += _photons(
            event,
            one.x[event] + far * np.cos(turn),
            one.y[event] + far * np.sin(turn),
            pion * 0.5 * (1.0 + sign * cosine),
            one.eta[event],
            rng,
        )
    many = rng.integers(1, 4, count)
    hadron = np.repeat(event, many)
    share = rng.exponential(1.0, len(hadron))
    total = np.bincount(hadron, share, minlength=len(one.energy))[hadron]
    energy = np.repeat((1.0 - z) * one.energy[event], many) * share / total
    soft, hard = hadrons(
        hadron,
        one.x[hadron] + 35.0 * rng.standard_normal(len(hadron)),
        one.y[hadron] + 35.0 * rng.standard_normal(len(hadron)),
        energy,
        rng,
    )
    return [*crystals, soft], [hard]


def hadrons(
    event: NDArray[np.int64], x: Floats, y: Floats, energy: Floats, rng: np.random.Generator
) -> tuple[Showers, Showers]:
    """Return what hadrons leave in the crystals and in the towers.

    A third pass the crystals with 0.25 GeV; the others leave a share that is flat between 0 and 0.8.
    """
    count = len(event)
    passes = rng.random(count) < 1.0 / 3.0
    early = np.where(passes, np.minimum(0.25, energy), 0.8 * energy * rng.random(count))
    radius = MOLIERE * np.exp(0.2 * rng.standard_normal(count))
    return (
        Showers(event, x, y, early, 0.4 * radius, 1.2 * radius),
        Showers(event, x, y, energy - early, np.full(count, 40.0), np.full(count, 120.0)),
    )


def pile_up(
    one: Particles, interactions: float, rng: np.random.Generator
) -> tuple[list[Showers], list[Showers]]:
    """Return the soft particles of other interactions of the same crossing.

    Notes
    -----
    An interaction sends about one charged hadron and one photon into a unit of eta times phi, of
    transverse momentum 0.6 and 0.3 GeV on average.  Signals of other crossings are left out.
    """
    side = 15.0 * PITCH  # as wide as the three towers
    area = (15.0 * STEP) ** 2
    every = np.arange(len(one.energy))
    boost = np.cosh(one.eta)
    showers = []
    for mean in (0.3, 0.6):
        event = np.repeat(every, rng.poisson(interactions * area, len(every)))
        x, y = side * (rng.random((2, len(event))) - 0.5)
        showers.append((event, x, y, mean * rng.exponential(1.0, len(event)) * boost[event]))
    (event, x, y, energy), charged = showers
    near = np.maximum(np.abs(x), np.abs(y)) < 5.0 * PITCH
    photons = _electromagnetic(event[near], x[near], y[near], energy[near], rng)
    soft, hard = hadrons(*charged, rng)
    inside = np.maximum(np.abs(soft.x), np.abs(soft.y)) < 5.0 * PITCH
    chosen = Showers(*(getattr(soft, name)[inside] for name in ("event", "x", "y", "energy", "core", "tail")))
    return [photons, chosen], [hard]
