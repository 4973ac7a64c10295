"""One step of deterministic annealing: assign tracks to prototypes softly, then move the prototypes."""

import math

import numpy as np
from numba import njit


@njit(nogil=True)
def _window(at, width, zk, low, high):
    """Walk the window of a track along the sorted prototypes, from where it was before."""
    K = len(zk)
    low, high = min(low, K), min(high, K)
    while low > 0 and zk[low - 1] >= at - width:
        low -= 1
    while low < K and zk[low] < at - width:
        low += 1
    high = max(high, low)
    while high > low and zk[high - 1] > at + width:
        high -= 1
    while high < K and zk[high] <= at + width:
        high += 1
    return low, high


@njit(nogil=True)
def _nearest(at, zk, low):
    """Return the prototype nearest to a track whose window, at ``low``, holds none."""
    if low == len(zk):
        return low - 1
    if low > 0 and at - zk[low - 1] < zk[low] - at:
        return low - 1
    return low


@njit(nogil=True)
def _shares(at, w, beta, rest, zk, rk, low, high, share):
    """Fill in how much of a track belongs to each prototype of its window, and return what does not."""
    total = rest
    for k in range(low, high):
        d = at - zk[k]
        share[k - low] = rk[k] * math.exp(-beta * w * d * d)
        total += share[k - low]
    if total <= 0.0:
        share[: high - low] = 0.0
        return 1.0
    for k in range(low, high):
        share[k - low] /= total
    return rest / total


@njit(nogil=True)
def thermalise(z, w, p, temperature, rest, reach, zk, rk, tolerance, most):
    """Repeat assignment and update at one temperature until no prototype moves any more.

    p_ik = rho_k exp(-w_i (z_i - z_k)^2 / T) / (rest + sum_k' rho_k' exp(-w_i (z_i - z_k')^2 / T)),
    then z_k = sum_i p_i p_ik w_i z_i / sum_i p_i p_ik w_i and rho_k = sum_i p_i p_ik / sum_i p_i.

    Parameters
    ----------
    z : ndarray of float64, shape (N,)
        Tracks at the beam line, rising, mm.
    w : ndarray of float64, shape (N,)
        One over the variance of each, 1/mm2.
    p : ndarray of float64, shape (N,)
        How much each track counts, 0 to 1.
    temperature : float
        T, in units of chi2.
    rest : float
        What competes with the prototypes for a track, so that outliers belong to none.
    reach : float
        Prototypes further away than ``reach`` sigma root T are left out.
    zk, rk : ndarray of float64, shape (K,)
        Positions of the prototypes, rising, mm, and their shares of the tracks.
    tolerance : float
        Largest step of a prototype at the end, in units of its tracks' mean sigma times root T.
    most : int
        Most repetitions.

    Returns
    -------
    zk, rk : ndarray of float64, shape (K,)
        Sorted by position; prototypes that no track belongs to any more are gone.
    steps : int

    Notes
    -----
    Each repetition is a step of expectation maximisation, which never raises the free energy
    F = -T sum_i p_i log(rest + sum_k rho_k exp(-w_i (z_i - z_k)^2 / T)).
    O(N times prototypes in reach) for each; what is left out weighs at most exp(-reach^2).
    """
    N, beta, root = len(z), 1.0 / temperature, math.sqrt(temperature)
    total = p.sum()
    low = np.zeros(N, np.int64)
    high = np.zeros(N, np.int64)
    zk, rk = zk.copy(), rk.copy()
    share = np.empty(len(zk))
    width = reach * root / np.sqrt(w)
    step = 0
    while step < most:
        step += 1
        K = len(zk)
        sums = np.zeros((K, 3))
        for i in range(N):
            lo, hi = _window(z[i], width[i], zk, low[i], high[i])
            low[i], high[i] = lo, hi
            if lo == hi:
                if rest <= 0.0:
                    k = _nearest(z[i], zk, lo)
                    sums[k, 0] += p[i]
                    sums[k, 1] += p[i] * w[i]
                    sums[k, 2] += p[i] * w[i] * z[i]
                continue
            _shares(z[i], w[i], beta, rest, zk, rk, lo, hi, share)
            for k in range(lo, hi):
                q = p[i] * share[k - lo]
                sums[k, 0] += q
                sums[k, 1] += q * w[i]
                sums[k, 2] += q * w[i] * z[i]
        kept, moved, sorted_ = 0, 0.0, True
        for k in range(K):
            if sums[k, 0] <= 1e-9 * total or sums[k, 1] <= 0.0:
                continue
            new = sums[k, 2] / sums[k, 1]
            moved = max(moved, (new - zk[k]) ** 2 * sums[k, 1] / sums[k, 0])
            zk[kept], rk[kept] = new, sums[k, 0] / total
            sorted_ = sorted_ and (kept == 0 or zk[kept - 1] <= new)
            kept += 1
        zk, rk = zk[:kept], rk[:kept]
        if not sorted_:
            order = np.argsort(zk)
            zk, rk = zk[order], rk[order]
        if kept == K and moved < tolerance * tolerance * temperature:
            break
    return zk, rk, step


