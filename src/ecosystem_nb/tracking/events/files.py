"""Events as the CSV files of the TrackML challenge: hits, truth, particles and cells."""

import re
from pathlib import Path

import awkward as ak
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.tracking.detector.layers import Detector, generic
from ecosystem_nb.tracking.detector.modules import grid

# What a part must have; whole numbers first.
COLUMNS = {
    "hits": (("hit_id", "volume_id", "layer_id", "module_id"), ("x", "y", "z")),
    "truth": (("hit_id", "particle_id"), ("tx", "ty", "tz", "tpx", "tpy", "tpz")),
    "particles": (("particle_id", "q", "nhits"), ("vx", "vy", "vz", "px", "py", "pz")),
}
_ORDER = {
    "hits": ("hit_id", "x", "y", "z", "volume_id", "layer_id", "module_id"),
    "truth": ("hit_id", "particle_id", "tx", "ty", "tz", "tpx", "tpy", "tpz", "weight"),
    "particles": ("particle_id", "particle_type", "vx", "vy", "vz", "px", "py", "pz", "q", "nhits"),
    "cells": ("hit_id", "ch0", "ch1", "value"),
}
_SQRT12 = 12.0**0.5


def write_event(
    event: ak.Record,
    prefix: str | Path,
    detector: Detector | None = None,
    *,
    weights: ArrayLike | None = None,
    compress: bool = False,
) -> list[Path]:
    """Write one event as the four files of TrackML.

    Parameters
    ----------
    event : awkward.Record
        One of ``generate``'s.
    prefix : str or Path
        Start of the files' names, such as ``somewhere/event000000001``.
    detector : Detector, optional
        The one that the event was generated in; the generic one unless told.
    weights : array_like of float64, shape (N,), optional
        Weight of each hit, such as ``trackml_weights`` of the scoring gives; unless told, each hit of a
        particle weighs the same, and all weigh 1.
    compress : bool
        Whether to write ``.csv.gz``.

    Returns
    -------
    list of Path
        Hits, truth, particles, cells.

    Notes
    -----
    Nine significant digits: 1 nm at 1 m.  TrackML counts modules from 1 and gives noise the particle 0.
    Charge sharing is not simulated, so each hit has one cell: the channel of the module in which the
    measured position lies, with value 1.
    """
    chosen = generic() if detector is None else detector
    hits = {name: ak.to_numpy(event.hits[name]) for name in event.hits.fields}
    particles = {name: ak.to_numpy(event.particles[name]) for name in event.particles.fields}
    layer, owner = hits["layer"], hits["particle"]
    ids = np.concatenate([particles["particle_id"], [0]])  # row -1 is the last: noise
    known = owner >= 0
    weight = known / max(known.sum(), 1) if weights is None else np.asarray(weights, dtype=np.float64)
    if weight.shape != owner.shape:
        raise ValueError(f"weights: expected one for each of {len(owner)} hits, got {weight.shape}")
    names = {"volume_id": chosen.volume[layer], "layer_id": chosen.layer[layer]}
    parts = {
        "hits": hits | names | {"module_id": hits["module"] + 1},
        "truth": hits | {"particle_id": ids[owner], "weight": weight},
        "particles": particles | {"particle_type": particles["kind"]},
        "cells": _cells(hits, chosen),
    }
    ending = ".csv.gz" if compress else ".csv"
    paths = []
    for part, columns in parts.items():
        table = pd.DataFrame({name: columns[name] for name in _ORDER[part]})
        paths.append(Path(f"{prefix}-{part}{ending}"))
        # gzip writes the time of day into its header unless told.
        how = {"method": "gzip", "mtime": 0} if compress else None
        table.to_csv(paths[-1], index=False, float_format="%.9g", compression=how)
    return paths


