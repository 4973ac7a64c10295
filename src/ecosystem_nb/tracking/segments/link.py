"""Link points to segments, triplets and quintuplets, and these to pixel seeds."""

from collections.abc import Callable
from time import process_time
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import curvature, layer_table
from ecosystem_nb.tracking.detector.pairs import partner
from ecosystem_nb.tracking.device import Device, require
from ecosystem_nb.tracking.hits.arrange import Hits
from ecosystem_nb.tracking.seeding.find import Cuts as SeedCuts
from ecosystem_nb.tracking.seeding.find import find as find_seeds
from ecosystem_nb.tracking.seeding.triples import triples
from ecosystem_nb.tracking.segments.connect import connections
from ecosystem_nb.tracking.segments.objects import Cuts, Linked, Pairs
from ecosystem_nb.tracking.segments.points import Points

Starts = NDArray[np.int64]


def drivers_of(device: str) -> ModuleType:
    """Return the loops over items on a device, ``"cpu"`` or ``"cuda"``."""
    if require(device) == "cuda":
        from ecosystem_nb.tracking.segments import cuda  # numba looks for a GPU when this is read

        return cuda
    from ecosystem_nb.tracking.segments.kernels import drivers

    return drivers


def matter(detector: Detector) -> NDArray[np.float32]:
    """Return the layers' constants, with the matter of both sensors at the inner one of a double layer."""
    table = layer_table(detector)
    other = partner(detector)
    inner = other > np.arange(len(detector))
    table[inner, 6] += table[other[inner], 6]
    return table


def window(hits: Hits) -> tuple[Any, ...]:
    """Return what a search for hits in windows takes, from phi on."""
    return (
        hits.phi, hits.q, hits.layer, hits.event, hits.cell_start, hits.q_low, hits.q_per_mm, hits.rows,
        hits.columns,
    )  # fmt: skip


def count_and_fill(
    kernel: Callable[[Pairs, Starts, bool], None], items: int, width: int
) -> tuple[Pairs, Starts]:
    """Count the objects of every item, sum the counts to places, and fill them in.

    Parameters
    ----------
    kernel : callable
        Takes the objects, where those of each item begin, and whether to write; writes the counts if not.
    items : int
        Number of items.
    width : int
        Columns of an object.

    Returns
    -------
    objects : ndarray of int32, shape (K, width)
    start : ndarray of int64, shape (items + 1,)

    Examples
    --------
    >>> def kernel(out, start, write):  # item k has k objects
    ...     for k in range(3):
    ...         if write:
    ...             out[start[k] : start[k] + k] = k
    ...         else:
    ...             start[k] = k
    >>> objects, start = count_and_fill(kernel, 3, 1)
    >>> objects[:, 0].tolist(), start.tolist()
    ([1, 2, 2], [0, 0, 1, 3])
    """
    start = np.zeros(items + 1, np.int64)
    kernel(np.empty((0, width), np.int32), start, False)
    start[1:] = np.cumsum(start[:-1])
    start[0] = 0
    objects = np.empty((int(start[-1]), width), np.int32)
    kernel(objects, start, True)
    return objects, start


def pair(hits: Hits, detector: Detector, cuts: Cuts, device: Device = "cpu") -> Points:
    """Return the mini-doublets of double layers, or the hits themselves where there are none.

    Parameters
    ----------
    hits : Hits
    detector : Detector
        With double layers from ``detector.pairs.double``, or without.
    cuts : Cuts
    device : {"cpu", "cuda"}

    Returns
    -------
    Points
    """
    other = partner(detector)
    if not (other >= 0).any():
        return Points.single(hits)
    run = drivers_of(device)
    inner = other > np.arange(len(detector))
    items = np.flatnonzero(inner[hits.layer]).astype(np.int32)

    def doublets(out: Pairs, start: Starts, write: bool) -> None:
        run.doublets(
            items, hits.x, hits.y, hits.z, hits.r, *window(hits), layer_table(detector), hits.off,
            other.astype(np.int32), curvature(detector), cuts.array(), out, start, write,
        )  # fmt: skip

    pairs, _ = count_and_fill(doublets, len(items), 2)
    return Points.doublets(hits, pairs, detector, cuts.array())


def link(hits: Hits, detector: Detector, cuts: Cuts | None = None, *, device: Device = "cpu") -> Linked:
    """Link the hits of one event, or of several.

    Parameters
    ----------
    hits : Hits
    detector : Detector
        On a plain detector a hit stands where LST has a mini-doublet, and adjacent layers are the pairs; on
        one with double layers mini-doublets come first.
    cuts : Cuts, optional
    device : {"cpu", "cuda"}

    Returns
    -------
    Linked

    Raises
    ------
    ValueError, NoDeviceError
        For a device that is not there; see ``device.require``.

    Notes
    -----
    Every kind of object is made in two passes over the ones before: count, sum, fill.  The order of the
    objects is that of the sorted hits, on any number of threads.
    """
    cuts = cuts or Cuts()
    run = drivers_of(device)
    clock = _Clock()
    points = pair(hits, detector, cuts, device)
    clock.lap("mini-doublets")
    numbers, c, table = cuts.array(), curvature(detector), matter(detector)
    follow = connections(detector, skip=cuts.skip, z0=cuts.z0)
    own = points.hits
    place = (own.x, own.y, own.z)
    search = (*window(own), table, own.off)
    items = np.flatnonzero(follow.strips[own.layer]).astype(np.int32)

    def segments(out: Pairs, start: Starts, write: bool) -> None:
        run.segments(
            items, *place, own.r, *search, follow.linked.start, follow.linked.layers, points.bend,
            points.variance, c, numbers, out, start, write,
        )  # fmt: skip

    two, two_start = count_and_fill(segments, len(own), 2)
    clock.lap("segments")
    shapes = np.empty((len(two), 4), np.float32)
    run.shapes(two, *place, own.r, own.layer, table, c, numbers, shapes)

    def triplets(out: Pairs, start: Starts, write: bool) -> None:
        run.triplets(two, two_start, shapes, *place, own.r, own.layer, table, c, numbers, out, start, write)

    three, three_start = count_and_fill(triplets, len(two), 2)
    clock.lap("triplets")
    chain = (three, three_start, two, two_start)

    def quintuplets(out: Pairs, start: Starts, write: bool) -> None:
        run.quintuplets(*chain, *place, own.layer, table, c, numbers, out, start, write)

    five, five_start = count_and_fill(quintuplets, len(three), 2)
    clock.lap("quintuplets")
    wanted = SeedCuts(pt_min=0.9 * cuts.pt_min, each=cuts.seeds)
    seeds = find_seeds(own, detector, triples(detector, last=4), wanted, device=require(device)).hits
    clock.lap("pixel seeds")

    def links(out: Pairs, start: Starts, write: bool) -> None:
        run.pixel_links(
            seeds, *chain, five, five_start, *place, *search, follow.entered.start, follow.entered.layers, c,
            numbers, out, start, write,
        )  # fmt: skip

    joined, _ = count_and_fill(links, len(seeds), 3)
    clock.lap("pixel links")
    return Linked(points, two, two_start, three, three_start, five, five_start, seeds, joined, clock.seconds)


class _Clock:
    """Time of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = process_time()

    def lap(self, name: str) -> None:
        now = process_time()
        self.seconds[name] = now - self._last
        self._last = now
