"""How many labels does each way need?  Read off the results of the contest."""

import math

import numpy as np
import pandas as pd

from ecosystem_nb.learning.foundation.contest import FROZEN, FULL


def curves(results: pd.DataFrame) -> pd.DataFrame:
    """Return mean and band over the seeds of each way at each number of labels.

    Parameters
    ----------
    results : pandas.DataFrame
        ``state``, ``way``, ``labels``, ``seed`` and ``auc``; rows of doing nothing and of all labels are left
        out.

    Returns
    -------
    pandas.DataFrame
        ``state``, ``way``, ``labels``, ``auc``, ``low`` and ``high`` (the least and the largest).
    """
    ways = results[~results["way"].isin([FROZEN, FULL])]
    found = ways.groupby(["state", "way", "labels"], sort=False)["auc"].agg(["mean", "min", "max"])
    return found.reset_index().set_axis(["state", "way", "labels", "auc", "low", "high"], axis=1)


def line(table: pd.DataFrame, state: str, way: str) -> pd.Series:
    """Return the area by labels of one way in one state."""
    chosen = table[(table["state"] == state) & (table["way"] == way)]
    if chosen.empty:
        raise ValueError(f"no results of {way!r} in state {state!r}")
    return chosen.set_index("labels")["auc"].sort_index()


def labels_to_reach(course: pd.Series, auc: float) -> float:
    """Return how many labels a way needs to reach an area, straight lines in log(labels) between results.

    Parameters
    ----------
    course : pandas.Series
        Area by labels.
    auc : float

    Returns
    -------
    float
        Infinite where the largest number does not suffice; the smallest number where it already does.

    Examples
    --------
    >>> labels_to_reach(pd.Series({100: 0.70, 10_000: 0.80}), 0.75)
    1000.0
    """
    if course.iloc[0] >= auc:
        return float(course.index[0])
    for (n, low), (m, high) in zip(course.items(), course.iloc[1:].items(), strict=False):
        if high >= auc:
            share = (auc - low) / (high - low)
            at = math.log(float(str(n))) + share * math.log(float(str(m)) / float(str(n)))
            return round(float(np.exp(at)), 6)
    return math.inf


def overtakes(table: pd.DataFrame, state: str, way: str, other: str) -> float:
    """Return from how many labels on a way is at least as good as another; infinite where it never is.

    It must stay so up to the largest number that was tried.
    """
    ahead = line(table, state, way) >= line(table, state, other)
    behind = ahead.index[~ahead]
    if not len(behind):
        return float(ahead.index[0])
    later = ahead.index[ahead.index > behind[-1]]
    return float(later[0]) if len(later) else math.inf
