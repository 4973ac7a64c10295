"""The charts of the optimizer's laboratory."""

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.charts import Figure, chosen, slider
from ecosystem_nb.network.lab import measures, optimizer_lab
from ecosystem_nb.network.lab.parameters import OptimizerLab

DROPS = tuple(range(0, 91, 10))  # positions of the slider, %
EVERY = 10  # minutes between two points of the chart
ORDER = ["published", "fixed", "climb", "AIMD"]


def _ways() -> alt.Scale:
    return alt.Scale(domain=ORDER)


def _start(page: OptimizerLab) -> int:
    """Return the slider's position nearest to the page's drop."""
    return min(DROPS, key=lambda one: abs(one - 100.0 * page.drop))


def active(page: OptimizerLab) -> Figure:
    """Draw how many transfers each way runs over the day, with a slider for the drop of capacity.

    Parameters
    ----------
    page : OptimizerLab
        The link.

    Returns
    -------
    Figure
        Its caption follows the slider.
    """
    tables: list[pd.DataFrame] = []
    shown = ""
    says: dict[float | tuple[float, ...], str] = {}
    for drop in DROPS:
        changed = page.model_copy(update={"drop": drop / 100.0})
        minutes = optimizer_lab.compare(changed)
        measured = measures.summary(changed, minutes).set_index("way")
        says[float(drop)] = _caption(drop, measured)
        if drop == _start(page):
            shown = "; ".join(
                f"{way} settles at {row['settled']:.0f} and falls to {row['after']:.0f} in the drop"
                for way, row in measured.iterrows()
            )
        thin = minutes[minutes["minute"] % EVERY == 0]
        tables.append(thin[["minute", "way", "active"]].assign(drop=drop, hour=thin["minute"] / 60.0))
    data = pd.concat(tables, ignore_index=True)[["drop", "hour", "way", "active"]]
    turn = slider("drop", DROPS, _start(page), "Capacity lost in hours 5 to 8", "%")
    lines = (
        alt.Chart(data, title="Transfers at once, as each way chooses them")
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("hour:Q", title="Time (h)", scale=alt.Scale(nice=False)),
            y=alt.Y("active:Q", title="Transfers at once"),
            color=alt.Color("way:N", title="Way", scale=_ways(), sort=ORDER),
            strokeDash=alt.StrokeDash("way:N", title="Way", scale=_ways(), sort=ORDER),
        )
        .add_params(turn)
        .transform_filter(chosen(turn, "drop"))
    )
    return charts.show(
        lines,
        name="network-lab-active",
        data=data,
        captions=says,
        alt=f"Four step lines of transfers at once over twelve hours: {shown}.",
    )


def _caption(drop: int, measured: pd.DataFrame) -> str:
    told = "; ".join(
        f"{way} {row['reached']:.0f} % of the best goodput, {row['failed']:.1f} % failed"
        for way, row in measured.iterrows()
    )
    return f"With {drop} % of the capacity lost from hour 5 to hour 8: {told}."


def dead_band() -> Figure:
    """Draw the share of throughput that a link may lose before the published rule steps down for it."""
    rates = np.round(np.geomspace(10.0, 1000.0, 401), 6)
    data = pd.DataFrame({"rate": rates, "band": [100.0 * measures.dead_band(one) for one in rates]})
    line = (
        alt.Chart(data, title="Throughput that may be lost before the published rule steps down")
        .mark_line()
        .encode(
            x=alt.X(
                "rate:Q",
                title="Throughput before (Gbit/s), logarithmic",
                scale=alt.Scale(type="log", nice=False),
                axis=alt.Axis(values=[10, 20, 50, 100, 200, 500, 1000], format="d"),
            ),
            y=alt.Y("band:Q", title="Dead band (%)", scale=alt.Scale(domain=[0, 100])),
        )
    )
    return charts.show(
        line,
        name="network-lab-band",
        data=data,
        alt="A saw: the dead band rises from 0 to 90 % within each factor of ten of the throughput, and "
        "falls back to 0 at 25.3 and 253 Gbit/s.",
    )


def starvation(settled: pd.DataFrame) -> Figure:
    """Draw the goodput at which each way settles, against failures that the load does not cause.

    Parameters
    ----------
    settled : pandas.DataFrame
        From :func:`ecosystem_nb.network.lab.measures.starvation`.

    Returns
    -------
    Figure
    """
    lines = (
        alt.Chart(settled, title="Goodput after twelve hours on a link with failures of its own")
        .mark_line(point=True)
        .encode(
            x=alt.X("failure:Q", title="Transfers that fail whatever the load (%)"),
            y=alt.Y("goodput:Q", title="Goodput (Gbit/s)"),
            color=alt.Color("way:N", title="Way", scale=_ways(), sort=ORDER),
            shape=alt.Shape("way:N", title="Way", scale=_ways(), sort=ORDER),
            tooltip=["way", "failure", alt.Tooltip("goodput:Q", format=".1f", title="Gbit/s")],
        )
    )
    most = settled["failure"].max()
    ends = settled[settled["failure"] == most].set_index("way")["goodput"]
    told = ", ".join(f"{way} {value:.0f}" for way, value in ends.items())
    return charts.show(
        lines,
        name="network-lab-starvation",
        data=settled,
        alt=f"Four lines of goodput against failures: at {most:g} % the ways keep {told} Gbit/s.",
    )
