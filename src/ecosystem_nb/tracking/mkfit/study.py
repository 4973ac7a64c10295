"""What the page on many Kalman filters looks at: windows, pulls, resolutions and engines."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import curvature, layer_table
from ecosystem_nb.tracking.hits.arrange import of_event
from ecosystem_nb.tracking.mkfit.find import Rules, find
from ecosystem_nb.tracking.mkfit.reference import propagate_reference, scatter_reference, update_reference
from ecosystem_nb.tracking.scoring.score import score, summary
from ecosystem_nb.tracking.scoring.truth import Selection, truth
from ecosystem_nb.tracking.seeding.find import Cuts
from ecosystem_nb.tracking.tracks import Tracks

PARAMETERS = {"q/pT": (3, 9), "azimuth": (4, 14), "cot theta": (5, 20)}
"""Component of the state and of the covariance of the parameters whose pulls are shown."""


def found(event: Any, detector: Detector, cuts: Cuts | None = None, rules: Rules | None = None) -> Tracks:
    """Return the tracks of one event.

    Parameters
    ----------
    event : awkward record
        From ``generate``.
    detector : Detector
    cuts : Cuts, optional
    rules : Rules, optional

    Returns
    -------
    Tracks
    """
    return find(of_event(event, detector), detector, cuts, rules)


def windows(event: Any, particle: int, detector: Detector, sigmas: float) -> pd.DataFrame:
    """Follow one particle's hits with the readable filter; tell how well each next hit was foretold.

    Parameters
    ----------
    event : awkward record
    particle : int
        Row of the event's particles.
    detector : Detector
    sigmas : float
        Half-width of a window, in standard deviations.

    Returns
    -------
    pandas.DataFrame
        One row a hit beyond the third: ``radius`` (mm), ``predicted`` and ``updated``, the width across the
        strips before and after the hit (um), ``measured``, the sensor's (um), ``inside``, how many hits of
        the layer lie in the window, and ``chi2``.
    """
    hits = {name: np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer", "particle")}
    rows = np.flatnonzero(hits["particle"] == particle)
    points = np.column_stack([hits["x"], hits["y"], hits["z"]])[rows]
    layers, c = layer_table(detector).astype(np.float64), float(curvature(detector))
    state, covariance = _begin(points, c)
    out = []
    for step, (row, point) in enumerate(zip(rows, points, strict=True)):
        layer = layers[hits["layer"][row]]
        barrel = layer[0] > 0
        where = float(np.hypot(*point[:2]) if barrel else point[2])
        state, covariance = propagate_reference(state, covariance, barrel, where, c)
        before, inside = _inside(state, covariance, hits, int(hits["layer"][row]), layer, sigmas)
        state, covariance, chi2 = update_reference(state, covariance, barrel, point, layer[4:6])
        if step > 2:
            after = _inside(state, covariance, hits, int(hits["layer"][row]), layer, sigmas)[0]
            radius = float(np.hypot(*point[:2]))
            out.append((radius, 1e3 * before, 1e3 * after, 1e3 * np.sqrt(layer[4]), inside, chi2))
        state, covariance = scatter_reference(state, covariance, barrel, layer[6], 1)
    return pd.DataFrame(out, columns=["radius", "predicted", "updated", "measured", "inside", "chi2"])


def _begin(points: np.ndarray, c: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a rough state at the first hit, and a wide covariance."""
    chord = points[2] - points[0]
    bend = np.cross(points[1, :2] - points[0, :2], chord[:2]) * 2.0
    bend /= np.prod([np.hypot(*(points[a] - points[b])[:2]) for a, b in ((0, 1), (1, 2), (0, 2))])
    phi = np.arctan2(chord[1], chord[0]) - np.arcsin(np.hypot(*chord[:2]) * bend / 2)
    state = np.array([*points[0], -bend / c, phi, chord[2] / np.hypot(*chord[:2])])
    return state, np.diag([0.25, 0.25, 4.0, 0.09 * state[3] ** 2 + 0.0025, 4e-4, 1e-2])


def _inside(  # noqa: PLR0917
    state: np.ndarray,
    covariance: np.ndarray,
    hits: dict[str, np.ndarray],
    layer: int,
    of: np.ndarray,
    n: float,
) -> tuple[float, int]:
    """Return the width across the strips, mm, and the number of the layer's hits within n widths."""
    x, y = state[:2]
    r = np.hypot(x, y)
    across = np.array([-y / r, x / r, 0.0])
    along = np.array([0.0, 0.0, 1.0]) if of[0] > 0 else np.array([x / r, y / r, 0.0])
    width = float(np.sqrt(across @ covariance[:3, :3] @ across))
    length = float(np.sqrt(along @ covariance[:3, :3] @ along))
    mine = hits["layer"] == layer
    off = np.column_stack([hits["x"], hits["y"], hits["z"]])[mine] - state[:3]
    near = np.abs(off @ across) <= n * np.hypot(width, np.sqrt(of[4]))
    near &= np.abs(off @ along) <= n * np.hypot(length, np.sqrt(of[5]))
    return width, int(near.sum())


