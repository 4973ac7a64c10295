"""Grow tracks from seeds, layer by layer: sixteen seeds in the lanes of a block, one block a candidate."""

import math

import numpy as np
from numba import njit, prange

from ecosystem_nb.tracking.mkfit.kernels.blocks import WIDTH, propagate_block, scatter_block, update_block
from ecosystem_nb.tracking.mkfit.kernels.filter import ONE, ROWS, ZERO
from ecosystem_nb.tracking.mkfit.kernels.search import HOLE, OUTSIDE, PART, STOPPED, keep, look, meets
from ecosystem_nb.tracking.mkfit.kernels.start import start_block

BARREL, WHERE, ON, THICK, HIGHLAND, CHI2 = 0, 1, 2, 3, 4, 5  # rows of what each lane is given
NONE, ACTIVE, FINISHED = 0, 1, 2
# Where a seed begins: its first hit's resolution is added by the update.
VARIANCES = (np.float32(0.25), np.float32(4.0), np.float32(4e-4), np.float32(1e-2))


@njit(nogil=True)
def begin(first, count, w, seeds, x, y, z, r, layer, layers, c, block, lanes, measured, corners, chi2):
    """Filter a block of seeds through their three hits; the states end at the third, before its matter."""
    for n in range(w):
        seed = first + min(n, count - 1)
        a, b, d = seeds[seed, 0], seeds[seed, 1], seeds[seed, 2]
        corners[0, n], corners[1, n], corners[2, n] = x[a], y[a], z[a]
        corners[3, n], corners[4, n] = x[b], y[b]
        corners[5, n], corners[6, n], corners[7, n] = x[d], y[d], z[d]
    start_block(block, w, corners, ZERO, c, VARIANCES)
    for k in range(3):
        if k > 0:
            scatter_block(block, w, lanes[BARREL], lanes[THICK], lanes[HIGHLAND], ONE)
        for n in range(w):
            hit = seeds[first + min(n, count - 1), k]
            one = layer[hit]
            lanes[BARREL, n] = layers[one, 0]
            lanes[WHERE, n] = r[hit] if layers[one, 0] > ZERO else z[hit]
            lanes[ON, n] = ONE
            lanes[THICK, n], lanes[HIGHLAND, n] = layers[one, 6], layers[one, 7]
            measured[0, n], measured[1, n], measured[2, n] = x[hit], y[hit], z[hit]
            measured[3, n], measured[4, n] = layers[one, 4], layers[one, 5]
        propagate_block(block, w, lanes[BARREL], lanes[WHERE], c)
        update_block(block, w, lanes[BARREL], measured, lanes[ON], chi2)


@njit(nogil=True, error_model="numpy")
def plan(first, count, w, seeds, layer, layers, c, block, orders, margin, layer_plan):
    """Write the layers that each seed's helix should meet beyond its third hit, -1 after the last.

    Notes
    -----
    ``orders`` has the layers of each side in the order in which a track meets them.
    """
    for k in range(orders.shape[1]):
        for n in range(w):
            layer_plan[k, n] = -1
    for n in range(count):
        cot, omega = block[6 * w + n], c * block[3 * w + n]
        radius = math.sqrt(block[n] * block[n] + block[w + n] * block[w + n])
        bend = radius * omega
        z0 = block[2 * w + n] - cot * radius * (ONE + PART * bend * bend)
        last = layer[seeds[first + n, 2]]
        forward = layers[last, 1] if layers[last, 0] <= ZERO else cot
        side = 1 if forward > ZERO else 0
        total, beyond = 0, False
        for k in range(orders.shape[1]):
            one = orders[side, k]
            if beyond and meets(layers, one, z0, cot, omega, margin):
                layer_plan[total, n] = one
                total += 1
            beyond = beyond or one == last


