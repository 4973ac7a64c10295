"""What the page on seeds looks at: how many triplets there are, which are true, what each cut costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import curvature, layer_table
from ecosystem_nb.tracking.hits.arrange import Hits, of_event
from ecosystem_nb.tracking.scoring.truth import Selection, Truth, truth
from ecosystem_nb.tracking.seeding.find import Cuts, Seeds, find
from ecosystem_nb.tracking.seeding.triples import Triples


@dataclass(frozen=True, eq=False)
class Known:
    """One event's hits in order, and what is known of them.

    Attributes
    ----------
    hits : Hits
    truth : Truth
    particle : ndarray of int64, shape (N,)
        Particle of each sorted hit, -1 for noise.
    """

    hits: Hits
    truth: Truth
    particle: NDArray[np.int64]


def known(event: Any, detector: Detector) -> Known:
    """Arrange one event's hits and keep its truth beside them."""
    hits = of_event(event, detector)
    particle = np.asarray(event.hits.particle)
    return Known(hits, truth(particle, event.particles), particle[hits.order].astype(np.int64))


def is_true(seeds: Seeds, event: Known) -> NDArray[np.bool_]:
    """Return which seeds have their three hits from one particle."""
    owner = event.particle[seeds.hits]
    same: NDArray[np.bool_] = (owner[:, 0] >= 0) & (owner == owner[:, :1]).all(axis=1)
    return same


def variables(seeds: Seeds, event: Known, detector: Detector) -> pd.DataFrame:
    """Return what the cuts look at, for each seed.

    Parameters
    ----------
    seeds : Seeds
    event : Known
    detector : Detector

    Returns
    -------
    pandas.DataFrame
        ``pt`` (GeV), ``impact`` (mm), ``kink``, the change of cot theta in standard deviations, and ``true``.

    Notes
    -----
    The same formulas as the kernel's, over whole columns and in double precision.
    """
    hits, layers = event.hits, layer_table(detector).astype(np.float64)
    x, y, z = (getattr(hits, name).astype(np.float64)[seeds.hits].T for name in "xyz")
    r = np.hypot(x, y)
    bend, impact = _circle(x, y)
    cot = (z[1] - z[0]) / (r[1] - r[0])
    change = (z[2] - z[1]) / (r[2] - r[1]) - cot
    of = layers[hits.layer[seeds.hits].T]
    stretch = np.where(of[..., 0] > 0, 1.0, cot**2)
    gaps = 1 / (r[1] - r[0]), 1 / (r[2] - r[1])
    pt = float(curvature(detector)) / np.abs(bend)
    crossed = of[1, :, 6] * np.sqrt(1 + cot**2)
    crossed /= np.where(of[1, :, 0] > 0, 1.0, np.maximum(np.abs(cot), 0.1))
    variance = (0.0136 / pt) ** 2 * crossed * (1 + cot**2)
    for one, arm in enumerate((gaps[0], gaps[0] + gaps[1], gaps[1])):
        variance = variance + of[one, :, 5] * stretch[one] * arm**2
    return pd.DataFrame(
        {"pt": pt, "impact": impact, "kink": change / np.sqrt(variance), "true": is_true(seeds, event)}
    )


