"""Linking on a GPU: one thread an item, by the same per-item functions as on the processor."""

import numpy as np
from numba import cuda

from ecosystem_nb.tracking.device import on_device, simulated
from ecosystem_nb.tracking.segments.kernels import cleaning, stages
from ecosystem_nb.tracking.segments.kernels import doublets as pairs

THREADS = 1 if simulated() else 128  # the simulator polls every thread of a block
doublets_item = on_device(pairs.doublets_of)
segments_item = on_device(stages.segments_of)
shape_item = on_device(stages.segment_shape)
triplets_item = on_device(stages.triplets_of)
quintuplets_item = on_device(stages.quintuplets_of)
links_item = on_device(stages.pixel_links_of)
extend_item = on_device(cleaning.extend)
decide_item = on_device(cleaning.decide)
UNDECIDED, KEPT, MARKED = cleaning.UNDECIDED, cleaning.KEPT, cleaning.MARKED


@cuda.jit
def doublet_kernel(
    items, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off, partner,
    c, cuts, out, start, write,
):  # fmt: skip
    """Count or write the mini-doublets of one hit a thread."""
    k = cuda.grid(1)
    if k < items.shape[0]:
        count = doublets_item(
            items[k], x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers,
            off, partner, c, cuts, out, start[k], write,
        )  # fmt: skip
        if not write:
            start[k] = count


@cuda.jit
def segment_kernel(
    items, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off,
    next_start, next_layer, stub, stub_var, c, cuts, out, start, write,
):  # fmt: skip
    """Count or write the segments of one point a thread."""
    k = cuda.grid(1)
    if k < items.shape[0]:
        a = items[k]
        count = segments_item(
            a, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off,
            next_start, next_layer, stub, stub_var, c, cuts, out, start[a], write,
        )  # fmt: skip
        if not write:
            start[a] = count


@cuda.jit
def shape_kernel(segments, x, y, z, r, layer, layers, c, cuts, out):
    """Write the shape of one segment a thread."""
    k = cuda.grid(1)
    if k < segments.shape[0]:
        shape_item(k, segments, x, y, z, r, layer, layers, c, cuts, out)


@cuda.jit
def triplet_kernel(segments, segment_start, shapes, x, y, z, r, layer, layers, c, cuts, out, start, write):
    """Count or write the triplets of one segment a thread."""
    k = cuda.grid(1)
    if k < segments.shape[0]:
        count = triplets_item(
            k, segments, segment_start, shapes, x, y, z, r, layer, layers, c, cuts, out, start[k], write
        )
        if not write:
            start[k] = count


@cuda.jit
def quintuplet_kernel(
    triplets, triplet_start, segments, segment_start, x, y, z, layer, layers, c, cuts, out, start, write
):
    """Count or write the quintuplets of one triplet a thread."""
    k = cuda.grid(1)
    if k < triplets.shape[0]:
        count = quintuplets_item(
            k, triplets, triplet_start, segments, segment_start, x, y, z, layer, layers, c, cuts, out,
            start[k], write,
        )  # fmt: skip
        if not write:
            start[k] = count


@cuda.jit
def link_kernel(
    seeds, triplets, triplet_start, segments, segment_start, five, five_start, x, y, z, phi, q, layer, event,
    cell_start, q_low, q_per_mm, rows, columns, layers, off, next_start, next_layer, c, cuts, out, start,
    write,
):  # fmt: skip
    """Count or write the links of one pixel seed a thread."""
    k = cuda.grid(1)
    if k < seeds.shape[0]:
        count = links_item(
            k, seeds, triplets, triplet_start, segments, segment_start, five, five_start, x, y, z, phi, q,
            layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off, next_start, next_layer, c,
            cuts, out, start[k], write,
        )  # fmt: skip
        if not write:
            start[k] = count


@cuda.jit
def extension_kernel(
    found, lengths, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off,
    orders, c, cuts, out, longer, states, chi2,
):  # fmt: skip
    """Extend one candidate a thread."""
    k = cuda.grid(1)
    if k < found.shape[0]:
        longer[k] = extend_item(
            k, found, lengths, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns,
            layers, off, orders, c, cuts, out, states, chi2,
        )  # fmt: skip


@cuda.jit
def bid_kernel(found, lengths, rank, state, wanted, best):
    """Bid the rank of one candidate a thread for each of its hits, if its state is the wanted one."""
    k = cuda.grid(1)
    if k < found.shape[0] and state[k] == wanted:
        for j in range(lengths[k]):
            cuda.atomic.min(best, found[k, j], rank[k])


@cuda.jit
def decide_kernel(found, lengths, rank, state, best, owner, share, left):
    """Decide one candidate a thread, and count those that have to wait."""
    k = cuda.grid(1)
    if k < found.shape[0]:
        if state[k] == KEPT:
            state[k] = MARKED
        elif state[k] == UNDECIDED:
            state[k] = decide_item(k, found, lengths, rank, best, owner, share)
            if state[k] == UNDECIDED:
                cuda.atomic.add(left, 0, 1)


def _launch(kernel, items, *arguments):
    """Run one thread an item, where there are items."""
    if items:
        kernel[(items + THREADS - 1) // THREADS, THREADS](*arguments)


def doublets(items, *rest):
    """Count or write mini-doublets; arguments as those of ``drivers.doublets``."""
    _launch(doublet_kernel, len(items), items, *rest)


def segments(items, *rest):
    """Count or write segments; arguments as those of ``drivers.segments``."""
    _launch(segment_kernel, len(items), items, *rest)


def shapes(segments, *rest):
    """Write the shapes of segments; arguments as those of ``drivers.shapes``."""
    _launch(shape_kernel, len(segments), segments, *rest)


def triplets(segments, *rest):
    """Count or write triplets; arguments as those of ``drivers.triplets``."""
    _launch(triplet_kernel, len(segments), segments, *rest)


def quintuplets(triplets, *rest):
    """Count or write quintuplets; arguments as those of ``drivers.quintuplets``."""
    _launch(quintuplet_kernel, len(triplets), triplets, *rest)


def pixel_links(seeds, *rest):
    """Count or write links; arguments as those of ``drivers.pixel_links``."""
    _launch(link_kernel, len(seeds), seeds, *rest)


def extensions(found, *rest):
    """Extend candidates; arguments as those of ``drivers.extensions``."""
    _launch(extension_kernel, len(found), found, *rest)


def clean(found, lengths, rank, hits, share):
    """Return which candidates are kept; arguments as those of ``drivers.clean``."""
    number = len(found)
    state = np.zeros(number, np.int8)
    owner = np.full(hits, number, np.int32)
    left = np.full(1, number, np.int32)
    while left[0]:
        best = np.full(hits, number, np.int32)
        left[0] = 0
        _launch(bid_kernel, number, found, lengths, rank, state, UNDECIDED, best)
        _launch(decide_kernel, number, found, lengths, rank, state, best, owner, share, left)
        _launch(bid_kernel, number, found, lengths, rank, state, KEPT, owner)
    return (state == KEPT) | (state == MARKED)
