"""Figures of the page on graph networks."""

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.bounds import Floats
from ecosystem_nb.palette import NEUTRAL, categories
from ecosystem_nb.tracking.gnn.find import STAGES
from ecosystem_nb.tracking.gnn.study import Pairs
from ecosystem_nb.tracking.series import colour, lines, named

COLOURS = tuple(categories("tracking"))
_MOST = 4  # tracks in the picture
_BINS = 25
_AXES = {
    "In the detector": (("z", "z (mm)"), ("r", "r (mm)")),
    "In the learned space": (("first", "first axis"), ("second", "second axis")),
}


def principal(places: Floats) -> Floats:
    """Return the two coordinates in which points differ most.

    Parameters
    ----------
    places : ndarray of float64, shape (N, D)

    Returns
    -------
    ndarray of float64, shape (N, 2)

    Examples
    --------
    >>> np.abs(principal(np.array([[0.0, 0.0, 0.0], [3.0, 0.0, 4.0]]))[:, 0]).round(9).tolist()
    [2.5, 2.5]
    """
    centred = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    two = axes[:, :-3:-1]
    two = two * np.sign(two[np.abs(two).argmax(axis=0), [0, 1]])
    return np.asarray(centred @ two)


def projected(events: Pairs, width: float = 0.28) -> pd.DataFrame:
    """Return hits of the first event in a slice of azimuth, in the detector and in the embedding.

    Parameters
    ----------
    events : sequence of (event, Known, Found)
    width : float
        Half of the slice around the hardest particle, rad.

    Returns
    -------
    pandas.DataFrame
        ``z`` and ``r`` (mm), ``first`` and ``second`` (no unit), and ``of``: one of the four hardest
        tracks, or other.
    """
    _, truth, found = events[0]
    lead = int(truth.particle[np.argmax(truth.pt)])
    towards = truth.hits.phi[truth.particle == lead][0]
    near = np.abs(np.mod(truth.hits.phi - towards + np.pi, 2 * np.pi) - np.pi) < width
    flat = principal(found.places.astype(np.float64)[near])
    of, pt = truth.particle[near], truth.pt[near]
    hardest = [int(one) for one in pd.unique(of[np.argsort(-pt, kind="stable")]) if one >= 0][:_MOST]
    name = {one: f"track {place + 1}" for place, one in enumerate(hardest)}
    table = pd.DataFrame(
        {
            "z": truth.hits.z[near].round(1),
            "r": truth.hits.r[near].round(1),
            "first": flat[:, 0].round(2),
            "second": flat[:, 1].round(2),
            "of": [name.get(int(one), "other") for one in of],
        }
    )
    return table.sort_values("of", kind="stable").reset_index(drop=True)  # tracks are drawn last


def embedding(points: pd.DataFrame) -> charts.Chart:
    """Draw the same hits twice: in the detector, and in the learned space."""
    names = ["other", *sorted(set(points["of"]) - {"other"})]
    panels = []
    for title, ((x, x_title), (y, y_title)) in _AXES.items():
        base = alt.Chart(points).encode(
            x=alt.X(f"{x}:Q", title=x_title),
            y=alt.Y(f"{y}:Q", title=y_title),
            color=colour("of", names, [NEUTRAL.light, *COLOURS]),
            opacity=alt.condition("datum.of === 'other'", alt.value(0.35), alt.value(1.0)),
            size=alt.condition("datum.of === 'other'", alt.value(12), alt.value(60)),
        )
        panels.append(base.mark_circle().properties(title=title, height=240))
    return alt.vconcat(*panels)


def shares(
    table: pd.DataFrame,
    x: tuple[str, str],
    shown: dict[str, str],
    title: str,
    *,
    log: bool = False,
    what: str = "share",
) -> charts.Chart:
    """Draw columns of a table as lines over one of them.

    Parameters
    ----------
    table : pandas.DataFrame
    x : tuple of str
        A column, and the title of its axis.
    shown : dict of str to str
        Columns, and what a reader calls them.
    title : str
    log : bool
        Whether the values stand on a logarithmic axis.
    what : str
        Title of their axis.
    """
    return lines(
        named(table, x[0], shown, "value"),
        alt.X(f"{x[0]}:Q", title=x[1], scale=alt.Scale(zero=False, nice=False)),
        alt.Y("value:Q", title=what, scale=alt.Scale(type="log") if log else alt.Scale(zero=False)),
        "which",
        COLOURS,
        title=title,
    )


