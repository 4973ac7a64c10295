"""Charts of the page on alarms."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.learning.alarms.watch import WATCHES
from ecosystem_nb.palette import NEUTRAL, accent

_HUES = [accent("learning"), accent("facilities"), accent("network"), NEUTRAL.light]
_COLOUR = alt.Color(
    "watch:N", title=None, sort=list(WATCHES), scale=alt.Scale(domain=list(WATCHES), range=_HUES)
)


def roc(curves: pd.DataFrame, rate: float, drift: str) -> charts.Chart:
    """Return detection against false alarms for one drift.

    Parameters
    ----------
    curves : pandas.DataFrame
        ``watch``, ``false_alarms`` and ``detected``, from :func:`ecosystem_nb.learning.alarms.scored.roc`.
    rate : float
        Drawn as a line.
    drift : str
        For the title.

    Returns
    -------
    altair chart
    """
    share = alt.Axis(format="%")
    lines = (
        alt.Chart(curves)
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(
            x=alt.X("false_alarms:Q", title="False alarms a batch", axis=share),
            y=alt.Y("detected:Q", title="Batches in which it rings", axis=share),
            order="place:Q",
            color=_COLOUR,
            tooltip=[
                "watch",
                alt.Tooltip("false_alarms:Q", format=".1%"),
                alt.Tooltip("detected:Q", format=".1%"),
            ],
        )
    )
    line = alt.Chart(pd.DataFrame({"rate": [rate]})).mark_rule(strokeDash=[4, 4]).encode(x="rate:Q")
    chart: charts.Chart = lines + line
    return chart.properties(title=f"Detection against false alarms: {drift}", height=280)


def sizes(rows: pd.DataFrame, rate: float) -> charts.Chart:
    """Return how often alarms ring by the size of the batch, one panel a drift.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``drift``, ``watch``, ``batch`` and ``detected``.
    rate : float
        False alarms a batch, drawn as a line.

    Returns
    -------
    altair chart
    """
    x = alt.X(
        "batch:Q", title="Events a batch", scale=alt.Scale(type="log", base=2), axis=alt.Axis(format=",d")
    )
    panels = []
    for drift, part in rows.groupby("drift", sort=False):
        lines = (
            alt.Chart(part)
            .mark_line(point=True)
            .encode(
                x=x,
                y=alt.Y(
                    "detected:Q",
                    title="It rings in",
                    axis=alt.Axis(format="%"),
                    scale=alt.Scale(domain=[0, 1]),
                ),
                color=_COLOUR,
                tooltip=["watch", "batch", alt.Tooltip("detected:Q", format=".0%")],
            )
        )
        line = alt.Chart(pd.DataFrame({"rate": [rate]})).mark_rule(strokeDash=[4, 4]).encode(y="rate:Q")
        panels.append((lines + line).properties(title=str(drift), height=180))
    chart: charts.Chart = alt.vconcat(*panels)
    return chart


def course(rows: pd.DataFrame, script: str) -> charts.Chart:
    """Return each alarm's distance over its threshold along a script.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`ecosystem_nb.learning.alarms.watch.followed`.
    script : str
        For the title.

    Returns
    -------
    altair chart
    """
    lines = (
        alt.Chart(rows)
        .mark_line(point=True)
        .encode(
            x=alt.X("interval:Q", title="Interval", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y(
                "over:Q",
                title="Distance over threshold",
                scale=alt.Scale(type="symlog", constant=1),
                axis=alt.Axis(values=[-3, -1, 0, 1, 3, 10, 30, 100, 300]),
            ),
            color=_COLOUR,
            tooltip=["watch", "interval", alt.Tooltip("over:Q", format=".2f")],
        )
    )
    line = alt.Chart(pd.DataFrame({"over": [1.0]})).mark_rule(strokeDash=[4, 4]).encode(y="over:Q")
    chart: charts.Chart = lines + line
    return chart.properties(title=script, height=240)
