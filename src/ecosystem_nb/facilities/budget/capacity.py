"""What does a budget buy?  Capacity, the share of all needs that it meets, and bands of a million."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.prices.regimes import Course
from ecosystem_nb.facilities.vintages.kernel import follow_budget
from ecosystem_nb.facilities.vintages.lifetimes import fitting
from ecosystem_nb.facilities.vintages.model import Plan, buy_with, even_past
from ecosystem_nb.facilities.vintages.wanted import Need


@dataclass(frozen=True)
class Met:
    """What a budget for all resources buys when each meets the same share of its need.

    Parameters
    ----------
    share : numpy.ndarray of float64, shape (samples, years)
        Capacity over need, the same for each resource that gets money in that year.
    plan : Plan
    """

    share: Floats
    plan: Plan


def meet(
    budget: ArrayLike,
    wanted: Need,
    course: Course,
    lifetimes: Mapping[str, ArrayLike],
    past: Floats | None = None,
) -> Met:
    """Spend a budget so that all resources meet the same share of their needs.

    Parameters
    ----------
    budget : array_like of float64, shape (), (years,) or (samples, years)
        Money a year, 0 or more, in the currency of the prices.
    wanted : Need
    course : Course
        Prices for the same years, resources and units.
    lifetimes : mapping of str to float or array of shape (samples,)
        Years, at least 1.
    past : numpy.ndarray of float64, shape (samples or 1, earlier, resources), optional
        Purchases of the years before; by default an even past that leaves the first year's need.

    Returns
    -------
    Met

    Raises
    ------
    ValueError
        For a negative budget, or a shape that does not fit.

    Notes
    -----
    The share is the least that a computing model with fixed ratios of CPU, disk and tape could do; an
    experiment that trades one for the other does better.
    """
    sums = np.atleast_2d(within("budget", budget, course.currency, least=0.0))
    if sums.shape[1] == 1:
        sums = np.repeat(sums, len(wanted.years), axis=1)
    if sums.shape[1] != len(wanted.years):
        raise ValueError(f"budget of {sums.shape[1]} years: expected {wanted.years[0]} to {wanted.years[-1]}")
    life = fitting(wanted.years, wanted.resources, wanted.units, course, lifetimes)
    history = even_past(wanted.amounts[:, 0], lifetimes) if past is None else past
    arrays = (sums, wanted.amounts, course.prices, life, history)
    share, bought, retired, capacity = follow_budget(*(np.ascontiguousarray(one) for one in arrays))
    plan = Plan(
        wanted.years,
        wanted.resources,
        wanted.units,
        course.currency,
        bought,
        retired,
        capacity,
        course.prices,
    )
    return Met(share, plan)


def steady(
    capacity: Mapping[str, float], course: Course, lifetimes: Mapping[str, float]
) -> tuple[Floats, Floats]:
    """Return the yearly money that kept a park in balance until now, and the purchases behind it.

    Parameters
    ----------
    capacity : mapping of str to float
        Installed in the year before the first of the course, in the units of its prices, by resource.
    course : Course
        One sample.
    lifetimes : mapping of str to float
        Years, at least 1.

    Returns
    -------
    money : numpy.ndarray of float64, shape (resources,)
        What the replacement of C / L costs at the prices of the first year.
    past : numpy.ndarray of float64, shape (1, earlier, resources)
        Purchases of the years before.
    """
    held = [capacity[name] for name in course.resources]
    past = even_past(held, {name: lifetimes[name] for name in course.resources})
    return np.asarray(past[0, -1] * course.prices[0, 0]), past


def bands(
    money: ArrayLike,
    extra: float,
    course: Course,
    lifetimes: Mapping[str, float],
    past: Floats,
    *,
    since: int | None = None,
) -> pd.DataFrame:
    """Return the capacity that a yearly sum buys of each resource, and with more or less money.

    Parameters
    ----------
    money : array_like of float64, shape (resources,) or (years, resources)
        Money a year for each resource, 0 or more.
    extra : float
        What is added to and taken from each resource's sum a year, 0 or more.  Where the sum is
        smaller, the lower band spends nothing.
    course : Course
        One sample.
    lifetimes : mapping of str to float
        Years, at least 1.
    past : numpy.ndarray of float64, shape (1, earlier, resources)
        Purchases of the years before.
    since : int, optional
        First year of more or less money; the first of the course when left out.

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``resource``, ``unit``, ``low``, ``capacity`` and ``high`` (capacity units).

    Notes
    -----
    Each resource's band is a question of its own: the whole extra goes to that one alone.  Capacity is
    linear in money, so the upper half-width does not depend on the sum itself.
    """
    sums = within("money", money, course.currency, least=0.0)
    more = within("extra", extra, course.currency, least=0.0).item()
    sums = np.broadcast_to(sums, course.prices.shape[1:])
    late = (np.asarray(course.years) >= (course.years[0] if since is None else since))[:, None]
    made = {
        name: buy_with(np.maximum(sums + change * late, 0.0), course, lifetimes, past).capacity[0]
        for name, change in (("low", -more), ("capacity", 0.0), ("high", more))
    }
    tables = [
        pd.DataFrame({"year": course.years, "resource": name, "unit": course.capacity_units[i]}).assign(
            **{key: values[:, i] for key, values in made.items()}
        )
        for i, name in enumerate(course.resources)
    ]
    return pd.concat(tables, ignore_index=True)


def bought_by(sum_: float, price: float, improvement: float, lifetime: float, years: int) -> float:
    """Return what a yearly sum adds to the capacity after some years, in closed form.

    Parameters
    ----------
    sum_ : float
        Money a year, 0 or more.
    price : float
        Money for a unit of capacity in the first year, above 0.
    improvement : float
        r, fraction a year, above -1.
    lifetime : float
        Whole years, at least 1.
    years : int
        Full years since the first purchase, 0 or more.

    Returns
    -------
    float
        Capacity units, B/p Σ (1 + r)^(t - a) over the purchases that still serve.

    Examples
    --------
    >>> bought_by(10.0, 2.0, 0.0, 5.0, 9)
    25.0
    """
    budget = within("sum", sum_, "money", least=0.0).item()
    each = within("price", price, "money", above=0.0).item()
    r = within("improvement", improvement, "1", above=-1.0).item()
    life = int(within("lifetime", lifetime, "yr", least=1.0).item())
    t = int(within("years", years, "yr", least=0.0).item())
    return budget / each * sum((1.0 + r) ** (t - age) for age in range(min(life, t + 1)))
