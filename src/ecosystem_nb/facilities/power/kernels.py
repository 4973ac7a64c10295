"""Bare kernels: the power of a park of vintages, and how long hardware should serve to emit least."""

import math

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.facilities.vintages.kernel import service

Floats = NDArray[np.float64]


def park_power(bought: Floats, watts: Floats, lifetime: float) -> Floats:
    """Return the power of a park, each vintage with its own, P(t) = Σ_v b(v) w(v) s(t - v).

    Parameters
    ----------
    bought : numpy.ndarray of float64, shape (years,)
        Capacity b bought in each year, capacity units, 0 or more.
    watts : numpy.ndarray of float64, shape (years,)
        Power w of one unit of each vintage, W, 0 or more.
    lifetime : float
        L, years, at least 1.

    Returns
    -------
    numpy.ndarray of float64, shape (years,)
        W.

    Notes
    -----
    s is :func:`ecosystem_nb.facilities.vintages.kernel.service`: what is bought in a year serves in
    all of it.  Full load all year.  With ``watts`` of 1 it is the capacity.
    Cost O(years²).

    Examples
    --------
    >>> park_power(np.array([4.0, 0.0, 4.0]), np.array([1.0, 1.0, 0.5]), 2.0).tolist()
    [4.0, 4.0, 2.0]
    """
    return np.asarray(service(len(bought), lifetime) @ (bought * watts), dtype=np.float64)


def park_power_reference(bought: list[float], watts: list[float], lifetime: float) -> list[float]:
    """Return what :func:`park_power` does, purchase by purchase.

    Parameters
    ----------
    bought : list of float
        Capacity bought in each year, capacity units.
    watts : list of float
        Power of one unit of each vintage, W.
    lifetime : float
        Years, at least 1.

    Returns
    -------
    list of float
        W.
    """
    power = [0.0] * len(bought)
    for year in range(len(bought)):
        for vintage in range(year + 1):
            age = year - vintage
            if age <= lifetime - 1.0:
                power[year] += bought[vintage] * watts[vintage]
            elif age < lifetime:
                power[year] += bought[vintage] * watts[vintage] * (lifetime - age)
    return power


def levelled(embodied: float, yearly: float, rate: float, lifetime: float) -> tuple[float, float]:
    """Return the mean emission of keeping one unit up for ever, as a yearly rate of today.

    Made anew every L years by hardware that needs 1 - exp(-λL) less of everything, one unit emits
    Σ_n exp(-nλL) (E + p L) = (E + p L) / (1 - exp(-λL)) for ever; a rate that falls with exp(-λt) and
    adds up to the same starts at λ times that.

    Parameters
    ----------
    embodied : float
        E, emitted in making one unit, kg, 0 or more.
    yearly : float
        p, emitted by running it, kg/yr, 0 or more.
    rate : float
        λ = ln(1 + r), by which new units need less of both, 1/yr, above 0.
    lifetime : float
        L, yr, above 0.

    Returns
    -------
    made, run : float
        The part of making and the part of running, kg/yr.

    Examples
    --------
    >>> made, run = levelled(1.0, 1.0, 1e-9, 5.0)
    >>> round(made, 6), round(run, 6)
    (0.2, 1.0)
    """
    part = rate / -math.expm1(-rate * lifetime)
    return embodied * part, yearly * lifetime * part


def least_reference(embodied: float, yearly: float, rate: float) -> float:
    """Return the lifetime at which :func:`levelled` is least, by halving an interval.

    Parameters
    ----------
    embodied, yearly, rate : float
        As for :func:`levelled`, all above 0.

    Returns
    -------
    float
        yr.

    Notes
    -----
    The slope of (E + p L) / (1 - exp(-λL)) has the sign of exp(λL) - 1 - λL - Eλ/p.

    Examples
    --------
    >>> round(least_reference(1.0, 1.0, 0.1), 3)
    4.162
    """
    weight = embodied * rate / yearly

    def slope(x: float) -> float:
        return math.expm1(x) - x - weight

    low, high = 0.0, 1.0
    while slope(high) < 0.0:
        high *= 2.0
    for _ in range(200):
        middle = (low + high) / 2.0
        low, high = (middle, high) if slope(middle) < 0.0 else (low, middle)
    return high / rate
