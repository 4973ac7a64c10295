"""The finders that are compared, by name."""

from collections.abc import Callable

import awkward as ak
import numpy as np

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.gnn.find import find as graph
from ecosystem_nb.tracking.hits.arrange import of_event
from ecosystem_nb.tracking.mkfit.find import Engine, Rules
from ecosystem_nb.tracking.mkfit.find import find as mkfit
from ecosystem_nb.tracking.seeding.find import Cuts
from ecosystem_nb.tracking.segments.find import find as link
from ecosystem_nb.tracking.segments.objects import Cuts as Pieces
from ecosystem_nb.tracking.tracks import Tracks

Finder = Callable[[ak.Record, Detector, float], Tracks]


def _kalman(engine: Engine) -> Finder:
    def run(event: ak.Record, detector: Detector, pt_min: float) -> Tracks:
        return mkfit(of_event(event, detector), detector, Cuts(pt_min=pt_min), Rules(engine=engine))

    return run


def _segments(event: ak.Record, detector: Detector, pt_min: float) -> Tracks:
    return link(of_event(event, detector), detector, Pieces(pt_min=pt_min))


def _graph(event: ak.Record, _detector: Detector, _pt_min: float) -> Tracks:
    """Its networks look for what they were trained on, from 0.8 GeV, whatever is asked."""
    return graph(*(np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer"))).tracks


FINDERS: dict[str, Finder] = {
    "Kalman, best hit": _kalman("best-hit"),
    "Kalman, clone engine": _kalman("clone"),
    "segment linking": _segments,
    "graph network": _graph,
}
"""Each takes an event, the detector and the least transverse momentum that it should find, GeV."""


def chosen(names: str) -> dict[str, Finder]:
    """Return finders by their names, separated by a semicolon; ``"all"`` for every one.

    Raises
    ------
    ValueError
        For a name that is not known.

    Examples
    --------
    >>> list(chosen("Kalman, best hit"))
    ['Kalman, best hit']
    """
    if names == "all":
        return dict(FINDERS)
    asked = [name.strip() for name in names.split(";")]
    for name in asked:
        if name not in FINDERS:
            raise ValueError(f"finder = {name!r}: expected all, or some of: {'; '.join(FINDERS)}")
    return {name: FINDERS[name] for name in asked}
