"""Bare kernels of the demand: what software gains, how old a sample is, what is stored."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def software_gain(yearly: ArrayLike) -> Floats:
    """Return by what factor software is faster, G(t) = g(0) g(1) … g(t).

    Parameters
    ----------
    yearly : array_like of float64, shape (years,)
        Gain g of each year over the year before, above 0 (1: nothing gained).

    Returns
    -------
    numpy.ndarray of float64, shape (years,)
        Factor (1); the first year counts with its own gain.

    Notes
    -----
    Cost O(years).

    Examples
    --------
    >>> software_gain([1.0, 1.5, 2.0]).tolist()
    [1.0, 1.5, 3.0]
    """
    return np.asarray(np.cumprod(np.asarray(yearly, dtype=np.float64)), dtype=np.float64)


def software_gain_reference(yearly: list[float]) -> list[float]:
    """Return the same factors one year after the other; the readable twin of :func:`software_gain`."""
    gain, made = 1.0, []
    for one in yearly:
        gain = gain * one
        made.append(gain)
    return made


def ages(years: ArrayLike, produced: ArrayLike, running: ArrayLike) -> Ints:
    """Return how old samples count, a = max(l(y) - p, 0), with l(y) the last running year up to y.

    Parameters
    ----------
    years : array_like of int64, shape (years,)
        Calendar years y.
    produced : array_like of int64, shape (samples,)
        Year p in which each sample was made.
    running : array_like of int64
        Years in which data are taken, rising; none of them after a year y: then l(y) = y.

    Returns
    -------
    numpy.ndarray of int64, shape (years, samples)
        Age in years; -1 where the sample is not made yet.

    Notes
    -----
    In a shutdown a sample does not age: what is kept in its last running year is kept through it.
    A sample made in the shutdown is new, never older than its making.  Cost O(years × samples).

    Examples
    --------
    >>> ages([2023, 2024, 2026], [2022, 2024], running=[2022, 2023, 2026]).tolist()
    [[1, -1], [1, 0], [4, 2]]
    """
    at = np.asarray(years, dtype=np.int64)
    made = np.asarray(produced, dtype=np.int64)
    runs = np.asarray(running, dtype=np.int64)
    place = np.searchsorted(runs, at, side="right") - 1
    last = np.where(place >= 0, runs[place] if runs.size else at, at)
    old = np.maximum(last[:, None] - made[None, :], 0)
    return np.asarray(np.where(made[None, :] > at[:, None], -1, old), dtype=np.int64)


def ages_reference(years: list[int], produced: list[int], running: list[int]) -> list[list[int]]:
    """Return the same ages one sample after the other; the readable twin of :func:`ages`."""
    table = []
    for year in years:
        last = max((run for run in running if run <= year), default=year)
        table.append([-1 if made > year else max(last - made, 0) for made in produced])
    return table


def stored(volume: ArrayLike, copies: ArrayLike, age: ArrayLike) -> Floats:
    """Return the space that samples take, S(y, s) = V(s) c(min(a(y, s), A)).

    Parameters
    ----------
    volume : array_like of float64, shape (samples,)
        One copy of one version of each sample, B, 0 or more.
    copies : array_like of float64, shape (A + 1,)
        Versions times replicas by age; the last holds for all ages beyond.
    age : array_like of int64, shape (years, samples)
        From :func:`ages`; -1: not made yet.

    Returns
    -------
    numpy.ndarray of float64, shape (years, samples)
        Space, B.

    Notes
    -----
    Cost O(years × samples).

    Examples
    --------
    >>> stored([2.0], copies=[3.0, 1.0], age=[[-1], [0], [1], [7]]).ravel().tolist()
    [0.0, 6.0, 2.0, 2.0]
    """
    kept, old = np.asarray(copies, dtype=np.float64), np.asarray(age, dtype=np.int64)
    factor = np.where(old < 0, 0.0, kept[np.clip(old, 0, kept.size - 1)])
    return np.asarray(np.asarray(volume, dtype=np.float64)[None, :] * factor, dtype=np.float64)


def stored_reference(volume: list[float], copies: list[float], age: list[list[int]]) -> list[list[float]]:
    """Return the same space one sample after the other; the readable twin of :func:`stored`."""
    table = []
    for ages_of_year in age:
        row = []
        for size, old in zip(volume, ages_of_year, strict=True):
            if old < 0:
                row.append(0.0)
            else:
                row.append(size * copies[min(old, len(copies) - 1)])
        table.append(row)
    return table
