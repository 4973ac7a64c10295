"""Several series in one chart: their long form, their colours, and lines with points."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ecosystem_nb import charts


def named(rows: pd.DataFrame, by: str, names: dict[str, str], value: str) -> pd.DataFrame:
    """Return one row a series and place.

    Parameters
    ----------
    rows : pandas.DataFrame
        One column a series.
    by : str
        Column that all share.
    names : dict of str to str
        Columns, and what a reader calls them.
    value : str
        Name of the column of values.

    Returns
    -------
    pandas.DataFrame
        ``by``, ``which`` and ``value``.

    Examples
    --------
    >>> named(pd.DataFrame({"x": [1], "a": [2]}), "x", {"a": "first"}, "y").to_dict("list")
    {'x': [1], 'which': ['first'], 'y': [2]}
    """
    long = rows.melt(by, list(names), var_name="which", value_name=value)
    return long.assign(which=long["which"].map(names))


def colour(field: str, order: Sequence[str], colours: Sequence[str]) -> alt.Color:
    """Return the colours of series, in the legend's order."""
    scale = alt.Scale(domain=list(order), range=list(colours)[: len(order)])
    wide = max(map(len, order), default=0) > 16  # side by side they would squeeze the plot on a phone
    legend = alt.Legend(columns=1, labelLimit=320) if wide else alt.Legend()
    return alt.Color(f"{field}:N", title=None, sort=list(order), scale=scale, legend=legend)


def lines(
    rows: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    field: str,
    colours: Sequence[str],
    *,
    title: str,
    height: int = 260,
) -> charts.Chart:
    """Return lines with points, one series each, named by ``field`` in the order in which they stand.

    Parameters
    ----------
    rows : pandas.DataFrame
    x, y : altair channels
    field : str
        Column that names the series.
    colours : sequence of str
    title : str
    height : int
        Pixels.

    Returns
    -------
    altair chart
    """
    order = list(dict.fromkeys(rows[field]))
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_line(point=True)
        .encode(x=x, y=y, color=colour(field, order, colours), tooltip=list(rows.columns))
        .properties(title=title, height=height)
    )
    return chart
