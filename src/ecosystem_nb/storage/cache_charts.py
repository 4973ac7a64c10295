"""Charts of the cache page."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent
from ecosystem_nb.storage.caches import POLICIES

_COLOURS = alt.Scale(domain=["requests", "bytes"], range=[accent("network"), NEUTRAL.light])


def _long(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    long = table.melt(keys, ["requests", "bytes"], "of", "served")
    return long.assign(served=100.0 * long["served"])


def policies(table: pd.DataFrame, share: float) -> charts.Chart:
    """Return the hit ratios of each policy, with a slider over the cache size.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.caches.table`.
    share : float
        Cache size over catalogue at which the slider stands first.

    Returns
    -------
    altair chart
    """
    rows = _long(table, ["policy", "share"]).assign(percent=lambda one: (100.0 * one["share"]).round(6))
    grid = sorted(rows["percent"].unique())
    slider = charts.slider("size", grid, 100.0 * share, "Cache size over all files", "%")
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("served:Q", title="Served from the cache (%)", scale=alt.Scale(domain=[0, 100])),
            y=alt.Y("policy:N", title=None, sort=list(POLICIES)),
            yOffset=alt.YOffset("of:N", sort=["requests", "bytes"]),
            color=alt.Color("of:N", title=None, scale=_COLOURS, sort=["requests", "bytes"]),
        )
        .transform_filter(charts.chosen(slider, "percent"))
        .add_params(slider)
        .properties(title="What each policy serves", height=240)
    )
    return chart


def places(table: pd.DataFrame) -> charts.Chart:
    """Return the hit ratios of one capacity divided among more and more sites.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``sites``, ``requests`` and ``bytes`` (1).

    Returns
    -------
    altair chart
    """
    rows = _long(table, ["sites"])
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_line(point=True)
        .encode(
            x=alt.X("sites:O", title="Caches among which the capacity is divided"),
            y=alt.Y("served:Q", title="Served from the caches (%)", scale=alt.Scale(zero=True)),
            color=alt.Color("of:N", title=None, scale=_COLOURS, sort=["requests", "bytes"]),
        )
        .properties(title="One cache in the network, or many at sites", height=240)
    )
    return chart
