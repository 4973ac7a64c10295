"""Charts of the page on vertices."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent, categories

MAIN = accent("tracking")
SERIES = categories("tracking")


def resolutions(rows: pd.DataFrame) -> charts.Chart:
    """Return the uncertainty of z0 (um) against pseudorapidity, a line for each transverse momentum."""
    order = list(dict.fromkeys(rows["pt"]))
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_line()
        .encode(
            x=alt.X("eta:Q", title="Pseudorapidity"),
            y=alt.Y("sigma:Q", title="Uncertainty of z0 (µm)", scale=alt.Scale(type="log")),
            color=alt.Color(
                "pt:N", title="Transverse momentum", sort=order, scale=alt.Scale(range=SERIES[: len(order)])
            ),
        )
        .properties(title="How well a track knows where it came from", height=260)
    )
    return chart


def tree(rows: pd.DataFrame, truth: pd.DataFrame) -> charts.Chart:
    """Return prototypes by temperature, hot above, with the true collisions as ticks below."""
    x = alt.X("z:Q", title="z along the beam (mm)")
    scale = alt.Scale(type="log", domain=[0.25, 2 * float(rows["temperature"].max())], nice=False)
    y = alt.Y("temperature:Q", title="Temperature (units of χ²)", scale=scale)
    base = alt.Chart(rows)
    branches = base.mark_rule(color=MAIN, strokeWidth=1.2).encode(
        x=x, y=y, x2="from_z:Q", y2="from_temperature:Q"
    )
    dots = base.mark_point(filled=True, size=12, color=MAIN, opacity=1).encode(x=x, y=y)
    ticks = (
        alt.Chart(truth)
        .mark_tick(color=NEUTRAL.light, thickness=1.5, size=14, orient="vertical")
        .encode(x=x, y=alt.Y("temperature:Q"))
    )
    chart: charts.Chart = alt.layer(ticks, branches, dots).properties(
        title="One prototype becomes many as the temperature falls", height=380
    )
    return chart


def gaps(rows: pd.DataFrame) -> charts.Chart:
    """Return the share of collisions found against the distance to the nearest neighbour."""
    x = alt.X(
        "gap:Q", title="Distance to the nearest collision (mm)", scale=alt.Scale(type="log", nice=False)
    )
    y = alt.Y("efficiency:Q", title="Share found", scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(rows)
    bars = base.mark_rule(color=MAIN, strokeWidth=1.5).encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    dots = base.mark_point(filled=True, size=50, color=MAIN, opacity=1).encode(x=x, y=y)
    line = base.mark_line(color=MAIN).encode(x=x, y=y)
    chart: charts.Chart = alt.layer(line, bars, dots).properties(
        title="Which collisions are lost", height=260
    )
    return chart


def scan(rows: pd.DataFrame) -> charts.Chart:
    """Return the efficiency and the shares of clean and merged vertices against pile-up.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``pile_up``, ``what`` and ``share``.
    """
    order = list(dict.fromkeys(rows["what"]))
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_line(point=alt.OverlayMarkDef(filled=True, size=45))
        .encode(
            x=alt.X("pile_up:Q", title="Collisions of a crossing"),
            y=alt.Y("share:Q", title="Share", scale=alt.Scale(domain=[0, 1])),
            color=alt.Color("what:N", title=None, sort=order, scale=alt.Scale(range=SERIES[: len(order)])),
        )
        .properties(title="Finding vertices gets harder with pile-up", height=260)
    )
    return chart


def precision(rows: pd.DataFrame) -> charts.Chart:
    """Return the resolution (um) against the number of tracks, with a line of one over its root.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``tracks``, ``width`` (um), ``direction``, and ``law`` (um) of one over the root.
    """
    order = list(dict.fromkeys(rows["direction"]))
    colour = alt.Color("direction:N", title=None, sort=order, scale=alt.Scale(range=SERIES[: len(order)]))
    x = alt.X("tracks:Q", title="Tracks of the vertex", scale=alt.Scale(type="log", nice=False, padding=14))
    y = alt.Y("width:Q", title="Resolution (µm)", scale=alt.Scale(type="log", nice=False, padding=20))
    dots = alt.Chart(rows).mark_point(filled=True, size=55, opacity=1).encode(x=x, y=y, color=colour)
    law = alt.Chart(rows).mark_line(strokeDash=[5, 4]).encode(x=x, y=alt.Y("law:Q"), color=colour)
    chart: charts.Chart = alt.layer(law, dots).properties(title="How exact a vertex is", height=260)
    return chart
