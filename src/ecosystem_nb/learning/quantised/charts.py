"""Charts of the page on networks in fixed point."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent, categories

MAIN = accent("learning")
SERIES = categories("learning")
DASHED = [5, 4]


def staircase(rows: pd.DataFrame) -> charts.Chart:
    """Return rounding to few bits: value kept against value given, with the diagonal.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``value``, ``kept`` and ``how``.
    """
    order = list(dict.fromkeys(rows["how"]))
    x = alt.X("value:Q", title="Value")
    y = alt.Y("kept:Q", title="Value kept")
    dashed = alt.Chart(rows).mark_line(color=NEUTRAL.light, strokeDash=DASHED)
    diagonal = dashed.encode(x=x, y=alt.Y("value:Q"))
    steps = (
        alt.Chart(rows)
        .mark_line(interpolate="step-after")
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "how:N",
                title=None,
                sort=order,
                scale=alt.Scale(range=SERIES[: len(order)]),
                legend=alt.Legend(columns=1),
            ),
        )
    )
    chart: charts.Chart = alt.layer(diagonal, steps).properties(
        title="A number kept in few bits: it stops at the ends, or it wraps round", height=260
    )
    return chart


def accuracy(rows: pd.DataFrame, full: float) -> charts.Chart:
    """Return the share of jets kept at fixed efficiency against bits, with that of the full network dashed.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``bits``, ``method``, ``jets``, ``low``, ``high``.
    full : float
        Share of jets of the network in floating point.
    """
    order = list(dict.fromkeys(rows["method"]))
    x = alt.X(
        "bits:Q",
        title="Bits of inputs, weights and activations",
        axis=alt.Axis(tickMinStep=1),
        scale=alt.Scale(zero=False),
    )
    colour = alt.Color(
        "method:N",
        title=None,
        sort=order,
        scale=alt.Scale(range=SERIES[: len(order)]),
        legend=alt.Legend(columns=1),
    )
    y = alt.Y("jets:Q", title="Share of jets kept", scale=alt.Scale(zero=False))
    base = alt.Chart(rows)
    bars = base.mark_rule(strokeWidth=1.5).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    lines = base.mark_line(point=alt.OverlayMarkDef(filled=True, size=45)).encode(x=x, y=y, color=colour)
    rule = (
        alt.Chart(pd.DataFrame({"jets": [full]}))
        .mark_rule(color=NEUTRAL.light, strokeDash=DASHED)
        .encode(y="jets:Q")
    )
    chart: charts.Chart = alt.layer(rule, bars, lines).properties(
        title="What few bits cost in background; dashed: floating point", height=280
    )
    return chart


def cost(rows: pd.DataFrame, allowed: float) -> charts.Chart:
    """Return the share of jets kept against look-up tables, with the budget dashed.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``bits``, ``luts``, ``jets``, ``low``, ``high``, ``fits`` (words).
    allowed : float
        Look-up tables of the budget.
    """
    order = ["within the budget", "beyond it"]
    x = alt.X("luts:Q", title="Look-up tables (estimate)", scale=alt.Scale(zero=True))
    y = alt.Y("jets:Q", title="Share of jets kept", scale=alt.Scale(zero=False))
    colour = alt.Color(
        "fits:N", title=None, sort=order, scale=alt.Scale(domain=order, range=[MAIN, NEUTRAL.light])
    )
    base = alt.Chart(rows)
    bars = base.mark_rule(strokeWidth=1.5).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, color=colour)
    equal, mixed = "datum.label != 'mixed'", "datum.label == 'mixed'"
    names = (
        base.transform_filter(equal).mark_text(dy=-12, dx=8, align="left").encode(x=x, y=y, text="label:N")
    )
    own = base.transform_filter(mixed).mark_text(dy=12, dx=-8, align="right").encode(x=x, y=y, text="label:N")
    rule = (
        alt.Chart(pd.DataFrame({"luts": [allowed]}))
        .mark_rule(color=NEUTRAL.light, strokeDash=DASHED)
        .encode(x="luts:Q")
    )
    chart: charts.Chart = alt.layer(rule, bars, dots, names, own).properties(
        title="Accuracy has a price in logic; dashed: the budget", height=300
    )
    return chart


def layers(rows: pd.DataFrame) -> charts.Chart:
    """Return what each part of the network does with few bits while the rest keeps its own.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``part``, ``jets`` (difference of shares), ``saved`` (look-up tables).
    """
    order = list(rows["part"])
    base = alt.Chart(rows)
    two = alt.Axis(labelExpr="split(datum.label, ' of ')", labelLimit=200)
    y = alt.Y(
        "part:N", title=None, sort=order, axis=two
    )  # on both, for on a phone one stands below the other
    left = base.mark_bar(color=MAIN).encode(y=y, x=alt.X("jets:Q", title="More jets kept (points of 1 %)"))
    right = base.mark_bar(color=NEUTRAL.light).encode(y=y, x=alt.X("saved:Q", title="Look-up tables saved"))
    chart: charts.Chart = alt.hconcat(
        left.properties(height=alt.Step(34)), right.properties(height=alt.Step(34))
    ).properties(title="Which part of the network can do with fewer bits?")
    return chart
