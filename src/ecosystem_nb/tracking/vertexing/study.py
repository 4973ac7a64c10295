"""What becomes of each collision: found or not, by its neighbour's distance, pile-up and number of tracks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.scoring.intervals import clopper_pearson
from ecosystem_nb.tracking.vertexing.compare import CLEAN, KINDS, Compared, compare
from ecosystem_nb.tracking.vertexing.find import Clusters, Schedule, cluster
from ecosystem_nb.tracking.vertexing.fit import Beam, Vertices, fit
from ecosystem_nb.tracking.vertexing.perigee import significance
from ecosystem_nb.tracking.vertexing.sample import Sample, crossing


@dataclass(frozen=True, eq=False)
class Reconstructed:
    """One crossing with its vertices.

    Attributes
    ----------
    sample : Sample
    clusters : Clusters
    vertices : Vertices
    compared : Compared
    """

    sample: Sample
    clusters: Clusters
    vertices: Vertices
    compared: Compared


def reconstruct(sample: Sample, setup: Setup, schedule: Schedule) -> Reconstructed:
    """Find and fit the vertices of a crossing, and compare them with the truth."""
    tracks = sample.tracks
    sigma = np.sqrt(tracks.covariance[:, 1, 1])
    found = cluster(tracks.z0, sigma, significance(tracks, setup.sigma_xy), schedule)
    fitted = fit(tracks, found.vertex, found.z, Beam(sigma_x=setup.sigma_xy, sigma_y=setup.sigma_xy))
    counts = len(found.z), len(sample.position)
    return Reconstructed(sample, found, fitted, compare(found.vertex, sample.collision, *counts))


def crossings(
    setup: Setup, seeds: Iterable[int], detector: Detector, schedule: Schedule
) -> list[Reconstructed]:
    """Draw and reconstruct a crossing a seed."""
    drawn = (crossing(np.random.default_rng(seed), setup, detector) for seed in seeds)
    return [reconstruct(one, setup, schedule) for one in drawn]


def collisions(events: Iterable[Reconstructed]) -> pd.DataFrame:
    """Return one row a findable collision.

    Returns
    -------
    pandas.DataFrame
        ``tracks``, ``gap`` (distance to the nearest findable collision, mm) and ``found``.
    """
    frames = []
    for one in events:
        rows = np.flatnonzero(one.compared.findable)
        z = one.sample.position[rows, 2]
        order = np.argsort(z)
        apart = np.concatenate([[np.inf], np.diff(z[order]), [np.inf]])
        gap = np.empty(len(z))
        gap[order] = np.minimum(apart[1:], apart[:-1])
        tracks = np.bincount(one.sample.collision, minlength=len(one.sample.position))[rows]
        frames.append(pd.DataFrame({"tracks": tracks, "gap": gap, "found": one.compared.found[rows]}))
    return pd.concat(frames, ignore_index=True)


def by_gap(rows: pd.DataFrame, edges: Floats) -> pd.DataFrame:
    """Return the share of collisions that are found, in bins of the distance to the nearest neighbour.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``collisions``.
    edges : ndarray of float64
        mm.

    Returns
    -------
    pandas.DataFrame
        ``gap`` (mean of the bin, mm), ``all``, ``found``, ``efficiency``, ``low`` and ``high`` (one sigma).
    """
    which = np.digitize(rows["gap"], edges) - 1
    inside = (which >= 0) & (which < len(edges) - 1)
    grouped = rows[inside].groupby(which[inside])
    made = pd.DataFrame(
        {"gap": grouped["gap"].mean(), "all": grouped.size(), "found": grouped["found"].sum()}
    ).reset_index(drop=True)
    low, high = clopper_pearson(made["found"], made["all"])
    return made.assign(efficiency=made["found"] / made["all"], low=low, high=high)


def distance_for(binned: pd.DataFrame, share: float) -> float:
    """Return the distance at which this share of the collisions is first found, mm; NaN where it never is.

    Notes
    -----
    Of two collisions in one vertex the heavier counts as found, so that even at no distance half of them are.
    """
    values, gaps = binned["efficiency"].to_numpy(), binned["gap"].to_numpy()
    above = np.flatnonzero((values[:-1] < share) & (values[1:] >= share))
    if not len(above):
        return float("nan")
    k = int(above[0])
    part = (share - values[k]) / (values[k + 1] - values[k])
    return float(gaps[k] + part * (gaps[k + 1] - gaps[k]))


def summed(events: list[Reconstructed]) -> dict[str, float]:
    """Return efficiency, mean numbers a crossing, and the share of each kind of vertex."""
    kinds = np.concatenate([one.compared.kind for one in events])
    findable = sum(int(one.compared.findable.sum()) for one in events)
    found = sum(int((one.compared.found & one.compared.findable).sum()) for one in events)
    shares = {name: float((kinds == k).mean()) if len(kinds) else np.nan for k, name in enumerate(KINDS)}
    return {
        "efficiency": found / findable if findable else np.nan,
        "findable": findable / len(events),
        "vertices": len(kinds) / len(events),
        **shares,
    }


def pile_up_scan(
    setup: Setup, pile_ups: Iterable[float], seeds: range, detector: Detector, schedule: Schedule
) -> pd.DataFrame:
    """Return ``summed`` for each pile-up, one row each."""
    rows = []
    for pile_up in pile_ups:
        made = crossings(replace(setup, pile_up=pile_up), seeds, detector, schedule)
        rows.append({"pile_up": pile_up, **summed(made)})
    return pd.DataFrame(rows)


def residuals(events: Iterable[Reconstructed]) -> pd.DataFrame:
    """Return one row a clean vertex.

    Returns
    -------
    pandas.DataFrame
        ``tracks`` (of the vertex), and for each direction the ``dx``, ``dy``, ``dz`` (mm) to the truth and
        the pull ``px``, ``py``, ``pz``.
    """
    frames = []
    for one in events:
        clean = np.flatnonzero(one.compared.kind == CLEAN)
        at = one.sample.position[one.compared.collision[clean]]
        d = one.vertices.position[clean] - at
        sigma = np.sqrt(np.diagonal(one.vertices.covariance[clean], axis1=1, axis2=2))
        used = one.clusters.vertex[one.clusters.vertex >= 0]
        tracks = np.bincount(used, minlength=len(one.clusters.z))[clean]
        columns = dict(zip(("dx", "dy", "dz", "px", "py", "pz"), [*d.T, *(d / sigma).T], strict=True))
        frames.append(pd.DataFrame({"tracks": tracks, **columns}))
    return pd.concat(frames, ignore_index=True)


def core(values: pd.Series) -> float:
    """Return half of the width that holds the middle 68.3 %: a width that outliers hardly move."""
    low, high = np.percentile(values, [15.87, 84.13])
    return float(high - low) / 2


def by_tracks(rows: pd.DataFrame, edges: Iterable[int]) -> pd.DataFrame:
    """Return the resolution in z and x by the number of tracks of a vertex.

    Returns
    -------
    pandas.DataFrame
        ``tracks`` (mean of the bin), ``vertices``, ``z`` and ``x`` (core widths, um).
    """
    bins = np.asarray(list(edges))
    which = np.digitize(rows["tracks"], bins) - 1
    made = []
    for k in range(len(bins) - 1):
        some = rows[which == k]
        if len(some) >= 20:
            widths = {"z": 1e3 * core(some["dz"]), "x": 1e3 * core(some["dx"])}
            made.append({"tracks": some["tracks"].mean(), "vertices": len(some), **widths})
    return pd.DataFrame(made, columns=["tracks", "vertices", "z", "x"])


def tree(clusters: Clusters) -> pd.DataFrame:
    """Return every prototype at every temperature, with the one that it comes from.

    Returns
    -------
    pandas.DataFrame
        ``temperature`` and ``z`` (mm), and ``from_temperature`` and ``from_z`` of the nearest prototype
        one step hotter; hottest first, where the prototype is its own.
    """
    rows = []
    hotter, above = clusters.history[0] if clusters.history else (0.0, np.empty(0))
    for temperature, zs in clusters.history:
        for z in zs:
            parent = float(above[np.abs(above - z).argmin()])
            rows.append((temperature, z, hotter, parent))
        hotter, above = temperature, zs
    return pd.DataFrame(rows, columns=["temperature", "z", "from_temperature", "from_z"])
