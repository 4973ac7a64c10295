"""What does the calorimeter show of electrons and jets, in a given state?  Simulated windows."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.learning.calorimeter import readout, showers
from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.crystals import (
    ETAS,
    PHIS,
    PITCH,
    TOWER,
    TOWERS,
    WINDOW,
    channels,
    core_weight,
)
from ecosystem_nb.learning.calorimeter.kernels import deposit
from ecosystem_nb.learning.calorimeter.showers import Particles, Showers

CHUNK = 4096
"""Events that share one stream of random numbers."""
LEAST, MOST = 20.0, 80.0
"""Range of the energy, GeV."""


@dataclass(frozen=True, eq=False)
class Events:
    """Windows of the calorimeter around electrons and jets.

    Attributes
    ----------
    crystals : ndarray of float32, shape (N, 7, 7)
        Energies after zero suppression and calibration, GeV; first eta, then phi.
    towers : ndarray of float32, shape (N, 3, 3)
        Energies of the hadronic towers, GeV.
    electron : ndarray of bool, shape (N,)
        The truth: electron, or jet.
    energy : ndarray of float32, shape (N,)
        True energy, GeV.
    eta : ndarray of float32, shape (N,)
        Pseudorapidity of the crystal in the middle.
    """

    crystals: NDArray[np.float32]
    towers: NDArray[np.float32]
    electron: NDArray[np.bool_]
    energy: NDArray[np.float32]
    eta: NDArray[np.float32]

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.electron)

    @property
    def cells(self) -> NDArray[np.float32]:
        """Return the energies of all cells, GeV, shape (N, 58): the crystals row by row, then the towers."""
        rows = [one.reshape(len(self), -1) for one in (self.crystals, self.towers)]
        return np.concatenate(rows, axis=1)

    def chosen(self, mask: NDArray[np.bool_] | NDArray[np.int64] | slice) -> Self:
        """Return some of the events: by a mask, by positions, or by a slice."""
        return type(self)(
            self.crystals[mask], self.towers[mask], self.electron[mask], self.energy[mask], self.eta[mask]
        )

    @classmethod
    def joined(cls, parts: "list[Events]") -> Self:
        """Return the events of several samples in one."""
        names = ("crystals", "towers", "electron", "energy", "eta")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass(frozen=True, eq=False)
class Deposits:
    """What particles left in the cells of their windows, before any electronics.

    Attributes
    ----------
    crystals : ndarray of float64, shape (N, 7, 7)
        GeV.
    towers : ndarray of float64, shape (N, 3, 3)
        GeV.
    outside : ndarray of float64, shape (N,)
        What left the window, GeV.
    particles : Particles
    ieta, iphi : ndarray of int64, shape (N,)
        The crystal in the middle.
    """

    crystals: Floats
    towers: Floats
    outside: Floats
    particles: Particles
    ieta: NDArray[np.int64]
    iphi: NDArray[np.int64]


def deposits(interactions: float, number: int, rng: np.random.Generator) -> Deposits:
    """Return what electrons, jets and pile-up leave in the cells.

    Parameters
    ----------
    interactions : float
        Mean number of interactions a crossing.
    number : int
        Events.
    rng : numpy.random.Generator

    Returns
    -------
    Deposits
        ``crystals.sum() + towers.sum() + outside`` is the energy of all that came in.
    """
    ieta = rng.integers(TOWER, ETAS - TOWER, number)
    iphi = rng.integers(0, PHIS, number)
    x, y = PITCH * (rng.random((2, number)) - 0.5)
    energy = LEAST * (MOST / LEAST) ** rng.random(number)
    eta: Floats = np.radians(ieta + 0.5)
    one = Particles(rng.random(number) < 0.5, energy, eta, x, y)
    soft, hard = showers.jets(one, rng)
    early, late = showers.centred(one, showers.together([showers.electrons(one, rng), soft]), hard)
    more_early, more_late = showers.pile_up(one, interactions, rng)
    early, rear = _rear(showers.together([early, more_early]), rng)
    return _spread(early, showers.together([late, more_late, rear]), one, ieta, iphi)


def _rear(early: Showers, rng: np.random.Generator) -> tuple[Showers, Showers]:
    """Let about a hundredth of each shower out at the rear of the crystals, into the towers."""
    share = np.minimum(0.008 * rng.exponential(1.0, len(early.event)), 0.5)
    wide = np.full(len(share), 2.0 * PITCH)
    return (
        Showers(early.event, early.x, early.y, early.energy * (1.0 - share), early.core, early.tail),
        Showers(early.event, early.x, early.y, early.energy * share, wide, wide),
    )


def _spread(
    early: Showers, late: Showers, one: Particles, ieta: NDArray[np.int64], iphi: NDArray[np.int64]
) -> Deposits:
    """Share out the showers over crystals and towers."""
    number = len(ieta)
    crystals = np.zeros((number, WINDOW, WINDOW))
    towers = np.zeros((number, TOWERS, TOWERS))
    deposit(
        early.event, early.x, early.y, early.energy, early.core, early.tail, core_weight(), PITCH, crystals
    )
    # The crystal in the middle is anywhere in the tower in the middle.
    x, y = (
        late_x + PITCH * (index[late.event] % TOWER - TOWER // 2)
        for late_x, index in ((late.x, ieta), (late.y, iphi))
    )
    deposit(late.event, x, y, late.energy, late.core, late.tail, 0.6, TOWER * PITCH, towers)
    came = np.bincount(early.event, early.energy, number) + np.bincount(late.event, late.energy, number)
    outside = came - crystals.sum(axis=(1, 2)) - towers.sum(axis=(1, 2))
    return Deposits(crystals, towers, outside, one, ieta, iphi)


def simulate(conditions: Conditions, number: int, seed: int) -> Events:
    """Return windows around electrons and jets, half of each on average.

    Parameters
    ----------
    conditions : Conditions
        State of machine and detector.
    number : int
        Events.
    seed : int
        The same seed gives the same events, and the first n are the same for any larger number.

    Returns
    -------
    Events

    Raises
    ------
    ValueError
        For a negative number or seed.

    Notes
    -----
    Electrons and jets have the same spectrum, dN/dE ~ 1/E from 20 to 80 GeV, in half of a barrel; the
    hardest shower hits the crystal in the middle.  Showers have their mean profile with a fluctuating width;
    signals of other crossings, clustering and longitudinal development are left out.

    Examples
    --------
    >>> events = simulate(Conditions(), 100, seed=1)
    >>> events.crystals.shape, events.towers.shape, len(events.chosen(events.electron)) > 30
    ((100, 7, 7), (100, 3, 3), True)
    """
    if number < 0 or seed < 0:
        raise ValueError(
            f"number = {number}, seed = {seed} is out of range: expected at least 0 events and 0"
        )
    parts = [
        _chunk(conditions, min(CHUNK, number - first), np.random.default_rng([seed, first // CHUNK]))
        for first in range(0, max(number, 1), CHUNK)
    ]
    return Events.joined(parts)


def _chunk(state: Conditions, number: int, rng: np.random.Generator) -> Events:
    """Return the first events of one stream."""
    left = deposits(state.pile_up, CHUNK, rng)
    channel = channels(state.dead_crystals, state.dead_towers, state.map_seed)
    crystals = readout.crystals(left.crystals, left.ieta, left.iphi, state, channel, rng=rng)
    towers = readout.towers(left.towers, left.ieta, left.iphi, channel, rng)
    one = left.particles
    return Events(
        crystals[:number].astype(np.float32),
        towers[:number].astype(np.float32),
        one.electron[:number],
        one.energy[:number].astype(np.float32),
        one.eta[:number].astype(np.float32),
    )
