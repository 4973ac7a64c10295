"""What the linked objects of an event are made of, seen with the truth beside them."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import curvature
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.hits.arrange import Hits, arrange
from ecosystem_nb.tracking.scoring.score import Scored, score
from ecosystem_nb.tracking.scoring.truth import Selection, Truth, truth
from ecosystem_nb.tracking.segments.find import finish
from ecosystem_nb.tracking.segments.kernels.cuts import same_bend, segment_bend, triplet_shape
from ecosystem_nb.tracking.segments.link import link, matter
from ecosystem_nb.tracking.segments.objects import Cuts, Linked
from ecosystem_nb.tracking.tracks import Tracks

_LOOSE = 40.0  # standard deviations
_MOST = 20_000  # objects of a figure


@dataclass(frozen=True, eq=False)
class Studied:
    """One event with what was linked of it.

    Attributes
    ----------
    hits : Hits
    known : Truth
    linked : Linked
    tracks : Tracks
    """

    hits: Hits
    known: Truth
    linked: Linked
    tracks: Tracks

    def scored(self, selection: Selection) -> Scored:
        """Score the tracks."""
        return score(self.tracks, self.known, selection)


def sample(setup: Setup, seed: int, detector: Detector) -> tuple[Hits, Truth]:
    """Return the sorted hits of one generated event, and its truth."""
    event = generate(setup, [seed], detector)[0]
    of = {name: np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer", "particle")}
    hits = arrange(of["x"], of["y"], of["z"], of["layer"], detector)
    return hits, truth(of["particle"], event.particles)


def study(setup: Setup, seed: int, detector: Detector, cuts: Cuts) -> Studied:
    """Generate one event, and link it."""
    hits, known = sample(setup, seed, detector)
    linked = link(hits, detector, cuts)
    return Studied(hits, known, linked, finish(linked, detector, cuts))


def of_one(rows: NDArray[np.integer], owner: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Tell which objects, rows of points, have all their points from one particle."""
    of = owner[rows]
    same: NDArray[np.bool_] = (of == of[:, :1]).all(axis=1) & (of[:, 0] >= 0)
    return same


def funnel(studied: Studied) -> pd.DataFrame:
    """Return how many objects of each kind there are, and which share of them is true.

    Returns
    -------
    pandas.DataFrame
        ``object``, ``count`` and ``share``; a track is true when more than 75 % of its hits are one
        particle's.
    """
    linked, owner = studied.linked, studied.known.particle[studied.linked.points.inner]
    rows: list[tuple[str, int, float]] = []
    if linked.counts["mini-doublets"]:
        pair = linked.points.outer >= 0
        true = owner[pair] == studied.known.particle[linked.points.outer[pair]]
        rows.append(("mini-doublets", int(pair.sum()), float((true & (owner[pair] >= 0)).mean())))
    every = {
        "segments": linked.segments,
        "triplets": linked.triplet_hits(np.arange(len(linked.triplets))),
        "quintuplets": linked.quintuplet_hits(np.arange(len(linked.quintuplets))),
    }
    rows += [(name, len(of), float(of_one(of, owner).mean())) for name, of in every.items()]
    outcome = studied.scored(Selection()).matched["CMS"].outcome
    rows.append(("tracks", len(outcome), float((outcome > 0).mean())))
    return pd.DataFrame(rows, columns=["object", "count", "share"])


def cut_values(hits: Hits, known: Truth, detector: Detector, cuts: Cuts) -> dict[str, pd.DataFrame]:
    """Return the variable of three cuts for true and false objects, with that cut opened wide.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``segments``: 1/pT by the beam, 1/GeV; ``triplets``: change of cot theta, deviations;
        ``quintuplets``: change of curvature, deviations.  Columns ``value`` and ``true``.
    """
    c, table = curvature(detector), matter(detector)
    x, y, z, layer = hits.x, hits.y, hits.z, hits.layer
    owner = known.particle[hits.order]

    def framed(rows: NDArray[np.integer], values: list[float]) -> pd.DataFrame:
        return pd.DataFrame({"value": np.abs(values), "true": of_one(rows, owner)})

    soft = link(hits, detector, replace(cuts, pt_min=cuts.pt_min / 2))
    two = _some(soft.segments)
    bends = [segment_bend(x[a], y[a], x[b], y[b]) / c for a, b in two]
    kinked = link(hits, detector, replace(cuts, kink=_LOOSE))
    three = _some(kinked.triplet_hits(np.arange(len(kinked.triplets))))
    kinks = [triplet_shape(a, b, d, x, y, z, layer, table, c)[3] ** 0.5 for a, b, d in three]
    spread = link(hits, detector, replace(cuts, spread=_LOOSE, circle=1000.0))
    five = _some(spread.quintuplet_hits(np.arange(len(spread.quintuplets))))

    def change(a: int, b: int, d: int, e: int, f: int) -> float:
        one = triplet_shape(a, b, d, x, y, z, layer, table, c)
        two = triplet_shape(d, e, f, x, y, z, layer, table, c)
        inner, outer = (np.hypot(x[j] - x[i], y[j] - y[i]) for i, j in ((a, d), (d, f)))
        shared = table[layer[d]]
        pull2 = same_bend(
            one[0], inner, two[0], outer, (one[2] + two[2]) / 2, shared[6], shared[0], table[layer[b], 4],
            table[layer[e], 4], c,
        )  # fmt: skip
        return float(pull2**0.5)

    return {
        "segments": framed(two, bends),
        "triplets": framed(three, kinks),
        "quintuplets": framed(five, [change(*row) for row in five]),
    }


def _some(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return every n-th row, so many that a figure has enough."""
    return rows[:: max(1, len(rows) // _MOST)]


def shares(values: pd.DataFrame, most: float, bins: int = 30) -> pd.DataFrame:
    """Return the share of true and of false objects in bins of a cut's variable, up to ``most``."""
    edges = np.linspace(0.0, most, bins + 1)
    parts = []
    for true, name in ((True, "one particle"), (False, "several")):
        these = values.loc[values["true"] == true, "value"].to_numpy()
        count: Floats = np.histogram(these, edges)[0] / max(len(these), 1)
        parts.append(pd.DataFrame({"from": edges[:-1], "to": edges[1:], "share": count, "hits of": name}))
    return pd.concat(parts, ignore_index=True)
