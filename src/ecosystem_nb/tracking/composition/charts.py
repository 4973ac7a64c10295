"""Charts of the page on composed finders."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import INK, categories
from ecosystem_nb.tracking.series import colour, lines

_COLOURS = (*categories("tracking"), INK.light)  # a colour for each of seven chains


def efficiencies(rows: pd.DataFrame) -> charts.Chart:
    """Return the share of particles found by each finder under each condition.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``study.table``, of several conditions.

    Returns
    -------
    altair chart
    """
    order = list(dict.fromkeys(rows["finder"]))
    conditions = list(dict.fromkeys(rows["condition"]))
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_point(filled=True, size=90)
        .encode(
            x=alt.X("efficiency:Q", title="Particles found (%)", scale=alt.Scale(zero=False)),
            y=alt.Y("condition:N", title=None, sort=conditions),
            yOffset=alt.YOffset("finder:N", sort=order),
            color=colour("finder", order, _COLOURS),
            tooltip=["condition:N", "finder:N", "efficiency:Q", "fakes:Q"],
        )
        .properties(title="What each chain finds", height=300)
    )
    return chart


def by_origin(rows: pd.DataFrame) -> charts.Chart:
    """Return efficiency against the distance at which a particle begins.

    Parameters
    ----------
    rows : pandas.DataFrame
        From ``study.by_origin`` with a column ``middle`` (mm).

    Returns
    -------
    altair chart
    """
    return lines(
        rows,
        alt.X("middle:Q", title="Distance of the origin from the beam (mm)"),
        alt.Y("efficiency:Q", title="Particles found (%)", scale=alt.Scale(domain=[0, 100])),
        "finder",
        _COLOURS,
        title="Particles that begin beside the beam",
        height=300,
    )
