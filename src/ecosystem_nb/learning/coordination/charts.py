"""Figures of the page on coordination."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.learning.coordination.benchmarks import CONTEXTS, CRITERIA
from ecosystem_nb.palette import NEUTRAL, accent


def grants(bodies: pd.DataFrame, year: int, last: int) -> charts.Chart:
    """Draw the years of the grants that are known, and the year that is asked about.

    Parameters
    ----------
    bodies : pandas.DataFrame
        Columns ``name``, ``begins`` and ``ends``.
    year, last : int
        The year asked about, and the end of the axis.
    """
    dated = bodies[bodies["begins"].notna()].drop_duplicates("name").sort_values(["begins", "name"])
    dated = dated.assign(end=dated["ends"].notna().map({True: "known", False: "not found"}))
    scale = alt.Scale(domain=[int(dated["begins"].min()), last], nice=False)
    x = alt.X("begins:Q", title="Year", scale=scale, axis=alt.Axis(format="d", tickMinStep=1))
    hue = alt.Scale(domain=["known", "not found"], range=[accent("learning"), NEUTRAL.light])
    base = alt.Chart(dated).encode(
        x=x,
        y=alt.Y("name:N", title=None, sort=dated["name"].tolist(), axis=alt.Axis(labelLimit=200)),
        color=alt.Color("end:N", title="End", scale=hue),
        tooltip=["name", "begins", "ends"],
    )
    spans = base.transform_filter("datum.ends != null").mark_bar(height=14).encode(x2="ends:Q")
    starts = base.transform_filter("datum.ends == null").mark_point(
        shape="triangle-right", filled=True, size=90
    )
    now = alt.Chart(pd.DataFrame({"year": [year]})).mark_rule(strokeDash=[4, 3]).encode(x="year:Q")
    chart: charts.Chart = (spans + starts + now).properties(
        title="Grants with known years", height=24 * len(dated)
    )
    return chart


def criteria(counts: pd.DataFrame) -> charts.Chart:
    """Draw how many benchmarks of each context hold each criterion."""
    written = counts.assign(
        text=[f"{n} of {of}" for n, of in zip(counts["number"], counts["of"], strict=True)]
    )
    base = alt.Chart(written).encode(
        x=alt.X(
            "context:N", title=None, sort=list(CONTEXTS), axis=alt.Axis(labelAngle=-30, labelOverlap=False)
        ),
        y=alt.Y("criterion:N", title=None, sort=list(CRITERIA.values()), axis=alt.Axis(labelLimit=220)),
    )
    size = alt.Size("number:Q", legend=None, scale=alt.Scale(domain=[0, 3], range=[0, 1600]))
    dots = base.mark_circle(color=accent("learning"), opacity=0.35).encode(size=size)
    chart: charts.Chart = (dots + base.mark_text().encode(text="text:N")).properties(
        title="Benchmarks that hold what the workshop asked for", height=180
    )
    return chart
