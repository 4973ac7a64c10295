"""Charts of the page on a failed cable."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent

_SIDES = ["North America", "elsewhere"]
_COLOURS = alt.Scale(domain=_SIDES, range=[accent("network"), NEUTRAL.light])


def durations(table: pd.DataFrame, share: float) -> charts.Chart:
    """Return how long transfers take through the rehearsal, with a slider over the challenge's share.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``share`` (%), ``hour`` (h), ``side`` and ``slow`` (s).
    share : float
        Share (%) at which the slider stands first.

    Returns
    -------
    altair chart
    """
    slider = charts.slider("share", sorted(table["share"].unique()), share, "Share of the HL-LHC", "%")
    top = float(table["slow"].max())
    y = alt.Y(
        "slow:Q", title="Duration, 95th percentile (s)", scale=alt.Scale(type="log", domain=[1, top * 1.3])
    )
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X("hour:Q", title="When the transfer begins (h)"),
            y=y,
            color=alt.Color("side:N", title=None, scale=_COLOURS, sort=_SIDES),
        )
        .transform_filter(charts.chosen(slider, "share"))
        .add_params(slider)
        .properties(title="How long a transfer takes", height=240)
    )
    return chart


def backlogs(table: pd.DataFrame) -> charts.Chart:
    """Return the backlog by provisioning factor, closed form beside simulation.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``factor`` (1), ``closed`` and ``simulated`` (TB).

    Returns
    -------
    altair chart
    """
    base = alt.Chart(table).encode(
        x=alt.X("factor:Q", title="Provisioning factor", scale=alt.Scale(zero=False))
    )
    line = base.mark_line(color=NEUTRAL.light).encode(y=alt.Y("closed:Q", title="Waiting at the repair (TB)"))
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(y="simulated:Q")
    chart: charts.Chart = alt.layer(line, dots).properties(
        title="What waits: closed form (line) and simulation (dots)", height=240
    )
    return chart