@njit(nogil=True)
def moments(z, w, p, temperature, rest, reach, zk, rk, unique):
    """Return sums over the tracks of each prototype, from which splits, merges and purges are decided.

    Parameters
    ----------
    z, w, p, temperature, rest, reach, zk, rk
        As for ``thermalise``.
    unique : float
        Share from which on a track counts as one of this prototype alone.

    Returns
    -------
    ndarray of float64, shape (K, 9)
        With a = p_i p_ik w_i the sums of: p_i p_ik, a, a w, a w z, a w z^2, then p_i p_ik, a and a z of
        the tracks left of the prototype, and the number of tracks with p_ik above ``unique``.
    """
    N, beta, root = len(z), 1.0 / temperature, math.sqrt(temperature)
    found = np.zeros((len(zk), 9))
    share = np.empty(len(zk))
    lo, hi = 0, 0
    for i in range(N):
        lo, hi = _window(z[i], reach * root / math.sqrt(w[i]), zk, lo, hi)
        first, end = lo, hi
        if lo == hi:
            if rest > 0.0 or len(zk) == 0:
                continue
            first = _nearest(z[i], zk, lo)
            end = first + 1
            share[0] = 1.0
        else:
            _shares(z[i], w[i], beta, rest, zk, rk, lo, hi, share)
        for k in range(first, end):
            q = p[i] * share[k - first]
            a = q * w[i]
            found[k, 0] += q
            found[k, 1] += a
            found[k, 2] += a * w[i]
            found[k, 3] += a * w[i] * z[i]
            found[k, 4] += a * w[i] * z[i] * z[i]
            if z[i] < zk[k]:
                found[k, 5] += q
                found[k, 6] += a
                found[k, 7] += a * z[i]
            if share[k - first] > unique:
                found[k, 8] += 1.0
    return found


@njit(nogil=True)
def assign(z, w, temperature, rest, reach, zk, rk):
    """Return the prototype that each track belongs to most, and how much.

    Returns
    -------
    which : ndarray of int64, shape (N,)
        -1 where no prototype is in reach.
    share : ndarray of float64, shape (N,)
    """
    N, beta, root = len(z), 1.0 / temperature, math.sqrt(temperature)
    which = np.full(N, -1, np.int64)
    how = np.zeros(N)
    share = np.empty(len(zk))
    lo, hi = 0, 0
    for i in range(N):
        lo, hi = _window(z[i], reach * root / math.sqrt(w[i]), zk, lo, hi)
        if lo == hi:
            continue
        _shares(z[i], w[i], beta, rest, zk, rk, lo, hi, share)
        for k in range(lo, hi):
            if share[k - lo] > how[i]:
                which[i], how[i] = k, share[k - lo]
    return which, how
