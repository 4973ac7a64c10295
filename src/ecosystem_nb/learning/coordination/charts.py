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
        The year asked about, and the end of the axis, to which a grant without an end is drawn.
    """
    dated = bodies[bodies["begins"].notna()].drop_duplicates("name").sort_values(["begins", "name"])
    bars = dated.assign(
        to=dated["ends"].fillna(last), end=dated["ends"].notna().map({True: "known", False: "open"})
    )
    x = alt.Scale(domain=[int(dated["begins"].min()), last], nice=False)
    spans = (
        alt.Chart(bars)
        .mark_bar(height=14)
        .encode(
            x=alt.X("begins:Q", title="Year", scale=x, axis=alt.Axis(format="d", tickMinStep=1)),
            x2="to:Q",
            y=alt.Y("name:N", title=None, sort=dated["name"].tolist(), axis=alt.Axis(labelLimit=200)),
            color=alt.Color(
                "end:N",
                title="End",
                scale=alt.Scale(domain=["known", "open"], range=[accent("learning"), NEUTRAL.light]),
            ),
            tooltip=["name", "begins", "ends"],
        )
    )
    now = alt.Chart(pd.DataFrame({"year": [year]})).mark_rule(strokeDash=[4, 3]).encode(x="year:Q")
    chart: charts.Chart = (spans + now).properties(title="Grants with known years", height=24 * len(dated))
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
