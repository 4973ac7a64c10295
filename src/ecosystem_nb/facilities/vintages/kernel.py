"""Bare kernels of a park of hardware: purchases by year, service, retirement, over many samples."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Park = tuple[Floats, Floats, Floats]


@njit
def serving(age: int, lifetime: float) -> float:
    """Return which part of a purchase still serves at an age, min(1, max(0, L - a)).

    Parameters
    ----------
    age : int
        Whole years a since the year of purchase.
    lifetime : float
        L, years, at least 1.

    Returns
    -------
    float
        Dimensionless, 0 to 1.

    Notes
    -----
    A whole lifetime L serves in L calendar years, the year of purchase included, and then retires at
    once.  Of a lifetime between two whole numbers, the fraction serves one year more, so that every
    result is continuous in L.

    Examples
    --------
    >>> [serving(age, 2.5) for age in range(4)]
    [1.0, 1.0, 0.5, 0.0]
    """
    return min(1.0, max(0.0, lifetime - age))


def service(years: int, lifetime: float) -> Floats:
    """Return which part of the purchases of each year serves in each year, s(t - t').

    Parameters
    ----------
    years : int
        Number of years.
    lifetime : float
        L, years, at least 1.

    Returns
    -------
    numpy.ndarray of float64, shape (years, years)
        Dimensionless; row the year of service, column the year of purchase.

    Examples
    --------
    >>> service(3, 1.5).tolist()
    [[1.0, 0.0, 0.0], [0.5, 1.0, 0.0], [0.0, 0.5, 1.0]]
    """
    age = np.subtract.outer(np.arange(years), np.arange(years))
    return np.where(age >= 0, np.clip(lifetime - age, 0.0, 1.0), 0.0)


@njit
def _kept(history: Floats, at: int, item: int, lifetime: float) -> float:
    """Return what earlier purchases still serve in year ``at`` of the history."""
    total = 0.0
    for age in range(1, min(at, int(lifetime)) + 1):
        total += history[at - age, item] * serving(age, lifetime)
    return total


@njit
def _left(history: Floats, at: int, item: int, lifetime: float) -> float:
    """Return what served in the year before ``at`` and serves no more."""
    total = 0.0
    for age in range(1, min(at, int(lifetime) + 1) + 1):
        gone = serving(age - 1, lifetime) - serving(age, lifetime)
        total += history[at - age, item] * gone
    return total


@njit
def _of(array: Floats, sample: int) -> int:
    """Return the row of a sample: one row serves all of them."""
    return int(min(sample, array.shape[0] - 1))


@njit
def follow_need(need: Floats, lifetime: Floats, past: Floats) -> Park:
    """Buy each year what is needed beyond what still serves, b(t) = max(0, N(t) - Σ b(t-a) s(a, L)).

    Parameters
    ----------
    need : numpy.ndarray of float64, shape (samples or 1, years, resources)
        Capacity N needed in each year, capacity units, 0 or more.
    lifetime : numpy.ndarray of float64, shape (samples or 1, resources)
        L, years, at least 1.
    past : numpy.ndarray of float64, shape (samples or 1, earlier, resources)
        Purchases of the years before the first, in order of time, capacity units; ``earlier`` may be 0.

    Returns
    -------
    bought, retired, capacity : numpy.ndarray of float64, shape (samples, years, resources)
        Capacity units.  The number of samples is the largest of the three first sizes.

    Notes
    -----
    Whatever is bought in a year serves in all of that year.  Where the need falls, nothing is sold:
    capacity stays above the need until enough of it retires.  Cost O(samples years resources L).

    Examples
    --------
    >>> need = np.array([[[4.0], [4.0], [4.0]]])
    >>> bought, _, _ = follow_need(need, np.array([[2.0]]), np.zeros((1, 0, 1)))
    >>> bought[0, :, 0].tolist()
    [4.0, 0.0, 4.0]
    """
    samples = max(need.shape[0], lifetime.shape[0], past.shape[0])
    years, items, earlier = need.shape[1], need.shape[2], past.shape[1]
    bought = np.empty((samples, years, items))
    retired = np.empty((samples, years, items))
    capacity = np.empty((samples, years, items))
    history = np.empty((earlier + years, items))
    for sample in range(samples):
        history[:earlier] = past[_of(past, sample)]
        for year in range(years):
            for item in range(items):
                at, life = earlier + year, lifetime[_of(lifetime, sample), item]
                kept = _kept(history, at, item, life)
                new = max(0.0, need[_of(need, sample), year, item] - kept)
                history[at, item] = new
                bought[sample, year, item] = new
                retired[sample, year, item] = _left(history, at, item, life)
                capacity[sample, year, item] = kept + new
    return bought, retired, capacity


@njit
def follow_money(money: Floats, price: Floats, lifetime: Floats, past: Floats) -> Park:
    """Spend a given sum on each resource, b(t) = m(t) / p(t).

    Parameters
    ----------
    money : numpy.ndarray of float64, shape (samples or 1, years, resources)
        Sum m spent in each year, money, 0 or more.
    price : numpy.ndarray of float64, shape (samples or 1, years, resources)
        Price p, money for one capacity unit, above 0.
    lifetime : numpy.ndarray of float64, shape (samples or 1, resources)
        L, years, at least 1.
    past : numpy.ndarray of float64, shape (samples or 1, earlier, resources)
        Earlier purchases in order of time, capacity units.

    Returns
    -------
    bought, retired, capacity : numpy.ndarray of float64, shape (samples, years, resources)
        Capacity units.

    Examples
    --------
    >>> twice = np.full((1, 3, 1), 2.0)
    >>> _, _, capacity = follow_money(twice, np.ones((1, 3, 1)), np.array([[2.0]]), np.zeros((1, 0, 1)))
    >>> capacity[0, :, 0].tolist()
    [2.0, 4.0, 4.0]
    """
    samples = max(money.shape[0], price.shape[0], lifetime.shape[0], past.shape[0])
    years, items, earlier = money.shape[1], money.shape[2], past.shape[1]
    bought = np.empty((samples, years, items))
    retired = np.empty((samples, years, items))
    capacity = np.empty((samples, years, items))
    history = np.empty((earlier + years, items))
    for sample in range(samples):
        history[:earlier] = past[_of(past, sample)]
        for year in range(years):
            for item in range(items):
                at, life = earlier + year, lifetime[_of(lifetime, sample), item]
                new = money[_of(money, sample), year, item] / price[_of(price, sample), year, item]
                history[at, item] = new
                bought[sample, year, item] = new
                retired[sample, year, item] = _left(history, at, item, life)
                capacity[sample, year, item] = _kept(history, at, item, life) + new
    return bought, retired, capacity


@njit
def met_share(budget: float, need: Floats, price: Floats, kept: Floats) -> float:
    """Return the share f of all needs that a budget can meet, Σ p max(0, f N - K) = B.

    Parameters
    ----------
    budget : float
        B, money, 0 or more.
    need, price, kept : numpy.ndarray of float64, shape (resources,)
        Need N (capacity units), price p (money for one of them, above 0), and what still serves K.

    Returns
    -------
    float
        f, dimensionless; 0 where nothing is needed.

    Notes
    -----
    The left side is piecewise linear and rises, so f is unique once a purchase is made; with B = 0
    it is the smallest K / N.  Solved by leaving out, at most once a resource, what f does not reach.

    Examples
    --------
    >>> met_share(3.0, np.array([2.0, 4.0]), np.array([1.0, 1.0]), np.array([0.0, 0.0]))
    0.5
    """
    wanted = need > 0.0
    share = 0.0
    for _ in range(need.size):
        paid, asked, count = budget, 0.0, 0
        for item in range(need.size):
            if wanted[item]:
                paid += price[item] * kept[item]
                asked += price[item] * need[item]
                count += 1
        if count == 0:
            return 0.0
        share = paid / asked
        if count == 1:
            return share
        dropped = False
        for item in range(need.size):
            if wanted[item] and share * need[item] < kept[item]:
                wanted[item] = False
                dropped = True
        if not dropped or not wanted.any():
            return share
    return share


@njit
def follow_budget(
    budget: Floats, need: Floats, price: Floats, lifetime: Floats, past: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Spend one budget a year so that all resources meet the same share of their needs.

    Parameters
    ----------
    budget : numpy.ndarray of float64, shape (samples or 1, years)
        Money of each year, 0 or more.
    need : numpy.ndarray of float64, shape (samples or 1, years, resources)
        Capacity units, 0 or more.
    price : numpy.ndarray of float64, shape (samples or 1, years, resources)
        Money for one capacity unit, above 0.
    lifetime : numpy.ndarray of float64, shape (samples or 1, resources)
        Years, at least 1.
    past : numpy.ndarray of float64, shape (samples or 1, earlier, resources)
        Earlier purchases in order of time, capacity units.

    Returns
    -------
    share : numpy.ndarray of float64, shape (samples, years)
        Share of the needs that is met, dimensionless; above 1 where money is left over.
    bought, retired, capacity : numpy.ndarray of float64, shape (samples, years, resources)
        Capacity units.

    Notes
    -----
    A resource of which more still serves than the share asks gets no money in that year; see
    :func:`met_share`.  All money is spent where anything is needed.
    """
    samples = max(budget.shape[0], need.shape[0], price.shape[0], lifetime.shape[0], past.shape[0])
    years, items, earlier = need.shape[1], need.shape[2], past.shape[1]
    share = np.empty((samples, years))
    bought = np.empty((samples, years, items))
    retired = np.empty((samples, years, items))
    capacity = np.empty((samples, years, items))
    history = np.empty((earlier + years, items))
    kept = np.empty(items)
    for sample in range(samples):
        history[:earlier] = past[_of(past, sample)]
        life = lifetime[_of(lifetime, sample)]
        for year in range(years):
            at = earlier + year
            asked, cost = need[_of(need, sample), year], price[_of(price, sample), year]
            for item in range(items):
                kept[item] = _kept(history, at, item, life[item])
            met = met_share(budget[_of(budget, sample), year], asked, cost, kept)
            share[sample, year] = met
            for item in range(items):
                new = max(0.0, met * asked[item] - kept[item])
                history[at, item] = new
                bought[sample, year, item] = new
                retired[sample, year, item] = _left(history, at, item, life[item])
                capacity[sample, year, item] = kept[item] + new
    return share, bought, retired, capacity