def scores(table: pd.DataFrame) -> charts.Chart:
    """Draw how many true and false edges have which score.

    Parameters
    ----------
    table : pandas.DataFrame
        ``score`` and ``true`` of each edge.
    """
    edges = np.linspace(0.0, 1.0, _BINS + 1)
    parts = []
    for true, name in ((True, "true"), (False, "false")):
        count = np.histogram(table.loc[table["true"] == true, "score"], edges)[0]
        parts.append(pd.DataFrame({"score": edges[:-1], "number": np.maximum(count, 0.5), "edges": name}))
    chart: charts.Chart = (
        alt.Chart(pd.concat(parts))
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("score:Q", title="score of the interaction network"),
            y=alt.Y("number:Q", title="edges, logarithmic", scale=alt.Scale(type="log")),
            color=colour("edges", ["true", "false"], COLOURS),
        )
        .properties(title="Scores of true and of false edges", height=240)
    )
    return chart


def ways(rows: pd.DataFrame, threshold: float) -> charts.Chart:
    """Draw efficiency against fakes of both ways to make tracks, with a slider that marks one threshold.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``threshold``, ``build``, ``efficiency`` and ``fake_rate``.
    threshold : float
        Where the slider stands first.
    """
    turn = charts.slider("threshold", sorted(set(rows["threshold"])), threshold, "Lowest score", "1")
    base = alt.Chart(rows).encode(
        x=alt.X("fake_rate:Q", title="fakes", axis=alt.Axis(format="%")),
        y=alt.Y("efficiency:Q", title="efficiency", axis=alt.Axis(format="%"), scale=alt.Scale(zero=False)),
        color=colour("build", ["walkthrough", "components"], COLOURS),
        order="threshold:Q",
        tooltip=["build", "threshold", "efficiency", "fake_rate"],
    )
    here = base.transform_filter(charts.chosen(turn, "threshold")).mark_circle(size=160)
    chart: charts.Chart = (base.mark_line(point=True) + here).add_params(turn)
    return chart.properties(height=260, title="Efficiency against fakes by threshold")


def conditions(table: pd.DataFrame, order: Sequence[str]) -> charts.Chart:
    """Draw the efficiency, with its interval, and the fakes of each kind of event."""
    scale = alt.Scale(domain=[0, 1])
    kind = alt.Y("name:N", title=None, sort=list(order), axis=alt.Axis(labelLimit=160))
    base = alt.Chart(named(table, "name", {"efficiency": "found", "fake_rate": "fakes"}, "value"))
    marks = base.mark_point(filled=True, size=80).encode(
        x=alt.X("value:Q", title="share", axis=alt.Axis(format="%"), scale=scale),
        y=kind,
        color=colour("which", ["found", "fakes"], COLOURS),
    )
    bars = alt.Chart(table).mark_rule().encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=kind)
    chart: charts.Chart = (bars + marks).properties(
        title="Events unlike the training", height=26 * len(table)
    )
    return chart


def times(record: pd.DataFrame) -> charts.Chart:
    """Draw the time of each stage by hits of the event.

    Parameters
    ----------
    record : pandas.DataFrame
        ``hits``, ``stage`` and ``time`` (ms).
    """
    return lines(
        record.assign(rank=record["stage"].map(list(STAGES).index)).sort_values(["rank", "hits"]),
        alt.X("hits:Q", title="hits of the event, logarithmic", scale=alt.Scale(type="log", nice=False)),
        alt.Y("time:Q", title="time (ms), logarithmic", scale=alt.Scale(type="log")),
        "stage",
        COLOURS,
        title="Time by stage",
    )
