"""How long does a request wait?  Closed forms for one server, for batches, and for clients that wait."""

import math

import numpy as np
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within


def utilisation(rate: float, service: float) -> float:
    """Return the share of the time that a server is busy, and refuse a load that it can't carry.

    Parameters
    ----------
    rate : float
        Requests a second, 1/s.
    service : float
        Mean time that one takes, s.

    Returns
    -------
    float
        ``rate`` times ``service``, below 1.

    Raises
    ------
    ValueError
        When requests come faster than they are served: the queue grows for ever.
    """
    load = float(within("rate", rate, "1/s", least=0)) * float(within("service", service, "s", above=0))
    if load >= 1:
        raise ValueError(
            f"rate = {rate:g} 1/s is out of range: expected below {1 / service:g} 1/s, one server's most"
        )
    return load


def mean_wait(rate: float, service: float, variation: float) -> float:
    """Return the mean wait in front of one server with random arrivals: Pollaczek and Khinchine.

    Parameters
    ----------
    rate : float
        Requests a second, 1/s; Poisson.
    service : float
        Mean time that one takes, s.
    variation : float
        Standard deviation of that time over its mean: 0 for a constant, 1 for an exponential one.

    Returns
    -------
    float
        Mean time from arrival to the start of service, s.

    Notes
    -----
    W = rho S (1 + c^2) / (2 (1 - rho)), with rho = rate S: M/D/1 waits half as long as M/M/1.

    Examples
    --------
    >>> mean_wait(0.5, 1.0, 1.0), mean_wait(0.5, 1.0, 0.0)
    (1.0, 0.5)
    """
    load = utilisation(rate, service)
    c = float(within("variation", variation, "1", least=0))
    return load * service * (1 + c * c) / (2 * (1 - load))


def constant_service_cdf(wait: ArrayLike, rate: float, service: float) -> Floats:
    """Return the chance that a request waits no longer than a time, when all take equally long (M/D/1).

    Parameters
    ----------
    wait : array_like of float64
        Times, s, up to 30 times ``service``: beyond, the terms cancel.
    rate : float
        Requests a second, 1/s; Poisson.
    service : float
        Time that each takes, s.

    Returns
    -------
    ndarray of float64

    Notes
    -----
    Erlang 1909: P(W <= t) = (1 - rho) sum_k (-u)^k exp(u) / k! with u = rate (t - k S), k = 0 to t / S.
    """
    load = utilisation(rate, service)
    times = np.atleast_1d(within("wait", wait, "s", least=0, most=30 * service))
    found = []
    for t in times:
        terms = []
        for k in range(math.floor(t / service) + 1):
            u = rate * (t - k * service)
            terms.append((-u) ** k * math.exp(u) / math.factorial(k))
        found.append((1 - load) * math.fsum(terms))
    return np.array(found)


def batch_latency_bound(rate: float, base: float, each: float) -> float:
    """Return a bound on the mean latency of a server that takes all that wait as one batch.

    Parameters
    ----------
    rate : float
        Requests a second, 1/s; Poisson.
    base, each : float
        A batch of b takes base + each b, s.

    Returns
    -------
    float
        Upper bound of the mean time from arrival to answer, s; near the mean itself.

    Notes
    -----
    Inoue [1]_: the smaller of

        (each + base) / (2 (1 - r)) (1 + 2 rate base + (1 - rate base) / (1 + r)),
        3 base / (2 (1 - r)) + each (r + 2) / (2 (1 - r^2)),   with r = rate each.

    A batch may be of any size; the only limit is ``rate`` below 1 / ``each``.  The second is the mean itself
    of a server that is never idle: there the next batch is Poisson with mean rate (base + each b).

    References
    ----------
    .. [1] Y. Inoue, Perform. Eval. 147 (2021) 102183, DOI 10.1016/j.peva.2020.102183.
    """
    load = utilisation(rate, each)
    b = rate * float(within("base", base, "s", least=0))
    few = (each + base) / (2 * (1 - load)) * (1 + 2 * b + (1 - b) / (1 + load))
    many = 1.5 * base / (1 - load) + 0.5 * each * (load + 2) / (1 - load**2)
    return min(few, many)


def saturation(think: float, travel: float, base: float, each: float, most: int) -> float:
    """Return with how many clients the server has no idle time left.

    Parameters
    ----------
    think : float
        What a client computes between its requests, s.
    travel : float
        Time on the way, there and back, s.
    base, each : float
        A batch of b takes base + each b, s.
    most : int
        Requests in a batch, at most.

    Returns
    -------
    float
        Clients: (think + travel + s) most / s, with s = base + each most.

    Notes
    -----
    Where two bounds meet: C clients send at most C / (think + travel + s) requests a second, and the server
    answers at most most / s.

    Examples
    --------
    >>> saturation(0.99, 0.0, 0.01, 0.0, 1)
    100.0
    """
    full = base + each * most
    return (think + travel + full) * most / full


def repairman(clients: int, think: float, service: float) -> tuple[float, float]:
    """Return throughput and latency of clients that wait for their answer, with random times (M/M/1//C).

    Parameters
    ----------
    clients : int
    think : float
        Mean of what a client computes between its requests, s; any distribution.
    service : float
        Mean time of a request, s; exponential.

    Returns
    -------
    rate : float
        Requests a second of all clients together, 1/s.
    latency : float
        Mean time from sending to the answer, s.

    Notes
    -----
    Mean-value analysis: with one client more, a request finds the queue that the others alone would have,
    R(c) = S (1 + Q(c - 1)), X(c) = c / (Z + R(c)), Q(c) = X(c) R(c).
    """
    within("clients", clients, "1", least=1)
    queue = rate = latency = 0.0
    for c in range(1, clients + 1):
        latency = service * (1 + queue)
        rate = c / (think + latency)
        queue = rate * latency
    return rate, latency
