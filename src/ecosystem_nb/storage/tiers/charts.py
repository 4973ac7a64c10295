"""Charts of the page on tiers."""

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent
from ecosystem_nb.storage.tiers.media import Medium
from ecosystem_nb.storage.tiers.site import MIXES, TIERS

_HUES = [accent("network"), accent("facilities"), accent("learning"), NEUTRAL.light]
_ONLINE = list(TIERS[:3])
_WITH = ["all four", "without flash"]


def _lines(names: list[str], field: str, hues: list[str]) -> dict[str, alt.Color | alt.StrokeDash]:
    """Return colour and dash of some lines under one legend."""
    dashes = [[1, 0], [6, 3], [2, 2]][: len(names)]
    return {
        "color": alt.Color(f"{field}:N", title=None, sort=names, scale=alt.Scale(domain=names, range=hues)),
        "strokeDash": alt.StrokeDash(
            f"{field}:N", title=None, sort=names, scale=alt.Scale(domain=names, range=dashes)
        ),
    }


def drives(media: list[Medium]) -> pd.DataFrame:
    """Return what one drive delivers, by the size of its requests.

    Parameters
    ----------
    media : list of Medium

    Returns
    -------
    pandas.DataFrame
        Columns ``tier``, ``size`` (MB) and ``throughput`` (MB/s).
    """
    sizes = np.round(np.geomspace(0.004, 100.0, 60), 5)
    rows = [(one.name, size, one.throughput(size)) for one in media for size in sizes.tolist()]
    return pd.DataFrame(rows, columns=["tier", "size", "throughput"])


def throughput(table: pd.DataFrame) -> charts.Chart:
    """Return the throughput of a drive against the size of its requests, from :func:`drives`."""
    ticks = [0.01, 0.1, 1, 10, 100]
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line()
        .encode(
            x=alt.X(
                "size:Q",
                title="Size of a request (MB), logarithmic",
                scale=alt.Scale(type="log", nice=False),
                axis=alt.Axis(values=ticks, format="~g"),
            ),
            y=alt.Y(
                "throughput:Q",
                title="Throughput of one drive (MB/s), logarithmic",
                scale=alt.Scale(type="log"),
                axis=alt.Axis(values=[0.1, 1, 10, 100, 1000], format="~g"),
            ),
            **_lines(_ONLINE, "tier", _HUES[:3]),
        )
        .properties(title="What one drive delivers", height=260)
    )
    return chart


def price_of_a_terabyte(table: pd.DataFrame, points: pd.DataFrame, capacity: float) -> charts.Chart:
    """Return the price of a TB against the requests on it, with a slider over the capacity of a hard disk.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.tiers.savings.capacities`.
    points : pandas.DataFrame
        Columns ``intensity`` (IO/s per TB) and ``label``: what some analyses ask.
    capacity : float
        TB, where the slider stands first.

    Returns
    -------
    altair chart
    """
    slider = charts.slider(
        "capacity", sorted(table["capacity"].unique()), capacity, "Capacity of a hard disk", "TB"
    )
    x = alt.X(
        "intensity:Q",
        title="Requests on each TB of data (IO/s per TB), logarithmic",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g"),
    )
    y = alt.Y(
        "price:Q",
        title="Price of a TB of data (USD), logarithmic",
        scale=alt.Scale(type="log", domain=[30, 2000]),
        axis=alt.Axis(values=[30, 100, 300, 1000], format="~g"),
    )
    lines = (
        alt.Chart(table)
        .mark_line(clip=True)
        .encode(
            x=x,
            y=y,
            **_lines(_ONLINE, "tier", _HUES[:3]),
        )
        .transform_filter(charts.chosen(slider, "capacity"))
        .add_params(slider)
    )
    rules = alt.Chart(points).mark_rule(strokeDash=[2, 3]).encode(x="intensity:Q")
    texts = (
        alt.Chart(points)
        .mark_text(align="left", baseline="bottom", dx=4)
        .encode(x="intensity:Q", y=alt.value(276), text="label:N")
    )
    chart: charts.Chart = alt.layer(lines, rules, texts).properties(
        title="A TB of data costs its capacity, or the drives that serve it", height=280
    )
    return chart


def mixes(table: pd.DataFrame, rate: float) -> charts.Chart:
    """Return what each mix of tiers costs, with a slider over the appetite of analysis.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.tiers.savings.compare`.
    rate : float
        MB/s on one core, where the slider stands first.

    Returns
    -------
    altair chart
    """
    slider = charts.slider(
        "rate", sorted(table["rate"].unique()), rate, "What an analysis reads on one core", "MB/s"
    )
    order = {name: at for at, name in enumerate(TIERS)}
    rows = table.assign(place=table["tier"].map(order))
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X("cost:Q", title="Purchase (MUSD)", stack="zero"),
            y=alt.Y("mix:N", title=None, sort=list(MIXES)),
            color=alt.Color(
                "tier:N", title=None, sort=list(TIERS), scale=alt.Scale(domain=list(TIERS), range=_HUES)
            ),
            order=alt.Order("place:Q"),
        )
        .transform_filter(charts.chosen(slider, "rate"))
        .add_params(slider)
        .properties(title="What each mix of tiers costs", height=190)
    )
    return chart


def worth(table: pd.DataFrame, edges: pd.DataFrame) -> charts.Chart:
    """Return what differentiation saves, with a slider over the price of flash.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.tiers.savings.savings`.
    edges : pandas.DataFrame
        Columns ``rate`` (MB/s) and ``label``: where the drives' time is used up.

    Returns
    -------
    altair chart
    """
    slider = charts.slider(
        "flash", sorted(table["flash"].unique()), 100.0, "Price of flash against the parameter", "%"
    )
    lines = (
        alt.Chart(table)
        .mark_line()
        .encode(
            x=alt.X("rate:Q", title="What an analysis reads on one core (MB/s)"),
            y=alt.Y("saving:Q", title="Saved against disk alone (%)", scale=alt.Scale(zero=True)),
            **_lines(_WITH, "with", [_HUES[0], _HUES[-1]]),
        )
        .transform_filter(charts.chosen(slider, "flash"))
        .add_params(slider)
    )
    rules = alt.Chart(edges).mark_rule(strokeDash=[2, 3]).encode(x="rate:Q")
    texts = [  # each on a line of its own: on a phone two edges are close
        alt.Chart(edges.iloc[[i]])
        .mark_text(align="left", baseline="top", dx=4)
        .encode(x="rate:Q", y=alt.value(4 + 16 * i), text="label:N")
        for i in range(len(edges))
    ]
    chart: charts.Chart = alt.layer(lines, rules, *texts).properties(
        title="What differentiation saves", height=260
    )
    return chart
