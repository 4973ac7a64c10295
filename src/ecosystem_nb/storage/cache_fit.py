"""Fit a model to a published cache: which size, and which correlation of size with popularity."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ecosystem_nb.storage.caches import replay, served, trace
from ecosystem_nb.storage.parameters import CacheSaving


@dataclass(frozen=True)
class Fit:
    """A model that serves what a published cache served.

    Parameters
    ----------
    share : float
        Cache size over catalogue.
    correlation : float
        Of size with popularity.
    requests, bytes : float
        Hit ratios that the model then gives, LRU.
    """

    share: float
    correlation: float
    requests: float
    bytes: float


def fit(page: CacheSaving, requests: float, volume: float, steps: int = 12) -> Fit:
    """Find share and correlation by bisection; equal random numbers in every trial.

    Parameters
    ----------
    page : CacheSaving
        Number of requests and files, Zipf exponent, size spread, seed.
    requests, volume : float
        Wanted request and byte hit ratio, above 0 and below 1.
    steps : int
        Bisections of each of the two unknowns.

    Returns
    -------
    Fit
        The nearest that the model reaches: a wanted pair out of its reach ends at a bound, which
        shows in ``requests`` and ``bytes``.

    Notes
    -----
    The request hit ratio grows with the cache; at equal request hit ratio the byte hit ratio grows
    with the correlation.  Cost: ``steps`` squared replays.
    """

    def serve(share: float, correlation: float) -> tuple[float, float]:
        one = trace(
            np.random.default_rng(page.seed),
            requests=page.requests,
            files=page.files,
            zipf=page.zipf,
            size_mean=page.size_mean * 1e9,
            size_spread=page.size_spread,
            correlation=correlation,
        )
        return served(one, replay(one, share * one.catalogue, "LRU"))

    def fitting_share(correlation: float) -> float:
        return _bisect(lambda share: serve(share, correlation)[0] < requests, 0.0, 1.0, steps)

    def too_few_bytes(correlation: float) -> bool:
        return serve(fitting_share(correlation), correlation)[1] < volume

    correlation = _bisect(too_few_bytes, -1.0, 1.0, steps)
    share = fitting_share(correlation)
    return Fit(share, correlation, *serve(share, correlation))


def _bisect(below: Callable[[float], bool], low: float, high: float, steps: int) -> float:
    for _ in range(steps):
        middle = (low + high) / 2.0
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2.0
