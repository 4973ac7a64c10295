"""How many pairs and triplets of hits an event has, and how they grow with pile-up."""

import math
from collections.abc import Iterable
from dataclasses import replace

import awkward as ak
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import within
from ecosystem_nb.tracking.detector.layers import Detector, generic
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.kernels.neighbours import count_pairs
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.helix.kernels import CURVATURE

LAYERS = (0, 1, 2)  # the three innermost barrel layers


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
