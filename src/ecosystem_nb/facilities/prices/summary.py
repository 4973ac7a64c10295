"""How much more did money buy each year?  Series beside series, each with its range."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.facilities.prices.fits import trend, walk
from ecosystem_nb.facilities.prices.history import Series


def rates(series: Mapping[str, Series], level: float) -> pd.DataFrame:
    """Return the improvement of each series, in both forms.

    Parameters
    ----------
    series : mapping of str to Series
        By the label to show; at least three points each.
    level : float
        Probability of the ranges, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``series``, ``points``, ``first`` and ``last`` (yr), ``trend``, ``walk``, ``low`` and
        ``high`` (% a year: what money buys; the range is the walk's), and ``kind``.
    """
    rows = []
    for label, one in series.items():
        straight, wandering = trend(one.years, one.prices), walk(one.years, one.prices)
        low, high = wandering.interval(level)
        rows.append(
            {
                "series": label,
                "points": int(one.years.size),
                "first": int(one.years[0]),
                "last": int(one.years[-1]),
                "trend": 100.0 * straight.improvement,
                "walk": 100.0 * wandering.improvement,
                "low": 100.0 * low,
                "high": 100.0 * high,
                "kind": "forecast" if one.forecast else "observed",
            }
        )
    return pd.DataFrame(rows)


def without_each(one: Series, level: float) -> pd.DataFrame:
    """Return the improvement when each of the points is left out.

    Parameters
    ----------
    one : Series
        At least four points.
    level : float
        Probability of the range, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``without`` (year), ``trend``, ``walk``, ``low`` and ``high`` (% a year).
    """
    rows = []
    for place, year in enumerate(one.years):
        keep = [i for i in range(one.years.size) if i != place]
        straight = trend(one.years[keep], one.prices[keep])
        wandering = walk(one.years[keep], one.prices[keep])
        low, high = wandering.interval(level)
        values = (straight.improvement, wandering.improvement, low, high)
        named = zip(("trend", "walk", "low", "high"), values, strict=True)
        rows.append({"without": int(year), **{name: 100.0 * value for name, value in named}})
    return pd.DataFrame(rows)


def growth_series(pledges: pd.DataFrame, resource: str, unit: str) -> Series:
    """Return the pledged total as a price: what a unit would have cost if the money had been constant.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_totals``: columns ``year``, ``resource`` and ``total``.
    resource : str
        As in the table.
    unit : str
        Unit of capacity of the total.

    Returns
    -------
    Series
        In USD over the unit, of a budget of 1 USD.
    """
    rows = pledges[pledges["resource"] == resource]
    years = rows["year"].to_numpy(dtype=float)
    return Series(resource, resource, f"USD/{unit}", years, 1.0 / rows["total"].to_numpy(dtype=float))
