"""What does the model see of an event?  Fifty-eight cells, read as eighteen tokens."""

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.calorimeter.simulate import Events

CRYSTALS, TOWERS = 49, 9
CELLS = CRYSTALS + TOWERS
"""Cells of a window: 7 x 7 crystals, then 3 x 3 towers."""
PATCHES, PATCH = 9, 9
"""The crystals are read as nine patches of up to 3 x 3; the one in the middle holds the core."""
TOKENS = PATCHES + TOWERS
SOFT = 0.2
"""Energy, GeV, up to which cells are read linearly, and above it logarithmically."""

Array = NDArray[np.float32]


def _places() -> NDArray[np.int64]:
    """Return which cell stands where in the patches, shape (9, 9); ``CELLS`` where there is none."""
    padded = np.full((9, 9), CELLS)
    padded[1:8, 1:8] = np.arange(CRYSTALS).reshape(7, 7)
    return padded.reshape(3, 3, 3, 3).transpose(0, 2, 1, 3).reshape(PATCHES, PATCH)


PLACES = _places()


def cells(events: Events) -> Array:
    """Return the energies of all cells on a scale that a network can read: asinh(E / ``SOFT``).

    Parameters
    ----------
    events : Events

    Returns
    -------
    ndarray of float32, shape (N, 58)
        Crystals row by row, then towers.

    Examples
    --------
    >>> from ecosystem_nb.learning.calorimeter.conditions import Conditions
    >>> from ecosystem_nb.learning.calorimeter.simulate import simulate
    >>> cells(simulate(Conditions(), 5, seed=1)).shape
    (5, 58)
    """
    return scaled(events.cells)


def scaled(gev: Array) -> Array:
    """Return energies, GeV, on the scale of ``cells``; shapes stay."""
    read: Array = np.arcsinh(gev / np.float32(SOFT)).astype(np.float32)
    return read


def energies(values: Array) -> Array:
    """Return the energies, GeV, that ``cells`` read; the inverse of its scale."""
    return (np.float32(SOFT) * np.sinh(values)).astype(np.float32)
