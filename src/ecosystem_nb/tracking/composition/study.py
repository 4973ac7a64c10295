"""What the page on composed finders compares."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ecosystem_nb.tracking.composition.chains import (
    graph_tracks,
    kalman_then_segments,
    refit,
    segments_then_kalman,
)
from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.hits.arrange import Hits, of_event
from ecosystem_nb.tracking.mkfit.find import find
from ecosystem_nb.tracking.scoring.score import Scored, efficiency_by, score, summary
from ecosystem_nb.tracking.scoring.truth import Selection, truth
from ecosystem_nb.tracking.seeding.find import Cuts
from ecosystem_nb.tracking.segments.find import find as link
from ecosystem_nb.tracking.segments.objects import Cuts as Pieces
from ecosystem_nb.tracking.tracks import Tracks

Chain = Callable[[Hits, Detector], Tracks]


def chains(pt_min: float, most: float) -> dict[str, Chain]:
    """Return the finders alone and composed, by name.

    Parameters
    ----------
    pt_min : float
        Least transverse momentum that they look for, GeV.
    most : float
        Most chi-squared for each degree of freedom of a refitted track.

    Returns
    -------
    dict of str to callable
        Each takes arranged hits and the detector.

    Examples
    --------
    >>> list(chains(0.9, 5.0))[0]
    'Kalman alone'
    """
    graphed = cache(graph_tracks)  # both chains with a graph begin with the same tracks
    cuts, pieces = Cuts(pt_min=pt_min, each=3), Pieces(pt_min=pt_min)
    return {
        "Kalman alone": lambda hits, detector: find(hits, detector, cuts),
        "segments alone": lambda hits, detector: link(hits, detector, pieces),
        "segments, refitted": lambda hits, detector: refit(
            link(hits, detector, pieces), hits, detector, most
        ),
        "graph alone": lambda hits, _: graphed(hits),
        "graph, refitted": lambda hits, detector: refit(graphed(hits), hits, detector, most),
        "segments seed Kalman": lambda hits, detector: segments_then_kalman(hits, detector, pieces),
        "Kalman, segments on the rest": lambda hits, detector: kalman_then_segments(
            hits, detector, cuts, pieces
        ),
    }


def scored(
    events: Sequence[Any], detector: Detector, finders: Mapping[str, Chain], selection: Selection
) -> dict[str, list[Scored]]:
    """Run every finder on every event, and score it.

    Parameters
    ----------
    events : sequence of awkward records
    detector : Detector
    finders : mapping of str to callable
    selection : Selection

    Returns
    -------
    dict of str to list of Scored
    """
    arranged = [of_event(event, detector) for event in events]
    known = [truth(np.asarray(event.hits.particle), event.particles) for event in events]
    return {
        name: [score(run(hits, detector), one, selection) for hits, one in zip(arranged, known, strict=True)]
        for name, run in finders.items()
    }


def table(found: Mapping[str, Sequence[Scored]], condition: str) -> pd.DataFrame:
    """Return one row a finder: efficiency by ACTS's definition, fakes by CMS's, the stricter for them.

    Parameters
    ----------
    found : mapping of str to sequence of Scored
    condition : str
        Named in each row.

    Returns
    -------
    pandas.DataFrame
        ``condition``, ``finder``, and ``efficiency``, ``fakes``, ``duplicates``, ``purity`` and ``hits`` (%).
    """
    rows = []
    for name, events in found.items():
        by = summary(events).set_index("definition")
        acts = by.loc["ACTS"]
        rows.append({
            "condition": condition,
            "finder": name,
            "efficiency": 100 * acts["efficiency"],
            "fakes": 100 * by.loc["CMS", "fake_rate"],
            "duplicates": 100 * acts["duplicate_rate"],
            "purity": 100 * acts["purity"],
            "hits": 100 * acts["hit_efficiency"],
        })  # fmt: skip
    return pd.DataFrame(rows)


def by_origin(found: Mapping[str, Sequence[Scored]], edges: Sequence[float]) -> pd.DataFrame:
    """Return the efficiency of each finder by the distance of the particle's origin from the beam.

    Parameters
    ----------
    found : mapping of str to sequence of Scored
    edges : sequence of float
        Of bins in the distance, mm.

    Returns
    -------
    pandas.DataFrame
        ``finder`` and the columns of ``efficiency_by`` for ACTS's definition, efficiencies in per cent.
    """
    parts = []
    for name, events in found.items():
        rows = efficiency_by(events, "displacement", edges)
        rows = rows[rows["definition"] == "ACTS"]
        shares = {column: 100 * rows[column] for column in ("efficiency", "low", "high") if column in rows}
        parts.append(rows.assign(finder=name, **shares))
    return pd.concat(parts, ignore_index=True)
