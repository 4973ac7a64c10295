"""What is the calorimeter made of, and how do its channels differ?  Values: data/learning/calorimeter.csv."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats

PITCH = 22.0
"""Side of a crystal's front face, mm."""
MOLIERE = 22.0
"""Moliere radius of lead tungstate, mm."""
RADIUS = 1290.0
"""Distance of the front faces from the beam, mm."""
FIELD = 3.8
"""Magnetic field, T."""
STEP = 0.0174533
"""Side of a crystal in eta and in phi, rad."""
ETAS, PHIS = 85, 360
"""Crystals along eta in one half of the barrel, and around."""
TOWER = 5
"""Crystals along each side of a hadronic tower."""
WINDOW, TOWERS = 7, 3
"""Crystals and towers along each side of a window."""
GAIN_SPREAD, LOSS_SPREAD = 0.005, 0.1
"""What intercalibration leaves from crystal to crystal, and how differently crystals lose light."""
CORE, TAIL = 0.15 * MOLIERE, 0.75 * MOLIERE
"""Radii of the two parts of an electromagnetic shower, mm."""


def core_weight() -> float:
    """Return the share of the core that puts 90 % of a shower within one Moliere radius.

    Within r the profile holds w r^2 / (r^2 + Rc^2) + (1 - w) r^2 / (r^2 + Rt^2).
    """
    core, tail = (MOLIERE**2 / (MOLIERE**2 + R**2) for R in (CORE, TAIL))
    return (0.9 - tail) / (core - tail)


def loss_rate(eta: Floats) -> Floats:
    """Return k(eta), the exponent of the loss of light at a dose of 1: light = exp(-dose k).

    Parameters
    ----------
    eta : ndarray of float64
        Pseudorapidity.

    Examples
    --------
    >>> loss_rate(np.array([0.0, 1.0])).tolist()
    [0.17, 0.26]
    """
    return 0.17 + 0.09 * eta**2


@dataclass(frozen=True, eq=False)
class Channels:
    """How the channels of the half barrel differ from each other.

    Attributes
    ----------
    dead_crystals : ndarray of bool, shape (85, 360)
    dead_towers : ndarray of bool, shape (17, 72)
    gain : ndarray of float64, shape (85, 360)
        What is left of the differences after intercalibration; mean 1.
    sensitivity : ndarray of float64, shape (85, 360)
        How fast a crystal loses light, relative to k(eta).
    """

    dead_crystals: NDArray[np.bool_]
    dead_towers: NDArray[np.bool_]
    gain: Floats
    sensitivity: Floats


@lru_cache(maxsize=32)
def channels(dead_crystals: float, dead_towers: float, seed: int) -> Channels:
    """Return the map of the channels.

    Parameters
    ----------
    dead_crystals, dead_towers : float
        Share that does not answer.
    seed : int
        The map's own seed: a channel that is dead stays dead when the share grows.
    """
    rng = np.random.default_rng([seed, 1])
    shape, towers = (ETAS, PHIS), (ETAS // TOWER, PHIS // TOWER)
    crystal, tower = rng.random(shape), rng.random(towers)
    gain = 1.0 + GAIN_SPREAD * rng.standard_normal(shape)
    sensitivity = np.exp(LOSS_SPREAD * rng.standard_normal(shape))
    return Channels(crystal < dead_crystals, tower < dead_towers, gain, sensitivity)
