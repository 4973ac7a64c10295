"""Is half of the CPU need such that it can leave?  Activities, in the order in which they go to HPC."""

import pandas as pd

from ecosystem_nb.facilities.demand.parts import (
    ACTIVITIES,
    ANALYSIS,
    GENERATION,
    HEAVY_IONS,
    RECO_DATA,
    RECO_SIMULATION,
    SIMULATION,
)

ORDER = (GENERATION, SIMULATION, RECO_SIMULATION, RECO_DATA, HEAVY_IONS, ANALYSIS)
"""Least data in and out for its CPU first: a judgement, assumed."""


def running(parts: pd.DataFrame, years: tuple[int, int]) -> pd.DataFrame:
    """Return each activity's share of the CPU need, and the running sum in the order of leaving.

    Parameters
    ----------
    parts : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.demand.parts.parts`.
    years : tuple of int
        First and last year of the mean.

    Returns
    -------
    pandas.DataFrame
        Columns ``activity``, ``share`` and ``sum`` (1), rows in the order of ``ORDER``.

    Raises
    ------
    ValueError
        For years without CPU, or an activity that is not known.

    Examples
    --------
    >>> rows = [(2030, "CPU", "simulation", 1.0), (2030, "CPU", "reconstruction of data", 3.0)]
    >>> table = pd.DataFrame(rows, columns=["year", "resource", "part", "need"])
    >>> running(table, (2030, 2030))["sum"].tolist()
    [0.25, 1.0]
    """
    rows = parts[(parts["resource"] == "CPU") & parts["year"].between(*years)]
    need = rows.groupby("part")["need"].sum()
    if not need.sum() > 0.0:
        raise ValueError(f"CPU need of {years[0]} to {years[1]} = 0: expected above 0")
    if unknown := sorted(set(need.index) - set(ACTIVITIES)):
        raise ValueError(f"activity {unknown[0]}: expected one of {', '.join(ACTIVITIES)}")
    share = (need / need.sum()).reindex([name for name in ORDER if name in need.index])
    return pd.DataFrame(
        {"activity": share.index, "share": share.to_numpy(), "sum": share.cumsum().to_numpy()}
    )
