"""Charts of the page on ageing."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.charts import chosen, slider
from ecosystem_nb.palette import GRID, NEUTRAL, accent, categories

MAIN = accent("learning")
SERIES = categories("learning")
DASHED = [5, 4]


def containment(rows: pd.DataFrame, points: pd.DataFrame) -> charts.Chart:
    """Return the share of a shower within a radius, and published points.

    Parameters
    ----------
    rows, points : pandas.DataFrame
        ``radius`` (Moliere radii) and ``share``.
    """
    x = alt.X("radius:Q", title="Radius (Molière radii)", scale=alt.Scale(nice=False))
    y = alt.Y("share:Q", title="Share within", scale=alt.Scale(domain=[0, 1]))
    line = alt.Chart(rows).mark_line(color=MAIN).encode(x=x, y=y)
    dots = alt.Chart(points).mark_point(size=70, color=SERIES[1], filled=True, opacity=1).encode(x=x, y=y)
    chart: charts.Chart = alt.layer(line, dots).properties(
        title="How much of a shower lies within a radius; dots: rules of thumb", height=220
    )
    return chart


def pictures(rows: pd.DataFrame, dose: float) -> charts.Chart:
    """Return two windows side by side for each of two calibrations, with a slider over the dose.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``ageing.pictures``.
    dose : float
        Where the slider stands first.
    """
    turn = slider("dose", sorted(rows["dose"].unique()), dose, "Dose", "1")
    kinds, names = (list(dict.fromkeys(rows[one])) for one in ("kind", "calibration"))
    placed = rows[rows["energy"] > 0].copy()
    placed["x"] = placed["phi"] + 8.5 * placed["kind"].map(kinds.index)
    placed["y"] = -placed["eta"] - 9.0 * placed["calibration"].map(names.index)
    for side in ("x", "y"):
        placed[f"{side}2"] = placed[side] + 0.47
        placed[side] -= 0.47
    bare = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None)
    x = alt.X("x:Q", axis=bare, scale=alt.Scale(domain=[-3.7, 12.2], nice=False))
    y = alt.Y("y:Q", axis=bare, scale=alt.Scale(domain=[-12.7, 5.0], nice=False))
    frame = pd.DataFrame(
        [
            {"x": c - 3.5, "x2": c + 3.5, "y": -r - 3.5, "y2": -r + 3.5, "text": f"{kind}\n{name}"}
            for c, kind in zip((0.0, 8.5), kinds, strict=True)
            for r, name in zip((0.0, 9.0), names, strict=True)
        ]
    )
    ends = [GRID.light, MAIN]
    cells = (
        alt.Chart(placed)
        .mark_rect()
        .encode(
            x=x,
            x2="x2:Q",
            y=y,
            y2="y2:Q",
            color=alt.Color(
                "energy:Q",
                title="Energy (GeV)",
                scale=alt.Scale(type="log", domain=[0.05, 50.0], range=ends, clamp=True),
                legend=alt.Legend(orient="bottom", values=[0.1, 1, 10]),
            ),
            tooltip=[alt.Tooltip("energy:Q", format=".2f", title="GeV")],
        )
        .add_params(turn)
        .transform_filter(chosen(turn, "dose"))
    )
    boxes = (
        alt.Chart(frame)
        .mark_rect(fillOpacity=0, stroke=NEUTRAL.light, strokeWidth=1)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    )
    labels = (
        alt.Chart(frame)
        .mark_text(align="left", baseline="bottom", dy=-18, lineBreak="\n")
        .encode(x=x, y="y2:Q", text="text:N")
    )
    chart: charts.Chart = alt.layer(boxes, cells, labels).properties(
        title="The same electron and the same jet", height=640
    )
    return chart


def by_dose(rows: pd.DataFrame, column: str, title: str, y: str) -> charts.Chart:
    """Return a quantity against the dose, one line for each calibration.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``ageing.by_dose``.
    column : str
        The quantity.
    title, y : str
        Title of the chart, and of its axis.
    """
    order = list(dict.fromkeys(rows["calibration"]))
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_line(point=alt.OverlayMarkDef(filled=True, size=45))
        .encode(
            x=alt.X("dose:Q", title="Dose"),
            y=alt.Y(f"{column}:Q", title=y, scale=alt.Scale(zero=False)),
            color=alt.Color(
                "calibration:N",
                title=None,
                sort=order,
                scale=alt.Scale(range=SERIES[: len(order)]),
                legend=alt.Legend(columns=1),
            ),
        )
        .properties(title=title, height=240)
    )
    return chart


def cases(rows: pd.DataFrame) -> charts.Chart:
    """Return AUC and efficiency at the old threshold of each case, joined by a line."""
    order = list(rows["case"])
    names = {"auc": "area under the curve", "efficiency": "efficiency at the old threshold"}
    long = rows.melt("case", list(names), "what", "value").replace({"what": names})
    y = alt.Y("case:N", title=None, sort=order, axis=alt.Axis(labelLimit=220))
    x = alt.X("value:Q", title="Share", scale=alt.Scale(zero=False, padding=12))
    rules = alt.Chart(rows).mark_rule(color=NEUTRAL.light).encode(y=y, x=alt.X("auc:Q"), x2="efficiency:Q")
    dots = (
        alt.Chart(long)
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "what:N",
                title=None,
                sort=list(names.values()),
                scale=alt.Scale(range=[SERIES[1], MAIN]),
                legend=alt.Legend(columns=1),
            ),
            shape=alt.Shape("what:N", sort=list(names.values()), legend=None),
        )
    )
    chart: charts.Chart = alt.layer(rules, dots).properties(
        title="What each change does to the model", height=30 * len(order)
    )
    return chart


def scores(shapes: pd.DataFrame, threshold: float, start: tuple[float, float]) -> charts.Chart:
    """Return the scores of electrons and jets, with sliders over dose and pile-up.

    Parameters
    ----------
    shapes : pandas.DataFrame
        From ``ageing.grid``.
    threshold : float
        The old one as log-odds, drawn dashed.
    start : tuple of float
        Dose and pile-up at first.
    """
    dose = slider("dose", sorted(shapes["dose"].unique()), start[0], "Dose", "1")
    mu = slider("pile_up", sorted(shapes["pile_up"].unique()), start[1], "Pile-up", "1")
    kinds = list(dict.fromkeys(shapes["kind"]))
    lines = (
        alt.Chart(shapes)
        .mark_line(interpolate="step")
        .encode(
            x=alt.X("score:Q", title="Score (log-odds of an electron)", scale=alt.Scale(nice=False)),
            y=alt.Y(
                "share:Q",
                title="Share in a bin of 0.4",
                scale=alt.Scale(domain=[0, float(shapes["share"].max())]),
            ),
            color=alt.Color("kind:N", title=None, sort=kinds, scale=alt.Scale(range=[MAIN, SERIES[1]])),
        )
        .add_params(dose, mu)
        .transform_filter(chosen(dose, "dose"))
        .transform_filter(chosen(mu, "pile_up"))
    )
    rule = (
        alt.Chart(pd.DataFrame({"score": [threshold]}))
        .mark_rule(color=NEUTRAL.light, strokeDash=DASHED, strokeWidth=1.5)
        .encode(x="score:Q")
    )
    chart: charts.Chart = alt.layer(rule, lines).properties(
        title="Scores slide under a fixed threshold (dashed)", height=260
    )
    return chart
