"""Charts of the page on production."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent, categories

MAIN = accent("learning")
SERIES = categories("learning")


def matrix(rows: pd.DataFrame) -> charts.Chart:
    """Return which check fails which candidate.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``candidate``, ``check``, ``verdict`` (``"passed"`` or ``"failed"``) and ``text``.
    """
    checks, candidates = (list(dict.fromkeys(rows[name])) for name in ("check", "candidate"))
    x = alt.X(
        "check:N", sort=checks, title=None, axis=alt.Axis(labelAngle=-90, labelLimit=170, labelOverlap=False)
    )
    y = alt.Y("candidate:N", sort=candidates, title=None, axis=alt.Axis(labelLimit=190))
    fill = alt.Color(
        "verdict:N",
        title=None,
        scale=alt.Scale(domain=["passed", "failed"], range=[NEUTRAL.light, MAIN]),
    )
    base = alt.Chart(rows).encode(x=x, y=y)
    failed = alt.datum.verdict == "failed"
    cells = base.mark_square(opacity=1).encode(
        color=fill, size=alt.condition(failed, alt.value(230), alt.value(30)), tooltip=["text:N"]
    )
    chart: charts.Chart = cells.properties(title="Which check stops which fault", height=34 * len(candidates))
    return chart


def canary(rows: pd.DataFrame, allowed: float) -> charts.Chart:
    """Return how the interval of the difference of rates closes with the events.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``events``, ``off``, ``low``, ``high`` (from the difference foretold) and ``candidate``.
    allowed : float
        Half width of what is allowed.
    """
    order = list(dict.fromkeys(rows["candidate"]))
    colour = alt.Color(
        "candidate:N",
        title=None,
        sort=order,
        scale=alt.Scale(range=SERIES[: len(order)]),
        legend=alt.Legend(columns=1, symbolOpacity=1),
    )
    x = alt.X("events:Q", title="Events so far", scale=alt.Scale(type="log", nice=False))
    title = "Rate of the canary minus the one foretold"
    base = alt.Chart(rows)
    band = base.mark_area(opacity=0.25).encode(x=x, y=alt.Y("low:Q", title=title), y2="high:Q", color=colour)
    line = base.mark_line().encode(x=x, y=alt.Y("off:Q"), color=colour)
    edges = (
        alt.Chart(pd.DataFrame({"edge": [-allowed, allowed]}))
        .mark_rule(strokeDash=[5, 4], color=NEUTRAL.light)
        .encode(y="edge:Q")
    )
    chart: charts.Chart = alt.layer(band, line, edges).properties(
        title="A share of the events decides", height=280
    )
    return chart
