"""What can a trigger know of a shower in time? Ten sums and maxima, as shares of the cluster."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.quantised.formats import Floats

INPUTS = (
    "centre",
    "largest neighbour",
    "beside",
    "corners",
    "ring 5x5",
    "largest of ring 5x5",
    "ring 7x7",
    "hadronic",
    "hadronic around",
    "energy",
)
LEAST = 1.0
"""Cluster energy below which shares are taken of this, GeV."""
MOST = 0.5
"""Where shares saturate: a few far values would cost all others their bits."""


class Windows(Protocol):
    """Events with a window of crystals and one of towers."""

    @property
    def crystals(self) -> NDArray[np.float32]:
        """Energies, GeV, (N, 7, 7)."""

    @property
    def towers(self) -> NDArray[np.float32]:
        """Energies, GeV, (N, 3, 3)."""


def inputs(events: Windows) -> Floats:
    """Return the inputs of the trigger's network.

    Parameters
    ----------
    events : Windows
        Crystals (N, 7, 7) and towers (N, 3, 3), GeV.

    Returns
    -------
    float64 (N, 10)
        In the order of ``INPUTS``: shares of the cluster's energy (its 5 x 5 crystals), at most a half,
        and last the logarithm to base 2 of that energy in GeV.

    Notes
    -----
    Only sums, maxima, one division and one logarithm: firmware takes the last two from tables.
    """
    crystals = np.asarray(events.crystals, dtype=np.float64)
    towers = np.asarray(events.towers, dtype=np.float64)
    if crystals.shape[1:] != (7, 7) or towers.shape[1:] != (3, 3):
        given = f"{crystals.shape} and {towers.shape}"
        raise ValueError(f"crystals and towers have shapes {given}: expected (N, 7, 7), (N, 3, 3)")
    distance = np.maximum(*(np.abs(np.indices((7, 7)) - 3)))
    steps = np.abs(np.indices((7, 7)) - 3).sum(axis=0)
    centre, all5 = crystals[:, 3, 3], crystals[:, distance <= 2].sum(axis=1)
    beside, corners = crystals[:, (distance == 1) & (steps == 1)], crystals[:, (distance == 1) & (steps == 2)]
    ring5, ring7 = crystals[:, distance == 2], crystals[:, distance == 3]
    middle = towers[:, 1, 1]
    parts = (
        centre,
        crystals[:, distance == 1].max(axis=1),
        beside.sum(axis=1),
        corners.sum(axis=1),
        ring5.sum(axis=1),
        ring5.max(axis=1),
        ring7.sum(axis=1),
        middle,
        towers.sum(axis=(1, 2)) - middle,
    )
    energy = np.maximum(all5, LEAST)
    shares = np.clip(np.stack(parts, axis=1) / energy[:, None], -MOST, MOST)
    return np.concatenate([shares, np.log2(energy)[:, None]], axis=1)
