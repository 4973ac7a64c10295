"""What does the electronics make of the energy?  Light, noise, zero suppression, calibration."""

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.crystals import (
    PHIS,
    TOWER,
    TOWERS,
    WINDOW,
    Channels,
    loss_rate,
)

STOCHASTIC = 0.028
"""Statistics of the light of new crystals: sigma / E = STOCHASTIC / sqrt(E / GeV)."""
NOISE_GROWTH = 8.0
"""Noise^2 grows as 1 + NOISE_GROWTH times the dose."""
SUPPRESSION = 2.5
"""Crystals below so many times the noise of a new one are read as zero."""
TOWER_STOCHASTIC, TOWER_NOISE, TOWER_LEAST = 1.0, 0.2, 0.5
"""Resolution of the towers, sqrt(GeV), their noise, GeV, and the energy below which they are read as zero."""


def windows(
    ieta: NDArray[np.int64], iphi: NDArray[np.int64], size: int, most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the channels of a square window around each channel, wrapped around phi.

    Returns
    -------
    tuple of ndarray of int64, shapes (N, size, 1) and (N, 1, size)
    """
    around = np.arange(size) - size // 2
    return ieta[:, None, None] + around[None, :, None], (iphi[:, None, None] + around[None, None, :]) % most


def crystals(
    energy: Floats,
    ieta: NDArray[np.int64],
    iphi: NDArray[np.int64],
    state: Conditions,
    channel: Channels,
    *,
    rng: np.random.Generator,
) -> Floats:
    """Return the energies of crystals after calibration and zero suppression, GeV.

    Parameters
    ----------
    energy : ndarray of float64, shape (N, 7, 7)
        What was left in them, GeV.
    ieta, iphi : ndarray of int64, shape (N,)
        The crystal in the middle.
    state : Conditions
    channel : Channels
    rng : numpy.random.Generator

    Notes
    -----
    Light = exp(-dose k(eta) s) with the crystal's own s.  Its statistics adds STOCHASTIC sqrt(E light), so
    less light is a worse resolution; the noise is added after the loss, so a calibration that restores the
    response makes the noise grow.  Suppression comes before calibration, as in the electronics.
    """
    at = windows(ieta, iphi, WINDOW, PHIS)
    eta = np.radians(at[0] + 0.5)
    rate = loss_rate(eta) * channel.sensitivity[at]
    light = energy * np.exp(-state.dose * rate) * channel.gain[at]
    noise2 = state.noise**2 * (1.0 + NOISE_GROWTH * state.dose)
    spread = np.sqrt(STOCHASTIC**2 * np.abs(light) + noise2)
    raw = light + spread * rng.standard_normal(energy.shape)
    raw[(raw < SUPPRESSION * state.noise) | channel.dead_crystals[at]] = 0.0
    return np.asarray(raw * state.calibration.scale * np.exp(state.calibration.dose * rate))


def towers(
    energy: Floats,
    ieta: NDArray[np.int64],
    iphi: NDArray[np.int64],
    channel: Channels,
    rng: np.random.Generator,
) -> Floats:
    """Return the energies of hadronic towers, GeV.

    Parameters
    ----------
    energy : ndarray of float64, shape (N, 3, 3)
        What was left in them, GeV.
    ieta, iphi : ndarray of int64, shape (N,)
        The crystal in the middle of the window.
    channel : Channels
    rng : numpy.random.Generator
    """
    at = windows(ieta // TOWER, iphi // TOWER, TOWERS, PHIS // TOWER)
    spread = np.sqrt(TOWER_STOCHASTIC**2 * energy + TOWER_NOISE**2)
    raw = energy + spread * rng.standard_normal(energy.shape)
    raw[(raw < TOWER_LEAST) | channel.dead_towers[at]] = 0.0
    return raw
