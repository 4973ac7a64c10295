"""Charts of the page on many Kalman filters."""

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import INK, NEUTRAL, PALETTE, accent
from ecosystem_nb.tracking.series import lines, named

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
    chart = lines(
        named(rows, "radius", names, "width"),
        alt.X("radius:Q", title="Radius (mm)"),
        alt.Y("width:Q", title="Width across the strips (μm)", scale=alt.Scale(type="log")),
        "which",
        [SECOND, MAIN, NEUTRAL.light],
        title="How well the filter knows where the track is",
    )
    dashes = alt.Scale(domain=list(names.values()), range=[[1, 0], [1, 0], [5, 4]])  # one lies on another
    dashed: charts.Chart = chart.encode(strokeDash=alt.StrokeDash("which:N", legend=None, scale=dashes))
    return dashed


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
    return lines(
        rows,
        alt.X(
            "pt:Q",
            title="Transverse momentum (GeV)",
            scale=alt.Scale(type="log", nice=False, domain=[0.5, 20]),
        ),
        alt.Y("resolution:Q", title="Resolution of pT (%)", scale=alt.Scale(zero=True)),
        "where",
        [MAIN, SECOND],
        title="How well the fit knows the momentum",
    )


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
    return lines(
        named(rows, "candidates", names, "share"),
        alt.X("candidates:Q", title="Candidates kept for each seed", axis=alt.Axis(tickMinStep=1)),
        alt.Y("share:Q", title="Share (%)", scale=alt.Scale(zero=False)),
        "which",
        [MAIN, SECOND],
        title="What more candidates bring",
        height=240,
    )
