"""Figures of the page on segment linking."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts

OBJECTS = ["mini-doublets", "segments", "triplets", "quintuplets", "tracks"]
AXES = {
    "segments": "|curvature|, as 1/pT (1/GeV)",
    "triplets": "|change of cot theta| (standard deviations)",
    "quintuplets": "|change of curvature| (standard deviations)",
}
STAGES = ["segments", "triplets", "quintuplets", "pixel seeds", "pixel links"]
OTHER = "all other"


def cut(table: pd.DataFrame, limit: float, axis: str, title: str) -> charts.Chart:
    """Draw the shares of true and false objects by the variable of a cut, and the cut."""
    steps = (
        alt.Chart(table)
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("from:Q", title=axis),
            y=alt.Y("share:Q", title="share a bin", axis=alt.Axis(format="%")),
            color=alt.Color("hits of:N", title="hits of", sort=["one particle", "several"]),
            strokeDash=alt.StrokeDash("hits of:N", legend=None, sort=["one particle", "several"]),
        )
    )
    rule = alt.Chart(pd.DataFrame({"limit": [limit]})).mark_rule(strokeDash=[2, 2]).encode(x="limit:Q")
    chart: charts.Chart = (steps + rule).properties(title=title, height=220)
    return chart


def funnel(table: pd.DataFrame, field: str, axis: str, title: str, *, log: bool) -> charts.Chart:
    """Draw the number, or the true share, of each object, for both layouts."""
    scale = alt.Scale(type="log") if log else alt.Scale(domain=[0, 1])
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X("object:N", title=None, sort=OBJECTS, axis=alt.Axis(labelAngle=-30)),
            y=alt.Y(f"{field}:Q", title=axis, scale=scale, axis=alt.Axis(format="~s" if log else "%")),
            color=alt.Color("layout:N", title=None),
            strokeDash=alt.StrokeDash("pile_up:N", title="pile-up"),
            detail="pile_up:N",
        )
        .properties(title=title, height=260)
    )
    return chart


def efficiency(table: pd.DataFrame, limit: float) -> charts.Chart:
    """Draw the efficiency by transverse momentum, for both layouts."""
    base = alt.Chart(table).encode(
        x=alt.X("middle:Q", title="pT (GeV)", scale=alt.Scale(type="log", nice=False)),
        color=alt.Color("layout:N", title=None),
    )
    line = base.mark_line(point=True).encode(
        y=alt.Y(
            "efficiency:Q", title="efficiency", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])
        ),
        strokeDash=alt.StrokeDash("layout:N", legend=None),
    )
    bars = base.mark_rule().encode(y="low:Q", y2="high:Q")
    rule = alt.Chart(pd.DataFrame({"limit": [limit]})).mark_rule(strokeDash=[2, 2]).encode(x="limit:Q")
    chart: charts.Chart = (rule + bars + line).properties(
        title="Particles found, of 9 hits or more", height=260
    )
    return chart


def times(table: pd.DataFrame) -> charts.Chart:
    """Draw the time of each stage by pile-up, one panel a layout."""
    bars = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("pile_up:O", title="pile-up", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("time:Q", title="time an event (ms)"),
            color=alt.Color("stage:N", title=None, sort=[*STAGES, OTHER], legend=alt.Legend(columns=3)),
            order=alt.Order("place:Q"),
            xOffset=alt.XOffset("layout:N", sort=["plain", "double"]),
        )
    )
    chart: charts.Chart = bars.properties(title="Time by stage: plain layers left, pairs right", height=300)
    return chart
