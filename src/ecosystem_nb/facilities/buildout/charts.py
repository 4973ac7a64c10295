"""Charts of the build-out plan."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.facilities.colours import RESOURCES
from ecosystem_nb.palette import NEUTRAL, accent

YEAR = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))


def spend(tables: dict[str, pd.Series], budget: float) -> charts.Chart:
    """Return the money of each year for several plans, with a level budget.

    Parameters
    ----------
    tables : dict of str to pandas.Series
        Money by year (USD), by plan; two plans.
    budget : float
        USD a year.

    Returns
    -------
    altair chart
    """
    names = list(tables)
    rows = pd.concat(
        [
            pd.DataFrame({"year": one.index, "plan": name, "spend": one.to_numpy() / 1e6})
            for name, one in tables.items()
        ],
        ignore_index=True,
    )
    bars = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=YEAR,
            xOffset=alt.XOffset("plan:N", sort=names),
            y=alt.Y("spend:Q", title="Money of the year (million USD)"),
            color=alt.Color(
                "plan:N",
                title=None,
                sort=names,
                scale=alt.Scale(domain=names, range=[accent("facilities"), NEUTRAL.light]),
            ),
        )
    )
    line = (
        alt.Chart(pd.DataFrame({"budget": [budget / 1e6]}))
        .mark_rule(strokeDash=[6, 4])
        .encode(y=alt.Y("budget:Q"))
    )
    chart: charts.Chart = (bars + line).properties(
        title="What each plan spends; dashed: the level budget", height=260
    )
    return chart


def purchases(table: pd.DataFrame, programme: str) -> charts.Chart:
    """Return what is spent on each resource in each year.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``year``, ``resource`` and ``cost`` (USD).
    programme : str
        For the title.

    Returns
    -------
    altair chart
    """
    rows = table.groupby(["year", "resource"], as_index=False)["cost"].sum()
    rows = rows.assign(cost=rows["cost"] / 1e6)
    names = [name for name in RESOURCES if name in set(rows["resource"])]
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=YEAR,
            y=alt.Y("cost:Q", title="Money of the year (million USD)"),
            color=alt.Color(
                "resource:N",
                title=None,
                sort=names,
                scale=alt.Scale(domain=names, range=[RESOURCES[name] for name in names]),
            ),
        )
        .properties(title=f"What {programme} buys", height=240)
    )
    return chart


def price_of_smooth(table: pd.DataFrame) -> charts.Chart:
    """Return the cost of the whole plan against the level budget of a year.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``budget`` and ``cost`` (million USD), and ``programme``.

    Returns
    -------
    altair chart
    """
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X("budget:Q", title="Level budget (million USD a year)", scale=alt.Scale(zero=False)),
            y=alt.Y("cost:Q", title="Cost of all years (million USD)", scale=alt.Scale(zero=False)),
            color=alt.Color("programme:N", title=None),
        )
        .properties(title="A smaller yearly budget buys earlier, and dearer", height=240)
    )
    return chart