@njit(forceinline=True)
def choose(
    n, w, one, base, now, then, score, holes, run, status, thick, hit_of, parent_of, options, which,
    x, y, z, r, phi, q, cell_start, q_low, q_per_mm, rows, columns, used, layers, off, most, wide, rules,
    limits,
):  # fmt: skip
    """Let the candidates of one seed find their continuations on one layer, and keep the best."""
    kept = 0
    for k in range(most):
        if status[k, n] == FINISHED:
            kept = keep(options, which, kept, wide, score[k, n], k, STOPPED, holes[k, n], run[k, n])
        elif status[k, n] == ACTIVE:
            kept = look(
                now[k], n, w, k, one, score[k, n], holes[k, n], run[k, n], options, which, kept, wide,
                x, y, z, r, phi, q, cell_start, base, q_low, q_per_mm, rows, columns, used, layers, off,
                rules,
            )  # fmt: skip
    worst = options[0] - rules[6] if kept > 0 else ZERO
    for k in range(wide):
        status[k, n] = NONE
        thick[k, n] = ZERO
        if k >= kept or options[k] < worst:
            continue
        parent, hit = which[k, 0], which[k, 1]
        hit_of[k, n], parent_of[k, n] = hit, parent
        for row in range(ROWS):
            then[k, row * w + n] = now[parent, row * w + n]
        score[k, n], holes[k, n], run[k, n] = options[k], which[k, 2], which[k, 3]
        over = hit == STOPPED or holes[k, n] > limits[0] or run[k, n] > limits[1]
        status[k, n] = FINISHED if over else ACTIVE
        if hit >= 0 or hit == HOLE:
            thick[k, n] = layers[one, 6]


@njit(nogil=True)
def take(block, w, layer_now, hits_now, status, x, y, z, r, layers, c, lanes, measured):
    """Carry a block of candidates to the hits that they chose, and update them."""
    chosen = False
    for n in range(w):
        one = max(layer_now[n], 0)
        hit = hits_now[n] if (layer_now[n] >= 0 and status[n] != NONE) else -1
        lanes[ON, n] = ONE if hit >= 0 else ZERO
        measured[3, n], measured[4, n] = layers[one, 4], layers[one, 5]
        if hit >= 0:
            chosen = True
            lanes[WHERE, n] = r[hit] if lanes[BARREL, n] > ZERO else z[hit]
            measured[0, n], measured[1, n], measured[2, n] = x[hit], y[hit], z[hit]
        else:
            stay(block, n, w, lanes)
            measured[0, n], measured[1, n] = block[n], block[w + n]
            measured[2, n] = block[2 * w + n]
    if chosen:
        propagate_block(block, w, lanes[BARREL], lanes[WHERE], c)
        update_block(block, w, lanes[BARREL], measured, lanes[ON], lanes[CHI2])


@njit(nogil=True, _nrt=False)
def stay(block, n, w, lanes):
    """Let one lane's target be where its state stands."""
    lanes[WHERE, n] = block[2 * w + n]
    if lanes[BARREL, n] > ZERO:
        lanes[WHERE, n] = math.sqrt(block[n] * block[n] + block[w + n] * block[w + n])


