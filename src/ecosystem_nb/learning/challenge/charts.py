"""Charts of the page on the retraining challenge."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent

WIDE = 20
"""Letters of a name that two columns of a legend have room for on a phone."""
Looks: TypeAlias = Mapping[str, tuple[str, list[int]]]  # colour and dashes of each policy
_HUES: Looks = {
    "frozen": (NEUTRAL.light, [1, 0]),
    "recalibrate-only": (NEUTRAL.light, [4, 3]),
    "threshold-only": (accent("network"), [1, 0]),
    "on alarm": (accent("community"), [6, 3]),
    "fine-tune": (accent("facilities"), [1, 0]),
    "fine-tune + replay": (accent("learning"), [1, 0]),
    "full retrain": (accent("tracking"), [1, 0]),
}


def curves(
    course: pd.DataFrame, value: str, title: str, aim: float | None = None, more: Looks = MappingProxyType({})
) -> charts.Chart:
    """Return one quantity of each policy along the intervals, with the band of the seeds.

    Parameters
    ----------
    course : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.course_of`.
    value : str
        Column to draw, a share.
    title : str
        Of the axis.
    aim : float, optional
        Drawn as a line.
    more : mapping of str to (str, list of int), optional
        Colour and dashes of policies that are no baselines; others that are none are left out.

    Returns
    -------
    altair chart
    """
    grouped = course.groupby(["policy", "interval"], sort=False)[value]
    rows = grouped.agg(mean="mean", low="min", high="max").reset_index()
    looks = {**_HUES, **more}
    names = [name for name in looks if name in set(rows["policy"])]
    columns = 1 if max(map(len, names)) > WIDE else 2
    hue = alt.Scale(domain=names, range=[looks[name][0] for name in names])
    dash = alt.Scale(domain=names, range=[looks[name][1] for name in names])
    base = alt.Chart(rows[rows["policy"].isin(names)]).encode(
        x=alt.X("interval:Q", title="Interval", axis=alt.Axis(tickMinStep=1), scale=alt.Scale(nice=False)),
        color=alt.Color(
            "policy:N", title=None, sort=names, scale=hue, legend=alt.Legend(columns=columns, symbolOpacity=1)
        ),
    )
    y = alt.Scale(zero=False)
    band = base.mark_area(opacity=0.15).encode(y=alt.Y("low:Q", title=title, scale=y), y2="high:Q")
    shown = [alt.Tooltip(f"{name}:Q", format=".3f") for name in ("mean", "low", "high")]
    line = base.mark_line().encode(
        y=alt.Y("mean:Q", title=title, scale=y),
        strokeDash=alt.StrokeDash("policy:N", title=None, sort=names, scale=dash),
        tooltip=["policy", "interval", *shown],
    )
    chart: charts.Chart = band + line
    if aim is not None:
        chart += alt.Chart(pd.DataFrame({"aim": [aim]})).mark_rule(strokeDash=[2, 2]).encode(y="aim:Q")
    return chart.properties(title=f"{title} along the course", height=300)


def price(board: pd.DataFrame, value: str, title: str) -> charts.Chart:
    """Return what each policy reaches, ordered by the labels that it takes.

    Parameters
    ----------
    board : pandas.DataFrame
        From :func:`ecosystem_nb.learning.challenge.standings.leaderboard`.
    value : str
        Column to draw, with its ``_low`` and ``_high``.
    title : str
        Of the axis.

    Returns
    -------
    altair chart
    """
    front = on_front(board, value)
    rows = board.sort_values(["labels", value])
    rows = rows.assign(
        which=["on the front" if one in front else "behind it" for one in rows["policy"]],
        row=[f"{one.policy}|{one.labels:,.0f} labels" for one in rows.itertuples()],
    )
    hue = alt.Scale(domain=["on the front", "behind it"], range=[accent("learning"), NEUTRAL.light])
    two = alt.Axis(labelExpr="split(datum.label, '|')", labelLineHeight=13, labelLimit=240)
    base = alt.Chart(rows).encode(
        y=alt.Y("row:N", title=None, sort=list(rows["row"]), axis=two),
        color=alt.Color("which:N", title=None, scale=hue),
    )
    ends = [alt.Tooltip(f"{value}{end}:Q", format=".3f") for end in ("", "_low", "_high")]
    shown = ["policy", alt.Tooltip("labels:Q", format=",.0f"), *ends]
    x = alt.X(f"{value}_low:Q", title=f"{title} (mean, and range of the seeds)")
    bars = base.mark_rule(strokeWidth=2).encode(x=x, x2=f"{value}_high:Q")
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(x=f"{value}:Q", tooltip=shown)
    chart: charts.Chart = bars + dots
    return chart.properties(title=f"{title} by labels asked for", height=alt.Step(36))


def on_front(board: pd.DataFrame, value: str) -> list[str]:
    """Return the policies that no other beats with as few labels, by rising number of labels.

    Parameters
    ----------
    board : pandas.DataFrame
        Columns ``policy``, ``labels`` and ``value``.
    value : str
        Column of which more is better.

    Returns
    -------
    list of str

    Examples
    --------
    >>> table = pd.DataFrame({"policy": ["a", "b", "c"], "labels": [0, 9, 5], "won": [0.1, 0.8, 0.9]})
    >>> on_front(table, "won")
    ['a', 'c']
    """
    best, front = float("-inf"), []
    for row in board.sort_values(["labels", value], ascending=[True, False]).itertuples():
        reached = float(getattr(row, value))
        if reached > best:
            best = reached
            front.append(str(row.policy))
    return front
