"""Charts of the page on tape that needs to be larger."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.facilities.colours import RESOURCES
from ecosystem_nb.facilities.sensitivity.study import IN_PARTS, ONE_PRICE
from ecosystem_nb.palette import NEUTRAL, PALETTE, accent

PARTS = {
    "media": accent("facilities"),
    "library": PALETTE["network"].light,
    "drives": PALETTE["tracking"].light,
}
PASSES = tuple(0.5 * i for i in range(9))
"""Steps of the slider, in passes over the archive that the page starts from."""


def counted(table: pd.DataFrame, passes: float) -> charts.Chart:
    """Return what more tape costs by what is counted as tape, with a slider over the passes.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sensitivity.study.by_passes`.
    passes : float
        Where the slider stands first.

    Returns
    -------
    altair chart
    """
    slider = charts.slider(
        "passes", sorted(table["passes"].unique()), passes, "Passes over the archive", "1/yr"
    )
    short = {ONE_PRICE: "one price", IN_PARTS: "in parts"}
    rows = table.assign(what=table["counted"].map(short) + ", " + table["where"])
    order = [f"{way}, {where}" for way in short.values() for where in table["where"].unique()]
    top = float(rows.groupby(["what", "passes"])["extra"].sum().max())
    chart: charts.Chart = (
        alt.Chart(rows)
        .transform_filter(charts.chosen(slider, "passes"))
        .mark_bar()
        .encode(
            x=alt.X("extra:Q", title="Extra cost (MUSD a year)", scale=alt.Scale(domain=[0.0, top])),
            y=alt.Y("what:N", title=None, sort=order, axis=alt.Axis(labelLimit=200)),
            color=alt.Color(
                "part:N",
                title=None,
                sort=list(PARTS),
                scale=alt.Scale(domain=list(PARTS), range=list(PARTS.values())),
            ),
        )
        .add_params(slider)
        .properties(title="What more tape costs, by what is counted as tape", height=170)
    )
    return chart


def tornado(table: pd.DataFrame, title: str, most: int = 14) -> charts.Chart:
    """Return the change of the cost with each input, the widest on top.

    Parameters
    ----------
    table : pandas.DataFrame
        From :mod:`ecosystem_nb.facilities.sensitivity.tornado`, MUSD a year, the widest first.
    title : str
    most : int
        Inputs that are drawn.

    Returns
    -------
    altair chart
    """
    some = table.head(most)
    names = ["input lower", "input higher"]
    ends = zip(("down", "up"), names, strict=True)
    rows = pd.concat(
        [some[["input"]].assign(change=some[column], of=name) for column, name in ends], ignore_index=True
    )
    bars = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("change:Q", title="Change of the cost (MUSD a year)", stack=None),
            y=alt.Y("input:N", title=None, sort=some["input"].tolist(), axis=alt.Axis(labelLimit=200)),
            color=alt.Color(
                "of:N",
                title=None,
                sort=names,
                scale=alt.Scale(domain=names, range=[NEUTRAL.light, accent("facilities")]),
            ),
        )
    )
    zero = alt.Chart(pd.DataFrame({"change": [0.0]})).mark_rule().encode(x="change:Q")
    chart: charts.Chart = (bars + zero).properties(title=title, height=22 * len(some))
    return chart


def mixes(table: pd.DataFrame) -> charts.Chart:
    """Return what a step of each need adds to the cost of each mix.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sensitivity.study.by_mix`.

    Returns
    -------
    altair chart
    """
    rows = table.assign(share=100.0 * table["share"])
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("share:Q", title="Extra cost (% of the cost)"),
            y=alt.Y("mix:N", title=None, sort=rows["mix"].unique().tolist(), axis=alt.Axis(labelLimit=200)),
            color=alt.Color(
                "resource:N",
                title=None,
                sort=list(RESOURCES),
                scale=alt.Scale(domain=list(RESOURCES), range=list(RESOURCES.values())),
            ),
        )
        .properties(title="More of each need, by whose need it is", height=240)
    )
    return chart


def indices(table: pd.DataFrame, most: int = 14) -> charts.Chart:
    """Return the first-order and total Sobol' indices, the largest on top.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sensitivity.variance.sobol`.
    most : int
        Inputs that are drawn.

    Returns
    -------
    altair chart
    """
    some = table.head(most)
    names = ["alone", "with others"]
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "input": some["input"],
                    "of": name,
                    "index": some[key],
                    "low": some[key] - some[f"{key}_error"],
                    "high": some[key] + some[f"{key}_error"],
                }
            )
            for key, name in zip(("first", "total"), names, strict=True)
        ],
        ignore_index=True,
    )
    y = alt.Y("input:N", title=None, sort=some["input"].tolist(), axis=alt.Axis(labelLimit=200))
    offset = alt.YOffset("of:N", sort=names)
    scale = alt.Scale(domain=names, range=[NEUTRAL.light, accent("facilities")])
    colour = alt.Color("of:N", title=None, sort=names, scale=scale)
    base = alt.Chart(rows).encode(y=y, yOffset=offset)
    dots = base.mark_point().encode(x=alt.X("index:Q", title="Part of the variance (1)"), color=colour)
    errors = base.mark_rule().encode(x=alt.X("low:Q"), x2="high:Q", color=colour)
    chart: charts.Chart = (errors + dots).properties(
        title="Where the uncertainty comes from", height=28 * len(some)
    )
    return chart


def marginal(table: pd.DataFrame, resource: str, unit: str) -> charts.Chart:
    """Return what one unit more costs in each year, with the price of a purchase.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sensitivity.marginal.marginal`.
    resource : str
        One of its resources.
    unit : str
        Of capacity.

    Returns
    -------
    altair chart
    """
    rows = table[table["resource"] == resource]
    names = {"price": "to buy it", "marginal": "to need it that year", "steady": "its yearly rent"}
    lines = pd.concat(
        [rows[["year"]].assign(cost=rows[key], of=name) for key, name in names.items()], ignore_index=True
    )
    order = list(names.values())
    colours = [NEUTRAL.light, accent("facilities"), PALETTE["network"].light]
    chart: charts.Chart = (
        alt.Chart(lines)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("cost:Q", title=f"USD for one {unit}"),
            color=alt.Color("of:N", title=None, sort=order, scale=alt.Scale(domain=order, range=colours)),
            strokeDash=alt.StrokeDash("of:N", sort=order, legend=None),
        )
        .properties(title=f"One {unit} of {resource} more", height=230)
    )
    return chart
