"""How crowded an event is: pairs and triplets by pile-up, hits a module, neighbours of a hit."""

import math
from collections.abc import Iterable
from dataclasses import replace

import awkward as ak
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.tracking.detector.layers import Detector, generic
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.kernels.neighbours import count_pairs, nearest_foreign
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.helix.kernels import CURVATURE

LAYERS = (0, 1, 2)  # the three innermost barrel layers
FURTHEST = 100.0  # standard deviations: where the search for a neighbour ends
_SQRT12 = 12.0**0.5


def window(r_in: float, r_out: float, pt: float, field: float) -> float:
    r"""Return by how much the azimuth of a particle from the beam line turns between two radii.

    .. math:: \Delta\varphi = \arcsin\frac{c B r_2}{2 p_T} - \arcsin\frac{c B r_1}{2 p_T}

    Parameters
    ----------
    r_in, r_out : float
        mm.
    pt : float
        GeV.
    field : float
        T.

    Returns
    -------
    float
        rad.

    Raises
    ------
    ValueError
        Where the particle does not get to the outer radius.

    Examples
    --------
    >>> round(1e3 * window(32.0, 72.0, 1.0, 2.0), 2)  # mrad
    11.99
    """
    half = 0.5 * CURVATURE * field / pt
    within("pt", pt, "GeV", above=0.5 * CURVATURE * field * r_out)
    return math.asin(half * r_out) - math.asin(half * r_in)


def combinatorics(
    event: ak.Record, pt: float, reach: float, detector: Detector | None = None
) -> dict[str, int]:
    """Count pairs and triplets of hits on the three innermost barrel layers.

    Parameters
    ----------
    event : awkward.Record
        One of ``generate``'s.
    pt : float
        Least transverse momentum that the windows in azimuth are made for, GeV.
    reach : float
        Most that a pair may point away from the middle of the detector along the beam, mm.
    detector : Detector, optional
        The generic one unless told.

    Returns
    -------
    dict of str to int
        ``hits``; ``any_pairs`` and ``any_triplets``: all combinations; ``pairs``: those within the windows;
        ``triplets``: two of these that share the middle hit; ``true_pairs`` and ``true_triplets``: of one
        particle above ``pt``.  Pairs are those of the first and second layer.

    Notes
    -----
    The windows leave no room for scattering and for resolution: they are the least that anyone must try.
    """
    chosen = generic() if detector is None else detector
    layer = ak.to_numpy(event.hits.layer)
    x, y, z = (ak.to_numpy(event.hits[name]) for name in "xyz")
    owner = ak.to_numpy(event.hits.particle)
    momenta = np.hypot(ak.to_numpy(event.particles.px), ak.to_numpy(event.particles.py))
    columns, owners = [], []
    for one in LAYERS:
        rows = np.flatnonzero(layer == one)
        phi = np.arctan2(y[rows], x[rows])
        order = np.argsort(phi)
        columns.append((phi[order], z[rows][order]))
        owners.append({int(i) for i in owner[rows] if i >= 0 and momenta[i] > pt})
    radii = [float(chosen.position[one]) for one in LAYERS]
    onward, backward = [], []
    for i in (0, 1):
        turn = window(radii[i], radii[i + 1], pt, chosen.field)
        two = count_pairs(*columns[i], *columns[i + 1], radii[i], radii[i + 1], turn, reach)
        onward.append(two[0])
        backward.append(two[1])
    sizes = [len(one[0]) for one in columns]
    return {
        "hits": len(layer),
        "any_pairs": math.prod(sizes[:2]),
        "any_triplets": math.prod(sizes),
        "pairs": int(onward[0].sum()),
        "triplets": int((backward[0] * onward[1]).sum()),
        "true_pairs": len(owners[0] & owners[1]),
        "true_triplets": len(owners[0] & owners[1] & owners[2]),
    }


