"""How well are hidden cells guessed?  By their place in the window."""

import numpy as np
import pandas as pd

from ecosystem_nb.learning.foundation.cells import CRYSTALS, Array, energies
from ecosystem_nb.learning.foundation.network import encoded, guessed
from ecosystem_nb.learning.foundation.shapes import Shapes, Weights

_AT = np.abs(np.arange(7) - 3)
_BEHIND = np.array([5, 5, 5, 5, 4, 5, 5, 5, 5])
RINGS = np.concatenate([np.maximum(_AT[:, None], _AT[None, :]).ravel(), _BEHIND])
"""Group of each cell: ring 0 to 3 of the crystals, then the tower in the middle and those around it."""
GROUPS = (
    "middle crystal", "ring 1", "ring 2", "ring 3", "middle tower", "outer towers",
)  # fmt: skip


def guess(weights: Weights, shapes: Shapes, x: Array, hidden: Array) -> Array:
    """Return what the model guesses for all cells, seeing those that are not hidden.

    Parameters
    ----------
    weights : dict of str to ndarray of float32
    shapes : Shapes
    x : ndarray of float32, shape (N, 58)
        Cells.
    hidden : ndarray of float32, shape (N, 58)
        1 where a cell is hidden, else 0.

    Returns
    -------
    ndarray of float32, shape (N, 58)
        On the scale of ``cells``.
    """
    import torch

    torch.set_num_threads(1)
    w = {name: torch.from_numpy(one) for name, one in weights.items()}
    with torch.no_grad():
        made: Array = guessed(w, encoded(w, shapes, *map(torch.from_numpy, (x, hidden)))).numpy()
    return (made * weights["scale"] + weights["mean"]).astype(np.float32)


def explained(x: Array, made: Array, hidden: Array) -> pd.DataFrame:
    """Return the share of the variance of hidden cells that the guesses explain, by group of cells.

    Parameters
    ----------
    x, made : ndarray of float32, shape (N, 58)
        True cells, and guesses.
    hidden : ndarray of float32, shape (N, 58)

    Returns
    -------
    pandas.DataFrame
        ``group``, ``share`` (1 is perfect, 0 as good as the mean of the cell).

    Notes
    -----
    Each cell is compared with its own mean over these events.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(50, 58)).astype(np.float32)
    >>> explained(x, x, np.ones_like(x))["share"].tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    off = ((made - x) ** 2 * hidden).sum(axis=0, dtype=np.float64)
    spread = ((x - x.mean(axis=0)) ** 2 * hidden).sum(axis=0, dtype=np.float64)
    parts = [np.flatnonzero(n == RINGS) for n in range(len(GROUPS))]
    shares = [float(1.0 - off[one].sum() / spread[one].sum()) for one in parts]
    return pd.DataFrame({"group": GROUPS, "share": shares})


def pictures(x: Array, made: Array, hidden: Array, names: tuple[str, ...]) -> pd.DataFrame:
    """Return windows as a table to draw: what there was, what was seen, what was guessed.

    Parameters
    ----------
    x, made, hidden : ndarray of float32, shape (N, 58)
    names : tuple of str
        Of the N events.

    Returns
    -------
    pandas.DataFrame
        ``event``, ``view``, ``row``, ``column`` and ``energy`` of the crystals: GeV, at least 0.01,
        NaN where hidden.
    """
    true, said = energies(x), energies(made)
    open_, rows = hidden[:, :CRYSTALS] < 0.5, []
    for n, name in enumerate(names):
        views = {
            "true": true[n, :CRYSTALS],
            "seen": np.where(open_[n], true[n, :CRYSTALS], np.nan),
            "guessed": np.where(open_[n], true[n, :CRYSTALS], said[n, :CRYSTALS]),
        }
        for view, values in views.items():
            rows += [
                (name, view, cell // 7, cell % 7, max(float(e), 0.01) if np.isfinite(e) else np.nan)
                for cell, e in enumerate(values)
            ]
    return pd.DataFrame(rows, columns=["event", "view", "row", "column", "energy"])