def _circle(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return signed curvature, 1/mm, and distance from the origin, mm, of circles through three points."""
    double = 2 * ((x[1] - x[0]) * (y[2] - y[0]) - (y[1] - y[0]) * (x[2] - x[0]))
    e = (x[1] - x[0]) * (x[0] + x[1]) + (y[1] - y[0]) * (y[0] + y[1])
    f = (x[2] - x[0]) * (x[0] + x[2]) + (y[2] - y[0]) * (y[0] + y[2])
    cx = ((y[2] - y[0]) * e - (y[1] - y[0]) * f) / double
    cy = ((x[1] - x[0]) * f - (x[2] - x[0]) * e) / double
    radius = np.hypot(x[0] - cx, y[0] - cy)
    return np.sign(double) / radius, np.abs(np.hypot(cx, cy) - radius)


def naive(hits: Hits, layers: Triples) -> float:
    """Return how many triplets there are if every hit of a layer goes with every hit of the next."""
    counts = np.diff(hits.layer_start).astype(np.float64)
    return float(counts[layers.layers].prod(axis=1).sum())


def judged(seeds: Seeds, event: Known, selection: Selection) -> dict[str, float]:
    """Return how good a set of seeds is.

    Parameters
    ----------
    seeds : Seeds
    event : Known
    selection : Selection
        Particles that should have a seed.

    Returns
    -------
    dict
        ``seeds``; ``efficiency``, share of the selected particles with a true seed; ``purity``, share of true
        seeds; ``each``, seeds for each selected particle.
    """
    true = is_true(seeds, event)
    wanted = np.flatnonzero(selection.of(event.truth))
    seeded = np.isin(wanted, event.particle[seeds.hits[true, 0]])
    count = max(len(wanted), 1)
    return {
        "seeds": float(len(seeds)),
        "efficiency": float(seeded.sum() / count),
        "purity": float(true.mean()) if len(true) else 0.0,
        "each": len(seeds) / count,
    }


def by_pile_up(
    events: Iterable[tuple[float, Known]],
    detector: Detector,
    layers: Triples,
    cuts: Cuts,
    selection: Selection,
) -> pd.DataFrame:
    """Return how triplets grow with pile-up.

    Parameters
    ----------
    events : iterable of (float, Known)
        Pile-up and event.
    detector : Detector
    layers : Triples
    cuts : Cuts
    selection : Selection

    Returns
    -------
    pandas.DataFrame
        ``pile_up``, ``hits``, ``naive``, and the columns of ``judged``.
    """
    rows = []
    for pile_up, event in events:
        seeds = find(event.hits, detector, layers, cuts)
        row = {"pile_up": pile_up, "hits": float(len(event.hits)), "naive": naive(event.hits, layers)}
        rows.append(row | judged(seeds, event, selection))
    return pd.DataFrame(rows)


def by_cut(  # noqa: PLR0917
    event: Known,
    detector: Detector,
    layers: Triples,
    cuts: Cuts,
    selection: Selection,
    values: dict[str, Sequence[float]],
) -> pd.DataFrame:
    """Move one cut after the other; return what each setting costs and brings.

    Parameters
    ----------
    event : Known
    detector : Detector
    layers : Triples
    cuts : Cuts
        The others stay as here.
    selection : Selection
    values : dict of str to sequence of float
        Names of attributes of ``Cuts`` and their values.

    Returns
    -------
    pandas.DataFrame
        ``cut``, ``value`` and the columns of ``judged``.
    """
    rows = []
    for name, settings in values.items():
        for value in settings:
            changes: dict[str, Any] = {name: value}
            seeds = find(event.hits, detector, layers, replace(cuts, **changes))
            rows.append({"cut": name, "value": float(value)} | judged(seeds, event, selection))
    return pd.DataFrame(rows)


def histogram(table: pd.DataFrame, column: str, edges: Sequence[float]) -> pd.DataFrame:
    """Return how many true and false seeds fall into each bin of one variable.

    Parameters
    ----------
    table : pandas.DataFrame
        From ``variables``.
    column : str
    edges : sequence of float

    Returns
    -------
    pandas.DataFrame
        ``low``, ``high``, ``kind`` ("of one particle" or "mixed") and ``count``.
    """
    rows = []
    for kind, part in (("of one particle", table[table["true"]]), ("mixed", table[~table["true"]])):
        counts, _ = np.histogram(part[column], edges)
        rows += [(low, high, kind, int(n)) for low, high, n in zip(edges, edges[1:], counts, strict=False)]
    return pd.DataFrame(rows, columns=["low", "high", "kind", "count"])
