"""How far is a need from a flat budget?  In capacity, and in money."""

import pandas as pd

from ecosystem_nb.facilities.budget.capacity import Met
from ecosystem_nb.facilities.vintages.model import Plan


def gap(needed: Plan, met: Met, budget: float) -> pd.DataFrame:
    """Return the gap of each year between what is needed and what a flat budget buys.

    Parameters
    ----------
    needed : Plan
        What the need costs, from :func:`ecosystem_nb.facilities.vintages.model.buy_for`.
    met : Met
        What the budget buys, from :func:`ecosystem_nb.facilities.budget.capacity.meet`.
    budget : float
        Money a year.

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``share`` (1: capacity over need where money was spent), ``spend`` (money a
        year that the need costs), ``budget``, ``missing`` (money of the year) and ``missing_so_far``
        (money summed since the first year; a year of less spending than budget pays back).

    Raises
    ------
    ValueError
        When the two have different years.

    Notes
    -----
    The median over the samples.  Money and capacity are two questions: a budget that lags by a year
    misses much capacity and little money.
    """
    if needed.years != met.plan.years:
        raise ValueError(
            f"years {met.plan.years[0]} to {met.plan.years[-1]}: "
            f"expected {needed.years[0]} to {needed.years[-1]} as in the plan"
        )
    made = pd.DataFrame({"year": needed.years})
    made["share"] = pd.Series(_median(met.share))
    made["spend"] = pd.Series(_median(needed.spend.sum(axis=2)))
    made["budget"] = budget
    made["missing"] = made["spend"] - budget
    made["missing_so_far"] = made["missing"].cumsum()
    return made


def _median(values: object) -> list[float]:
    frame = pd.DataFrame(values)
    return [float(one) for one in frame.median()]
