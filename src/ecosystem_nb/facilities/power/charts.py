"""Charts of the page on power and carbon."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.facilities.colours import RESOURCES
from ecosystem_nb.facilities.power.nodes import Fit
from ecosystem_nb.palette import NEUTRAL, accent, categories

MAIN = accent("facilities")


def nodes(rows: pd.DataFrame, fit: Fit) -> charts.Chart:
    """Return the efficiency of nodes by year of launch, with the fitted line.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.power.nodes.efficiencies`.
    fit : Fit

    Returns
    -------
    altair chart
    """
    years = list(range(int(rows["launch"].min()), int(rows["launch"].max()) + 1))
    top = float(rows["efficiency"].max())
    line = pd.DataFrame({"launch": years, "efficiency": fit.trend.at(years)})
    x = alt.X("launch:Q", title="Launch of the processor", axis=alt.Axis(format="d", tickCount=len(years)))
    y = alt.Y("efficiency:Q", title="Efficiency (HS23/W)", scale=alt.Scale(domain=[0.0, 1.1 * top]))
    drawn = alt.Chart(line).mark_line(color=NEUTRAL.light, strokeDash=[6, 4]).encode(x=x, y=y)
    kept = rows[["cpu", "launch", "efficiency", "site"]]
    dots = (
        alt.Chart(kept)
        .mark_point(color=MAIN, filled=True, size=70)
        .encode(x=x, y=y, tooltip=["cpu:N", "site:N", alt.Tooltip("efficiency:Q", format=".2f")])
    )
    chart: charts.Chart = alt.layer(drawn, dots).properties(title="What a watt computes", height=240)
    return chart


def power(rows: pd.DataFrame) -> charts.Chart:
    """Return the power of the halls by year and resource.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.power.fleet.yearly`.

    Returns
    -------
    altair chart
    """
    shades = alt.Scale(domain=list(RESOURCES), range=list(RESOURCES.values()))
    placed = rows.assign(place=rows["resource"].map({name: n for n, name in enumerate(RESOURCES)}))
    chart: charts.Chart = (
        alt.Chart(placed)
        .mark_bar(cornerRadiusEnd=0)
        .encode(
            x=alt.X("year:O", title="Year", axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("power:Q", title="Power with the halls (MW)"),
            color=alt.Color("resource:N", title=None, sort=list(RESOURCES), scale=shades),
            order="place:Q",
            tooltip=["year", "resource", alt.Tooltip("power:Q", format=".2f")],
        )
        .properties(title="Power of the hardware of ATLAS and CMS", height=280)
    )
    return chart


def lifetimes(rows: pd.DataFrame, best: pd.DataFrame) -> charts.Chart:
    """Return what one unit of capacity emits against the lifetime of its hardware, by grid.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns ``grid``, ``lifetime`` (yr) and ``relative`` (1), emission over its least.
    best : pandas.DataFrame
        The same columns, at the best lifetime of each grid.

    Returns
    -------
    altair chart
    """
    order = list(best.sort_values("lifetime")["grid"])
    colour = alt.Color(
        "grid:N", title=None, sort=order, scale=alt.Scale(range=categories("facilities")[: len(order)])
    )
    x = alt.X("lifetime:Q", title="Lifetime of a node (yr)")
    y = alt.Y("relative:Q", title="Emission over its least (1)", scale=alt.Scale(domain=[1.0, 2.0]))
    lines = alt.Chart(rows).mark_line(clip=True).encode(x=x, y=y, color=colour)
    marks = alt.Chart(best).mark_point(filled=True, size=70).encode(x=x, y=y, color=colour)
    chart: charts.Chart = alt.layer(lines, marks).properties(
        title="How long should a node serve to emit least?", height=280
    )
    return chart