def pulls(event: Any, tracks: Tracks) -> pd.DataFrame:
    """Compare fitted parameters at the innermost hit with the truth there.

    Parameters
    ----------
    event : awkward record
    tracks : Tracks
        With states.

    Returns
    -------
    pandas.DataFrame
        One row a track and parameter: ``parameter``, ``pull``, the difference over the fit's own error,
        ``pt`` (GeV) and ``eta`` of the particle at the hit, and ``share``, the difference of q/pT over its
        true value, NaN for the other parameters.
    """
    if tracks.states is None or tracks.covariances is None:
        raise ValueError("the tracks have no states: expected fitted ones")
    first = tracks.hits[tracks.offsets[:-1]]
    particle = np.asarray(event.hits.particle)[first]
    first, real = first[particle >= 0], particle >= 0
    px, py, pz = (np.asarray(event.hits[name])[first] for name in ("tpx", "tpy", "tpz"))
    pt = np.hypot(px, py)
    charge = np.asarray(event.particles.q)[particle[real]]
    true = {"q/pT": charge / pt, "azimuth": np.arctan2(py, px), "cot theta": pz / pt}
    tables = []
    for name, (component, entry) in PARAMETERS.items():
        off = tracks.states[real, component] - true[name]
        if name == "azimuth":
            off = (off + np.pi) % (2 * np.pi) - np.pi
        pull = off / np.sqrt(tracks.covariances[real, entry])
        share = off / true[name] if name == "q/pT" else np.full(len(off), np.nan)
        columns = {"parameter": name, "pull": pull, "pt": pt, "eta": np.arcsinh(pz / pt), "share": share}
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def histogram(table: pd.DataFrame) -> pd.DataFrame:
    """Return the distribution of the pulls between -4 and 4, in quarters.

    Parameters
    ----------
    table : pandas.DataFrame
        From ``pulls``.

    Returns
    -------
    pandas.DataFrame
        ``parameter``, ``pull``, the middle of a bin, and ``density``, the share of the tracks for each unit.
    """
    edges = np.linspace(-4, 4, 33)
    rows = []
    for name, part in table.groupby("parameter", sort=False):
        density = np.histogram(part["pull"], edges)[0] / (len(part) * np.diff(edges))
        middles = (edges[:-1] + edges[1:]) / 2
        rows += [(name, x, y) for x, y in zip(middles, density, strict=True)]
    return pd.DataFrame(rows, columns=["parameter", "pull", "density"])


def core(values: Sequence[float] | np.ndarray, cut: float = 4.0) -> tuple[float, float, float]:
    """Return mean and width of the values within ``cut``, and the share beyond.

    Examples
    --------
    >>> core([-1.0, 0.0, 1.0, 50.0])[2]
    0.25
    """
    array = np.asarray(values, dtype=np.float64)
    inside = np.abs(array) < cut
    return float(array[inside].mean()), float(array[inside].std()), float(1.0 - inside.mean())


def resolution(table: pd.DataFrame, edges: Sequence[float]) -> pd.DataFrame:
    """Return the resolution of pT by pT.

    Parameters
    ----------
    table : pandas.DataFrame
        From ``pulls``.
    edges : sequence of float
        Of bins in pT, GeV.

    Returns
    -------
    pandas.DataFrame
        ``low``, ``high`` (GeV), ``pt``, their geometric mean, and ``resolution`` (%): half of the central
        68 % of the relative difference of q/pT.
    """
    mine = table[table["parameter"] == "q/pT"]
    rows = []
    for low, high in pairwise(edges):
        share = mine[(mine["pt"] >= low) & (mine["pt"] < high)]["share"]
        if len(share) >= 20:
            ends = np.quantile(share, [0.16, 0.84])
            rows.append((low, high, float(np.sqrt(low * high)), 50.0 * float(ends[1] - ends[0])))
    return pd.DataFrame(rows, columns=["low", "high", "pt", "resolution"])


def engines(
    events: Iterable[Any], detector: Detector, cuts: Cuts, rules: dict[str, Rules], selection: Selection
) -> pd.DataFrame:
    """Find the tracks of the same events by several rules, and score them by ACTS's definition.

    Parameters
    ----------
    events : iterable of awkward records
    detector : Detector
    cuts : Cuts
    rules : dict of str to Rules
    selection : Selection

    Returns
    -------
    pandas.DataFrame
        One row a rule: ``rules``, and the columns of ``summary``.
    """
    rows = []
    kept = list(events)
    for name, one in rules.items():
        scored = [
            score(
                found(event, detector, cuts, one),
                truth(np.asarray(event.hits.particle), event.particles),
                selection,
            )
            for event in kept
        ]
        table = summary(scored)
        rows.append({"rules": name} | table[table["definition"] == "ACTS"].iloc[0].to_dict())
    return pd.DataFrame(rows)
