"""Charts of the page on seeds."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent, categories
from ecosystem_nb.tracking.series import colour, lines, named

MAIN, SECOND = accent("tracking"), accent("facilities")


def growth(rows: pd.DataFrame) -> charts.Chart:
    """Return naive triplets, seeds and true seeds against pile-up.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``pile_up``, ``naive``, ``seeds`` and ``true``.

    Returns
    -------
    altair chart
    """
    names = {"naive": "all triplets of three layers", "seeds": "seeds", "true": "seeds of one particle"}
    return lines(
        named(rows, "pile_up", names, "count"),
        alt.X("pile_up:Q", title="Pile-up (interactions)"),
        alt.Y("count:Q", title="Number in an event", scale=alt.Scale(type="log"), axis=alt.Axis(format="~s")),
        "which",
        [NEUTRAL.light, SECOND, MAIN],
        title="Triplets by pile-up",
        height=280,
    )


def spread(rows: pd.DataFrame, x: str, title: str, cut: float) -> charts.Chart:
    """Return how a variable lies for true and mixed triplets, and where the cut stands.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``study.histogram``.
    x, title : str
        Titles of axis and chart.
    cut : float
        In the variable's unit.

    Returns
    -------
    altair chart
    """
    order = ["of one particle", "mixed"]
    steps = rows.assign(middle=(rows["low"] + rows["high"]) / 2)
    lines = (
        alt.Chart(steps)
        .mark_line(interpolate="step")
        .encode(
            x=alt.X("middle:Q", title=x),
            y=alt.Y(
                "count:Q",
                title="Triplets",
                scale=alt.Scale(type="symlog"),
                axis=alt.Axis(format=",d", values=[0, 10, 100, 1000, 10_000]),
            ),
            color=colour("kind", order, [MAIN, SECOND]),
            tooltip=["kind:N", "low:Q", "high:Q", "count:Q"],
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"middle": [cut]}))
        .mark_rule(strokeDash=[6, 4], color=NEUTRAL.light)
        .encode(x="middle:Q")
    )
    chart: charts.Chart = alt.layer(lines, rule).properties(title=title, height=220)
    return chart


def trade(rows: pd.DataFrame) -> charts.Chart:
    """Return efficiency against the number of seeds as one cut after the other moves.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``name``, ``value``, ``each`` and ``efficiency`` (%).

    Returns
    -------
    altair chart
    """
    chart = lines(
        rows,
        alt.X("each:Q", title="Seeds for each particle asked for", scale=alt.Scale(type="log", nice=False)),
        alt.Y("efficiency:Q", title="Particles with a seed (%)", scale=alt.Scale(zero=False)),
        "name",
        categories("tracking"),
        title="What each cut costs and saves",
        height=280,
    )
    ordered: charts.Chart = chart.encode(order="value:Q")
    return ordered
