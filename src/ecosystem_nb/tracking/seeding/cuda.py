"""Seeding on a GPU: one thread a middle hit."""

import numpy as np
from numba import cuda

from ecosystem_nb.tracking.device import on_device
from ecosystem_nb.tracking.seeding.kernels import triplets_of

THREADS = 128
triplets_item = on_device(triplets_of)


@cuda.jit
def triplet_kernel(
    middles, events, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, used,
    layers, off, triples, triple_start, c, cuts, each, seeds, quality, counts,
):  # fmt: skip
    """Find the triplets of one middle hit a thread; arrays as in ``kernels.find_triplets``."""
    k = cuda.grid(1)
    if k < middles.shape[0]:
        counts[k] = triplets_item(
            middles[k], events[k], x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns,
            used, layers, off, triples, triple_start, c, cuts, each, seeds, quality, k * each,
        )  # fmt: skip


def find_triplets(
    middles, events, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, used,
    layers, off, triples, triple_start, c, cuts, each, seeds, quality, counts,
):  # fmt: skip
    """Find triplets on the GPU; arguments as those of ``kernels.find_triplets``."""
    if len(middles):
        triplet_kernel[(len(middles) + THREADS - 1) // THREADS, THREADS](
            middles, events, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, np.int32(rows),
            np.int32(columns), used, layers, off, triples, triple_start, c, cuts, np.int32(each), seeds,
            quality, counts,
        )  # fmt: skip
