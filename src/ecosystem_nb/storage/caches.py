"""What does a cache save? Requests and bytes served, by policy, size and place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.storage.cache_kernel import GDSF, LFU, replay_lru, replay_worth

POLICIES = ("LRU", "LFU", "size-aware", "second hit")


@dataclass(frozen=True)
class Trace:
    """Requests for files.

    Parameters
    ----------
    files : numpy.ndarray of int64, shape (requests,)
        Which file each request wants.
    sizes : numpy.ndarray of int64, shape (files,)
        Size of each file, B.
    """

    files: NDArray[np.int64]
    sizes: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.files.size == 0 or self.sizes.size == 0:
            raise ValueError("trace: expected at least one request and one file")
        if int(self.sizes.min()) <= 0:
            raise ValueError(f"trace: a file of {int(self.sizes.min())} B: expected above 0 B")
        if int(self.files.min()) < 0 or int(self.files.max()) >= self.sizes.size:
            raise ValueError(f"trace: a request for an unknown file: expected 0 to {self.sizes.size - 1}")

    @property
    def volume(self) -> int:
        """Bytes of all requests."""
        return int(self.sizes[self.files].sum())

    @property
    def catalogue(self) -> int:
        """Bytes of all files, each once."""
        return int(self.sizes.sum())


def trace(
    rng: np.random.Generator,
    *,
    requests: int,
    files: int,
    zipf: float,
    size_mean: float,
    size_spread: float,
    correlation: float,
) -> Trace:
    """Draw requests by the independent reference model.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of the random numbers.
    requests, files : int
        How many of each, above 0.
    zipf : float
        Exponent of popularity: the file of rank k is asked for in proportion to k**-zipf; 0 or more.
    size_mean : float
        Mean size of a file, B.
    size_spread : float
        Standard deviation of the logarithm of the size (lognormal), 0 or more.
    correlation : float
        Of the logarithm of the size with popularity, by rank, -1 to 1; below 0 popular files are small.

    Returns
    -------
    Trace

    Raises
    ------
    ValueError
        For a value out of range.

    Notes
    -----
    Each request is independent of those before: no working day, no campaign, no ageing of data.
    """
    for name, value, low, high in (
        ("requests", requests, 1, 10**9),
        ("files", files, 1, 10**8),
        ("zipf", zipf, 0.0, 5.0),
        ("size_mean", size_mean, 1.0, 1e15),
        ("size_spread", size_spread, 0.0, 5.0),
        ("correlation", correlation, -1.0, 1.0),
    ):
        if not low <= value <= high:
            raise ValueError(f"{name} = {value} is out of range: expected {low:g} to {high:g}")
    weight = np.arange(1, files + 1, dtype=np.float64) ** -zipf
    edges = np.cumsum(weight / weight.sum())
    edges[-1] = 1.0
    wanted = np.searchsorted(edges, rng.random(requests), side="right").astype(np.int64)
    popular = np.sort(rng.standard_normal(files))[::-1]  # rank 1 has the largest score
    own = rng.standard_normal(files)
    score = correlation * popular + np.sqrt(1.0 - correlation**2) * own
    sizes = size_mean * np.exp(size_spread * score - size_spread**2 / 2.0)
    return Trace(np.minimum(wanted, files - 1), np.maximum(sizes, 1.0).astype(np.int64))


def replay(one: Trace, capacity: float, policy: str) -> NDArray[np.bool_]:
    """Replay a trace through one cache.

    Parameters
    ----------
    one : Trace
        The requests.
    capacity : float
        Capacity of the cache, B, 0 or more.
    policy : {'LRU', 'LFU', 'size-aware', 'second hit'}
        What leaves a full cache, or enters it.

    Returns
    -------
    numpy.ndarray of bool, shape (requests,)
        Whether each request was served from the cache.

    Raises
    ------
    ValueError
        For a negative or not finite capacity, or an unknown policy.
    """
    if not 0.0 <= capacity < np.inf:
        raise ValueError(f"capacity = {capacity} is out of range: expected 0 B or more")
    room = int(min(capacity, 2.0**62))
    if policy in ("LRU", "second hit"):
        return np.asarray(replay_lru(one.files, one.sizes, room, 1 if policy == "LRU" else 2))
    if policy in ("LFU", "size-aware"):
        return np.asarray(replay_worth(one.files, one.sizes, room, LFU if policy == "LFU" else GDSF))
    raise ValueError(f"policy = {policy!r}: expected one of {', '.join(POLICIES)}")


def served(one: Trace, hits: NDArray[np.bool_], warm: float = 0.5) -> tuple[float, float]:
    """Return the shares of requests and of bytes that the cache served, after it has filled.

    Parameters
    ----------
    one : Trace
    hits : numpy.ndarray of bool, shape (requests,)
        From :func:`replay`.
    warm : float
        Share of the requests, from the start, that is not counted; 0 to below 1.

    Returns
    -------
    tuple of float
        Request hit ratio and byte hit ratio.
    """
    first = int(warm * one.files.size)
    moved = one.sizes[one.files[first:]]
    counted = hits[first:]
    return float(counted.mean()), float(moved[counted].sum() / moved.sum())


def table(one: Trace, shares: Sequence[float], policies: Sequence[str] = POLICIES) -> pd.DataFrame:
    """Return what each policy serves at each cache size.

    Parameters
    ----------
    one : Trace
    shares : sequence of float
        Cache sizes as shares of the catalogue.
    policies : sequence of str
        Some of ``POLICIES``.

    Returns
    -------
    pandas.DataFrame
        Columns ``policy``, ``share``, ``requests`` and ``bytes`` (1: hit ratios).
    """
    rows = []
    for share in shares:
        for policy in policies:
            hits = replay(one, share * one.catalogue, policy)
            rows.append((policy, share, *served(one, hits)))
    return pd.DataFrame(rows, columns=["policy", "share", "requests", "bytes"])


def size_ratio(requests: float, volume: float) -> float:
    """Return how many times larger the fetched files were than the served ones.

    Parameters
    ----------
    requests, volume : float
        Request and byte hit ratio, each above 0 and below 1.

    Returns
    -------
    float
        Mean size of a fetched file over mean size of a served one: an identity, no model.

    Examples
    --------
    >>> round(size_ratio(0.676, 0.354), 2)
    3.81
    """
    return (1.0 - volume) / (1.0 - requests) * requests / volume


def split(one: Trace, capacity: float, sites: int, rng: np.random.Generator) -> tuple[float, float]:
    """Return hit ratios when the same capacity is divided among sites that share the requests.

    Parameters
    ----------
    one : Trace
        All requests; each is given to one site at random.
    capacity : float
        Capacity of all sites together, B.
    sites : int
        How many sites, 1 or more.
    rng : numpy.random.Generator
        Source of the random numbers.

    Returns
    -------
    tuple of float
        Request and byte hit ratio over all sites, LRU.

    Raises
    ------
    ValueError
        For less than one site.
    """
    if sites < 1:
        raise ValueError(f"sites = {sites}: expected 1 or more")
    where = rng.integers(sites, size=one.files.size)
    hits = np.zeros(one.files.size, dtype=np.bool_)
    for site in range(sites):
        mine = where == site
        if mine.any():
            hits[mine] = replay(Trace(one.files[mine], one.sizes), capacity / sites, "LRU")
    return served(one, hits)


def che_hit_ratio(popularity: NDArray[np.float64], places: float) -> float:
    """Return Che's approximation of an LRU cache's request hit ratio, for files of equal size.

    Parameters
    ----------
    popularity : numpy.ndarray of float64, shape (files,)
        Probability that a request wants each file; sums to 1.
    places : float
        How many files the cache holds, below the number of files.

    Returns
    -------
    float

    Notes
    -----
    A file stays for a characteristic time T, the same for all: sum(1 - exp(-p T)) = places.
    Holds for independent requests and caches of more than a few files.

    References
    ----------
    Che, Tung and Wang, IEEE J. Sel. Areas Commun. 20 (2002) 1305, doi:10.1109/JSAC.2002.801752.
    """
    low, high = 0.0, 1.0
    while -np.expm1(-popularity * high).sum() < places:
        high *= 2.0
    for _ in range(200):
        middle = (low + high) / 2.0
        if -np.expm1(-popularity * middle).sum() < places:
            low = middle
        else:
            high = middle
    return float(-(popularity * np.expm1(-popularity * high)).sum())
