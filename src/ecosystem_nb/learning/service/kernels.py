"""A server that takes requests in batches: open arrivals, and clients that wait for their answer."""

import heapq

import numpy as np
from numba import njit


@njit(nogil=True)
def single(arrival, service):
    """Return when each request is answered by one server that takes them one by one.

    Parameters
    ----------
    arrival : ndarray of float64, shape (n,)
        Times at which requests come, rising, s.
    service : ndarray of float64, shape (n,)
        How long each takes, s.

    Returns
    -------
    ndarray of float64, shape (n,)
        Times of the answers, s.

    Notes
    -----
    Lindley's recursion: end[i] = max(arrival[i], end[i - 1]) + service[i].  Cost O(n).
    """
    end = np.empty_like(arrival)
    free = 0.0
    for i in range(arrival.size):
        free = max(arrival[i], free) + service[i]
        end[i] = free
    return end


@njit(nogil=True)
def batched(arrival, most, wait, base, each):
    """Return when each request is answered by a server that takes them in batches.

    Parameters
    ----------
    arrival : ndarray of float64, shape (n,)
        Times at which requests come, rising, s.
    most : int
        Requests in a batch, at most.
    wait : float
        How long the oldest request may wait for others when the server is free, s.
    base, each : float
        A batch of b takes base + each b, s.

    Returns
    -------
    end : ndarray of float64, shape (n,)
        Times of the answers, s.
    size : ndarray of int64, shape (n,)
        Size of the batch that each request was in.

    Notes
    -----
    A batch starts when the server is free and either ``most`` requests wait or the oldest has waited for
    ``wait``; it takes the oldest first.  Cost O(n).
    """
    n = arrival.size
    end = np.empty_like(arrival)
    size = np.empty(n, dtype=np.int64)
    free, i = 0.0, 0
    while i < n:
        full = arrival[i + most - 1] if i + most <= n else np.inf
        start = max(free, min(arrival[i] + wait, full))
        j = i
        while j < n and j - i < most and arrival[j] <= start:
            j += 1
        free = start + base + each * (j - i)
        end[i:j] = free
        size[i:j] = j - i
        i = j
    return end, size


@njit(nogil=True)
def closed(think, travel, most, wait, base, each):
    """Return the latencies that clients see who send the next request only after the answer to the last.

    Parameters
    ----------
    think : ndarray of float64, shape (clients, rounds)
        What each client computes before each of its requests, s.
    travel : float
        Time on the way, there and back together, s.
    most : int
        Requests in a batch, at most.
    wait : float
        How long the oldest request may wait for others when the server is free, s.
    base, each : float
        A batch of b takes base + each b, s.

    Returns
    -------
    latency : ndarray of float64, shape (clients, rounds)
        From sending to the answer, s.
    done : ndarray of float64, shape (clients, rounds)
        Times of the answers, s.

    Notes
    -----
    Half of ``travel`` lies before the server and half behind it.  Requests are taken in the order of their
    arrival, ties in the order of the clients.  Cost O(rounds clients log clients).
    """
    clients, rounds = think.shape
    latency = np.empty((clients, rounds))
    done = np.empty((clients, rounds))
    turn = np.zeros(clients, dtype=np.int64)
    chosen = np.empty(most, dtype=np.int64)
    sent = np.empty(most)
    ready = [(think[c, 0] + travel / 2, c) for c in range(clients)]
    heapq.heapify(ready)
    free = 0.0
    while len(ready) > 0:
        call = max(free, ready[0][0] + wait)
        b = 0
        while b < most and len(ready) > 0 and ready[0][0] <= call:
            sent[b], chosen[b] = heapq.heappop(ready)
            b += 1
        start = max(free, sent[b - 1]) if b == most else call
        free = start + base + each * b
        for k in range(b):
            c = chosen[k]
            latency[c, turn[c]] = free - sent[k] + travel
            done[c, turn[c]] = free + travel / 2
            turn[c] += 1
            if turn[c] < rounds:
                heapq.heappush(ready, (free + travel + think[c, turn[c]], c))
    return latency, done
