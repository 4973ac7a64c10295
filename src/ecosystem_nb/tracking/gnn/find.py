"""Find tracks: from the hits of an event through all five stages."""

import time
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import within
from ecosystem_nb.tracking.gnn.graph import Edges, Points, Singles, points, radius_graph
from ecosystem_nb.tracking.gnn.networks import Networks, trained
from ecosystem_nb.tracking.gnn.tracks import connected, walked
from ecosystem_nb.tracking.tracks import Tracks

Builder = Literal["components", "walkthrough"]
STAGES = ("embedding", "graph", "filter", "interaction network", "tracks")


@dataclass(frozen=True)
class Settings:
    """Where each stage cuts.

    Attributes
    ----------
    radius : float
        In the embedding, no unit.
    cut : float
        Lowest score of the filter, 0 to 1.
    threshold : float
        Lowest score of the interaction network, 0 to 1.
    build : "walkthrough" or "components"
    fewest : int
        Hits of the shortest track.
    """

    radius: float = 0.55
    cut: float = 0.05
    threshold: float = 0.5
    build: Builder = "walkthrough"
    fewest: int = 6

    def __post_init__(self) -> None:
        within("radius", self.radius, "1", above=0)
        within("cut", self.cut, "1", least=0, most=1)
        within("threshold", self.threshold, "1", least=0, most=1)
        within("fewest", self.fewest, "hits", least=1)
        if self.build not in {"components", "walkthrough"}:
            raise ValueError(f"build = {self.build!r}: expected components or walkthrough")


@dataclass(frozen=True, eq=False)
class Found:
    """What each stage made of one event.

    Attributes
    ----------
    hits : Points
    places : ndarray of float32, shape (N, D)
        The embedding.
    graph : ndarray of int64, shape (2, E)
        Neighbours in the embedding.
    sifted : ndarray of float32, shape (E,)
        The filter's score of each of them.
    edges : ndarray of int64, shape (2, F)
        Those that the filter keeps.
    scores : ndarray of float32, shape (steps, F)
        The interaction network's score of each of those, after each step.
    tracks : Tracks
        Rows of the event as it came in.
    seconds : mapping of str to float
        Processor time of each stage.
    """

    hits: Points
    places: Singles
    graph: Edges
    sifted: Singles
    edges: Edges
    scores: Singles
    tracks: Tracks
    seconds: dict[str, float]


def find(
    x: ArrayLike,
    y: ArrayLike,
    z: ArrayLike,
    layer: ArrayLike,
    *,
    settings: Settings | None = None,
    networks: Networks | None = None,
) -> Found:
    """Find the tracks of one event.

    Parameters
    ----------
    x, y, z : array_like of float64, shape (N,)
        Measured positions, mm.
    layer : array_like of int, shape (N,)
        Row of the detector.
    settings : Settings, optional
    networks : Networks, optional
        From ``networks.trained`` unless told.

    Returns
    -------
    Found

    Raises
    ------
    ValueError
        Where a coordinate is not finite, or the graph would not fit into memory.

    Notes
    -----
    ``make train-gnn`` trains the networks, on the generic detector at the pile-ups of ``training.recipe``,
    and writes their lineage beside them.  Edges, and with them cost, grow faster than the number of hits.

    References
    ----------
    Ju et al., arXiv:2103.06995.
    """
    chosen, using = settings or Settings(), networks or trained()
    clock = [time.process_time()]

    def tick() -> None:
        clock.append(time.process_time())

    hits = points(x, y, z, layer)
    places = using.embed(hits)
    tick()
    graph = radius_graph(places, chosen.radius, hits.layer)
    tick()
    sifted = using.sift(hits, graph)
    edges = graph[:, sifted >= chosen.cut]
    tick()
    scores = using.interact(hits, edges)
    tick()
    tracks = build(hits, edges, scores[-1], chosen)
    tick()
    seconds = dict(zip(STAGES, np.diff(clock).tolist(), strict=True))
    return Found(hits, places, graph, sifted, edges, scores, tracks, seconds)


def build(hits: Points, edges: Edges, scores: Singles, settings: Settings) -> Tracks:
    """Make tracks of scored edges.

    Parameters
    ----------
    hits : Points
    edges : ndarray of int64, shape (2, F)
        Sorted by their inner end.
    scores : ndarray of float32, shape (F,)
    settings : Settings

    Returns
    -------
    Tracks
    """
    good = scores >= settings.threshold
    if settings.build == "components":
        return connected(edges[:, good], hits.order, fewest=settings.fewest)
    return walked(edges[:, good], scores[good], hits.order, fewest=settings.fewest)
