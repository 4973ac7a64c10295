"""Charts of the page on one kernel and two machines."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent
from ecosystem_nb.tracking.series import lines

MAIN, SECOND = accent("tracking"), accent("facilities")


def mix(rows: pd.DataFrame, kinds: list[str]) -> charts.Chart:
    """Return how the instructions of each kernel divide.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``compiled.table``.
    kinds : list of str
        Columns to show.

    Returns
    -------
    altair chart
    """
    long = rows.melt("kernel", kinds, var_name="kind", value_name="count")
    chart: charts.Chart = (
        alt.Chart(long)
        .mark_bar()
        .encode(
            x=alt.X("count:Q", title="Instructions in the code"),
            y=alt.Y("kernel:N", title=None, sort=list(rows["kernel"])),
            color=alt.Color("kind:N", title=None, sort=kinds),
            order=alt.Order("at:Q"),
            tooltip=["kernel:N", "kind:N", "count:Q"],
        )
        .transform_calculate(at=f"indexof({kinds}, datum.kind)")
        .properties(title="What the compiler makes of three kernels", height=130)
    )
    return chart


def bounds(rows: pd.DataFrame) -> charts.Chart:
    """Return the least time of a fit against the number of tracks in a launch.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``tracks``, ``bound`` and ``time`` (us a track).

    Returns
    -------
    altair chart
    """
    return lines(
        rows,
        alt.X("tracks:Q", title="Tracks in a launch", scale=alt.Scale(type="log")),
        alt.Y("time:Q", title="Least time for each track (μs)", scale=alt.Scale(type="log")),
        "bound",
        [MAIN, SECOND, NEUTRAL.light],
        title="What bounds a fit of ten layers on an H100",
    )
