"""Charts of the backtest."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent


def foretold(table: pd.DataFrame, pledges: pd.DataFrame, experiment: str, resource: str) -> charts.Chart:
    """Return the pledges and one prediction of a resource, over the pledge of the last fitted year.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of one method from :func:`ecosystem_nb.facilities.backtest.pledges.backtest`.
    pledges : pandas.DataFrame
        ``facilities/pledges_totals``.
    experiment, resource : str

    Returns
    -------
    altair chart
    """
    mine = table[(table["experiment"] == experiment) & (table["resource"] == resource)]
    split = int(mine["year"].min()) - 1
    had = pledges[pledges["resource"] == resource].set_index("year")[experiment].astype(float)
    base = had[split]
    start = pd.DataFrame({"year": [split], "low": [1.0], "middle": [1.0], "high": [1.0]})
    later = mine[["year"]].assign(**{name: mine[name] / base for name in ("low", "middle", "high")})
    said = alt.Chart(pd.concat([start, later], ignore_index=True))
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d"), scale=alt.Scale(zero=False, nice=False))
    band = said.mark_area(color=NEUTRAL.light, opacity=0.3).encode(x=x, y=_y("low:Q"), y2="high:Q")
    line = said.mark_line(color=NEUTRAL.light, strokeDash=[6, 4]).encode(x=x, y=_y("middle:Q"))
    points = pd.DataFrame({"year": had.index, "pledged": had.to_numpy() / base})
    dots = alt.Chart(points).mark_point(color=accent("facilities")).encode(x=x, y=_y("pledged:Q"))
    chart: charts.Chart = (band + line + dots).properties(
        title=f"{experiment}'s {resource if resource == 'CPU' else resource.lower()}: "
        "pledged (dots) and foretold (dashed)",
        height=190,
    )
    return chart


def _y(field: str) -> alt.Y:
    return alt.Y(field, title="Over the last fitted year", scale=alt.Scale(type="log"))
