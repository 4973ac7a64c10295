"""What does one more unit cost, and in which year?  Least-cost purchases and their dual prices."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.vintages.kernel import service, serving


def rent(improvement: float, lifetime: float) -> float:
    """Return what serves for one year, as a part of the price of that year, 1 / Σ s(a, L) (1 + r)^-a.

    Parameters
    ----------
    improvement : float
        r, fraction a year, above -1.
    lifetime : float
        L, years, at least 1.

    Returns
    -------
    float
        Dimensionless; 1 / L where prices stand still, more where they fall.

    Notes
    -----
    Whoever buys every year pays p(t) = Σ s(a, L) u(t + a) for the services u of the years to come; with
    prices that fall by 1 + r each year u(t) / p(t) is the same every year.

    Examples
    --------
    >>> rent(0.0, 5.0)
    0.2
    """
    r = within("improvement", improvement, "1", above=-1.0).item()
    life = within("lifetime", lifetime, "yr", least=1.0, most=50.0).item()
    return 1.0 / float(sum(serving(age, life) * (1.0 + r) ** -age for age in range(int(np.ceil(life)))))


@dataclass(frozen=True)
class Cheapest:
    """The purchases of least cost.

    Parameters
    ----------
    bought : numpy.ndarray of float64, shape (years,)
        Capacity units.
    capacity : numpy.ndarray of float64, shape (years,)
        With what still serves of the past, capacity units.
    duals : numpy.ndarray of float64, shape (years,)
        Money that one unit more of need in that year alone adds to the cost, 0 or more.
    reduced : numpy.ndarray of float64, shape (years,)
        Money by which a purchase of that year is too dear, 0 or more; 0 where something is bought.
    net_price : numpy.ndarray of float64, shape (years,)
        Price less what is left of the purchase after the last year.
    cost : float
        Net money of all years.
    """

    bought: Floats
    capacity: Floats
    duals: Floats
    reduced: Floats
    net_price: Floats
    cost: float


def cheapest(need: ArrayLike, price: ArrayLike, lifetime: float, past: Sequence[float] = ()) -> Cheapest:
    """Return the purchases that meet a need at least cost, looking ahead, and what one unit more costs.

    min Σ c(t) x(t)  with  Σ s(t - t', L) x(t') + K(t) >= N(t),  x >= 0.

    Parameters
    ----------
    need : array_like of float64, shape (years,)
        N, capacity units, 0 or more; two years or more.
    price : array_like of float64, shape (years,)
        p, money for a unit, above 0.
    lifetime : float
        L, years, at least 1.
    past : sequence of float
        Purchases of the years before, in order of time; K is what still serves of them.

    Returns
    -------
    Cheapest

    Raises
    ------
    ValueError
        For values out of range, or a price so low beside the last ones that the sale of what is left would
        pay for the purchase.

    Notes
    -----
    What still serves after the last year is worth its services then: c(t) = p(t) - Σ s(a, L) u(t + a) over
    t + a beyond the end, with the ``rent`` u of prices that go on as between the last two years.  Without
    that the last years would pay whole purchases for a year or two.  A linear program (HiGHS); money
    counts alike in each year.  Where the optimum is degenerate, the dual lies between the saving of one
    unit less and the cost of one more.

    References
    ----------
    Huangfu and Hall, Mathematical Programming Computation 10 (2018) 119, doi:10.1007/s12532-017-0130-5.

    Examples
    --------
    >>> cheapest([4.0, 5.0, 6.0, 7.0], [1.0] * 4, 2.0).duals.round(9).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    asked = np.atleast_1d(within("need", need, "capacity units", least=0.0))
    each = np.atleast_1d(within("price", price, "money", above=0.0))
    history = within("past purchases", list(past), "capacity units", least=0.0)
    if asked.shape != each.shape or asked.size < 2:
        raise ValueError(f"need of {asked.size} years, prices of {each.size}: expected the same, 2 or more")
    net = _net(each, lifetime)
    serve = service(history.size + asked.size, lifetime)[history.size :]
    kept, matrix = serve[:, : history.size] @ history, serve[:, history.size :]
    found = optimize.linprog(net, A_ub=-matrix, b_ub=kept - asked, method="highs")
    if not found.success:
        raise RuntimeError(f"the solver gave up: {found.message}")
    bought = np.asarray(found.x, dtype=np.float64)
    duals = -np.asarray(found.ineqlin.marginals, dtype=np.float64)
    return Cheapest(
        bought,
        kept + matrix @ bought,
        duals,
        net - matrix.T @ duals,
        net,
        float(net @ bought),
    )


def _net(price: Floats, lifetime: float) -> Floats:
    years, ahead = price.size, int(np.ceil(lifetime))
    improvement = float(price[-2] / price[-1]) - 1.0
    share = rent(improvement, lifetime)
    later = price[-1] * (1.0 + improvement) ** -np.arange(1.0, ahead + 1.0) * share
    serve = service(years + ahead, lifetime)[years:, :years]
    net = price - serve.T @ later
    if not (net > 0.0).all():
        at = int(np.argmin(net))
        raise ValueError(
            f"price of year {at} = {price[at]:g} is out of range: expected above {price[at] - net[at]:g}, "
            "the worth of what is left of it after the last year"
        )
    return np.asarray(net)
