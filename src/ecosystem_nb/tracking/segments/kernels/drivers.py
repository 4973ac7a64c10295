"""The loops over items on a CPU."""

import numpy as np
from numba import njit

from ecosystem_nb.tracking.segments.kernels.cleaning import KEPT, MARKED, UNDECIDED, decide, extend
from ecosystem_nb.tracking.segments.kernels.doublets import doublets_of, stub_of
from ecosystem_nb.tracking.segments.kernels.stages import (
    pixel_links_of,
    quintuplets_of,
    segment_shape,
    segments_of,
    triplets_of,
)

loop = njit(nogil=True)


@loop
def doublets(
    items, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off, partner,
    c, cuts, out, start, write,
):  # fmt: skip
    """Count the mini-doublets of every hit in ``start``, or write them; see ``doublets_of``."""
    for k in range(len(items)):
        count = doublets_of(
            items[k], x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers,
            off, partner, c, cuts, out, start[k], write,
        )  # fmt: skip
        if not write:
            start[k] = count


@loop
def stubs(inner, outer, x, y, r, layer, layers, cuts, bend, variance):
    """Write the curvature and its variance of every mini-doublet, and leave single hits alone."""
    for k in range(len(inner)):
        if outer[k] >= 0:
            bend[k], variance[k] = stub_of(inner[k], outer[k], x, y, r, layer, layers, cuts)


@loop
def segments(
    items, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off,
    next_start, next_layer, stub, stub_var, c, cuts, out, start, write,
):  # fmt: skip
    """Count the segments of every hit in ``start``, or write them from ``start`` on; see ``segments_of``."""
    for k in range(len(items)):
        a = items[k]
        count = segments_of(
            a, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off,
            next_start, next_layer, stub, stub_var, c, cuts, out, start[a], write,
        )  # fmt: skip
        if not write:
            start[a] = count


@loop
def shapes(segments, x, y, z, r, layer, layers, c, cuts, out):
    """Write the shape of every segment; see ``segment_shape``."""
    for k in range(len(segments)):
        segment_shape(k, segments, x, y, z, r, layer, layers, c, cuts, out)


@loop
def triplets(segments, segment_start, shapes, x, y, z, r, layer, layers, c, cuts, out, start, write):
    """Count the triplets of every segment, or write them; see ``triplets_of``."""
    for k in range(len(segments)):
        count = triplets_of(
            k, segments, segment_start, shapes, x, y, z, r, layer, layers, c, cuts, out, start[k], write
        )
        if not write:
            start[k] = count


@loop
def quintuplets(
    triplets, triplet_start, segments, segment_start, x, y, z, layer, layers, c, cuts, out, start, write
):
    """Count the quintuplets of every triplet, or write them; see ``quintuplets_of``."""
    for k in range(len(triplets)):
        count = quintuplets_of(
            k, triplets, triplet_start, segments, segment_start, x, y, z, layer, layers, c, cuts, out,
            start[k], write,
        )  # fmt: skip
        if not write:
            start[k] = count


@loop
def pixel_links(
    seeds, triplets, triplet_start, segments, segment_start, five, five_start, x, y, z, phi, q, layer,
    event, cell_start, q_low, q_per_mm, rows, columns, layers, off, next_start, next_layer, c, cuts, out,
    start, write,
):  # fmt: skip
    """Count the links of every seed, or write them; see ``pixel_links_of``."""
    for k in range(len(seeds)):
        count = pixel_links_of(
            k, seeds, triplets, triplet_start, segments, segment_start, five, five_start, x, y, z, phi, q,
            layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off, next_start, next_layer, c,
            cuts, out, start[k], write,
        )  # fmt: skip
        if not write:
            start[k] = count


@loop
def extensions(
    found, lengths, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns, layers, off,
    orders, c, cuts, out, longer, states, chi2,
):  # fmt: skip
    """Extend every candidate; see ``extend``."""
    for k in range(len(found)):
        longer[k] = extend(
            k, found, lengths, x, y, z, r, phi, q, layer, event, cell_start, q_low, q_per_mm, rows, columns,
            layers, off, orders, c, cuts, out, states, chi2,
        )  # fmt: skip


@loop
def clean(found, lengths, rank, hits, share):
    """Return which candidates are kept where several share hits; see ``decide``.

    Parameters
    ----------
    found : ndarray of int32, shape (C, M)
    lengths, rank : ndarray of int32, shape (C,)
    hits : int
        Number of hits in all.
    share : float32

    Returns
    -------
    ndarray of bool, shape (C,)
    """
    state = np.zeros(len(found), np.int8)
    best = np.empty(hits, np.int32)
    owner = np.full(hits, len(found), np.int32)
    left = len(found)
    while left:
        best[:] = len(found)
        for k in range(len(found)):
            if state[k] == UNDECIDED:
                for j in range(lengths[k]):
                    best[found[k, j]] = min(best[found[k, j]], rank[k])
        for k in range(len(found)):
            if state[k] == UNDECIDED:
                state[k] = decide(k, found, lengths, rank, best, owner, share)
                left -= state[k] != UNDECIDED
        for k in range(len(found)):
            if state[k] == KEPT:
                for j in range(lengths[k]):
                    owner[found[k, j]] = min(owner[found[k, j]], rank[k])
                state[k] = MARKED
    return state == MARKED
