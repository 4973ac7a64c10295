"""Link hits to segments, triplets and quintuplets, join them with pixel seeds, and clean: tracks."""

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import curvature, layer_table, outward
from ecosystem_nb.tracking.hits.arrange import Hits
from ecosystem_nb.tracking.seeding.find import Cuts as SeedCuts
from ecosystem_nb.tracking.seeding.find import find as find_seeds
from ecosystem_nb.tracking.seeding.triples import triples
from ecosystem_nb.tracking.segments.connect import connections
from ecosystem_nb.tracking.segments.kernels import drivers
from ecosystem_nb.tracking.tracks import Tracks

Pairs = NDArray[np.int32]


@dataclass(frozen=True)
class Cuts:
    """What linked pieces must fulfil.

    Attributes
    ----------
    pt_min : float
        Least transverse momentum, GeV.
    z0 : float
        Most distance along the beam of the point from which a segment seems to come, mm.
    impact : float
        Most transverse distance of a triplet's circle from the beam, beyond scattering, mm.
    stub : float
        Most difference between the curvature of a mini-doublet and that of a segment, standard deviations.
    kink : float
        Most change of cot theta within a triplet, standard deviations.
    spread : float
        Most difference between the curvatures of a quintuplet's triplets, standard deviations.
    circle, line : float
        Most chi-squared a degree of freedom of the fits in the transverse plane and along the path.
    look : float
        Windows of a seed's prediction, in units of three standard deviations.
    pick : float
        Window of an added hit, standard deviations.
    shared : float
        Most hits shared with better tracks, as a share of the track's.
    skip : int
        How many layers a segment may pass over.
    hits : int
        Least hits of a track.
    """

    pt_min: float = 0.8
    z0: float = 150.0
    impact: float = 10.0
    stub: float = 4.0
    kink: float = 4.0
    spread: float = 4.0
    circle: float = 6.0
    line: float = 6.0
    look: float = 1.0
    pick: float = 4.0
    shared: float = 0.3
    skip: int = 0
    hits: int = 6

    def __post_init__(self) -> None:
        within("pt_min", self.pt_min, "GeV", least=0.1, most=100)
        within("z0", self.z0, "mm", above=0, most=1000)
        within("impact", self.impact, "mm", least=0, most=500)
        for name in ("stub", "kink", "spread", "circle", "line", "look", "pick"):
            within(name, getattr(self, name), "1", above=0, most=1000)
        within("shared", self.shared, "1", least=0, most=1)
        within("skip", self.skip, "1", least=0, most=2)
        within("hits", self.hits, "1", least=3, most=30)

    def array(self) -> NDArray[np.float32]:
        """Return the numbers in the order in which the kernels take them."""
        numbers = [self.pt_min, self.z0, self.impact, self.stub, self.kink, self.spread]
        return np.array([*numbers, self.circle, self.line, self.look, self.pick], dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Linked:
    """All linked objects of the events, each as rows of the ones before.

    Attributes
    ----------
    segments : ndarray of int32, shape (S, 2)
        Inner and outer hit, rows of the sorted hits.
    segment_start : ndarray of int64, shape (N + 1,)
        Where the segments begin that start at each hit.
    triplets : ndarray of int32, shape (T, 2)
        Inner and outer segment; they share a hit.
    triplet_start : ndarray of int64, shape (S + 1,)
        Where the triplets begin that start with each segment.
    quintuplets : ndarray of int32, shape (Q, 2)
        Inner and outer triplet; they share a hit.
    quintuplet_start : ndarray of int64, shape (T + 1,)
        Where the quintuplets begin that start with each triplet.
    seeds : ndarray of int32, shape (K, 3)
        Pixel hits of each seed.
    links : ndarray of int32, shape (P, 3)
        Seed, triplet, and quintuplet or -1.
    seconds : dict of str to float
        Time of each stage.
    """

    segments: Pairs
    segment_start: NDArray[np.int64]
    triplets: Pairs
    triplet_start: NDArray[np.int64]
    quintuplets: Pairs
    quintuplet_start: NDArray[np.int64]
    seeds: Pairs
    links: Pairs
    seconds: dict[str, float] = field(default_factory=dict)

    def triplet_hits(self, rows: NDArray[np.integer]) -> Pairs:
        """Return the three hits of some triplets, shape (R, 3)."""
        inner, outer = self.triplets[rows, 0], self.triplets[rows, 1]
        return np.column_stack([self.segments[inner], self.segments[outer, 1]])

    def quintuplet_hits(self, rows: NDArray[np.integer]) -> Pairs:
        """Return the five hits of some quintuplets, shape (R, 5)."""
        inner, outer = self.quintuplets[rows, 0], self.quintuplets[rows, 1]
        return np.column_stack([self.triplet_hits(inner), self.triplet_hits(outer)[:, 1:]])


def link(hits: Hits, detector: Detector, cuts: Cuts | None = None) -> Linked:
    """Link hits to segments, triplets and quintuplets, and these to pixel seeds."""
    cuts = cuts or Cuts()
    numbers, c = cuts.array(), curvature(detector)
    table = layer_table(detector)
    follow = connections(detector, skip=cuts.skip, z0=cuts.z0)
    number = len(hits)
    seconds: dict[str, float] = {}
    began = perf_counter()
    place = (hits.x, hits.y, hits.z)
    window = (
        hits.r, hits.phi, hits.q, hits.layer, hits.event, hits.cell_start, hits.q_low, hits.q_per_mm, hits.rows,
        hits.columns, table, hits.off,
    )  # fmt: skip

    def done(name: str) -> None:
        nonlocal began
        now = perf_counter()
        seconds[name] = now - began
        began = now

    items = np.flatnonzero(follow.strips[hits.layer]).astype(np.int32)
    stub, stub_var = np.zeros(1, np.float32), np.zeros(len(detector), np.float32)

    def segments(out: Pairs, start: NDArray[np.int64], write: bool) -> None:
        drivers.segments(
            items, *place, *window, follow.linked.start, follow.linked.layers, stub, stub_var, c, numbers, out,
            start, write,
        )  # fmt: skip

    two, two_start = _count_and_fill(segments, number, 2)
    done("segments")

    def triplets(out: Pairs, start: NDArray[np.int64], write: bool) -> None:
        drivers.triplets(two, two_start, *place, hits.r, hits.layer, table, c, numbers, out, start, write)

    three, three_start = _count_and_fill(triplets, len(two), 2)
    done("triplets")

    def quintuplets(out: Pairs, start: NDArray[np.int64], write: bool) -> None:
        drivers.quintuplets(
            three, three_start, two, two_start, *place, hits.layer, table, c, numbers, out, start, write
        )

    five, five_start = _count_and_fill(quintuplets, len(three), 2)
    done("quintuplets")
    seeds = find_seeds(hits, detector, triples(detector, last=4), SeedCuts(pt_min=0.9 * cuts.pt_min)).hits
    done("seeds")

    def links(out: Pairs, start: NDArray[np.int64], write: bool) -> None:
        drivers.pixel_links(
            seeds, three, three_start, two, two_start, five, five_start, *place, *window, follow.entered.start,
            follow.entered.layers, c, numbers, out, start, write,
        )  # fmt: skip

    joined, _ = _count_and_fill(links, len(seeds), 3)
    done("pixel links")
    return Linked(two, two_start, three, three_start, five, five_start, seeds, joined, seconds)


def _count_and_fill(kernel, items: int, width: int) -> tuple[Pairs, NDArray[np.int64]]:
    """Count the objects of every item, sum the counts to places, and fill them."""
    start = np.zeros(items + 1, np.int64)
    nothing = np.empty((0, width), np.int32)
    kernel(nothing, start, False)
    start[1:] = np.cumsum(start[:-1])
    start[0] = 0
    out = np.empty((int(start[-1]), width), np.int32)
    kernel(out, start, True)
    return out, start


def find(hits: Hits, detector: Detector, cuts: Cuts | None = None) -> Tracks:
    """Find tracks."""
    return finish(hits, detector, link(hits, detector, cuts), cuts)


def finish(hits: Hits, detector: Detector, linked: Linked, cuts: Cuts | None = None) -> Tracks:
    """Turn linked objects into tracks: one each, with all of their hits."""
    cuts = cuts or Cuts()
    began = perf_counter()
    found, lengths = candidates(linked)
    orders = outward(detector)
    longer = np.zeros((len(found), orders.shape[1]), np.int32)
    size = np.zeros(len(found), np.int32)
    states = np.zeros((len(found), 6), np.float32)
    chi2 = np.zeros(len(found), np.float32)
    drivers.extensions(
        found, lengths, hits.x, hits.y, hits.z, hits.r, hits.phi, hits.q, hits.layer, hits.event, hits.cell_start,
        hits.q_low, hits.q_per_mm, hits.rows, hits.columns, layer_table(detector), hits.off, orders,
        curvature(detector), cuts.array(), longer, size, states, chi2,
    )  # fmt: skip
    linked.seconds["extensions"] = perf_counter() - began
    began = perf_counter()
    kind = np.where(lengths == 5, 2, np.where(lengths == 6, 1, 0))
    kind = np.maximum(kind, 0)
    order = np.lexsort((chi2, -size, kind))
    rank = np.empty(len(found), np.int32)
    rank[order] = np.arange(len(found), dtype=np.int32)
    keep = drivers.clean(longer, size, rank, len(hits), np.float32(cuts.shared))
    keep &= size >= cuts.hits
    inside = np.arange(longer.shape[1]) < size[keep, None]
    linked.seconds["cleaning"] = perf_counter() - began
    return Tracks(
        np.append(0, np.cumsum(size[keep])).astype(np.int64),
        hits.order[longer[keep][inside]],
        states[keep],
        None,
        chi2[keep],
    )


def candidates(linked: Linked) -> tuple[Pairs, NDArray[np.int32]]:
    """Return the hits of every candidate track, shape (C, 8), and how many they are."""
    seed, three, five = linked.links.T
    whole = five >= 0
    ends = np.arange(len(linked.quintuplets))
    eight = np.column_stack([linked.seeds[seed[whole]], linked.quintuplet_hits(five[whole])])
    six = np.column_stack([linked.seeds[seed[~whole]], linked.triplet_hits(three[~whole])])
    parts = [eight, six, linked.quintuplet_hits(ends)]
    found = np.full((sum(len(one) for one in parts), 8), -1, np.int32)
    lengths = np.repeat(np.array([8, 6, 5], np.int32), [len(one) for one in parts])
    begin = 0
    for one in parts:
        found[begin : begin + len(one), : one.shape[1]] = one
        begin += len(one)
    return found, lengths
