"""Charts of the page on inference as a service."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.palette import NEUTRAL, accent, categories

MAIN = accent("learning")
SERIES = categories("learning")


def _colour(rows: pd.DataFrame, column: str) -> alt.Color:
    order = list(dict.fromkeys(rows[column]))
    return alt.Color(f"{column}:N", title=None, sort=order, scale=alt.Scale(range=SERIES[: len(order)]))


def calls(rows: pd.DataFrame) -> charts.Chart:
    """Return the time of an event (us) by batch, a line for each ``network``."""
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_line(point=alt.OverlayMarkDef(filled=True, size=45))
        .encode(
            x=alt.X("batch:Q", title="Events of a call", scale=alt.Scale(type="log", base=2, nice=False)),
            y=alt.Y("each:Q", title="Time of an event (µs)", scale=alt.Scale(type="log")),
            color=_colour(rows, "network"),
        )
        .properties(title="A batch shares what a call costs", height=240)
    )
    return chart


def waits(rows: pd.DataFrame) -> charts.Chart:
    """Return mean waits in units of the service time: ``load``, ``closed``, ``simulated``, ``service``."""
    x = alt.X("load:Q", title="Utilisation", scale=alt.Scale(domain=[0, 1]))
    scale = alt.Scale(type="log", nice=False)
    colour = _colour(rows, "service")
    base = alt.Chart(rows)
    line = base.mark_line().encode(
        x=x, y=alt.Y("closed:Q", title="Mean wait over service time", scale=scale), color=colour
    )
    dots = base.mark_point(filled=True, size=45, opacity=1).encode(x=x, y=alt.Y("simulated:Q"), color=colour)
    chart: charts.Chart = alt.layer(line, dots).properties(
        title="Waiting grows with load and spread", height=280
    )
    return chart


def measured(
    rows: pd.DataFrame, column: str, title: str, unit: str, model: pd.DataFrame, *, log: bool = True
) -> charts.Chart:
    """Return what was measured (dots) beside the model (lines) against the number of clients.

    Parameters
    ----------
    rows, model : pandas.DataFrame
        ``clients``, ``server`` and the column.
    column, title, unit : str
        What is drawn, and how it is called.
    log : bool
        Whether the vertical axis is logarithmic.
    """
    x = alt.X("clients:Q", title="Clients", scale=alt.Scale(type="log", base=2, nice=False))
    scale = alt.Scale(type="log" if log else "linear", nice=False)
    y = alt.Y(f"{column}:Q", title=f"{title} ({unit})", scale=scale)
    colour = _colour(model, "server")
    line = alt.Chart(model).mark_line().encode(x=x, y=y, color=colour)
    dots = alt.Chart(rows).mark_point(filled=True, size=55, opacity=1).encode(x=x, y=y, color=colour)
    chart: charts.Chart = alt.layer(line, dots).properties(
        title=f"{title}: measured and modelled", height=280
    )
    return chart


def open_batches(rows: pd.DataFrame) -> charts.Chart:
    """Return mean latencies (ms) of open arrivals by ``rate``: ``latency`` by ``server``, and ``bound``."""
    x = alt.X("rate:Q", title="Requests (1/s)")
    y = alt.Y("latency:Q", title="Mean latency (ms)", scale=alt.Scale(type="log", nice=False))
    line = alt.Chart(rows).mark_line().encode(x=x, y=y, color=_colour(rows, "server"))
    bound = (
        alt.Chart(rows.dropna(subset=["bound"]))
        .mark_line(strokeDash=[5, 4], color=NEUTRAL.light)
        .encode(x=x, y=alt.Y("bound:Q"))
    )
    chart: charts.Chart = alt.layer(bound, line).properties(title="Batches grow with the load", height=280)
    return chart


def capacity(rows: pd.DataFrame, slider: alt.Parameter) -> charts.Chart:
    """Return how many clients a coprocessor serves by think time, for the chosen speed.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``think`` (ms), ``clients``, ``server`` and ``faster``.
    slider : altair.Parameter
        Over ``faster``.
    """
    chart: charts.Chart = (
        alt.Chart(rows)
        .mark_line(point=alt.OverlayMarkDef(filled=True, size=40))
        .encode(
            x=alt.X(
                "think:Q", title="Computing between requests (ms)", scale=alt.Scale(type="log", nice=False)
            ),
            y=alt.Y("clients:Q", title="Clients served", scale=alt.Scale(type="log")),
            color=_colour(rows, "server"),
        )
        .add_params(slider)
        .transform_filter(charts.chosen(slider, "faster"))
        .properties(title="How many clients one coprocessor serves", height=280)
    )
    return chart