def growth(
    setup: Setup, levels: Iterable[float], *, events: int, seed: int, pt: float, reach: float
) -> pd.DataFrame:
    """Count pairs and triplets at several levels of pile-up.

    Parameters
    ----------
    setup : Setup
        Its pile-up is replaced.
    levels : iterable of float
        Mean numbers of soft interactions.
    events : int
        Events at the highest level; at lower ones more, up to 20 times, for there they differ more.
    seed : int
        Of each level's first event; the others take the next ones.
    pt : float
        GeV.
    reach : float
        mm.

    Returns
    -------
    pandas.DataFrame
        ``pile_up``, and the mean of each count of ``combinatorics``.
    """
    wanted = list(levels)
    rows = []
    for level in wanted:
        several = math.ceil(events * min(max(wanted) / max(level, 1.0), 20.0))
        made = generate(replace(setup, pile_up=level), range(seed, seed + several))
        counts = [combinatorics(one, pt, reach) for one in made]
        rows.append({"pile_up": level} | pd.DataFrame(counts).mean().to_dict())
    return pd.DataFrame(rows)


def exponent(x: ArrayLike, y: ArrayLike) -> float:
    """Return the slope of y against x on two logarithmic scales, by least squares.

    Parameters
    ----------
    x, y : array_like of float64
        Above 0, at least two of each.

    Returns
    -------
    float

    Examples
    --------
    >>> round(exponent([1.0, 2.0, 4.0], [3.0, 12.0, 48.0]), 9)
    2.0
    """
    return float(
        np.polyfit(np.log(within("x", x, "1", above=0.0)), np.log(within("y", y, "1", above=0.0)), 1)[0]
    )


def exponent_of(table: pd.DataFrame, name: str) -> float:
    """Return the exponent with which a count of ``growth`` grows with the pile-up.

    Parameters
    ----------
    table : pandas.DataFrame
        Of ``growth``.
    name : str
        Column.

    Returns
    -------
    float
        0 where fewer than two levels have both above 0.
    """
    some = table[(table["pile_up"] > 0) & (table[name] > 0)]
    return exponent(some["pile_up"], some[name]) if len(some) > 1 else 0.0


def above(events: ak.Array, pt: float) -> float:
    """Return the share of particles above a transverse momentum.

    Parameters
    ----------
    events : awkward.Array
        Of ``generate``.
    pt : float
        GeV.

    Returns
    -------
    float
        0 where there are no particles.
    """
    momenta = np.hypot(*(ak.to_numpy(ak.flatten(events.particles[name])) for name in ("px", "py")))
    return float((momenta > pt).mean()) if len(momenta) else 0.0


def spectrum(events: ak.Array, fewest: int = 9, bins: int = 40) -> pd.DataFrame:
    """Return particles by transverse momentum.

    Parameters
    ----------
    events : awkward.Array
        Of ``generate``; at least one particle.
    fewest : int
        Hits of a particle that counts as long.
    bins : int
        Steps, even in the logarithm.

    Returns
    -------
    pandas.DataFrame
        ``pt`` (GeV, lower end of the step), ``count`` (an event and GeV, above 0), ``which``.
    """
    flat = ak.flatten(events.particles)
    momenta = np.hypot(ak.to_numpy(flat.px), ak.to_numpy(flat.py))
    edges = np.geomspace(momenta.min(), momenta.max() * (1 + 1e-9), bins + 1)
    tables = []
    for which, chosen in (
        ("all", momenta > 0),
        (f"{fewest} hits or more", ak.to_numpy(flat.nhits) >= fewest),
    ):
        count = np.histogram(momenta[chosen], edges)[0] / np.diff(edges) / len(events)
        tables.append(pd.DataFrame({"pt": edges[:-1], "count": count, "which": which}))
    both = pd.concat(tables, ignore_index=True)
    return both[both["count"] > 0].reset_index(drop=True)


