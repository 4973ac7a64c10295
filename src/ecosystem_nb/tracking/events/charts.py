"""Figures of the page on an event."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.tracking.detector.layers import Detector

HEIGHT = 480
EDGE = 1060.0  # mm
ALL, REACH, TRUE = "any combination", "within the windows", "from one particle"
KINDS = ("pixels", "short strips", "long strips")


def _even(one: str, other: str) -> alt.Scale:
    """Return the scale of a picture that is not stretched, whatever the width of the page."""
    span = f"{EDGE:g} * max(1, {one} / {other})"
    return alt.Scale(domainMin={"expr": f"-{span}"}, domainMax={"expr": span}, nice=False, zero=False)


def _inline(table: pd.DataFrame) -> alt.InlineData:
    """Return the rows as they are: a crowded event has more than Altair takes in a table."""
    return alt.InlineData(values=table.to_dict("records"))


def _level(levels: Sequence[float]) -> alt.Parameter:
    return charts.slider("pileup", levels, levels[-1], "Soft interactions", "1")


def across(hits: pd.DataFrame, tracks: pd.DataFrame, levels: Sequence[float], title: str) -> charts.Chart:
    """Draw the slice across the beam, with the stiffest tracks of the hard interaction."""
    level = _level(levels)
    x = alt.X("x:Q", title="x (mm)", scale=_even("width", "height"))
    y = alt.Y("y:Q", title="y (mm)", scale=_even("height", "width"))
    dots = (
        alt.Chart(_inline(hits))
        .transform_filter(f"datum.interaction <= {level.name}")
        .mark_circle(size=5, clip=True, opacity=0.8)
        .encode(x=x, y=y, color=alt.Color("hue:N", legend=None))
    )
    line = alt.Chart(tracks).encode(x=x, y=y, detail="track:N", order="step:Q")
    ways = line.mark_line(clip=True, strokeWidth=1.8, color=charts.accent("community"))
    chart: charts.Chart = (dots + ways).add_params(level).properties(title=title, height=HEIGHT)
    return chart


def along(hits: pd.DataFrame, tracks: pd.DataFrame, levels: Sequence[float], title: str) -> charts.Chart:
    """Draw the wedge along the beam, with the stiffest tracks of the hard interaction."""
    level = _level(levels)
    x = alt.X("z:Q", title="z (mm)", scale=alt.Scale(domain=[-3000, 3000], nice=False))
    y = alt.Y("r:Q", title="r (mm)", scale=alt.Scale(domain=[0, EDGE], nice=False))
    dots = (
        alt.Chart(_inline(hits))
        .transform_filter(f"datum.interaction <= {level.name}")
        .mark_circle(size=7, clip=True, opacity=0.8)
        .encode(x=x, y=y, color=alt.Color("hue:N", legend=None))
    )
    line = alt.Chart(tracks).encode(x=x, y=y, detail="track:N", order="step:Q")
    ways = line.mark_line(clip=True, strokeWidth=1.8, color=charts.accent("community"))
    chart: charts.Chart = (dots + ways).add_params(level).properties(title=title, height=320)
    return chart


def combinations(table: pd.DataFrame) -> charts.Chart:
    """Draw pairs and triplets against pile-up, both on logarithmic scales."""
    colour = alt.Color("which:N", title=None, sort=[ALL, REACH, TRUE], legend=alt.Legend(columns=1))
    dash = alt.StrokeDash("what:N", title=None, sort=["triplets", "pairs"], legend=alt.Legend(columns=1))
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X("pile_up:Q", title="soft interactions", scale=alt.Scale(type="log", nice=False)),
            y=alt.Y(
                "count:Q",
                title="combinations an event",
                scale=alt.Scale(type="log"),
                axis=alt.Axis(format=".0e"),
            ),
            color=colour,
            strokeDash=dash,
        )
        .properties(title="Pairs and triplets on the three innermost layers", height=340)
    )
    return chart


def fullness(table: pd.DataFrame) -> charts.Chart:
    """Draw hits a module by radius or place of the layer."""
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            y=alt.Y("name:N", title=None, sort=None),
            x=alt.X("a_module:Q", title="hits of a module, mean"),
            color=alt.Color("kind:N", title=None, sort=["pixel", "strip"]),
        )
        .properties(title="How full a module is", height=alt.Step(20))
    )
    return chart


def spectrum(table: pd.DataFrame, cut: float) -> charts.Chart:
    """Draw particles by transverse momentum: all, and those that leave at least so many hits."""
    lines = (
        alt.Chart(table)
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("pt:Q", title="transverse momentum (GeV)", scale=alt.Scale(type="log", nice=False)),
            y=alt.Y(
                "count:Q",
                title="particles an event and GeV",
                scale=alt.Scale(type="log"),
                axis=alt.Axis(format=".0e"),
            ),
            color=alt.Color("which:N", title=None, sort=None),
        )
    )
    rule = alt.Chart(pd.DataFrame({"pt": [cut]})).mark_rule(strokeDash=[4, 4]).encode(x="pt:Q")
    chart: charts.Chart = (lines + rule).properties(title="Most particles are soft", height=280)
    return chart


def crowd(table: pd.DataFrame) -> charts.Chart:
    """Draw the share of hits that have a foreign one nearer than some distance."""
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line()
        .encode(
            x=alt.X(
                "distance:Q",
                title="distance (standard deviations of the hit)",
                scale=alt.Scale(type="log", nice=False),
            ),
            y=alt.Y(
                "share:Q", title="share of hits", scale=alt.Scale(type="log"), axis=alt.Axis(format="~%")
            ),
            color=alt.Color("kind:N", title=None, sort=list(KINDS)),
        )
        .properties(title="Hits with one of another particle nearer than this", height=280)
    )
    return chart


def kind_of(detector: Detector) -> list[str]:
    """Return what each layer is made of: pixels, short or long strips, by the pitch across.

    Examples
    --------
    >>> from ecosystem_nb.tracking.detector.layers import generic
    >>> sorted(set(kind_of(generic())))
    ['long strips', 'pixels', 'short strips']
    """
    pitches = (detector.sigma_u * 12.0**0.5).round(6).tolist()
    order = sorted(set(pitches))
    return [KINDS[min(order.index(one), len(KINDS) - 1)] for one in pitches]
