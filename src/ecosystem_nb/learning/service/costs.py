"""What does the service cost a request?  Read off the record, and used to foretell the rest of it."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.learning.service.kernels import batched, closed
from ecosystem_nb.learning.service.queueing import saturation

SETTLED = 0.2
"""Share of the requests at the beginning that are left out."""


@dataclass(frozen=True)
class Costs:
    """What a server takes for a batch.

    Attributes
    ----------
    base, each : float
        A batch of b takes base + each b, s.
    travel : float
        Time on the way, there and back, s.
    """

    base: float
    each: float
    travel: float = 0.0

    def batch(self, size: float) -> float:
        """Return the time of a batch, s."""
        return self.base + self.each * size

    def most_rate(self, most: int) -> float:
        """Return the requests a second that batches of a size carry, 1/s."""
        return most / self.batch(most)


def read_off(record: pd.DataFrame, network: str) -> Costs:
    """Return the costs that the record shows: two full servers, and a request that waits for no other.

    Parameters
    ----------
    record : pandas.DataFrame
        ``learning/service_clients``: rates in 1/s, latencies in us.
    network : str
        Which network.

    Returns
    -------
    Costs

    Notes
    -----
    Clients that never think keep the server full; its rates at two sizes of a batch give base and each.
    The least median latency is base + each + travel: a client that waits for nobody else, on processors that
    are awake.  Nothing else enters.
    """
    rows = record[record["network"] == network]
    full = rows[rows["think"] == 0.0].set_index("most")["rate"]
    small, large = int(full.index.min()), int(full.index.max())
    times = {most: most / full[most] for most in (small, large)}
    each = (times[large] - times[small]) / (large - small)
    base = times[small] - each * small
    least = rows[rows["most"] == small]["median"].min() * 1e-6
    return Costs(float(base), float(each), max(0.0, float(least - base - each)))


@dataclass(frozen=True)
class Seen:
    """What clients see.

    Attributes
    ----------
    rate : float
        Requests answered, all clients together, 1/s.
    mean, median, tail : float
        Latency: mean, median and 99th percentile, s.
    """

    rate: float
    mean: float
    median: float
    tail: float


def clients_see(
    costs: Costs,
    clients: int,
    think: float,
    most: int,
    *,
    wait: float = 0.0,
    requests: int = 20_000,
    seed: int = 1,
) -> Seen:
    """Simulate clients that wait for their answers.

    Parameters
    ----------
    costs : Costs
    clients : int
    think : float
        Mean of the exponential time between an answer and the next request, s.
    most : int
        Requests in a batch, at most.
    wait : float
        How long the oldest request waits for others, s.
    requests : int
        How many to simulate, all clients together, about.
    seed : int

    Returns
    -------
    Seen

    Examples
    --------
    >>> seen = clients_see(Costs(0.01, 0.0), clients=1, think=0.09, most=1)
    >>> round(seen.tail, 6), round(seen.rate)
    (0.01, 10)
    """
    within("clients", clients, "1", least=1)
    rounds = max(requests // clients, 20)
    pause = np.random.default_rng([seed, clients]).exponential(1.0, (clients, rounds)) * think
    latency, done = closed(pause, costs.travel, most, wait, costs.base, costs.each)
    last = done[:, -1].min()  # from then on some clients have nothing left to ask
    kept = (done > SETTLED * last) & (done <= last)
    seen = latency[kept]
    rate = kept.sum() / ((1 - SETTLED) * last)
    return Seen(float(rate), float(seen.mean()), float(np.median(seen)), float(np.quantile(seen, 0.99)))


def arrivals_see(costs: Costs, rate: float, most: int, *, requests: int = 200_000, seed: int = 1) -> Seen:
    """Simulate requests that come at random, whoever sends them.

    Parameters
    ----------
    costs : Costs
    rate : float
        Requests a second, 1/s; Poisson.
    most : int
        Requests in a batch, at most.
    requests, seed : int

    Returns
    -------
    Seen
    """
    at = np.cumsum(np.random.default_rng(seed).exponential(1.0 / rate, requests))
    end, _ = batched(at, most, 0.0, costs.base, costs.each)
    seen = (end - at)[int(SETTLED * requests) :] + costs.travel
    return Seen(rate, float(seen.mean()), float(np.median(seen)), float(np.quantile(seen, 0.99)))


def served_within(costs: Costs, think: float, most: int, limit: float, *, requests: int = 20_000) -> int:
    """Return how many clients a server takes before a hundredth of the requests wait longer than a limit.

    Parameters
    ----------
    costs : Costs
    think : float
        Mean time between an answer and the next request, s.
    most : int
        Requests in a batch, at most.
    limit : float
        Of the 99th percentile of the latency, s.
    requests : int
        How many are simulated for each number of clients.

    Returns
    -------
    int
        To a twentieth, and at most half more than fill the server; 0 when one client alone waits longer.
    """
    within("limit", limit, "s", above=0)
    top = max(2.0, 1.5 * saturation(think, costs.travel, costs.base, costs.each, most))
    grid = np.unique(np.round(np.geomspace(1, top, 1 + round(20 * np.log(top)))).astype(int)).tolist()

    def kept(clients: int) -> bool:
        return clients_see(costs, clients, think, most, requests=requests).tail <= limit

    if not kept(grid[0]):
        return 0
    low, high = 0, len(grid) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if kept(grid[middle]) else (low, middle)
    return int(grid[high] if kept(grid[high]) else grid[low])


def call_time(calls: pd.DataFrame, network: str, batch: int) -> float:
    """Return the time of one call in the process, s, between the recorded batches on a straight line."""
    rows = calls[calls["network"] == network].sort_values("batch")
    sizes, times = rows["batch"].to_list(), rows["time"].to_list()
    within("batch", batch, "1", least=sizes[0], most=sizes[-1])
    for (a, s), (b, t) in pairwise(zip(sizes, times, strict=True)):
        if a <= batch <= b:
            return float(1e-6 * (s + (t - s) * (batch - a) / (b - a)))
    return float(1e-6 * times[0])
