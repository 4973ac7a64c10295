"""An event to look at: what a slice of it shows, and its hardest tracks."""

import awkward as ak
import numpy as np
import pandas as pd

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.detector.layers import Detector, generic

HUES = 4  # colours that tracks take in turn


def slice_of(
    event: ak.Record,
    *,
    half_length: float,
    slope: float,
    phi: float,
    half_angle: float,
    detector: Detector | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the hits of a slice across the beam, and those of a wedge along it.

    Parameters
    ----------
    event : awkward.Record
        One of ``generate``'s.
    half_length, slope : float
        The slice holds barrel hits up to ``half_length`` + ``slope`` r from its middle, mm: tracks that leave
        it nearly across the beam stay in it.
    phi : float
        Azimuth of the middle of the wedge, rad.
    half_angle : float
        The wedge holds hits within this of ``phi``, rad.
    detector : Detector, optional
        The generic one unless told.

    Returns
    -------
    across, along : pandas.DataFrame
        ``x``, ``y`` or ``z``, ``r`` (mm, to 1), ``interaction`` (0: the hard one) and ``hue``, which tells
        neighbouring tracks apart.  Noise is left out.
    """
    chosen = generic() if detector is None else detector
    layer, owner = ak.to_numpy(event.hits.layer), ak.to_numpy(event.hits.particle)
    x, y, z = (ak.to_numpy(event.hits[name]) for name in "xyz")
    turn = np.mod(np.arctan2(y, x) - phi + np.pi, 2 * np.pi) - np.pi
    vertex = ak.to_numpy(event.particles.vertex)
    table = pd.DataFrame({"x": x, "y": y, "z": z, "r": np.hypot(x, y)}).round(0)
    true = owner >= 0
    table["interaction"] = np.where(true, vertex[owner], -1) if len(vertex) else -1
    table["hue"] = owner % HUES
    across = true & chosen.barrel[layer] & (np.abs(z) <= half_length + slope * np.hypot(x, y))
    along = true & (np.abs(turn) <= half_angle)
    names = ["interaction", "hue"]
    return table.loc[across, ["x", "y", *names]], table.loc[along, ["z", "r", *names]]


def hardest(event: ak.Record, number: int) -> pd.DataFrame:
    """Return the way of the hard interaction's stiffest tracks: where each starts, and its true hits.

    Parameters
    ----------
    event : awkward.Record
        One of ``generate``'s.
    number : int
        Tracks, at most.

    Returns
    -------
    pandas.DataFrame
        ``track``, ``pt`` (GeV), ``x``, ``y``, ``z``, ``r`` (mm, to 0.1), in the order of the path.
    """
    particles, hits = event.particles, event.hits
    pt = np.hypot(ak.to_numpy(particles.px), ak.to_numpy(particles.py))
    hard = ak.to_numpy(event.vertices.hard)[ak.to_numpy(particles.vertex)] if len(pt) else np.zeros(0, bool)
    rows = np.flatnonzero(hard)
    rows = rows[np.argsort(-pt[rows], kind="stable")][:number]
    owner = ak.to_numpy(hits.particle)
    ways = []
    for track, row in enumerate(rows.tolist()):
        mine = owner == row
        start = np.array([[particles[row, name] for name in ("vx", "vy", "vz")]])
        path: Floats = np.stack([ak.to_numpy(hits[name])[mine] for name in ("tx", "ty", "tz")], axis=-1)
        far = np.linalg.norm(path - start, axis=1)
        path = np.concatenate([start, path[np.argsort(far)]])
        way = pd.DataFrame(path, columns=["x", "y", "z"])
        ways.append(
            way.assign(r=np.hypot(path[:, 0], path[:, 1]), track=track, pt=pt[row], step=range(len(way)))
        )
    columns = ["track", "pt", "step", "x", "y", "z", "r"]
    return pd.concat(ways)[columns].round(1) if ways else pd.DataFrame(columns=columns, dtype=np.float64)


def shown(table: pd.DataFrame, level: float) -> int:
    """Return how many of a slice's hits belong to the first interactions.

    Parameters
    ----------
    table : pandas.DataFrame
        Of ``slice_of``.
    level : float
        Number of soft interactions.

    Returns
    -------
    int

    Examples
    --------
    >>> shown(pd.DataFrame({"interaction": [0, 1, 2, 2]}), 1)
    2
    """
    return int((table["interaction"] <= level).sum())
