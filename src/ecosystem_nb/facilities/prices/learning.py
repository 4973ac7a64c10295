"""Do prices fall with time, or with what was made?  The learning curve, and where the two are one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.prices.fits import checked


@dataclass(frozen=True)
class Learning:
    """A learning curve: p = p1 Q^-w with Q the cumulative production (Wright's form).

    Parameters
    ----------
    first : float
        p1, the fitted price at Q = 1.
    exponent : float
        w.
    """

    first: float
    exponent: float

    @property
    def ratio(self) -> float:
        """Price after each doubling of the cumulative production, over the one before: 2^-w."""
        return float(2.0**-self.exponent)

    def price(self, produced: ArrayLike) -> Floats:
        """Return the price at a cumulative production, in the unit of the series.

        Parameters
        ----------
        produced : array_like of float64
            Q, in the unit of the fit, above 0.
        """
        return np.asarray(
            self.first * within("cumulative production", produced, "1", above=0.0) ** -self.exponent
        )


def learning(produced: ArrayLike, prices: ArrayLike) -> Learning:
    """Fit a learning curve by least squares in both logarithms.

    Parameters
    ----------
    produced : array_like of float64, shape (n,)
        Cumulative production Q, any unit, above 0, not all equal; at least two.
    prices : array_like of float64, shape (n,)
        Above 0.

    Returns
    -------
    Learning

    References
    ----------
    Nagy et al., PLoS ONE 8 (2013) e52669, doi:10.1371/journal.pone.0052669.

    Examples
    --------
    >>> round(learning([1.0, 2.0, 4.0], [100.0, 80.0, 64.0]).ratio, 9)
    0.8
    """
    amount = within("cumulative production", produced, "1", above=0.0)
    x, logs = checked(np.log(amount), prices, least=2)
    slope = float(((x - x.mean()) * logs).sum() / ((x - x.mean()) ** 2).sum())
    return Learning(float(np.exp(logs.mean() - slope * x.mean())), -slope)


def learned_improvement(exponent: float, growth: ArrayLike) -> Floats:
    """Return the yearly improvement when production grows steadily, r = (1 + g)^w - 1.

    Parameters
    ----------
    exponent : float
        w of the learning curve.
    growth : array_like of float64
        Growth g of the cumulative production, fraction a year, above -1.

    Returns
    -------
    numpy.ndarray of float64
        r, fraction a year.

    Notes
    -----
    With steady growth Wright's and Moore's forms are the same curve (Sahal); they part when growth
    changes: a market that shrinks stops learning, and time alone does not help.

    Examples
    --------
    >>> float(learned_improvement(1.0, 0.25))
    0.25
    """
    return np.asarray((1.0 + within("growth", growth, "1", above=-1.0)) ** exponent - 1.0)
