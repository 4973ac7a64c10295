"""Is half of the CPU need such that it can leave?  What each activity could give up, over the years."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.facilities.offload.leaving import Offload, offloaded


def could_leave(parts: pd.DataFrame, eligible: Mapping[str, float], years: tuple[int, int]) -> pd.DataFrame:
    """Return what each activity needs of the CPU, and what of it could leave.

    Parameters
    ----------
    parts : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.demand.parts.parts`, one experiment.
    eligible : mapping of str to float
        By activity, the share of its work that may leave (1), as from
        :func:`ecosystem_nb.facilities.offload.activities.eligibility`.
    years : tuple of int
        First and last year of the mean.

    Returns
    -------
    pandas.DataFrame
        Index activity, in the order of ``eligible``; columns ``need`` and ``leaves``, both over the CPU
        need of all activities (1).

    Raises
    ------
    ValueError
        For years without CPU, or an activity whose eligible share is not given.

    Examples
    --------
    >>> need = pd.DataFrame({"part": ["generation", "analysis"], "need": [1.0, 3.0], "unit": "MHS06"})
    >>> need = need.assign(experiment="A", year=2030, resource="CPU")
    >>> could_leave(need, {"generation": 0.8, "analysis": 0.0}, (2030, 2030))["leaves"].tolist()
    [0.2, 0.0]
    """
    rows = parts[(parts["resource"] == "CPU") & parts["year"].between(*years)]
    if not rows["need"].sum() > 0.0:
        raise ValueError(f"CPU need of {years[0]} to {years[1]} = 0: expected above 0")
    left = offloaded(rows, Offload(1.0, eligible)).left.groupby("part")["need"].sum()
    need = rows.groupby("part")["need"].sum()
    names = [name for name in eligible if name in need.index]
    return pd.DataFrame({"need": need[names], "leaves": left[names]}) / need.sum()