def _cells(hits: dict[str, NDArray[np.generic]], detector: Detector) -> dict[str, NDArray[np.generic]]:
    """Return the channel in which each hit's measured position lies, counted from its module's edges."""
    layer, x, y, z = (np.asarray(hits[name]) for name in ("layer", "x", "y", "z"))
    columns, rows, _ = grid(detector)[layer].T
    row, column = np.divmod(np.asarray(hits["module"]), columns)
    r = np.hypot(x, y)
    v = np.where(detector.barrel[layer], z, r)
    length = (detector.high - detector.low)[layer] / rows
    turn = np.mod(np.arctan2(y, x) / (2 * np.pi) - (column + 0.5) / columns + 0.5, 1.0) - 0.5
    u = r * 2 * np.pi * (turn + 0.5 / columns)
    inside = v - detector.low[layer] - row * length
    channels = {
        "ch0": u / (_SQRT12 * detector.sigma_u[layer]),
        "ch1": inside / (_SQRT12 * detector.sigma_v[layer]),
    }
    whole = {name: np.maximum(one, 0).astype(np.int64) for name, one in channels.items()}
    return {"hit_id": np.asarray(hits["hit_id"]), **whole, "value": np.ones(len(layer))}


def read_event(prefix: str | Path, detector: Detector | None = None) -> ak.Record:
    """Read one event from files of TrackML.

    Parameters
    ----------
    prefix : str or Path
        Start of the files' names; each may be ``.csv`` or ``.csv.gz``.
    detector : Detector, optional
        The generic one unless told.

    Returns
    -------
    awkward.Record
        As ``generate`` makes them.  Points from which particles start are its vertices, and none is hard:
        the files do not say.  Without truth and particles every hit is noise.

    Raises
    ------
    FileNotFoundError
        Where there are no hits, or truth without particles.
    ValueError
        For a missing column, a cell that is no number, two hits or particles of one id, a layer that the
        detector does not have, or a truth that does not match; the message names file and row.
    """
    chosen = generic() if detector is None else detector
    hits = _part(prefix, "hits")
    if hits is None:
        raise FileNotFoundError(f"{prefix}-hits.csv: expected this file, plain or with .gz")
    _unique(f"{prefix}-hits.csv", hits["hit_id"])
    truth, particles = _part(prefix, "truth"), _part(prefix, "particles")
    if (truth is None) != (particles is None):
        part = "truth" if truth is None else "particles"
        raise FileNotFoundError(
            f"{prefix}-{part}.csv: expected this file, for truth and particles need each other"
        )
    x, y, z = (hits[name].to_numpy() for name in "xyz")
    blank = np.zeros(len(hits))
    columns = {"hit_id": hits["hit_id"].to_numpy(), "x": x, "y": y, "z": z, "tx": x, "ty": y, "tz": z}
    columns |= {"tpx": blank, "tpy": blank, "tpz": blank}
    columns["layer"] = _layers(f"{prefix}-hits.csv", hits, chosen)
    columns["module"] = (hits["module_id"].to_numpy() - 1).astype(np.int32)
    columns["particle"] = np.full(len(hits), -1, dtype=np.int32)
    if particles is None or truth is None:
        particles = pd.DataFrame({name: [] for names in COLUMNS["particles"] for name in names})
    else:
        columns |= _match(prefix, hits, truth, particles)
    number = re.search(r"event(\d+)$", str(prefix))
    vertices, made = _particles(particles)
    return ak.Record(
        {
            "event": int(number[1]) if number else 0,
            "vertices": ak.zip(vertices),
            "particles": ak.zip(made),
            "hits": ak.zip(columns),
        }
    )


def _part(prefix: str | Path, part: str) -> pd.DataFrame | None:
    """Read one file and check its columns; None where there is none."""
    paths = [
        path for path in (Path(f"{prefix}-{part}.csv"), Path(f"{prefix}-{part}.csv.gz")) if path.exists()
    ]
    if not paths:
        return None
    table = pd.read_csv(paths[0], index_col=False)
    whole, real = COLUMNS[part]
    for name in (*whole, *real):
        if name not in table:
            raise ValueError(f"{paths[0]}: column {name} is missing")
        numbers = pd.to_numeric(table[name], errors="coerce").to_numpy(np.float64)
        bad = ~np.isfinite(numbers)
        if name in whole:
            bad |= numbers != np.round(numbers)
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            kind = "a whole number" if name in whole else "a finite number"
            raise ValueError(
                f"{paths[0]}: {name} = {table[name].iloc[row]} in row {row + 1}: expected {kind}"
            )
        table[name] = table[name].astype(np.int64 if name in whole else np.float64)
    return table