def nearer(far: Floats, kinds: NDArray[np.str_]) -> pd.DataFrame:
    """Return the share of hits that have a foreign neighbour nearer than some distance.

    Parameters
    ----------
    far : ndarray of float64, shape (N,)
        Of ``neighbours``.
    kinds : ndarray of str, shape (N,)
        Kind of each hit's sensor.

    Returns
    -------
    pandas.DataFrame
        ``kind``, ``distance`` (standard deviations, 3 and 30 among them), ``share`` (above 0).
    """
    rows = [
        (str(kind), float(distance), float((far[kinds == kind] < distance).mean()))
        for kind in np.unique(kinds)
        for distance in [*np.geomspace(1.0, FURTHEST * 0.95, 22).tolist(), 3.0, 30.0]
    ]
    table = pd.DataFrame(rows, columns=["kind", "distance", "share"]).sort_values(["kind", "distance"])
    return table[table["share"] > 0].reset_index(drop=True)


def occupancy(events: ak.Array, detector: Detector | None = None) -> pd.DataFrame:
    """Return how full each layer is.

    Parameters
    ----------
    events : awkward.Array
        Of ``generate``; at least one.
    detector : Detector, optional
        The generic one unless told.

    Returns
    -------
    pandas.DataFrame
        By layer: ``kind`` ("pixel" or "strip"), ``shape``, ``position`` (mm), ``modules``, ``hits`` (an
        event), ``a_module`` (mean hits), ``fullest`` (most hits of one module in one event), ``share`` (hits
        over channels).

    Notes
    -----
    A hit counts one channel, so the share is a lower bound: clusters cover more.
    """
    chosen = generic() if detector is None else detector
    flat = ak.flatten(events.hits)
    layer, module = ak.to_numpy(flat.layer), ak.to_numpy(flat.module).astype(np.int64)
    which = np.repeat(np.arange(len(events)), ak.to_numpy(ak.num(events.hits)))
    hits = np.bincount(layer, minlength=len(chosen)) / len(events)
    cells, counts = np.unique(np.stack([layer, which, module]), axis=1, return_counts=True)
    fullest = np.zeros(len(chosen), dtype=np.int64)
    np.maximum.at(fullest, cells[0], counts)
    width = chosen.high - chosen.low
    area = np.where(
        chosen.barrel, 2 * np.pi * chosen.position * width, np.pi * (chosen.high**2 - chosen.low**2)
    )
    channels = area / (12.0 * chosen.sigma_u * chosen.sigma_v)
    return pd.DataFrame(
        {
            "layer": np.arange(len(chosen)),
            "kind": np.where(chosen.sigma_u * _SQRT12 > 0.06, "strip", "pixel"),
            "shape": np.where(chosen.barrel, "barrel", "disc"),
            "position": chosen.position,
            "modules": chosen.modules,
            "hits": hits,
            "a_module": hits / chosen.modules,
            "fullest": fullest,
            "share": hits / channels,
        }
    )


def neighbours(event: ak.Record, detector: Detector | None = None) -> NDArray[np.float64]:
    """Return how far the nearest hit of another particle lies from each hit.

    Parameters
    ----------
    event : awkward.Record
        One of ``generate``'s.
    detector : Detector, optional
        The generic one unless told.

    Returns
    -------
    ndarray of float64, shape (N,)
        In standard deviations of the layer's resolution, ``FURTHEST`` where there is none so near.
    """
    chosen = generic() if detector is None else detector
    layer = ak.to_numpy(event.hits.layer)
    x, y, z = (ak.to_numpy(event.hits[name]) for name in "xyz")
    owner = ak.to_numpy(event.hits.particle).astype(np.int64)
    r, phi = np.hypot(x, y), np.arctan2(y, x)
    far: Floats = np.full(len(layer), FURTHEST)
    for one in range(len(chosen)):
        rows = np.flatnonzero(layer == one)
        rows = rows[np.argsort(phi[rows])]
        v = z[rows] if chosen.barrel[one] else r[rows]
        sigmas = (chosen.sigma_u[one], chosen.sigma_v[one])
        far[rows] = nearest_foreign(phi[rows], v, r[rows], owner[rows], *sigmas, FURTHEST)
    return far
