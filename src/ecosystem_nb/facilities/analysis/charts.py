"""Charts of the page on analysis facilities."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent, categories

MAIN = accent("facilities")


def parts(capacities: Mapping[str, float], binds: str, target: float) -> charts.Chart:
    """Return the capacity of each part, the one that binds apart, with the target.

    Parameters
    ----------
    capacities : mapping of str to float
        Gbit/s, finite, by part.
    binds : str
        The part that binds.
    target : float
        Gbit/s.

    Returns
    -------
    altair chart
    """
    names = ["binds", "has room"]
    rows = pd.DataFrame(
        {
            "part": list(capacities),
            "rate": list(capacities.values()),
            "role": [names[0] if name == binds else names[1] for name in capacities],
        }
    )
    scale = alt.Scale(domain=names, range=[MAIN, NEUTRAL.light])
    order = list(rows.sort_values("rate")["part"])
    bars = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            y=alt.Y("part:N", title=None, sort=order),
            x=alt.X("rate:Q", title="Capacity (Gbit/s)"),
            color=alt.Color("role:N", title=None, scale=scale, sort=names),
            tooltip=["part", alt.Tooltip("rate:Q", format=",.0f")],
        )
    )
    rule = alt.Chart(pd.DataFrame({"rate": [target]})).mark_rule(strokeDash=[6, 4]).encode(x="rate:Q")
    chart: charts.Chart = alt.layer(bars, rule).properties(
        title="What each part can deliver; dashed: the target", height=200
    )
    return chart


def times(rows: pd.DataFrame) -> charts.Chart:
    """Return the time to read against cores, a line for each share of columns.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns ``cores``, ``share`` (%) and ``minutes``.

    Returns
    -------
    altair chart
    """
    named = rows.assign(of=[f"{share:g} % of the bytes" for share in rows["share"]])
    order = [f"{share:g} % of the bytes" for share in sorted(set(rows["share"]))]
    chart: charts.Chart = (
        alt.Chart(named)
        .mark_line()
        .encode(
            x=alt.X("cores:Q", title="Cores"),
            y=alt.Y("minutes:Q", title="Time to the result (min)", scale=alt.Scale(type="log")),
            color=alt.Color(
                "of:N", title=None, sort=order, scale=alt.Scale(range=categories("facilities")[: len(order)])
            ),
            tooltip=["of", "cores", alt.Tooltip("minutes:Q", format=".0f")],
        )
        .properties(title="More cores help until another part binds", height=280)
    )
    return chart
