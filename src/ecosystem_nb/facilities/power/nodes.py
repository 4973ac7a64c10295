"""How much does a watt compute, and what did it take to make the node?  By year of launch."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.prices.fits import trend
from ecosystem_nb.tables import Quantity


@dataclass(frozen=True)
class Trend:
    """A value that grows by the same factor every year.

    Parameters
    ----------
    year : float
        Reference year.
    value : float
        In that year, in any unit, above 0.
    growth : float
        A year, 1, above -1: 0.1 for 10 %.

    Examples
    --------
    >>> Trend(2021.0, 4.0, 0.1).at([2021, 2022]).tolist()
    [4.0, 4.4]
    """

    year: float
    value: float
    growth: float

    def __post_init__(self) -> None:
        within("reference year", self.year, "yr")
        within("reference value", self.value, "1", above=0.0)
        within("growth", self.growth, "1", above=-1.0)

    def at(self, years: ArrayLike) -> Floats:
        """Return the values in some years, in the unit of ``value``."""
        when = within("year", years, "yr")
        return np.asarray(self.value * (1.0 + self.growth) ** (when - self.year), dtype=np.float64)


@dataclass(frozen=True)
class Fit:
    """A line through logarithms of values by year.

    Parameters
    ----------
    trend : Trend
    low, high : float
        Growth one standard error below and above, 1.
    nodes, launches : int
        Values, and different years, of the fit.
    """

    trend: Trend
    low: float
    high: float
    nodes: int
    launches: int


def efficiencies(nodes: pd.DataFrame) -> pd.DataFrame:
    """Return HS23 for each W of the nodes that run two threads a core, as sites run them.

    Parameters
    ----------
    nodes : pandas.DataFrame
        ``facilities/node_power``.

    Returns
    -------
    pandas.DataFrame
        Columns of ``nodes`` and ``efficiency`` (HS23/W).
    """
    rows = nodes[nodes["threads"] == 2].copy()
    score = within("score", rows["score"], "HS23", above=0.0)
    rows["efficiency"] = score / within("power", rows["power"], "W", above=0.0)
    return rows.reset_index(drop=True)


def fit(rows: pd.DataFrame, reference: float) -> Fit:
    """Fit one growth to the efficiency of nodes, by least squares of its logarithm.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns ``launch`` (year) and ``efficiency`` (HS23/W), at least three rows and two years.
    reference : float
        Year in which the trend is stated.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        For fewer rows or years.

    Notes
    -----
    The standard error takes the scatter as independent from node to node; nodes of one generation are
    alike, so it is too small.

    Examples
    --------
    >>> table = pd.DataFrame({"launch": [2020, 2021, 2022], "efficiency": [2.0, 4.0, 8.0]})
    >>> found = fit(table, 2021.0)
    >>> round(found.trend.value, 9), round(found.trend.growth, 9)
    (4.0, 1.0)
    """
    launches = rows["launch"].nunique()
    if len(rows) < 3 or launches < 2:
        raise ValueError(f"{len(rows)} nodes of {launches} years: expected at least 3 of 2 years")
    line = trend(rows["launch"], rows["efficiency"])
    low, middle, high = (math.expm1(step * line.error - line.rate) for step in (-1.0, 0.0, 1.0))
    value = line.predict([reference])[1].item()
    return Fit(Trend(reference, value, middle), low, high, len(rows), launches)


def node_carbon(power: Mapping[str, Quantity], processors: int, memory: float, drives: int = 1) -> float:
    """Return the carbon emitted in making a node, summed over its parts.

    Parameters
    ----------
    power : mapping of str to Quantity
        ``quantities("facilities/power")``.
    processors : int
        At least 1.
    memory : float
        GB, 0 or more.
    drives : int
        Solid-state drives, 0 or more.

    Returns
    -------
    float
        kg of CO2 equivalent.

    Notes
    -----
    The coefficients are rules of thumb of one project; a life-cycle assessment of one server can be
    several times higher, most of it in solid-state drives.
    """
    count = within("processors", processors, "1", least=1.0).item()
    more = max(0.0, within("memory", memory, "GB", least=0.0).item() - power["memory_free"].in_unit("GB"))
    each = power["memory_embodied"].in_unit("kg") / power["memory_of"].in_unit("GB")
    return (
        power["server_embodied"].in_unit("kg")
        + (count - 1.0) * power["processor_embodied"].in_unit("kg")
        + more * each
        + within("drives", drives, "1", least=0.0).item() * power["ssd_embodied"].in_unit("kg")
    )
