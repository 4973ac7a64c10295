"""What does a need cost, against what was spent before?  1 is a flat budget."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.facilities.vintages.model import Plan

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Against:
    """A mean spend a year over some years, against that of earlier years.

    Parameters
    ----------
    late, early : numpy.ndarray of float64, shape (samples,)
        Money a year.
    ratio : numpy.ndarray of float64, shape (samples,)
        Late over early: 1 is a flat budget.
    """

    late: Floats
    early: Floats
    ratio: Floats


def against(plan: Plan, years: tuple[int, int], before: Plan, base: tuple[int, int]) -> Against:
    """Compare the spend of a plan with a budget taken from another one.

    Parameters
    ----------
    plan : Plan
        Whose spend is judged.
    years : tuple of int
        First and last year of it.
    before : Plan
        Where the budget comes from: the same plan, or one without what is judged.
    base : tuple of int
        First and last year of the budget.

    Returns
    -------
    Against

    Raises
    ------
    ValueError
        For two currencies, or a budget of nothing.
    """
    plan.beside(before)
    late, early = plan.yearly(*years), before.yearly(*base)
    if not (early > 0.0).all():
        raise ValueError(
            f"spend of {base[0]} to {base[1]} = {early.min():g} {plan.currency} a year: expected above 0"
        )
    return Against(late, early, late / early)
