"""Fit tracks that are already found: from the outermost hit inwards, a block of tracks at a time."""

import math

import numpy as np
from numba import njit, prange

from ecosystem_nb.tracking.mkfit.kernels.blocks import WIDTH, propagate_block, scatter_block, update_block
from ecosystem_nb.tracking.mkfit.kernels.filter import ONE, ROWS, ZERO
from ecosystem_nb.tracking.mkfit.kernels.start import start_block

# Where a backward fit begins: 1 mm across, 30 mm along, 20 mrad, 0.1 in cot theta.
VARIANCES = (np.float32(1.0), np.float32(900.0), np.float32(4e-4), np.float32(1e-2))


@njit(nogil=True)
def fit_block(
    first, w, tracks, lengths, x, y, z, layer, layers, c, states, covariances, chi2,
    block, corners, measured, lanes,
):  # fmt: skip
    """Fit the tracks ``first`` to ``first + w - 1``; arrays as in ``fit_tracks``, and room to work in.

    Notes
    -----
    Lanes beyond the last track repeat it.  A lane whose track has ended stays at its innermost hit.
    """
    barrel, where, on, thickness, highland, total = (
        lanes[0], lanes[1], lanes[2], lanes[3], lanes[4], lanes[5],
    )  # fmt: skip
    count = min(w, len(lengths) - first)
    longest = 0
    for n in range(w):
        track = first + min(n, count - 1)
        length = lengths[track]
        longest = max(longest, length)
        inner, middle, outer = tracks[track, 0], tracks[track, length // 2], tracks[track, length - 1]
        corners[0, n], corners[1, n], corners[2, n] = x[inner], y[inner], z[inner]
        corners[3, n], corners[4, n] = x[middle], y[middle]
        corners[5, n], corners[6, n], corners[7, n] = x[outer], y[outer], z[outer]
        total[n] = ZERO
    start_block(block, w, corners, ONE, c, VARIANCES)
    for step in range(longest):
        for n in range(w):
            track = first + min(n, count - 1)
            place = lengths[track] - 1 - step
            hit = tracks[track, max(place, 0)]
            one = layer[hit]
            on[n] = ONE if place >= 0 else ZERO
            barrel[n] = layers[one, 0]
            where[n] = math.sqrt(x[hit] * x[hit] + y[hit] * y[hit]) if barrel[n] > ZERO else z[hit]
            measured[0, n], measured[1, n], measured[2, n] = x[hit], y[hit], z[hit]
            measured[3, n], measured[4, n] = layers[one, 4], layers[one, 5]
            thickness[n] = layers[one, 6] if (step > 0 and place >= 0) else ZERO
            highland[n] = layers[one, 7]
        propagate_block(block, w, barrel, where, c)
        scatter_block(block, w, barrel, thickness, highland, -ONE)
        update_block(block, w, barrel, measured, on, total)
    for n in range(count):
        track = first + n
        for k in range(4):
            states[track, k] = block[k * w + n]
        states[track, 4] = math.atan2(block[5 * w + n], block[4 * w + n])
        states[track, 5] = block[6 * w + n]
        for k in range(21):
            covariances[track, k] = block[(7 + k) * w + n]
        chi2[track] = total[n]


@njit(parallel=True, nogil=True)
def fit_tracks(tracks, lengths, x, y, z, layer, layers, c, states, covariances, chi2):
    """Fit every track at its innermost hit.

    Parameters
    ----------
    tracks : ndarray of int32, shape (T, M)
        Hits of each track from the inside out; what follows a track's length is not read.
    lengths : ndarray of int32, shape (T,)
        Number of hits, at least 3.
    x, y, z : ndarray of float32, shape (N,)
        Hits, mm.
    layer : ndarray of int32, shape (N,)
    layers : ndarray of float32, shape (L, 8)
        As ``layout.layer_table`` makes it.
    c : float32
        Curvature of a particle of 1 GeV, 1/mm.
    states, covariances, chi2 : ndarray of float32, shapes (T, 6), (T, 21), (T,)
        Filled in.
    """
    for k in prange((len(lengths) + WIDTH - 1) // WIDTH):
        block, corners = np.empty(ROWS * WIDTH, np.float32), np.empty((8, WIDTH), np.float32)
        measured, lanes = np.empty((5, WIDTH), np.float32), np.empty((6, WIDTH), np.float32)
        fit_block(
            k * WIDTH, WIDTH, tracks, lengths, x, y, z, layer, layers, c, states, covariances, chi2,
            block, corners, measured, lanes,
        )  # fmt: skip
