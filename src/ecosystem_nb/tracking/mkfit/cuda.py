"""Building and fitting on a GPU: one thread a seed or a track, a block of width 1 in its own memory."""

from functools import cache

import numpy as np
from numba import cuda, float32, int32

from ecosystem_nb.tracking.device import on_device
from ecosystem_nb.tracking.mkfit.kernels.build import build_block
from ecosystem_nb.tracking.mkfit.kernels.filter import ROWS
from ecosystem_nb.tracking.mkfit.kernels.fit import fit_block

THREADS = 64
fit_item, build_item = on_device(fit_block), on_device(build_block)


@cuda.jit
def fit_kernel(tracks, lengths, x, y, z, layer, layers, c, states, covariances, chi2):
    """Fit one track a thread; arrays as in ``kernels.fit.fit_tracks``."""
    track = cuda.grid(1)
    if track < lengths.shape[0]:
        block, corners = cuda.local.array(ROWS, float32), cuda.local.array((8, 1), float32)
        measured, lanes = cuda.local.array((5, 1), float32), cuda.local.array((6, 1), float32)
        fit_item(
            track, 1, tracks, lengths, x, y, z, layer, layers, c, states, covariances, chi2,
            block, corners, measured, lanes,
        )  # fmt: skip


@cache
def build_kernel(most, steps):
    """Return the kernel that grows one seed a thread.

    Parameters
    ----------
    most : int
        Candidates kept a seed: the size of a thread's own memory.
    steps : int
        Layers in the longest order.
    """

    @cuda.jit
    def kernel(
        seeds, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, event, used,
        layers, off, orders, c, rules, limits, found, lengths, scores,
    ):  # fmt: skip
        seed = cuda.grid(1)
        if seed < seeds.shape[0]:
            now, then = cuda.local.array((most, ROWS), float32), cuda.local.array((most, ROWS), float32)
            lanes, measured = cuda.local.array((6, 1), float32), cuda.local.array((5, 1), float32)
            corners = cuda.local.array((8, 1), float32)
            score, thick = cuda.local.array((most, 1), float32), cuda.local.array((most, 1), float32)
            holes, run = cuda.local.array((most, 1), int32), cuda.local.array((most, 1), int32)
            status = cuda.local.array((most, 1), int32)
            options, which = cuda.local.array(most, float32), cuda.local.array((most, 4), int32)
            layer_plan = cuda.local.array((steps, 1), int32)
            hit_of = cuda.local.array((steps, most, 1), int32)
            parent_of = cuda.local.array((steps, most, 1), int32)
            build_item(
                seed, 1, seeds, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns,
                event, used, layers, off, orders, c, most, most, rules, limits, found, lengths, scores,
                now, then, lanes, measured, corners, score, thick, holes, run, status, options, which,
                layer_plan, hit_of, parent_of,
            )  # fmt: skip

    return kernel


def fit_tracks(*arrays):
    """Fit every track on the GPU; arguments as those of ``kernels.fit.fit_tracks``."""
    count = len(arrays[1])
    if count:
        fit_kernel[(count + THREADS - 1) // THREADS, THREADS](*arrays)


def build(
    seeds, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, event, used,
    layers, off, orders, c, most, wide, rules, limits, found, lengths, scores,
):  # fmt: skip
    """Grow every seed on the GPU; arguments as those of ``kernels.build.build``."""
    del wide  # the standard engine's order of work is the processor's; its tracks are the clone engine's
    if len(seeds):
        kernel = build_kernel(most, orders.shape[1])
        kernel[(len(seeds) + THREADS - 1) // THREADS, THREADS](
            seeds, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, np.int32(rows), np.int32(columns),
            event, used, layers, off, orders, c, rules, limits, found, lengths, scores,
        )  # fmt: skip
