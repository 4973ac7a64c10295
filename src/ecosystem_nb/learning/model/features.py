"""What does the network see of an event?  Shares, moments and what lies behind."""

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.calorimeter.simulate import Events

FEATURES = (
    "log_energy", "eta",
    "largest", "second", "share_3x3", "share_5x5", "ring_1", "ring_2", "ring_3",
    "strip_eta", "strip_phi", "width_eta", "width_phi", "covariance", "shift_eta", "shift_phi",
    "skew_eta", "skew_phi", "above", "log_towers", "tower_share", "tower_middle",
)  # fmt: skip
"""Names of the inputs, in order; energies are shares of the window unless their name says log."""

_AT = np.arange(7) - 3.0
_RING = np.maximum(np.abs(_AT[:, None]), np.abs(_AT[None, :]))


def features(events: Events) -> NDArray[np.float32]:
    """Return the inputs of the network.

    Parameters
    ----------
    events : Events

    Returns
    -------
    ndarray of float32, shape (N, F)
        One column for each of ``FEATURES``: the energy, how it is shared between the crystal in the middle,
        its rings and the largest two, first to third moments along eta and phi, and the towers behind.

    Examples
    --------
    >>> from ecosystem_nb.learning.calorimeter.conditions import Conditions
    >>> from ecosystem_nb.learning.calorimeter.simulate import simulate
    >>> features(simulate(Conditions(), 5, seed=1)).shape == (5, len(FEATURES))
    True
    """
    number = len(events)
    crystals = events.crystals.astype(np.float64)
    total = np.maximum(crystals.sum(axis=(1, 2)), 0.1)
    share = crystals / total[:, None, None]
    rings = [share[:, ring == _RING].sum(axis=1) for ring in range(4)]
    order = -np.partition(-share.reshape(number, 49), (0, 1), axis=1)[:, :2]
    along = share.sum(axis=2), share.sum(axis=1)
    shift = [one @ _AT for one in along]
    width = [np.maximum(one @ _AT**2 - d**2, 0.0) for one, d in zip(along, shift, strict=True)]
    skew = [one @ _AT**3 - 3.0 * w * d - d**3 for one, d, w in zip(along, shift, width, strict=True)]
    both = np.einsum("nij,i,j->n", share, _AT, _AT) - shift[0] * shift[1]
    towers = events.towers.astype(np.float64)
    behind = towers.sum(axis=(1, 2))
    columns = (
        np.log(total), events.eta, order[:, 0], order[:, 1], rings[0] + rings[1], sum(rings[:3]), *rings[1:],
        along[0][:, 3], along[1][:, 3], np.sqrt(width[0]), np.sqrt(width[1]), both, *shift,
        *(np.cbrt(one) for one in skew), (crystals > 0.0).sum(axis=(1, 2)),
        np.log(behind + 0.5), behind / (behind + total), towers[:, 1, 1] / (behind + 0.5),
    )  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)
