"""Chart of the backtest."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent


def foretold(table: pd.DataFrame, pledges: pd.DataFrame, experiment: str, method: str) -> charts.Chart:
    """Return pledges and predictions of one experiment, each over the pledge of the last fitted year.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.backtest.pledges.backtest`.
    pledges : pandas.DataFrame
        ``facilities/pledges_totals``.
    experiment : str
    method : str

    Returns
    -------
    altair chart
    """
    split = int(table["year"].min()) - 1
    now = pledges[["year", "resource", experiment]]
    base = now[now["year"] == split].set_index("resource")[experiment].astype(float)
    points = now.assign(value=now[experiment] / now["resource"].map(base), of="pledged")
    mine = table[(table["experiment"] == experiment) & (table["method"] == method)]
    scaled = mine[["year", "resource"]].copy()
    for name in ("low", "middle", "high"):
        scaled[name] = mine[name] / mine["resource"].map(base)
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=5), scale=alt.Scale(zero=False))
    band = alt.Chart().mark_area(color=NEUTRAL.light).encode(x=x, y=_y("low:Q"), y2="high:Q")
    line = alt.Chart().mark_line(color=NEUTRAL.light, strokeDash=[6, 4]).encode(x=x, y=_y("middle:Q"))
    dots = alt.Chart().mark_point(color=accent("facilities")).encode(x=x, y=_y("value:Q"))
    rows = pd.concat([points[["year", "resource", "value"]], scaled], ignore_index=True)
    chart: charts.Chart = (
        alt.layer(band, line, dots, data=rows)
        .properties(width=165, height=230)
        .facet(column=alt.Column("resource:N", title=None))
        .properties(title=f"{experiment}'s pledges (dots), and what was foretold in {split}")
    )
    return chart


def _y(field: str) -> alt.Y:
    return alt.Y(
        field, title="Over the last fitted year", scale=alt.Scale(type="log", domain=[0.2, 10.0], clamp=True)
    )
