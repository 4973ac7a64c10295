"""Would a trend of earlier pledges have foretold later ones?  Prediction, range, error and coverage."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from ecosystem_nb.facilities.prices.fits import Trend, Walk, trend, walk

EXPERIMENTS = ("ALICE", "ATLAS", "CMS", "LHCb")
RESOURCES = ("CPU", "Disk", "Tape")
METHODS: dict[str, Callable[..., Trend | Walk]] = {"trend": trend, "walk": walk}


def predicted(
    years: Sequence[float], values: Sequence[float], ahead: Sequence[float], method: str, level: float = 0.9
) -> pd.DataFrame:
    """Return what one method says of later years from earlier ones alone.

    Parameters
    ----------
    years : sequence of float, shape (n,)
        Years of the fit, rising; at least three.
    values : sequence of float, shape (n,)
        Above 0, any unit.
    ahead : sequence of float
        Years to predict, none before the last of the fit.
    method : {'trend', 'walk', 'last'}
        Least squares in the logarithm, a random walk with drift, or the last value as it is.
    level : float
        Probability of the range, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``low``, ``middle`` and ``high``, in the unit of ``values``; the last value comes
        without a range: ``low`` and ``high`` are NaN.

    Raises
    ------
    ValueError
        For an unknown method, and as the fits do.

    Examples
    --------
    >>> predicted([2009, 2010, 2011], [1.0, 2.0, 4.0], [2012], "trend")["middle"].round(9).tolist()
    [8.0]
    """
    t = np.asarray(ahead, dtype=np.float64)
    if method == "last":
        middle = np.full(t.size, float(values[-1]))
        low, high = np.full(t.size, np.nan), np.full(t.size, np.nan)
    elif method in METHODS:
        low, middle, high = METHODS[method](years, values).predict(t, level)
    else:
        raise ValueError(f"method = {method!r}: expected one of {', '.join([*METHODS, 'last'])}")
    return pd.DataFrame({"year": t.astype(int), "low": low, "middle": middle, "high": high})


def backtest(pledges: pd.DataFrame, split: int, level: float = 0.9) -> pd.DataFrame:
    """Fit each experiment and resource up to a year, and compare with what was pledged later.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_totals``: columns ``year``, ``resource`` and one for each experiment.
    split : int
        Last year of the fit.
    level : float
        Probability of the ranges, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        A row for each method, experiment, resource and later year: ``method``, ``experiment``,
        ``resource``, ``year``, ``ahead`` (yr), ``low``, ``middle``, ``high`` and ``pledged`` (HS06 or TB),
        ``ratio`` (pledged over predicted), ``inside`` (whether the pledge lies in the range).

    Raises
    ------
    ValueError
        When fewer than three years are left to fit, or none to predict.
    """
    years = sorted(pledges["year"].unique())
    if sum(year <= split for year in years) < 3 or split >= years[-1]:
        raise ValueError(
            f"last year of the fit = {split} is out of range: expected {years[2]} to {years[-2]}"
        )
    made = []
    for resource in RESOURCES:
        rows = pledges[pledges["resource"] == resource].sort_values("year")
        early, late = rows[rows["year"] <= split], rows[rows["year"] > split]
        for experiment in EXPERIMENTS:
            for method in (*METHODS, "last"):
                one = predicted(
                    early["year"].tolist(), early[experiment].tolist(), late["year"].tolist(), method, level
                )
                made.append(
                    one.assign(
                        method=method,
                        experiment=experiment,
                        resource=resource,
                        pledged=late[experiment].to_numpy(dtype=np.float64),
                    )
                )
    table = pd.concat(made, ignore_index=True)
    return table.assign(
        ahead=table["year"] - split,
        ratio=table["pledged"] / table["middle"],
        inside=(table["low"] <= table["pledged"]) & (table["pledged"] <= table["high"]),
    )


def errors(table: pd.DataFrame) -> pd.DataFrame:
    """Return the typical error and the coverage of each method.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`backtest`.

    Returns
    -------
    pandas.DataFrame
        Columns ``method``, ``factor`` (median of how many times too large or too small, at least 1),
        ``bias`` (median of pledged over predicted), ``coverage`` (share of pledges inside the range, NaN
        without a range) and ``number``.
    """
    rows = []
    for method, one in table.groupby("method", sort=False):
        off = np.exp(np.abs(np.log(one["ratio"])))
        ranged = bool(one["low"].notna().all())
        rows.append(
            {
                "method": method,
                "factor": float(off.median()),
                "bias": float(one["ratio"].median()),
                "coverage": float(one["inside"].mean()) if ranged else np.nan,
                "number": len(one),
            }
        )
    return pd.DataFrame(rows)
