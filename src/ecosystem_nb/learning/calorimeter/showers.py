"""What enters the window?  Electrons, jets whose leading piece is a neutral pion, and pile-up."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.learning.calorimeter.crystals import CORE, FIELD, MOLIERE, PITCH, RADIUS, STEP, TAIL

PION = 0.1349768
"""Mass of the neutral pion, GeV."""
AROUND = 15
"""Crystals along each side of the area that pile-up comes from: that of the three towers."""
REACH = 5.0 * PITCH
"""Pile-up that hits the crystals further away than this leaves nothing in the window."""
_NAMES = ("event", "x", "y", "energy", "core", "tail")


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
        Where its hardest shower hits, from the centre of the window, mm.
    """

    electron: NDArray[np.bool_]
    energy: Floats
    eta: Floats
    x: Floats
    y: Floats


def together(parts: list[Showers]) -> Showers:
    """Return all showers in one."""
    return Showers(*(np.concatenate([getattr(part, name) for part in parts]) for name in _NAMES))


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


def electrons(one: Particles, rng: np.random.Generator) -> Showers:
    """Return the showers of electrons, some of which radiated a hard photon in the tracker."""
    event = np.flatnonzero(one.electron)
    energy, count = one.energy[event], len(event)
    radiated = rng.random(count) < 1.0 - np.exp(-material(one.eta[event]))
    share = np.where(radiated, rng.beta(0.6, 1.6, count), 0.0)
    left = rng.random(count)  # how much of the way was still to come
    apart = bend(energy * (1.0 - share)) * left**2 * np.sign(rng.random(count) - 0.5)
    keep, zero = share > 0.005, np.zeros(count)
    share = np.where(keep, share, 0.0)
    photon = (event[keep], zero[keep], apart[keep], (energy * share)[keep])
    return together(
        [
            _electromagnetic(event, zero, zero, energy * (1.0 - share), rng),
            _electromagnetic(*photon, rng),
        ]
    )


def _photons(
    event: NDArray[np.int64], x: Floats, y: Floats, energy: Floats, eta: Floats, *, rng: np.random.Generator
) -> list[Showers]:
    """Return the showers of photons, some converted to pairs that the field draws apart."""
    count = len(event)
    converted = rng.random(count) < 1.0 - np.exp(-7.0 / 9.0 * material(eta))
    share, late = rng.random(count), rng.random(count)
    apart = (bend(energy * share) + bend(energy * (1.0 - share))) * late**2
    first = np.where(converted, share, 1.0)
    return [
        _electromagnetic(event, x, y, energy * first, rng),
        _electromagnetic(
            event[converted],
            x[converted],
            (y + apart)[converted],
            (energy * (1.0 - share))[converted],
            rng,
        ),
    ]


def jets(one: Particles, rng: np.random.Generator) -> tuple[Showers, Showers]:
    """Return what jets leave in the crystals and in the towers.

    Notes
    -----
    A neutral pion takes a share z of the energy and decays isotropically in its rest frame, so its photons
    take (1 +- cos) / 2 and are tan(angle / 2) = m / (E sqrt(1 - cos^2)) apart; the rest is one to three
    hadrons, spread by 35 mm.
    """
    event = np.flatnonzero(~one.electron)
    count = len(event)
    z = 1.0 - 0.5 * rng.beta(1.0, 2.2, count)
    pion = z * one.energy[event]
    cosine = rng.uniform(-1.0, 1.0, count)
    apart = 2.0 * RADIUS * PION / (pion * np.sqrt(np.maximum(1.0 - cosine**2, 1e-4)))
    turn = rng.uniform(0.0, 2.0 * np.pi, count)
    crystals = []
    for sign in (1.0, -1.0):
        far = 0.5 * (1.0 - sign * cosine) * apart * sign
        share = 0.5 * (1.0 + sign * cosine)
        crystals += _photons(
            event, far * np.cos(turn), far * np.sin(turn), pion * share, one.eta[event], rng=rng
        )
    many = rng.integers(1, 4, count)
    hadron = np.repeat(event, many)
    part = rng.exponential(1.0, len(hadron))
    total = np.bincount(hadron, part, minlength=len(one.energy))[hadron]
    energy = np.repeat((1.0 - z) * one.energy[event], many) * part / total
    x, y = 35.0 * rng.standard_normal((2, len(hadron)))
    soft, hard = hadrons(hadron, x, y, energy, rng)
    return together([*crystals, soft]), hard


def centred(one: Particles, early: Showers, late: Showers) -> tuple[Showers, Showers]:
    """Move the showers of each event so that the hardest one hits where the particle does."""
    order = np.lexsort((early.energy, early.event))
    last = np.searchsorted(early.event[order], np.arange(len(one.energy)), side="right") - 1
    hardest = order[last]
    dx, dy = one.x - early.x[hardest], one.y - early.y[hardest]
    return _moved(early, dx, dy), _moved(late, dx, dy)


def _moved(some: Showers, dx: Floats, dy: Floats) -> Showers:
    """Move showers by what their event says, mm."""
    return replace(some, x=some.x + dx[some.event], y=some.y + dy[some.event])


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


def pile_up(one: Particles, interactions: float, rng: np.random.Generator) -> tuple[Showers, Showers]:
    """Return the soft particles of other interactions of the same crossing.

    Notes
    -----
    An interaction sends about one charged hadron and one photon into a unit of eta times phi, of
    transverse momentum 0.6 and 0.3 GeV on average.  Those far away leave nothing in the
    crystals; signals of other crossings are left out.
    """
    area, side = (AROUND * STEP) ** 2, AROUND * PITCH
    every, boost = np.arange(len(one.energy)), np.cosh(one.eta)
    came = []
    for mean in (0.3, 0.6):
        event = np.repeat(every, rng.poisson(interactions * area, len(every)))
        x, y = side * (rng.random((2, len(event))) - 0.5)
        came.append((event, x, y, mean * rng.exponential(1.0, len(event)) * boost[event]))
    soft, hard = hadrons(*came[1], rng)
    early = together([_electromagnetic(*came[0], rng), soft])
    near = np.maximum(np.abs(early.x), np.abs(early.y)) < REACH
    return Showers(*(getattr(early, name)[near] for name in _NAMES)), hard
