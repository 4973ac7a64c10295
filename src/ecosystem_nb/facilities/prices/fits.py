"""How fast do prices fall, and how sure is that?  A trend in time, and a random walk."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from ecosystem_nb.bounds import Floats, within


def improvement_of_decline(decline: ArrayLike) -> Floats:
    """Return by how much more a unit of money buys each year when its price falls, r = d / (1 - d).

    Parameters
    ----------
    decline : array_like of float64
        Fall d of the price, fraction a year, 0 or more and below 1.

    Returns
    -------
    numpy.ndarray of float64
        Improvement r, fraction a year: a price falls by the factor 1 / (1 + r).

    Examples
    --------
    >>> float(improvement_of_decline(0.2))
    0.25
    """
    d = within("decline", decline, "1", least=0.0, most=1.0 - 1e-9)
    return d / (1.0 - d)


@dataclass(frozen=True)
class Falling(ABC):
    """A rate of fall with its uncertainty; what both forms have in common.

    Parameters
    ----------
    rate : float
        m, the mean fall of ln p, 1/yr; above 0 where prices fall.
    spread : float
        Standard deviation of ln p about the trend, or of a walk's step of one year.
    """

    rate: float
    spread: float

    @property
    def improvement(self) -> float:
        """How much more money buys each year, r = exp(m) - 1, fraction."""
        return float(np.expm1(self.rate))

    @property
    @abstractmethod
    def error(self) -> float:
        """Standard error of the rate, 1/yr."""

    @property
    @abstractmethod
    def freedom(self) -> int:
        """Degrees of freedom of the spread."""

    def half(self, level: float) -> float:
        """Return by how many standard errors a range of some probability reaches, from Student's t.

        Parameters
        ----------
        level : float
            Probability, above 0 and below 1.
        """
        if not 0.0 < level < 1.0:
            raise ValueError(f"level = {level:g} is out of range: expected above 0 and below 1")
        return float(stats.t.ppf((1.0 + level) / 2.0, self.freedom))

    def interval(self, level: float = 0.9) -> tuple[float, float]:
        """Return the range of the improvement, fraction a year.

        Parameters
        ----------
        level : float
            Confidence, above 0 and below 1.
        """
        half = self.half(level) * self.error
        return float(np.expm1(self.rate - half)), float(np.expm1(self.rate + half))


@dataclass(frozen=True)
class Trend(Falling):
    """A constant rate through all points: ln p = a - m t with independent errors (Moore's form).

    Parameters
    ----------
    rate, spread : float
        As in :class:`Falling`.
    middle : float
        Mean of the years.
    level : float
        Fitted ln p in the middle.
    points : int
        n; the spread has n - 2 degrees of freedom.
    leverage : float
        Sum of the squared distances of the years from their mean, yr².
    """

    middle: float
    level: float
    points: int
    leverage: float

    @property
    def error(self) -> float:
        """Standard error of the rate, 1/yr."""
        return float(self.spread / np.sqrt(self.leverage))

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the spread: a level and a rate are taken off."""
        return self.points - 2

    def predict(self, years: ArrayLike, level: float = 0.9) -> tuple[Floats, Floats, Floats]:
        """Return the range in which a new price would lie, and its median.

        Parameters
        ----------
        years : array_like of float64, shape (n,)
            Decimal years.
        level : float
            Probability of the range, above 0 and below 1.

        Returns
        -------
        low, middle, high : numpy.ndarray of float64, shape (n,)
            Prices, in the unit of the series.
        """
        away = np.asarray(years, dtype=np.float64) - self.middle
        line = self.level - self.rate * away
        error = self.spread * np.sqrt(1.0 + 1.0 / self.points + away**2 / self.leverage)
        half = self.half(level) * error
        return np.exp(line - half), np.exp(line), np.exp(line + half)


def trend(years: ArrayLike, prices: ArrayLike) -> Trend:
    """Fit a constant rate by least squares in the logarithm.

    Parameters
    ----------
    years : array_like of float64, shape (n,)
        Decimal years, not all equal; at least three.
    prices : array_like of float64, shape (n,)
        Above 0.

    Returns
    -------
    Trend

    Notes
    -----
    Assumes that each price errs by itself.  Prices wander instead: next year starts from this one.
    :func:`walk` takes that into account, and its range widens faster.

    Examples
    --------
    >>> round(trend([2000, 2001, 2002], [4.0, 2.0, 1.0]).improvement, 9)
    1.0
    """
    t, logs = checked(years, prices, least=3)
    middle, level = float(t.mean()), float(logs.mean())
    leverage = float(((t - middle) ** 2).sum())
    rate = -float(((t - middle) * logs).sum()) / leverage
    rest = logs - level + rate * (t - middle)
    spread = float(np.sqrt((rest**2).sum() / (t.size - 2)))
    return Trend(rate, spread, middle, level, int(t.size), leverage)


@dataclass(frozen=True)
class Walk(Falling):
    """A random walk of ln p with drift: each year's step is independent of all before.

    Parameters
    ----------
    rate, spread : float
        As in :class:`Falling`.
    year, price : float
        The last point, where every forecast starts.
    steps : int
        Number of observed steps.
    span : float
        Years from first to last point.
    """

    year: float
    price: float
    steps: int
    span: float

    @property
    def error(self) -> float:
        """Standard error of the rate, 1/yr."""
        return float(self.spread / np.sqrt(self.span))

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the spread: the drift is taken off."""
        return self.steps - 1

    def predict(self, years: ArrayLike, level: float = 0.9) -> tuple[Floats, Floats, Floats]:
        """Return the range in which the price will lie, and its median.

        Parameters
        ----------
        years : array_like of float64, shape (n,)
            Decimal years, none before the last point.
        level : float
            Probability of the range, above 0 and below 1.

        Returns
        -------
        low, middle, high : numpy.ndarray of float64, shape (n,)
            Prices, in the unit of the series.

        Notes
        -----
        The variance after h years is s² (h + h²/T): the steps to come, and the drift known only from a
        history of T years.
        """
        ahead = within("year", years, "yr", least=self.year) - self.year
        line = np.log(self.price) - self.rate * ahead
        error = self.spread * np.sqrt(ahead + ahead**2 / self.span)
        half = self.half(level) * error
        return np.exp(line - half), np.exp(line), np.exp(line + half)

    def chance_above(self, year: float, price: float) -> float:
        """Return the probability that the price in a year lies above a given one.

        Parameters
        ----------
        year : float
            Decimal year after the last point.
        price : float
            In the unit of the series, above 0.

        Examples
        --------
        >>> round(walk([2000, 2001, 2003], [8.0, 4.0, 1.1]).chance_above(2005, 0.293), 2)
        0.5
        """
        ahead = within("year", year, "yr", above=self.year).item() - self.year
        wanted = np.log(within("price", price, "1", above=0.0)) - np.log(self.price) + self.rate * ahead
        error = self.spread * np.sqrt(ahead + ahead**2 / self.span)
        return float(stats.t.sf(wanted / error, self.freedom))


def walk(years: ArrayLike, prices: ArrayLike) -> Walk:
    """Fit a random walk with drift to prices at uneven dates.

    Parameters
    ----------
    years : array_like of float64, shape (n,)
        Decimal years, rising; at least three.
    prices : array_like of float64, shape (n,)
        Above 0.

    Returns
    -------
    Walk

    Notes
    -----
    The drift depends on the first and the last point only.  A step over Δ years has variance s² Δ.
    Neglected: steps that follow each other in sign, which widen the range further.

    References
    ----------
    Farmer and Lafond, Research Policy 45 (2016) 647, arXiv:1502.05274, section 3.

    Examples
    --------
    >>> round(walk([2000, 2001, 2003], [8.0, 4.0, 1.0]).improvement, 9)
    1.0
    """
    t, logs = checked(years, prices, least=3)
    step = np.diff(t)
    within("step between two years", step, "yr", above=0.0)
    span = float(t[-1] - t[0])
    rate = float(logs[0] - logs[-1]) / span
    rest = np.diff(logs) + rate * step
    spread = float(np.sqrt((rest**2 / step).sum() / (step.size - 1)))
    return Walk(rate, spread, float(t[-1]), float(np.exp(logs[-1])), int(step.size), span)


def checked(years: ArrayLike, prices: ArrayLike, least: int) -> tuple[Floats, Floats]:
    """Return places and logarithms of prices that can be fitted, or say in one line why they can't be."""
    t, p = within("year", years, "yr"), within("price", prices, "1", above=0.0)
    if t.ndim != 1 or t.shape != p.shape or t.size < least:
        raise ValueError(f"{t.size} years and {p.size} prices: expected as many of both, at least {least}")
    if float(np.ptp(t)) == 0.0:
        raise ValueError(f"all points stand at {t[0]:g}: expected at least two places")
    return t, np.log(p)
