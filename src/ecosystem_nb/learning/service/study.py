"""Tables behind the figures of the page on inference as a service."""

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
import pandas as pd

from ecosystem_nb.learning.service import kernels, queueing
from ecosystem_nb.learning.service.costs import Costs, arrivals_see, clients_see, served_within

SPREADS = {"constant": 0.0, "exponential": 1.0, "one in five long": 2.0}
"""Service times of mean one, and their standard deviation."""


def service_times(name: str, number: int, rng: np.random.Generator) -> np.ndarray:
    """Return service times of mean one: constant, exponential, or 5 for one in five and 0 else."""
    if name == "constant":
        return np.ones(number)
    if name == "exponential":
        return rng.exponential(1.0, number)
    return np.where(rng.random(number) < 0.2, 5.0, 0.0)


def waits(loads: Sequence[float], requests: int, seed: int) -> pd.DataFrame:
    """Return the mean wait by load and service: ``service``, ``load``, ``closed``, ``simulated``."""
    rows = []
    for name, spread in SPREADS.items():
        for load in loads:
            rng = np.random.default_rng([seed, round(1000 * load)])
            at = np.cumsum(rng.exponential(1.0 / load, requests))
            service = service_times(name, requests, rng)
            waited = kernels.single(at, service) - at - service
            rows.append((name, load, queueing.mean_wait(load, 1.0, spread), float(waited.mean())))
    return pd.DataFrame(rows, columns=["service", "load", "closed", "simulated"])


def server_name(most: int) -> str:
    """Return how a server is called in the figures."""
    return "one by one" if most == 1 else f"batches of up to {most}"


def open_latency(costs: Costs, most: int, seed: int, points: int = 24) -> pd.DataFrame:
    """Return mean latencies, ms, of requests that come at random, and the bound in closed form."""
    rows = []
    for size in (1, most):
        top = 0.96 * costs.most_rate(size)
        for rate in np.linspace(0.02 * top, top, points):
            seen = arrivals_see(costs, float(rate), size, requests=40_000, seed=seed)
            bound = np.nan
            if size == most and rate * costs.each < 0.95:
                bound = 1e3 * (queueing.batch_latency_bound(rate, costs.base, costs.each) + costs.travel)
            rows.append((server_name(size), float(rate), 1e3 * seen.mean, bound))
    return pd.DataFrame(rows, columns=["server", "rate", "latency", "bound"])


def closed_clients(
    costs: Costs, think: float, sizes: Sequence[int], requests: int, seed: int
) -> pd.DataFrame:
    """Return what clients see by their number: ``server``, ``clients``, ``rate``, and latencies in ms."""
    rows = []
    for most in sizes:
        for clients in np.unique(np.round(np.geomspace(1, 256, 25)).astype(int)).tolist():
            seen = clients_see(costs, clients, think, most, requests=requests, seed=seed)
            rate, *latencies = astuple(seen)
            rows.append((server_name(most), clients, rate, *(1e3 * one for one in latencies)))
    return pd.DataFrame(rows, columns=["server", "clients", "rate", "mean", "median", "tail"])


def as_measured(record: pd.DataFrame, network: str) -> pd.DataFrame:
    """Return the rows of the record of clients that think, named and in ms as the model's."""
    rows = record[(record["network"] == network) & (record["think"] > 0)].copy()
    rows["server"] = [server_name(most) for most in rows["most"]]
    for name in ("mean", "median", "tail"):
        rows[name] *= 1e-3
    return rows[["server", "clients", "rate", "mean", "median", "tail"]]


def capacity(
    costs: Costs, thinks: Sequence[float], speeds: Sequence[float], *, most: int, limit: float, requests: int
) -> pd.DataFrame:
    """Return how many clients are served within a limit, s, by think time, ms, and speed."""
    rows = []
    for faster in speeds:
        quick = Costs(costs.base / faster, costs.each / faster, costs.travel)
        for size in (1, most):
            for think in thinks:
                number = served_within(quick, think, size, limit, requests=requests)
                rows.append((faster, server_name(size), 1e3 * think, number))
    return pd.DataFrame(rows, columns=["faster", "server", "think", "clients"])
