"""Charts of the page on the budget exercise."""

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.bounds import Floats
from ecosystem_nb.facilities.colours import RESOURCES
from ecosystem_nb.facilities.exercise.assumptions import Assumption, Ranges
from ecosystem_nb.palette import INK, NEUTRAL, PAPER
from ecosystem_nb.wording import number

BINS = 10
IMPROVEMENTS = tuple(range(5, 16))  # %/yr
ELSEWHERE = tuple(range(0, 90, 10))  # %
START, NEAREST = "start", "nearest set"


def spend(years: pd.DataFrame, improvement: float, elsewhere: float) -> charts.Chart:
    """Return the spend of each year over the flat budget, with sliders.

    Parameters
    ----------
    years : pandas.DataFrame
        First table of :func:`ecosystem_nb.facilities.exercise.start.grid`.
    improvement, elsewhere : float
        Where the sliders stand first: % a year, and % of the CPU need.

    Returns
    -------
    altair chart
    """
    falls = charts.slider("improvement", IMPROVEMENTS, improvement, "Money buys more, each year", "%")
    leaves = charts.slider("elsewhere", ELSEWHERE, elsewhere, "CPU need that runs elsewhere", "%")
    top = years.groupby(["improvement", "elsewhere", "year"])["spend"].sum().max()
    rows = years.assign(spend=years["spend"].round(4))
    bars = (
        alt.Chart(rows)
        .transform_filter(charts.chosen(falls, "improvement"))
        .transform_filter(charts.chosen(leaves, "elsewhere"))
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("spend:Q", title="Spend over the flat budget", scale=alt.Scale(domain=[0, float(top)])),
            color=alt.Color(
                "resource:N",
                title=None,
                scale=alt.Scale(domain=list(RESOURCES), range=list(RESOURCES.values())),
                sort=list(RESOURCES),
            ),
            tooltip=["year", "resource", alt.Tooltip("spend:Q", format=".2f")],
        )
        .add_params(falls, leaves)
    )
    line = alt.Chart(pd.DataFrame({"flat": [1.0]})).mark_rule(strokeDash=[6, 4]).encode(y="flat:Q")
    chart: charts.Chart = (bars + line).properties(
        title="Spend of each year; dashed: the flat budget", height=300
    )
    return chart


def density(known: Ranges, sets: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    """Return how dense the sets that are kept lie in each tenth of each range, over all sets.

    Parameters
    ----------
    known : mapping of str to Assumption
    sets : pandas.DataFrame
        A column an assumption, a row a set.
    kept : pandas.Series of bool
        At least one.

    Returns
    -------
    pandas.DataFrame
        Columns ``assumption`` (with its range), ``low``, ``high`` (places in the range, %) and ``times``
        (density of the kept over that of all, 1); whole numbers have a part of the range each.

    Raises
    ------
    ValueError
        When none is kept.
    """
    if not kept.any():
        raise ValueError("sets that meet the targets: 0: expected 1 or more; widen the tolerance or try more")
    rows = []
    for name, one in known.items():
        edges = np.linspace(0.0, 1.0, _parts(one) + 1)
        where_ = place(one, sets[name].to_numpy())
        some, _ = np.histogram(where_[kept.to_numpy()], bins=edges)
        every, _ = np.histogram(where_, bins=edges)
        times = (some / kept.sum()) / (every / len(sets))
        ends = {"low": 100.0 * edges[:-1], "high": 100.0 * edges[1:], "times": times.round(4)}
        rows.append(pd.DataFrame({"assumption": label(known, name), **ends}))
    return pd.concat(rows, ignore_index=True)


def place(one: Assumption, values: Floats | float) -> Floats:
    """Return where values stand on the strip of an assumption, 0 to 1; whole numbers in mid-part."""
    if one.whole:
        return np.asarray((np.asarray(values) - one.low + 0.5) / _parts(one))
    return one.place(values)


def _parts(one: Assumption) -> int:
    return round(one.high - one.low) + 1 if one.whole else BINS


def label(known: Ranges, name: str) -> str:
    """Return an assumption's label with its range."""
    one = known[name]
    unit = "" if one.unit in ("1", "year") else f" {one.unit}"
    low, high = (number(end, "yr" if one.unit == "year" else "") for end in (one.low, one.high))
    return f"{one.label}: {low} to {high}{unit}"


def where(table: pd.DataFrame, marks: pd.DataFrame) -> charts.Chart:
    """Return where in each range the sets lie that meet the targets.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`density`.
    marks : pandas.DataFrame
        Columns ``assumption``, ``mark`` (``START`` or ``NEAREST``) and ``place`` (%).

    Returns
    -------
    altair chart
    """
    order = list(dict.fromkeys(table["assumption"]))
    split = "split(datum.label, ': ')"  # on two lines
    two = alt.Axis(labelExpr=split, labelLineHeight=14, labelOffset=-7, labelLimit=330)
    y = alt.Y("assumption:N", title=None, sort=order, axis=two)
    whole = alt.Scale(domain=[0, 100], nice=False)
    strips = (
        alt.Chart(table)
        .mark_rect()
        .encode(
            x=alt.X("low:Q", title="Place in the range (%)", scale=whole, axis=alt.Axis(values=[0, 50, 100])),
            x2="high:Q",
            y=y,
            color=alt.Color("times:Q", title="Kept, over all sets", scale=alt.Scale(domainMin=0)),
            tooltip=["assumption", alt.Tooltip("times:Q", format=".2f")],
        )
    )
    kinds = [START, NEAREST]
    points = (
        alt.Chart(marks)
        .mark_point(strokeWidth=2, opacity=1, size=90)
        .encode(
            x="place:Q",
            y=y,
            shape=alt.Shape(
                "mark:N",
                title=None,
                sort=kinds,
                scale=alt.Scale(domain=kinds, range=["diamond", "circle"]),
                legend=alt.Legend(orient="bottom"),
            ),
            fill=alt.value(PAPER),
            stroke=alt.value(INK.light),
            tooltip=["assumption", "mark", alt.Tooltip("place:Q", format=".0f")],
        )
    )
    chart: charts.Chart = (strips + points).properties(
        title="Where the sets lie that meet all three targets", height=38 * len(order)
    )
    return chart


def matters(reach: pd.DataFrame, known: Ranges, chance: float) -> charts.Chart:
    """Return how much each assumption matters to meet all targets.

    Parameters
    ----------
    reach : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.exercise.search.influence`.
    known : mapping of str to Assumption
    chance : float
        Drawn as a line, 1.

    Returns
    -------
    altair chart
    """
    rows = pd.DataFrame(
        {"assumption": [one.label for one in known.values()], "reach": reach["all"].to_numpy()}
    )
    bars = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("reach:Q", title="Distance, 0 to 1", scale=alt.Scale(domainMin=0)),
            y=alt.Y("assumption:N", title=None, sort="-x", axis=alt.Axis(labelLimit=300)),
            tooltip=["assumption", alt.Tooltip("reach:Q", format=".2f")],
        )
    )
    line = (
        alt.Chart(pd.DataFrame({"chance": [chance]}))
        .mark_rule(strokeDash=[6, 4], color=NEUTRAL.light)
        .encode(x="chance:Q")
    )
    chart: charts.Chart = (bars + line).properties(
        title="What matters to meet all three; dashed: chance", height=30 * len(rows)
    )
    return chart