def _unique(where: str, ids: pd.Series) -> None:
    """Say which id stands twice."""
    twice = ids.duplicated()
    if twice.any():
        row = int(np.flatnonzero(twice)[0])
        raise ValueError(f"{where}: {ids.name} = {ids.iloc[row]} in row {row + 1} stands twice")


def _layers(where: str, hits: pd.DataFrame, detector: Detector) -> NDArray[np.int16]:
    """Return the detector's row of each hit's volume and layer."""
    rows = {
        (int(volume), int(layer)): row
        for row, (volume, layer) in enumerate(zip(detector.volume, detector.layer, strict=True))
    }
    pairs = zip(hits["volume_id"].tolist(), hits["layer_id"].tolist(), strict=True)
    found = np.array([rows.get(pair, -1) for pair in pairs], dtype=np.int16)
    if (found < 0).any():
        row = int(np.flatnonzero(found < 0)[0])
        volume, layer = hits["volume_id"].iloc[row], hits["layer_id"].iloc[row]
        raise ValueError(
            f"{where}: volume {volume}, layer {layer} in row {row + 1}: "
            f"not one of the detector {detector.name}"
        )
    return found


def _match(
    prefix: str | Path, hits: pd.DataFrame, truth: pd.DataFrame, particles: pd.DataFrame
) -> dict[str, NDArray[np.generic]]:
    """Return the true columns of the hits, and the row of each hit's particle."""
    _unique(f"{prefix}-truth.csv", truth["hit_id"])
    _unique(f"{prefix}-particles.csv", particles["particle_id"])
    ids = hits["hit_id"]
    if len(truth) != len(hits) or not ids.isin(truth["hit_id"]).all():
        raise ValueError(f"{prefix}-truth.csv: expected one row for each of the {len(hits)} hits, got others")
    ordered = truth.set_index("hit_id").loc[ids]
    row = pd.Index(particles["particle_id"]).get_indexer(ordered["particle_id"])
    lost = (row < 0) & (ordered["particle_id"].to_numpy() != 0)
    if lost.any():
        which = ordered["particle_id"].to_numpy()[lost][0]
        raise ValueError(
            f"{prefix}-truth.csv: particle_id = {which}: not one of the particles, nor 0 for noise"
        )
    true = {name: ordered[name].to_numpy() for name in ("tx", "ty", "tz", "tpx", "tpy", "tpz")}
    return true | {"particle": row.astype(np.int32)}


def _particles(
    table: pd.DataFrame,
) -> tuple[dict[str, NDArray[np.generic]], dict[str, NDArray[np.generic]]]:
    """Return the points where particles start, and the particles."""
    starts = table[["vx", "vy", "vz"]].to_numpy(np.float64)
    points, vertex = np.unique(starts, axis=0, return_inverse=True)
    kinds = {"particle_id": np.int64, "q": np.int8, "nhits": np.int32}
    made = {name: table[name].to_numpy(kind) for name, kind in kinds.items()}
    made |= {name: table[name].to_numpy(np.float64) for name in ("vx", "vy", "vz", "px", "py", "pz")}
    kind = (
        table["particle_type"].to_numpy(np.int32)
        if "particle_type" in table
        else np.zeros(len(table), np.int32)
    )
    made |= {"kind": kind, "vertex": vertex.reshape(-1).astype(np.int32)}
    order = ("particle_id", "vertex", "kind", "vx", "vy", "vz", "px", "py", "pz", "q", "nhits")
    points_by_name = dict(zip("xyz", points.T, strict=True))
    return points_by_name | {"hard": np.zeros(len(points), dtype=bool)}, {name: made[name] for name in order}
