"""Charts of the page on many Kalman filters."""

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import INK, NEUTRAL, PALETTE, accent

MAIN, SECOND = accent("tracking"), accent("facilities")


def shrinking(rows: pd.DataFrame) -> charts.Chart:
    """Return how wide the prediction is at each layer, before and after its hit.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``study.windows``.

    Returns
    -------
    altair chart
    """
    names = {"predicted": "before the hit", "updated": "after the hit", "measured": "the sensor alone"}
    long = rows.melt("radius", list(names), var_name="which", value_name="width")
    long["which"] = long["which"].map(names)
    order = list(names.values())
    chart: charts.Chart = (
        alt.Chart(long)
        .mark_line(point=True)
        .encode(
            x=alt.X("radius:Q", title="Radius (mm)"),
            y=alt.Y("width:Q", title="Width across the strips (μm)", scale=alt.Scale(type="log")),
            color=alt.Color(
                "which:N",
                title=None,
                sort=order,
                scale=alt.Scale(domain=order, range=[SECOND, MAIN, NEUTRAL.light]),
            ),
            strokeDash=alt.StrokeDash(
                "which:N",
                sort=order,
                legend=None,
                scale=alt.Scale(domain=order, range=[[1, 0], [1, 0], [5, 4]]),
            ),
            tooltip=["which:N", "radius:Q", "width:Q"],
        )
        .properties(title="How well the filter knows where the track is", height=260)
    )
    return chart


def pulls(found: pd.DataFrame) -> charts.Chart:
    """Return the pulls of the three parameters beside the normal distribution.

    Parameters
    ----------
    found : pandas.DataFrame
        From ``study.histogram``.

    Returns
    -------
    altair chart
    """
    x = np.linspace(-4, 4, 81)
    normal = pd.DataFrame({"pull": x, "density": np.exp(-x * x / 2) / np.sqrt(2 * np.pi)})
    order = list(dict.fromkeys(found["parameter"]))
    points = (
        alt.Chart(found)
        .mark_point(filled=True, size=36)
        .encode(
            x=alt.X("pull:Q", title="Pull: difference to the truth over the fit's own error"),
            y=alt.Y("density:Q", title="Share of the tracks for each unit"),
            color=alt.Color(
                "parameter:N", title=None, sort=order,
                scale=alt.Scale(domain=order, range=[MAIN, SECOND, PALETTE["network"].light]),
            ),
            tooltip=["parameter:N", "pull:Q", "density:Q"],
        )
    )  # fmt: skip
    line = alt.Chart(normal).mark_line(color=INK.light).encode(x="pull:Q", y="density:Q")
    chart: charts.Chart = alt.layer(line, points).properties(
        title="Pulls of the fitted parameters; the line is the normal distribution", height=280
    )
    return chart


def resolutions(rows: pd.DataFrame) -> charts.Chart:
    """Return the resolution of pT against pT.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``study.resolution`` with a column ``where``.

    Returns
    -------
    altair chart
    """
    order = list(dict.fromkeys(rows["where"]))
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "pt:Q",
                title="Transverse momentum (GeV)",
                scale=alt.Scale(type="log", nice=False, domain=[0.5, 20]),
            ),
            y=alt.Y("resolution:Q", title="Resolution of pT (%)", scale=alt.Scale(zero=True)),
            color=alt.Color(
                "where:N", title=None, sort=order, scale=alt.Scale(domain=order, range=[MAIN, SECOND])
            ),
            tooltip=["where:N", "pt:Q", "resolution:Q"],
        )
        .properties(title="How well the fit knows the momentum", height=260)
    )
    return chart


def speed(rows: pd.DataFrame, x: str, title: str, published: float | None = None) -> charts.Chart:
    """Return time against width or batch, both in powers of two.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``at`` and ``time`` (us).
    x, title : str
        Of the axis, of the chart.
    published : float, optional
        A published time to compare with, us.

    Returns
    -------
    altair chart
    """
    base = alt.Chart(rows)
    line = base.mark_line(point=True, color=MAIN).encode(
        x=alt.X("at:Q", title=x, scale=alt.Scale(type="log", base=2)),
        y=alt.Y("time:Q", title="Time for each track (μs)", scale=alt.Scale(type="log")),
        tooltip=["at:Q", "time:Q"],
    )
    if published is None:
        chart: charts.Chart = line.properties(title=title, height=240)
        return chart
    rule = pd.DataFrame({"time": [published], "label": ["mkFit, AVX2, as quoted"]})
    level = alt.Chart(rule).mark_rule(color=NEUTRAL.light, strokeDash=[6, 4]).encode(y="time:Q")
    text = (
        alt.Chart(rule)
        .mark_text(align="right", dy=-8, color=INK.light)
        .encode(x=alt.value("width"), y="time:Q", text="label:N")
    )
    return alt.layer(level, text, line).properties(title=title, height=240)


def trade(rows: pd.DataFrame) -> charts.Chart:
    """Return hit efficiency against the number of candidates.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``candidates``, ``efficiency`` and ``hit_efficiency`` (%).

    Returns
    -------
    altair chart
    """
    names = {"efficiency": "particles found", "hit_efficiency": "their hits found"}
    long = rows.melt("candidates", list(names), var_name="which", value_name="share")
    long["which"] = long["which"].map(names)
    order = list(names.values())
    chart: charts.Chart = (
        alt.Chart(long)
        .mark_line(point=True)
        .encode(
            x=alt.X("candidates:Q", title="Candidates kept for each seed", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("share:Q", title="Share (%)", scale=alt.Scale(zero=False)),
            color=alt.Color(
                "which:N", title=None, sort=order, scale=alt.Scale(domain=order, range=[MAIN, SECOND])
            ),
            tooltip=["which:N", "candidates:Q", "share:Q"],
        )
        .properties(title="What more candidates bring", height=240)
    )
    return chart
