"""Charts of the page on four contexts."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, categories

SERIES = categories("learning")
DASHED = [5, 4]


def scores(rows: pd.DataFrame, deployed: float) -> charts.Chart:
    """Return distributions of the electrons' score by state, with the deployed threshold dashed.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``score`` (middle of the bin), ``share`` (of the electrons), ``state``.
    deployed : float
        Threshold.
    """
    order = list(dict.fromkeys(rows["state"]))
    lines = (
        alt.Chart(rows)
        .mark_line(interpolate="step")
        .encode(
            x=alt.X("score:Q", title="Score of electrons"),
            y=alt.Y("share:Q", title="Share of electrons in the bin"),
            color=_by(order),
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"score": [deployed]}))
        .mark_rule(color=NEUTRAL.light, strokeDash=DASHED)
        .encode(x="score:Q")
    )
    chart: charts.Chart = alt.layer(rule, lines).properties(
        title="What the trigger sees; dashed: the deployed threshold", height=260
    )
    return chart


def turn_on(rows: pd.DataFrame, threshold: float) -> charts.Chart:
    """Return the share of electrons above an energy threshold against their true energy, by state.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``energy`` (GeV), ``efficiency``, ``low``, ``high``, ``state``.
    threshold : float
        On the measured energy, GeV.
    """
    order = list(dict.fromkeys(rows["state"]))
    x = alt.X("energy:Q", title="True energy (GeV)", scale=alt.Scale(zero=False))
    base = alt.Chart(rows)
    bars = base.mark_rule(strokeWidth=1.2).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=_by(order))
    lines = base.mark_line(point=alt.OverlayMarkDef(filled=True, size=30)).encode(
        x=x, y=alt.Y("efficiency:Q", title="Share that passes"), color=_by(order)
    )
    rule = (
        alt.Chart(pd.DataFrame({"energy": [threshold]}))
        .mark_rule(color=NEUTRAL.light, strokeDash=DASHED)
        .encode(x="energy:Q")
    )
    chart: charts.Chart = alt.layer(rule, bars, lines).properties(
        title="What reconstruction sees; dashed: the threshold on the measured energy", height=260
    )
    return chart


def distances(rows: pd.DataFrame) -> charts.Chart:
    """Return the distance of the fast simulation from the full one, feature by feature.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``feature``, ``wasserstein`` (standard deviations), ``compared``.
    """
    order = list(dict.fromkeys(rows["compared"]))
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_point(filled=True, size=55, opacity=1)
        .encode(
            y=alt.Y("feature:N", title=None, sort=list(dict.fromkeys(rows["feature"]))),
            x=alt.X(
                "wasserstein:Q",
                title="Wasserstein distance (standard deviations)",
                scale=alt.Scale(type="log", nice=False, padding=12),
            ),
            color=alt.Color(
                "compared:N",
                title=None,
                sort=order,
                scale=alt.Scale(range=SERIES[: len(order)]),
                legend=alt.Legend(columns=1, labelLimit=420),
            ),
            shape=alt.Shape("compared:N", sort=order, legend=None),
        )
        .properties(title="What simulation sees: fast against full, one feature at a time", height=430)
    )
    return chart


def strengths(rows: pd.DataFrame) -> charts.Chart:
    """Return signal strength and 68 % interval of each analysis, the truth dashed.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``analysis``, ``best``, ``low``, ``high``.
    """
    y = alt.Y(
        "analysis:N",
        title=None,
        sort=list(rows["analysis"]),
        axis=alt.Axis(labelExpr="split(datum.label, ', ')"),
    )
    base = alt.Chart(rows)
    x = alt.X("low:Q", title="Signal strength", scale=alt.Scale(zero=True))
    bars = base.mark_rule(strokeWidth=3, color=SERIES[0]).encode(y=y, x=x, x2="high:Q")
    dots = base.mark_point(filled=True, size=70, opacity=1, color=SERIES[0]).encode(y=y, x="best:Q")
    rule = (
        alt.Chart(pd.DataFrame({"truth": [1.0]}))
        .mark_rule(color=NEUTRAL.light, strokeDash=DASHED)
        .encode(x="truth:Q")
    )
    chart: charts.Chart = alt.layer(rule, bars, dots).properties(
        title="What an analysis sees; dashed: the truth", height=200
    )
    return chart


def coverage(rows: pd.DataFrame, promised: float) -> charts.Chart:
    """Return the coverage against the size of the simulation, by fit, what is promised dashed.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``events`` (simulated over expected), ``fit``, ``coverage``, ``low``, ``high`` (%).
    promised : float
        %.
    """
    order = list(dict.fromkeys(rows["fit"]))
    color = alt.Color(
        "fit:N",
        title=None,
        sort=order,
        scale=alt.Scale(range=SERIES[: len(order)]),
        legend=alt.Legend(columns=1, labelLimit=420),
    )
    log = alt.Scale(type="log", nice=False, padding=12)
    x = alt.X("events:Q", title="Simulated events for each expected one", scale=log)
    base = alt.Chart(rows)
    bars = base.mark_rule(strokeWidth=1.2).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=color)
    lines = base.mark_line(point=alt.OverlayMarkDef(filled=True, size=40)).encode(
        x=x, y=alt.Y("coverage:Q", title="Coverage (%)", scale=alt.Scale(zero=False)), color=color
    )
    rule = (
        alt.Chart(pd.DataFrame({"promised": [promised]}))
        .mark_rule(color=NEUTRAL.light, strokeDash=DASHED)
        .encode(y="promised:Q")
    )
    chart: charts.Chart = alt.layer(rule, bars, lines).properties(
        title="What an interval of 68 % covers; dashed: what it promises", height=260
    )
    return chart


def _by(order: list[str]) -> alt.Color:
    return alt.Color("state:N", title=None, sort=order, scale=alt.Scale(range=SERIES[: len(order)]))
