"""How unlike are the sites?  Federations from the pledges, and cores from the queues."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.sites.kernels import gini, remote_best, remote_blind

POINTS = (10, 50, 90)
US = "USA"


def federations(
    pledges: pd.DataFrame, year: int, experiment: str, tiers: Sequence[int] = (0, 1, 2)
) -> pd.DataFrame:
    """Return what each federation pledged to an experiment in a year.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_federations``.
    year : int
        Pledge year.
    experiment : str
    tiers : sequence of int
        Tiers to take.

    Returns
    -------
    pandas.DataFrame
        Columns ``federation``, ``country``, ``tier``, ``cpu`` (HS06), ``disk`` and ``tape`` (TB) and
        ``ratio``, disk over CPU (GB/HS06); a federation without CPU or disk is left out.

    Raises
    ------
    ValueError
        When nothing is left.
    """
    rows = pledges[
        (pledges["year"] == year)
        & (pledges["experiment"] == experiment)
        & pledges["tier"].isin(tiers)
        & (pledges["cpu"] > 0.0)
        & (pledges["disk"] > 0.0)
    ]
    if rows.empty:
        years = f"{pledges['year'].min()} to {pledges['year'].max()}"
        raise ValueError(
            f"no pledge to {experiment} in {year} by tiers {tuple(tiers)}: "
            f"expected ALICE, ATLAS, CMS or LHCb, {years}, tiers of 0, 1 and 2"
        )
    made = rows[["federation", "country", "tier", "cpu", "disk", "tape"]].fillna({"tape": 0.0})
    return made.assign(ratio=1000.0 * made["disk"] / made["cpu"]).reset_index(drop=True)


def spread(values: pd.Series) -> dict[str, float]:
    """Return the 10th, 50th and 90th percentile, and the Gini index.

    Parameters
    ----------
    values : pandas.Series
        Above 0, in any unit.

    Returns
    -------
    dict of str to float
        ``p10``, ``p50``, ``p90`` in the same unit, ``gini`` (1) and ``number``.

    Raises
    ------
    ValueError
        For no values, or a value that is not above 0.

    Examples
    --------
    >>> spread(pd.Series([1.0, 2.0, 3.0]))["p50"]
    2.0
    """
    if values.empty:
        raise ValueError("no values: expected at least one above 0")
    within(str(values.name or "value"), values, "1", above=0.0)
    low, middle, high = np.percentile(values, POINTS)
    found = {"p10": low, "p50": middle, "p90": high, "gini": gini(values), "number": float(len(values))}
    return {name: float(one) for name, one in found.items()}


def unevenness(pledges: pd.DataFrame, years: Sequence[int], experiments: Sequence[str]) -> pd.DataFrame:
    """Return how unlike the Tier-2 federations were, and what had to be read from elsewhere.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_federations``.
    years : sequence of int
    experiments : sequence of str

    Returns
    -------
    pandas.DataFrame
        A row for each year and experiment: columns ``p10``, ``p50``, ``p90`` (GB/HS06, disk over CPU),
        ``gini`` of that ratio, ``size_gini`` of the CPU, ``remote`` and ``blind`` (1, shares of the reads
        from another site, with jobs sent to data and without) and ``number``.
    """
    rows = []
    for experiment in experiments:
        for year in years:
            one = federations(pledges, year, experiment, (2,))
            rows.append(
                {
                    "experiment": experiment,
                    "year": year,
                    **spread(one["ratio"]),
                    "size_gini": gini(one["cpu"]),
                    "remote": remote_best(one["cpu"], one["disk"]),
                    "blind": remote_blind(one["cpu"], one["disk"]),
                }
            )
    return pd.DataFrame(rows)


def lorenz(sites: pd.DataFrame) -> pd.DataFrame:
    """Return the share of disk that the sites with the lowest ratio hold, against their share of CPU.

    Parameters
    ----------
    sites : pandas.DataFrame
        From :func:`federations`.

    Returns
    -------
    pandas.DataFrame
        Columns ``cpu`` and ``disk``, running shares from 0 to 1, the site with the lowest ratio first.

    Notes
    -----
    The largest distance of this curve from the diagonal is :func:`.kernels.remote_best`: up to there
    each site has less disk than its share of CPU.
    """
    order = sites.sort_values(["ratio", "federation"])
    made = pd.DataFrame({name: order[name].cumsum() / order[name].sum() for name in ("cpu", "disk")})
    return pd.concat([pd.DataFrame({"cpu": [0.0], "disk": [0.0]}), made], ignore_index=True)
