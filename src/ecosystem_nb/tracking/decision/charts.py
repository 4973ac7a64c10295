"""Figures of the decision page."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ecosystem_nb import charts

HEIGHT = 300
WEIGHTS = tuple(one / 10 for one in range(11))


def _legend(columns: int = 1) -> alt.Legend:
    return alt.Legend(columns=columns, labelLimit=320)


def pareto(table: pd.DataFrame) -> charts.Chart:
    """Draw efficiency against the time of a particle, one mark a finder and kind of event.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``finder``, ``case``, ``time`` (us) and ``efficiency``.
    """
    low = float(table["efficiency"].min())
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_point(size=90, filled=True, opacity=0.85)
        .encode(
            x=alt.X("time:Q", title="Time of a particle (us), logarithmic", scale=alt.Scale(type="log")),
            y=alt.Y(
                "efficiency:Q",
                title="Efficiency",
                scale=alt.Scale(domain=[low - 0.005, 1.0], nice=False),
            ),
            color=alt.Color("finder:N", title=None, legend=_legend()),
            # below the plot: two legends side by side leave it no room on a phone
            shape=alt.Shape("case:N", title=None, legend=alt.Legend(columns=1, orient="bottom")),
            tooltip=["finder", "case", alt.Tooltip("time:Q", format=".3g"), "efficiency", "fakes"],
        )
        .properties(title="Efficiency against time, the same events", height=HEIGHT)
    )
    return chart


def by_pile_up(table: pd.DataFrame, column: str, title: str, what: str) -> charts.Chart:
    """Draw a column of the comparison against the pile-up, a line a finder."""
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X("pile_up:Q", title="Pile-up (interactions)", scale=alt.Scale(nice=False)),
            y=alt.Y(f"{column}:Q", title=what, scale=alt.Scale(zero=False)),
            color=alt.Color("finder:N", title=None, legend=_legend()),
            strokeDash=alt.StrokeDash("finder:N", legend=None),  # lines that lie on one another
            tooltip=["finder", "pile_up", alt.Tooltip(f"{column}:Q", format=".4f")],
        )
        .properties(title=title, height=240)
    )
    return chart


def growth(table: pd.DataFrame) -> charts.Chart:
    """Draw measured times of an event against its hits, both on logarithmic scales."""
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "hits:Q", title="Hits of the event, logarithmic", scale=alt.Scale(type="log", nice=False)
            ),
            y=alt.Y("time:Q", title="Time of the event (ms), logarithmic", scale=alt.Scale(type="log")),
            color=alt.Color("finder:N", title=None, legend=_legend()),
            strokeDash=alt.StrokeDash("finder:N", legend=None),  # lines that lie on one another
            tooltip=["finder", "pile_up", "hits", "time"],
        )
        .properties(title="Measured time by hits", height=260)
    )
    return chart


def tails(table: pd.DataFrame) -> charts.Chart:
    """Draw, for each finder and kind of event, the median, the 95th and 99th percentile and the slowest.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``finder``, ``kind``, ``median``, ``p95``, ``p99`` and ``worst`` (ms).
    """
    shown = {"median": "median", "p95": "95 %", "p99": "99 %", "worst": "slowest"}
    long = table.melt(["finder", "kind"], list(shown), "what", "time").replace({"what": shown})
    y = alt.Y("kind:N", title=None, sort=None)
    across = alt.YOffset("finder:N")
    colour = alt.Color("finder:N", title=None, legend=_legend())
    scale = alt.Scale(type="log", nice=False, padding=12)
    title = "Time of an event (ms), logarithmic"
    lines = (
        alt.Chart(table)
        .mark_rule()
        .encode(
            x=alt.X("median:Q", title=title, scale=scale), x2="worst:Q", y=y, yOffset=across, color=colour
        )
    )
    marks = alt.Chart(long).mark_point(filled=True, size=70).encode(
        x=alt.X("time:Q", title=title, scale=scale), y=y, yOffset=across, color=colour,
        shape=alt.Shape("what:N", title=None, sort=list(shown.values()), legend=alt.Legend(orient="bottom")),
        tooltip=["finder", "kind", "what", alt.Tooltip("time:Q", format=".3g")],
    )  # fmt: skip
    chart: charts.Chart = (lines + marks).properties(title="From the median to the slowest event", height=260)
    return chart


def hard(table: pd.DataFrame, kinds: Sequence[str]) -> charts.Chart:
    """Draw the efficiency of each finder for each kind of event, with intervals of one sigma."""
    low = float(table["low"].min())
    base = alt.Chart(table).encode(
        y=alt.Y("kind:N", title=None, sort=list(kinds), axis=alt.Axis(labelLimit=140)),
        yOffset=alt.YOffset("finder:N"),
        color=alt.Color("finder:N", title=None, legend=_legend()),
    )
    scale = alt.Scale(domain=[max(0.0, low - 0.02), 1.0], nice=False)
    points = base.mark_point(filled=True, size=70).encode(
        x=alt.X("efficiency:Q", title="Efficiency", scale=scale),
        tooltip=["kind", "finder", "efficiency", "fakes", "duplicates"],
    )
    bars = base.mark_rule().encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    chart: charts.Chart = (bars + points).properties(title="Plain and hard events", height=HEIGHT)
    return chart


def totals(grid: pd.DataFrame, weight: float) -> charts.Chart:
    """Draw the total mark of each finder, with a slider for the weight of the time.

    Parameters
    ----------
    grid : pandas.DataFrame
        Columns ``weight`` (of ``WEIGHTS``), ``finder``, ``total`` and ``verdict``.
    weight : float
        Where the slider stands first.
    """
    turn = charts.slider("speed", WEIGHTS, weight, "Share of the weight that time has", "1")
    chart: charts.Chart = (
        alt.Chart(grid)
        .transform_filter(charts.chosen(turn, "weight"))
        .mark_bar()
        .encode(
            x=alt.X("total:Q", title="Total mark", scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("finder:N", title=None, axis=alt.Axis(labelLimit=200)),
            color=alt.Color("verdict:N", title=None, sort=["reinforce", "watch", "stop"]),
            tooltip=["finder", alt.Tooltip("total:Q", format=".2f"), "verdict"],
        )
        .add_params(turn)
        .properties(title="Stop or reinforce", height=40 + 40 * grid["finder"].nunique())
    )
    return chart