@njit(nogil=True)
def trace(n, seed, steps, hit_of, parent_of, seeds, found):
    """Write the hits of a seed's best candidate from the inside out; return their number."""
    k, total = 0, 0
    for step in range(steps - 1, -1, -1):
        if hit_of[step, k, n] >= 0:
            found[seed, total] = hit_of[step, k, n]
            total += 1
        k = parent_of[step, k, n]
    for j in range(3):
        found[seed, total + j] = seeds[seed, 2 - j]
    total += 3
    for j in range(total // 2):
        found[seed, j], found[seed, total - 1 - j] = found[seed, total - 1 - j], found[seed, j]
    return total


@njit(nogil=True)
def build_block(
    first, w, seeds, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, event, used,
    layers, off, orders, c, most, wide, rules, limits, found, lengths, scores,
    now, then, lanes, measured, corners, score, thick, holes, run, status, options, which, layer_plan,
    hit_of, parent_of,
):  # fmt: skip
    """Grow the seeds ``first`` to ``first + w - 1``; arrays as in ``build``, and room to work in."""
    count = min(w, len(seeds) - first)
    steps = orders.shape[1]
    chi2 = lanes[CHI2]
    begin(first, count, w, seeds, x, y, z, r, layer, layers, c, now[0], lanes, measured, corners, chi2)
    plan(first, count, w, seeds, layer, layers, c, now[0], orders, rules[5], layer_plan)
    for n in range(w):
        for k in range(wide):
            score[k, n], thick[k, n] = ZERO, ZERO
            holes[k, n], run[k, n], status[k, n] = 0, 0, NONE
        if n < count:
            status[0, n] = ACTIVE
            thick[0, n] = lanes[THICK, n]
    done = 0
    for step in range(steps):
        layer_now = layer_plan[step]
        last = -1
        for n in range(w):
            last = max(last, layer_now[n])
        if last < 0:
            break
        done = step + 1
        alive = 0  # blocks beyond hold no candidate
        for k in range(most):
            for n in range(w):
                if status[k, n] == ACTIVE:
                    alive = k + 1
        for k in range(alive):
            scatter_block(now[k], w, lanes[BARREL], thick[k], lanes[HIGHLAND], ONE)
        for n in range(w):
            if layer_now[n] >= 0:
                lanes[BARREL, n], lanes[WHERE, n] = layers[layer_now[n], 0], layers[layer_now[n], 1]
                lanes[HIGHLAND, n] = layers[layer_now[n], 7]
            else:
                stay(now[0], n, w, lanes)
        for k in range(alive):
            propagate_block(now[k], w, lanes[BARREL], lanes[WHERE], c)
        for n in range(w):
            if layer_now[n] >= 0:
                base = event[first + n] * layers.shape[0] * rows * columns
                choose(
                    n, w, layer_now[n], base, now, then, score, holes, run, status, thick, hit_of[step],
                    parent_of[step], options, which, x, y, z, r, phi, q, cell_start, q_low, q_per_mm, rows,
                    columns, used, layers, off, most, wide, rules, limits,
                )  # fmt: skip
            else:
                for k in range(wide):
                    thick[k, n] = ZERO
                    hit_of[step, k, n], parent_of[step, k, n] = OUTSIDE, min(k, most - 1)
        for k in range(wide):
            take(then[k], w, layer_now, hit_of[step, k], status[k], x, y, z, r, layers, c, lanes, measured)
        for k in range(most, wide):  # the standard engine has updated them all, and prunes now
            for n in range(w):
                status[k, n] = NONE
        now, then = then, now
    for n in range(count):
        lengths[first + n] = trace(n, first + n, done, hit_of, parent_of, seeds, found)
        scores[first + n] = score[0, n]


@njit(parallel=True, nogil=True)
def build(
    seeds, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns, event, used,
    layers, off, orders, c, most, wide, rules, limits, found, lengths, scores,
):  # fmt: skip
    """Grow every seed outwards.

    Parameters
    ----------
    seeds : ndarray of int32, shape (S, 3)
        Hits from the inside out.
    x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns
        As in ``arrange.Hits``.
    event : ndarray of int32, shape (S,)
        Event of each seed.
    used : ndarray of bool, shape (N,)
        Hits that may not be taken.
    layers, c
        As in ``fit.fit_tracks``.
    off : ndarray of float32, shape (L,)
        How far a hit may stand off the layer, mm.
    orders : ndarray of int32, shape (2, M)
        As in ``layout.outward``.
    most, wide : int
        Candidates kept a seed, and continuations that are copied and updated before the rest are cut.
    rules : ndarray of float32, shape (7,)
        Half-width of the window in standard deviations, most chi-squared of a hit, score of a hit, edge of
        a layer in mm, penalty of a hole, margin of the plan in mm, most score behind the best candidate.
    limits : ndarray of int32, shape (2,)
        Most holes, and most in a row.
    found : ndarray of int32, shape (S, M + 3)
    lengths : ndarray of int32, shape (S,)
    scores : ndarray of float32, shape (S,)
        Filled in: hits from the inside out, their number, and the score.
    """
    for k in prange((len(seeds) + WIDTH - 1) // WIDTH):
        now, then = np.zeros((wide, ROWS * WIDTH), np.float32), np.zeros((wide, ROWS * WIDTH), np.float32)
        lanes, measured = np.zeros((6, WIDTH), np.float32), np.ones((5, WIDTH), np.float32)
        corners = np.empty((8, WIDTH), np.float32)
        score, thick = np.empty((wide, WIDTH), np.float32), np.empty((wide, WIDTH), np.float32)
        holes, run = np.empty((wide, WIDTH), np.int32), np.empty((wide, WIDTH), np.int32)
        status = np.empty((wide, WIDTH), np.int32)
        options, which = np.empty(wide, np.float32), np.empty((wide, 4), np.int32)
        steps = orders.shape[1]
        layer_plan = np.empty((steps, WIDTH), np.int32)
        hit_of = np.empty((steps, wide, WIDTH), np.int32)
        parent_of = np.empty((steps, wide, WIDTH), np.int32)
        build_block(
            k * WIDTH, WIDTH, seeds, x, y, z, r, phi, q, layer, cell_start, q_low, q_per_mm, rows, columns,
            event, used, layers, off, orders, c, most, wide, rules, limits, found, lengths, scores,
            now, then, lanes, measured, corners, score, thick, holes, run, status, options, which,
            layer_plan, hit_of, parent_of,
        )  # fmt: skip
