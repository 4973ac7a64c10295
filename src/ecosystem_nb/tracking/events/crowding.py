"""How crowded an event is: soft and hard particles, hits a module, neighbours of a hit."""

import awkward as ak
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.detector.layers import Detector, generic
from ecosystem_nb.tracking.events.kernels.neighbours import nearest_foreign

FURTHEST = 100.0  # standard deviations: where the search for a neighbour ends
_SQRT12 = 12.0**0.5


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
