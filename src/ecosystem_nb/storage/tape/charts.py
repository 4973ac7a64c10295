"""Charts of the page on tape recalls."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, categories
from ecosystem_nb.storage.tape.recall import POLICIES

_MAIN, _SECOND, _THIRD = categories("network")[:3]
_HUES = dict(zip(POLICIES, (NEUTRAL.light, _THIRD, _SECOND, _MAIN), strict=True))
_DASHES = dict(zip(POLICIES, ([2, 2], [6, 3], [1, 0], [1, 0]), strict=True))


def _policy(table: pd.DataFrame) -> tuple[alt.Color, alt.StrokeDash]:
    shown = [policy for policy in POLICIES if (table["policy"] == policy).any()]
    legend = alt.Legend(symbolType="stroke", symbolStrokeWidth=3, symbolSize=300)
    hues = alt.Scale(domain=shown, range=[_HUES[policy] for policy in shown])
    dashes = alt.Scale(domain=shown, range=[_DASHES[policy] for policy in shown])
    return (
        alt.Color("policy:N", title=None, scale=hues, sort=shown, legend=legend),
        alt.StrokeDash("policy:N", title=None, scale=dashes, sort=shown, legend=legend),
    )


def _doubling(table: pd.DataFrame, field: str, title: str, ticks: list[int]) -> alt.X:
    ends = [int(table[field].min()), int(table[field].max())]
    scale = alt.Scale(type="log", nice=False, domain=ends)
    return alt.X(f"{field}:Q", title=title, scale=scale, axis=alt.Axis(values=ticks, format="~s"))


def rates(table: pd.DataFrame, size: float) -> charts.Chart:
    """Return the rate of a drive over the files wanted from each tape, with a slider for their size.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.tape.study.rates`.
    size : float
        File size at which the slider stands first, GB.
    """
    color, dash = _policy(table)
    turn = charts.slider("size", sorted(table["size"].unique()), size, "Size of a file", "GB")
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=_doubling(
                table, "files", "Files wanted from each tape, logarithmic", [1, 2, 4, 8, 16, 32, 64, 128]
            ),
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
    color, _ = _policy(table)
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
    color, dash = _policy(table)
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line(point=True)
        .encode(
            x=_doubling(table, "drives", "Drives, logarithmic", [1, 2, 5, 10, 20, 50, 100]),
            y=alt.Y(
                "hours:Q",
                title="Until the last file (h), logarithmic",
                scale=alt.Scale(type="log"),
                axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g"),
            ),
            color=color,
            strokeDash=dash,
        )
        .properties(title="How long the recall takes", height=260)
    )
    return chart
