"""Charts of the page on the foundation model."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.learning.challenge.charts import Looks
from ecosystem_nb.learning.foundation.contest import FROZEN, FULL, PLAIN, PRETRAINED, PROBE, RAW, TUNED
from ecosystem_nb.learning.foundation.policy import BARE, OURS
from ecosystem_nb.palette import accent, categories

MAIN = accent("learning")
SERIES = categories("learning")
CHALLENGERS: Looks = {OURS: (SERIES[1], [1, 0]), BARE: (SERIES[1], [4, 3])}
"""How the entries of this room are drawn beside the baselines of the challenge."""
ORDER = [PRETRAINED, RAW, PROBE, TUNED, PLAIN]


def windows(rows: pd.DataFrame) -> charts.Chart:
    """Return the crystals of some events: true, as seen with the mask, and with the guesses.

    Parameters
    ----------
    rows : pandas.DataFrame
        As ``guesses.pictures`` gives them.
    """
    views = ["true", "seen", "guessed"]
    cells = (
        alt.Chart(rows)
        .mark_rect()
        .encode(
            x=alt.X("column:O", title=None, axis=None),
            y=alt.Y("row:O", title=None, axis=None),
            color=alt.Color(
                "energy:Q",
                title="Energy (GeV)",
                scale=alt.Scale(type="log", scheme="viridis", domain=[0.05, 60], clamp=True),
                legend=alt.Legend(orient="bottom"),
            ),
        )
        .properties(width=150, height=150)
    )
    chart: charts.Chart = cells.facet(
        column=alt.Column("view:N", title=None, sort=views),
        row=alt.Row("event:N", title=None, sort=list(dict.fromkeys(rows["event"]))),
    ).properties(title="Crystals of a window: hidden, and guessed from the others")
    return chart


def explained(rows: pd.DataFrame) -> charts.Chart:
    """Return the share of the variance that guesses explain, by group of cells."""
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_bar(color=MAIN)
        .encode(
            x=alt.X("share:Q", title="Share of the variance explained", scale=alt.Scale(domainMax=1)),
            y=alt.Y("group:N", title=None, sort=list(rows["group"])),
        )
        .properties(title="What can be guessed, and what cannot", height=180)
    )
    return chart


def efficiency(rows: pd.DataFrame, ends: pd.DataFrame, state: str) -> charts.Chart:
    """Return the area under the curve against labels, with bands over the seeds, in one state.

    Parameters
    ----------
    rows : pandas.DataFrame
        As ``curves.curves`` gives them.
    ends : pandas.DataFrame
        ``way`` and ``auc`` of doing nothing and of training on all labels.
    state : str
        For the title.
    """
    x = alt.X("labels:Q", title="Labelled events", scale=alt.Scale(type="log", nice=False, padding=8))
    colour = alt.Color(
        "way:N",
        title=None,
        sort=ORDER,
        scale=alt.Scale(domain=ORDER, range=SERIES[: len(ORDER)]),
        legend=alt.Legend(orient="bottom", columns=1, labelLimit=300, symbolOpacity=1),
    )
    y = alt.Y("auc:Q", title="Area under the curve", scale=alt.Scale(zero=False))
    base = alt.Chart(rows)
    band = base.mark_area(opacity=0.2).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    lines = base.mark_line(point=alt.OverlayMarkDef(filled=True, size=40)).encode(x=x, y=y, color=colour)
    rules = alt.Chart(ends).mark_rule(strokeDash=[5, 4]).encode(y="auc:Q")
    above, below = (
        alt.Chart(ends[ends["way"] == way])
        .mark_text(align="left", baseline="middle", dx=4, dy=shift)
        .encode(x=alt.value(0), y="auc:Q", text="way:N")
        for way, shift in ((FULL, -9), (FROZEN, 10))
    )
    chart: charts.Chart = alt.layer(band, lines, rules, above, below).properties(
        title=f"What labels buy, {state} the conditions of the pretraining", height=300
    )
    return chart
