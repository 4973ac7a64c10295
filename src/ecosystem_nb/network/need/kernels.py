"""Bare kernels of the network area: floats and arrays in, floats and arrays out."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

GBIT_PER_PB = 8e6  # 1 PB = 1e15 B = 8e15 bit; 1 Gbit = 1e9 bit
SECONDS_PER_YEAR = 365.25 * 86_400.0


def rate_gbit_s(volume_pb: ArrayLike, time_s: ArrayLike) -> Floats:
    """Return the mean rate that moves a volume in a time, r = 8e6 V / T.

    Parameters
    ----------
    volume_pb : array_like of float64, any shape
        Volume V in PB (1e15 bytes).
    time_s : array_like of float64, broadcastable with ``volume_pb``
        Time T in s, above 0.

    Returns
    -------
    numpy.ndarray of float64
        Mean rate in Gbit/s.

    Notes
    -----
    A mean: nothing is said of how the volume is spread over the time.  Cost O(n).

    Examples
    --------
    >>> float(rate_gbit_s(350.0, 7e6))
    400.0
    """
    volume = np.asarray(volume_pb, dtype=np.float64)
    return np.asarray(GBIT_PER_PB * volume / np.asarray(time_s, dtype=np.float64))


def total_need_gbit_s(  # noqa: PLR0917, the order is that of a sample's columns
    volume_pb: ArrayLike,
    live_s: ArrayLike,
    other_gbit_s: ArrayLike,
    alice_gbit_s: ArrayLike,
    lhcb_gbit_s: ArrayLike,
    burst: ArrayLike,
    provisioning: ArrayLike,
    flexible: ArrayLike,
) -> Floats:
    """Return the network need, N = b p f (2 (r + o) + a + l) with r = 8e6 V / T.

    Parameters
    ----------
    volume_pb : array_like of float64
        RAW volume V of each of ATLAS and CMS in one run, PB.
    live_s : array_like of float64
        Live time T of the run, s.
    other_gbit_s : array_like of float64
        Other exports o of each of ATLAS and CMS, Gbit/s.
    alice_gbit_s, lhcb_gbit_s : array_like of float64
        Whole exports a of ALICE and l of LHCb, Gbit/s.
    burst, provisioning, flexible : array_like of float64
        Factors b, p and f, dimensionless.

    Returns
    -------
    numpy.ndarray of float64
        Need N in Gbit/s; the shape is that of the inputs broadcast together.

    Notes
    -----
    Assumes that ATLAS and CMS export the same, that the four experiments peak together,
    and that the factors multiply.  Cost O(n).

    Examples
    --------
    >>> float(total_need_gbit_s(350, 7e6, 100, 100, 100, 2, 2, 2))
    9600.0
    """
    large = rate_gbit_s(volume_pb, live_s) + np.asarray(other_gbit_s, dtype=np.float64)
    mean = 2.0 * large + np.asarray(alice_gbit_s) + np.asarray(lhcb_gbit_s)
    factor = np.asarray(burst) * np.asarray(provisioning) * np.asarray(flexible)
    return np.asarray(factor * mean, dtype=np.float64)


def total_need_reference(samples: ArrayLike) -> Floats:
    """Return the need of each sample, one multiplication at a time.

    The readable twin of :func:`total_need_gbit_s`.

    Parameters
    ----------
    samples : array_like of float64, shape (n, 8)
        One row a sample: V (PB), T (s), o, a, l (Gbit/s), b, p, f.

    Returns
    -------
    numpy.ndarray of float64, shape (n,)
        Need in Gbit/s.
    """
    needs = []
    for future in np.asarray(samples):
        volume, live, other, alice, lhcb, burst, provisioning, flexible = future
        bits_a_run = volume * 1e15 * 8
        raw = bits_a_run / live / 1e9
        atlas = raw + other
        cms = raw + other
        mean = atlas + cms + alice + lhcb
        needs.append(mean * burst * provisioning * flexible)
    return np.array(needs, dtype=np.float64)


def uniform_moments(low: float, high: float) -> tuple[float, float]:
    """Return mean and mean square of a flat distribution.

    Parameters
    ----------
    low, high : float
        Its ends, in any one unit u; ``low <= high``.

    Returns
    -------
    tuple of float
        E[x] in u and E[x^2] in u^2.

    Examples
    --------
    >>> uniform_moments(0.0, 3.0)
    (1.5, 3.0)
    """
    return (low + high) / 2.0, (low * low + low * high + high * high) / 3.0


def inverse_uniform_moments(low: float, high: float) -> tuple[float, float]:
    """Return mean and mean square of 1/x for x flat between two ends.

    Parameters
    ----------
    low, high : float
        Ends of x, in any one unit u; ``0 < low <= high``.

    Returns
    -------
    tuple of float
        E[1/x] = ln(high/low) / (high - low) in 1/u, and E[1/x^2] = 1/(low high) in 1/u^2.

    Examples
    --------
    >>> inverse_uniform_moments(2.0, 2.0)
    (0.5, 0.25)
    """
    relative = (high - low) / low
    mean = 1.0 / low if relative == 0.0 else math.log1p(relative) / (relative * low)
    return mean, 1.0 / (low * high)


def yearly_growth(start: ArrayLike, end: ArrayLike, years: ArrayLike) -> Floats:
    """Return the growth a year that leads from one rate to another, g = (B/A)^(1/t) - 1.

    Parameters
    ----------
    start, end : array_like of float64
        Rates A and B, both in the same unit, above 0.
    years : array_like of float64
        Time t between them, years.

    Returns
    -------
    numpy.ndarray of float64
        Growth g as a fraction a year (0.5 is 50 % a year); NaN where ``years <= 0``,
        for the past asks for no growth.

    Examples
    --------
    >>> float(yearly_growth(100.0, 400.0, 2.0))
    1.0
    """
    time = np.asarray(years, dtype=np.float64)
    ratio = np.asarray(end, dtype=np.float64) / np.asarray(start, dtype=np.float64)
    ahead = np.where(time > 0.0, time, np.nan)
    return np.asarray(np.exp(np.log(ratio) / ahead) - 1.0)


def yearly_growth_reference(start: float, end: float, years: float) -> float:
    """Return the growth a year by bisection: try rates until compounding gives the end.

    The readable twin of :func:`yearly_growth`, for growth between -99 % and 10,000 % a year.

    Parameters
    ----------
    start, end : float
        Rates in the same unit, above 0.
    years : float
        Time between them, years, above 0.

    Returns
    -------
    float
        Growth as a fraction a year.
    """
    low, high = -0.99, 100.0
    for _ in range(200):
        guess = (low + high) / 2.0
        if start * (1.0 + guess) ** years < end:
            low = guess
        else:
            high = guess
    return (low + high) / 2.0
