"""Charts of the page on durability."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, categories

_TICKS = [1e-20, 1e-16, 1e-12, 1e-8, 1e-4, 1.0]


def _loss(title: str) -> alt.Y:
    return alt.Y(
        "loss:Q",
        title=title,
        scale=alt.Scale(type="log", domain=[1e-22, 1.0], nice=False, clamp=True),
        axis=alt.Axis(values=_TICKS, labelExpr="datum.value == 1 ? '1' : format(datum.value, '~e')"),
    )


def losses(table: pd.DataFrame, schemes: Sequence[str], failures: float) -> charts.Chart:
    """Return the chance of a loss over the repair time, with a slider for the failure rate.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.durability.study.grid`.
    schemes : sequence of str
        In the order of the legend; copies are grey.
    failures : float
        Failure rate at which the slider stands first, %/yr.
    """
    hues = iter(categories("network"))
    colours = [NEUTRAL.light if one.endswith("copies") else next(hues) for one in schemes]
    dashes = [[6, 3] if one.endswith("copies") else [1, 0] for one in schemes]
    dashes[schemes.index("2 copies")] = [2, 2]
    legend = alt.Legend(symbolType="stroke", symbolStrokeWidth=3, symbolSize=300)
    turn = charts.slider(
        "failures", sorted(table["failures"].unique()), failures, "Failures of a disk", "% a year"
    )
    chart: charts.Chart = (
        alt.Chart(table)
        .mark_line()
        .encode(
            x=alt.X(
                "repair:Q",
                title="Repair time (h), logarithmic",
                scale=alt.Scale(type="log", nice=False),
                axis=alt.Axis(values=[1, 10, 100, 1000], format="~g"),
            ),
            y=_loss("Loss of a group in a year (1), logarithmic"),
            color=alt.Color(
                "scheme:N",
                title=None,
                sort=list(schemes),
                scale=alt.Scale(domain=list(schemes), range=colours),
                legend=legend,
            ),
            strokeDash=alt.StrokeDash(
                "scheme:N",
                title=None,
                sort=list(schemes),
                scale=alt.Scale(domain=list(schemes), range=dashes),
                legend=legend,
            ),
        )
        .transform_filter(charts.chosen(turn, "failures"))
        .add_params(turn)
        .properties(title="How likely a group loses data in a year", height=340)
    )
    return chart


def trade(table: pd.DataFrame, rate: float) -> charts.Chart:
    """Return what schemes cost and how safe they are, with a slider for the rate of repairs.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.durability.study.trade`.
    rate : float
        Rate at which the slider stands first, MB/s.
    """
    turn = charts.slider(
        "rate", sorted(table["rate"].unique()), rate, "Left for repairs on each disk", "MB/s"
    )
    base = (
        alt.Chart(table)
        .encode(
            x=alt.X(
                "overhead:Q",
                title="Raw capacity for each usable TB (1)",
                scale=alt.Scale(domain=[0.9, 3.4], nice=False),
            ),
            y=_loss("Loss of a group in a year (1), logarithmic"),
        )
        .transform_filter(charts.chosen(turn, "rate"))
    )
    dots = base.mark_point(size=90).add_params(turn)
    names = base.mark_text(align="left", dx=9).encode(text="scheme:N")
    chart: charts.Chart = (dots + names).properties(title="What safety costs", height=320)
    return chart
