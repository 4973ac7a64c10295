"""Charts of the page on what to ask of an HPC centre."""

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.facilities.demand.parts import ACTIVITIES
from ecosystem_nb.facilities.offload.kernels import amdahl
from ecosystem_nb.facilities.offload.study import FAR, KEPT, NEAR, PRODUCTION
from ecosystem_nb.palette import NEUTRAL, accent, categories

SHARES = tuple(round(0.1 * one, 1) for one in range(1, 11))
RATIOS = tuple(range(2, 21, 2))
SPEEDS = tuple(range(5, 51, 5))
CASES = (PRODUCTION, NEAR, KEPT, FAR)
IN, OUT = "data in", "data out"


def node_hours(table: pd.DataFrame, share: float) -> charts.Chart:
    """Return the node-hours of each year by activity.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``share`` (one of ``SHARES``), ``year``, ``part`` and ``hours`` (1e6 node-hours).
    share : float
        Where the slider stands first (1).

    Returns
    -------
    altair chart
    """
    turn = charts.slider("share", SHARES, share, "Share of the eligible work that leaves", "1")
    names = [name for name in ACTIVITIES if name in set(table["part"])]
    hues = categories("facilities")[: len(names)]
    top = float(table.groupby(["share", "year"])["hours"].sum().max()) or 1.0
    chart: charts.Chart = (
        alt.Chart(table)
        .transform_filter(charts.chosen(turn, "share"))
        .mark_bar()
        .encode(
            x=alt.X("year:O", title="Year", axis=alt.Axis(labelAngle=0)),
            y=alt.Y(
                "sum(hours):Q",
                title="CPU nodes (million node-hours)",
                scale=alt.Scale(domain=[0, top], nice=True),
            ),
            color=alt.Color(
                "part:N", title=None, scale=alt.Scale(domain=names, range=hues), legend=alt.Legend(columns=1)
            ),
            tooltip=["part", "year", alt.Tooltip("hours:Q", format=".2f", title="million node-hours")],
        )
        .add_params(turn)
        .properties(title="Hours of nodes without GPUs", height=260)
    )
    return chart


def gains(points: pd.DataFrame, speed: float) -> charts.Chart:
    """Return what a node with GPUs does over its CPU, by the part that is ported.

    Parameters
    ----------
    points : pandas.DataFrame
        Activities: ``part`` and ``ported`` (1).
    speed : float
        Where the slider stands first: one of ``SPEEDS``.

    Returns
    -------
    altair chart
    """
    turn = charts.slider("speed", SPEEDS, speed, "GPUs over CPU at the ported part", "1")
    ported = np.round(np.linspace(0.0, 1.0, 51), 2)
    grid = pd.concat([_gains(pd.Series(ported, name="ported").to_frame(), one) for one in SPEEDS])
    marks = pd.concat([_gains(points, one) for one in SPEEDS])
    x = alt.X("ported:Q", title="Ported part of the work", axis=alt.Axis(format="%"))
    y = alt.Y(
        "gain:Q",
        title="Node over its CPU alone, logarithmic",
        scale=alt.Scale(type="log", domain=[1, 60], nice=False),
        axis=alt.Axis(values=[1, 2, 5, 10, 20, 50], labelOverlap=False),
    )
    keep = charts.chosen(turn, "speed")
    line = alt.Chart(grid).transform_filter(keep).mark_line().encode(x=x, y=y)
    tooltip = ["part", "ported", alt.Tooltip("gain:Q", format=".2f")]
    shape = alt.Shape("part:N", title=None, legend=alt.Legend(columns=1))
    dots = alt.Chart(marks).transform_filter(keep).mark_point(size=90, filled=True, color=accent("network"))
    two = alt.Chart(pd.DataFrame({"gain": [2.0]})).mark_rule(strokeDash=[6, 4]).encode(y="gain:Q")
    chart: charts.Chart = (two + line + dots.encode(x=x, y=y, shape=shape, tooltip=tooltip)).add_params(turn)
    return chart.properties(title="What GPUs add to a node", height=280)


def _gains(rows: pd.DataFrame, speed: float) -> pd.DataFrame:
    return rows.assign(speed=float(speed), gain=amdahl(rows["ported"].to_numpy(), speed))


def reduction(table: pd.DataFrame, ratio: float) -> charts.Chart:
    """Return the network in and out with and without data reduction.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``ratio`` (one of ``RATIOS``), ``case``, ``direction`` (``IN`` or ``OUT``) and ``rate``
        (Gbit/s).
    ratio : float
        Where the slider stands first.

    Returns
    -------
    altair chart
    """
    turn = charts.slider("ratio", RATIOS, ratio, "Data read over data written", "1")
    names = [IN, OUT]
    colours = alt.Scale(domain=names, range=[accent("facilities"), NEUTRAL.light])
    chart: charts.Chart = (
        alt.Chart(table)
        .transform_filter(charts.chosen(turn, "ratio"))
        .mark_bar()
        .encode(
            x=alt.X(
                "rate:Q",
                title="Network in busy weeks (Gbit/s)",
                scale=alt.Scale(domain=[0, float(table["rate"].max())]),
            ),
            y=alt.Y("case:N", title=None, sort=list(CASES), axis=alt.Axis(labelLimit=260)),
            yOffset=alt.YOffset("direction:N", sort=names),
            color=alt.Color("direction:N", title=None, scale=colours, sort=names),
            tooltip=["case", "direction", alt.Tooltip("rate:Q", format=".1f", title="Gbit/s")],
        )
        .add_params(turn)
        .properties(title="Data reduction at the centre", height=260)
    )
    return chart
