"""Bare kernels of unlike sites: how uneven a share is, and what must be read from elsewhere."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def gini(values: ArrayLike) -> float:
    """Return how unevenly a sum is spread, G = Σ (2i - n - 1) x(i) / (n Σ x), with x sorted.

    Parameters
    ----------
    values : array_like of float64, shape (n,)
        Amounts x, any unit, 0 or more and not all 0.

    Returns
    -------
    float
        0 where all are equal, 1 - 1/n where one has all.

    Notes
    -----
    Half of the mean difference between two, over the mean.  A Pareto law of index a > 1 has 1/(2a - 1),
    an exponential one 1/2.  Cost O(n log n).

    Examples
    --------
    >>> gini([1.0, 1.0, 1.0, 1.0]), gini([0.0, 0.0, 0.0, 4.0])
    (0.0, 0.75)
    """
    x = np.sort(np.asarray(values, dtype=np.float64))
    rank = 2.0 * np.arange(1, x.size + 1) - x.size - 1.0
    return float((rank * x).sum() / (x.size * x.sum()))


def gini_reference(values: list[float]) -> float:
    """Return the same by comparing each with each; the readable twin of :func:`gini`."""
    n, total = len(values), sum(values)
    differences = sum(abs(one - other) for one in values for other in values)
    return differences / (2.0 * n * total)


def remote_best(cores: ArrayLike, disk: ArrayLike) -> float:
    """Return the least share of reads from another site, ``R = 1/2 Σ |c - d|``.

    Parameters
    ----------
    cores : array_like of float64, shape (sites,)
        Processing power of each site, any unit, 0 or more and not all 0.
    disk : array_like of float64, shape (sites,)
        Disk of each site, any unit, 0 or more and not all 0.

    Returns
    -------
    float
        0 to 1.

    Notes
    -----
    c and d are shares of all cores and of all disk.  One copy of all data lies in proportion to disk, all
    data are read alike, and jobs go to their data as far as cores reach: the site serves min(c, d) of the
    reads itself, so R = 1 - Σ min(c, d).  In economics this is the Hoover index.

    Examples
    --------
    >>> remote_best([1.0, 1.0], [1.0, 1.0]), remote_best([3.0, 1.0], [1.0, 1.0])
    (0.0, 0.25)
    """
    c, d = _share(cores), _share(disk)
    return float(np.abs(c - d).sum() / 2.0)


def remote_best_reference(cores: list[float], disk: list[float]) -> float:
    """Return the same by sending jobs to data site by site; the readable twin of :func:`remote_best`."""
    local = 0.0
    for here, held in zip(cores, disk, strict=True):
        local += min(here / sum(cores), held / sum(disk))
    return 1.0 - local


def remote_blind(cores: ArrayLike, disk: ArrayLike) -> float:
    """Return the share of reads from another site when jobs don't look where data lie, 1 - Σ c d.

    Parameters
    ----------
    cores, disk : array_like of float64, shape (sites,)
        As for :func:`remote_best`.

    Returns
    -------
    float
        0 to 1; n equal sites read 1 - 1/n of their data from elsewhere.

    Examples
    --------
    >>> remote_blind([1.0, 1.0], [1.0, 1.0])
    0.5
    """
    return float(1.0 - (_share(cores) * _share(disk)).sum())


def drives_for_core(rate: float, requests: float, drive_rate: float, iops: float, busy: float) -> float:
    """Return how many drives one core keeps busy, n = (q / I + r / R) / u.

    Parameters
    ----------
    rate : float
        r that a core reads and writes, MB/s.
    requests : float
        q in which it does so, IO/s.
    drive_rate : float
        R of one drive that only transfers, MB/s.
    iops : float
        I of one drive that only positions, IO/s.
    busy : float
        Share u of its time that a drive may be busy.

    Returns
    -------
    float
        Drives.

    Notes
    -----
    A head positions first and transfers then, so the two times add up.  Neglected: caches, writes that
    are slower than reads, places on the platters.

    Examples
    --------
    >>> drives_for_core(rate=1.0, requests=1.0, drive_rate=200.0, iops=100.0, busy=0.75)
    0.02
    """
    return (requests / iops + rate / drive_rate) / busy


def _share(values: ArrayLike) -> Floats:
    x = np.asarray(values, dtype=np.float64)
    return np.asarray(x / x.sum())
