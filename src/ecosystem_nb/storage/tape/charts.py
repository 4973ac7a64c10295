"""Charts of the page on tape recalls."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, categories
from ecosystem_nb.storage.tape.recall import POLICIES

_MAIN, _SECOND, _THIRD = categories("network")[:3]
_COLOURS = alt.Scale(domain=list(POLICIES), range=[NEUTRAL.light, _THIRD, _SECOND, _MAIN])
_DASHES = alt.Scale(domain=list(POLICIES), range=[[2, 2], [6, 3], [1, 0], [1, 0]])


def _policy() -> tuple[alt.Color, alt.StrokeDash]:
    order = list(POLICIES)
    return (
        alt.Color("policy:N", title=None, scale=_COLOURS, sort=order),
        alt.StrokeDash("policy:N", title=None, scale=_DASHES, sort=order),
    )


def rates(table: pd.DataFrame, size: float) -> charts.Chart:
    """Return the rate of a drive over the files wanted from each tape, with a slider for their size.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.tape.study.rates`.
    size : float
        File size at which the slider stands first, GB.
    """
    color, dash = _policy()
    turn = charts.slider("size", sorted(table["size"].unique()), size, "Size of a file", "GB")
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X("files:Q", title="Files wanted from each tape", scale=alt.Scale(type="log")),
            y=alt.Y("rate:Q", title="Read by a drive (MB/s)"),
            color=color,
            strokeDash=dash,
        )
        .transform_filter(charts.chosen(turn, "size"))
        .add_params(turn)
        .properties(title="What a drive delivers, mounts and locates included", height=300)
    )
    return chart


def path(table: pd.DataFrame) -> charts.Chart:
    """Return the head's way along the tape, over time.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.tape.study.path`.
    """
    color, _ = _policy()
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(strokeWidth=1.5)
        .encode(
            x=alt.X("minutes:Q", title="Time since the tape was loaded (min)"),
            y=alt.Y("along:Q", title="Place along the tape (1)", scale=alt.Scale(domain=[0, 1])),
            color=color,
            order=alt.Order("minutes:Q"),
        )
        .properties(title="Where the head stands: the same files in two orders", height=240)
    )
    return chart


def spent(table: pd.DataFrame) -> charts.Chart:
    """Return bars of what drives spend their time on, a file.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.tape.study.spent`.
    """
    order = ["read", "locate", "load", "rewind", "unload"]
    hues = dict(zip(order, [_MAIN, *categories("network")[1:4], NEUTRAL.light], strict=True))
    ranks = {part: rank for rank, part in enumerate(order)}
    chart: charts.Chart = (
        alt.Chart(table.assign(rank=table["part"].map(ranks)))
        .mark_bar()
        .encode(
            x=alt.X("seconds:Q", title="Drive time a file (s)"),
            y=alt.Y("policy:N", title=None, sort=list(POLICIES)),
            color=alt.Color(
                "part:N",
                title=None,
                sort=order,
                scale=alt.Scale(domain=order, range=[hues[part] for part in order]),
            ),
            order=alt.Order("rank:Q"),
        )
        .properties(title="What a drive spends its time on", height=180)
    )
    return chart


def spans(table: pd.DataFrame) -> charts.Chart:
    """Return how long the recall takes with more and more drives.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.tape.study.spans`.
    """
    color, dash = _policy()
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=alt.X("drives:Q", title="Drives", scale=alt.Scale(type="log")),
            y=alt.Y("hours:Q", title="Until the last file (h)", scale=alt.Scale(type="log")),
            color=color,
            strokeDash=dash,
        )
        .properties(title="How long the recall takes", height=260)
    )
    return chart
