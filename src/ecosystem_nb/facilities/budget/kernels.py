"""Bare kernels of the facilities area: what a flat budget buys."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def flat_budget_growth(years: ArrayLike, improvement: ArrayLike) -> Floats:
    """Return by what factor capacity grows at constant spending, C(t)/C(0) = (1 + r)^t.

    Parameters
    ----------
    years : array_like of float64
        Time t since the base year, years.
    improvement : array_like of float64
        Growth r of what one unit of money buys, fraction a year, above -1.

    Returns
    -------
    numpy.ndarray of float64
        Factor, dimensionless; 1 at the base year.

    Notes
    -----
    Exact for a park in balance: bought at a constant yearly budget for longer than its
    lifetime, each purchase replaced when it retires.  The lifetime then drops out.
    Neglected: inflation, jumps of price, one-off investments.

    Examples
    --------
    >>> float(flat_budget_growth(2.0, 0.5))
    2.25
    """
    base = 1.0 + np.asarray(improvement, dtype=np.float64)
    return np.asarray(base ** np.asarray(years, dtype=np.float64), dtype=np.float64)


def flat_budget_reference(years: int, improvement: float, lifetime: int = 5) -> float:
    """Return the same factor by buying and retiring year after year.

    The readable twin of :func:`flat_budget_growth`.

    Parameters
    ----------
    years : int
        Whole years since the base year.
    improvement : float
        Growth of what one unit of money buys, fraction a year.
    lifetime : int
        Years for which a purchase serves, at least 1.

    Returns
    -------
    float
        Capacity in the year over capacity in the base year, dimensionless.
    """

    def bought(year: int) -> float:
        unit_price = 1.0
        for _ in range(abs(year)):
            unit_price = unit_price / (1.0 + improvement) if year > 0 else unit_price * (1.0 + improvement)
        return 1.0 / unit_price

    def capacity(year: int) -> float:
        return sum(bought(year - age) for age in range(lifetime))

    return capacity(years) / capacity(0)
