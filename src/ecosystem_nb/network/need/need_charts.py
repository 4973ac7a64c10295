"""The charts of the page on the network need."""

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.charts import Figure, accent, chosen, slider
from ecosystem_nb.network.need import uncertainty, wan_need
from ecosystem_nb.network.need.kernels import Floats
from ecosystem_nb.network.need.parameters import WanNeed
from ecosystem_nb.palette import NEUTRAL


def _two(first: str, second: str) -> alt.Scale:
    """Give the area's colour to what a chart points at, and a grey to the rest."""
    return alt.Scale(domain=[first, second], range=[accent("network"), NEUTRAL.light])


def parts(need: WanNeed) -> Figure:
    """Draw the steps from the mean traffic to the flexible model, with sliders for two factors.

    Parameters
    ----------
    need : WanNeed
        The page's parameters.

    Returns
    -------
    Figure
        Its caption follows the sliders.
    """
    bursts = wan_need.factor_grid(need.burst_factor)
    provisionings = wan_need.factor_grid(need.provisioning_factor)
    table = wan_need.grid(need, bursts, provisionings)
    table["kind"] = np.where(table["part"].isin(["RAW data", "other exports"]), "mean traffic", "factor")
    burst = slider("burst", bursts, need.burst_factor, "Burst factor", "1")
    provision = slider("provision", provisionings, need.provisioning_factor, "Provisioning factor", "1")
    steps = (
        alt.Chart(table, title="From mean traffic to the flexible model")
        .transform_filter(chosen(burst, "burst"))
        .transform_filter(chosen(provision, "provisioning"))
        .encode(y=alt.Y("part:N", sort=None, title=None))
    )
    bars = steps.mark_bar().encode(
        x=alt.X("start:Q", title="Network (Gbit/s)"),
        x2="end:Q",
        color=alt.Color("kind:N", title=None, scale=_two("factor", "mean traffic")),
        tooltip=["part", alt.Tooltip("added:Q", format=",.0f", title="adds (Gbit/s)")],
    )
    ends = steps.mark_text(align="left", dx=5).encode(x="end:Q", text=alt.Text("end:Q", format=",.0f"))
    heights = [f"{end:,.0f}" for end in wan_need.parts(need)["end"]]
    return charts.show(
        (bars + ends).add_params(burst, provision),
        name="network-need-parts",
        data=table,
        captions=_captions(need, table),
        alt=f"Five steps lead from {heights[0]} Gbit/s of RAW data over {', '.join(heights[1:-1])} to "
        f"{heights[-1]} Gbit/s: other exports, burst, provisioning, flexible.",
    )


def _captions(need: WanNeed, table: pd.DataFrame) -> dict[float | tuple[float, ...], str]:
    """Say the need at each pair of factors."""
    said: dict[float | tuple[float, ...], str] = {}
    for row in table[table["part"] == "flexible"].itertuples():
        said[row.burst, row.provisioning] = (
            f"With burst factor {row.burst:g} and provisioning factor {row.provisioning:g} the flexible "
            f"model needs {row.end:,.0f} Gbit/s, {row.end / need.today:.1f} times the network of 2022; "
            f"the minimal model needs {row.start:,.0f} Gbit/s."
        )
    return said


def band(need: WanNeed, futures: Floats) -> Figure:
    """Draw how the need is spread over random futures.

    Parameters
    ----------
    need : WanNeed
        The page's parameters.
    futures : numpy.ndarray of float64
        From :func:`ecosystem_nb.network.need.uncertainty.monte_carlo`, Gbit/s.

    Returns
    -------
    Figure
    """
    low, middle, high = uncertainty.band(futures)
    counts, edges = np.histogram(futures, bins=60)
    bins = pd.DataFrame({"from": edges[:-1], "to": edges[1:], "share": counts / len(futures)})
    inside = (bins["to"] > low) & (bins["from"] < high)
    bins["where"] = np.where(inside, "central 90 %", "outside")
    marks = pd.DataFrame(
        {
            "at": [need.today, wan_need.minimal(need), wan_need.flexible(need)],
            "what": ["2022", "minimal", "flexible"],
            "row": [0, 1, 2],  # names that lie close stand below each other
        }
    )
    at = ", ".join(f"{row.what} {row.at:,.0f}" for row in marks.itertuples())
    bars = (
        alt.Chart(bins, title=f"The need in {len(futures):,} futures")
        .mark_bar(cornerRadiusEnd=0)
        .encode(
            x=alt.X("from:Q", title="Network (Gbit/s)", bin="binned", scale=alt.Scale(domainMin=0)),
            x2="to:Q",
            y=alt.Y(
                "share:Q",
                title="Share of futures",
                axis=alt.Axis(format=".0%"),
                scale=alt.Scale(domain=[0.0, 1.2 * bins["share"].max()]),
            ),
            color=alt.Color("where:N", title=None, scale=_two("central 90 %", "outside")),
        )
    )
    lines = alt.Chart(marks).mark_rule(strokeDash=[4, 3]).encode(x="at:Q")
    names = [
        alt.Chart(marks)
        .transform_filter(f"datum.row == {row}")
        .mark_text(align="left", dx=4, y=6 + 13 * row)
        .encode(x="at:Q", text="what:N")
        for row in marks["row"]
    ]
    return charts.show(
        alt.layer(bars, lines, *names),
        name="network-need-band",
        data=bins,
        alt=f"Histogram of the need: one hump about {middle:,.0f} Gbit/s, with a longer tail to the right; "
        f"90 % lie between {low:,.0f} and {high:,.0f}; marks: {at}.",
    )


def tornado(swings: pd.DataFrame) -> Figure:
    """Draw how far each input alone moves the need.

    Parameters
    ----------
    swings : pandas.DataFrame
        From :func:`ecosystem_nb.network.need.uncertainty.tornado`.

    Returns
    -------
    Figure
    """
    ends = swings.melt(["input", "total"], ["at_low", "at_high"], "end", "need")
    ends["end"] = ends["end"].map({"at_low": "input low", "at_high": "input high"})
    ends["input"] = ends["input"].map(wan_need.LABELS)
    bars = (
        alt.Chart(ends, title="The need with one input at the ends of its range")
        .mark_bar()
        .encode(
            y=alt.Y("input:N", sort=list(ends["input"].unique()), title=None),
            x=alt.X("total:Q", title="Network, flexible model (Gbit/s)", scale=alt.Scale(zero=False)),
            x2="need:Q",
            color=alt.Color("end:N", title=None, scale=_two("input high", "input low")),
            tooltip=["input", "end", alt.Tooltip("need:Q", format=",.0f", title="need (Gbit/s)")],
        )
    )
    words = [
        f"{wan_need.LABELS[row.input]} {low:,.0f} to {high:,.0f}"
        for row in swings.itertuples()
        for low, high in [sorted((row.at_low, row.at_high))]
    ]
    return charts.show(
        bars,
        name="network-need-tornado",
        data=swings,
        alt=f"Tornado chart of the need in Gbit/s, widest input first: {'; '.join(words)}.",
    )


def tier1(sites: pd.DataFrame) -> Figure:
    """Draw the need of each Tier-1, those across the Atlantic in the area's colour.

    Parameters
    ----------
    sites : pandas.DataFrame
        From :func:`ecosystem_nb.network.need.tier1.sites`.

    Returns
    -------
    Figure
    """
    shown = sites.assign(where=np.where(sites["across"], "across the Atlantic", "elsewhere"))
    rows = alt.Chart(shown, title="Need of the Tier-1s, minimal model").encode(
        y=alt.Y("site:N", sort=list(shown["site"]), title=None),
        x=alt.X("minimal:Q", title="Network to CERN (Gbit/s)"),
    )
    bars = rows.mark_bar().encode(
        color=alt.Color("where:N", title=None, scale=_two("across the Atlantic", "elsewhere")),
        tooltip=["site", alt.Tooltip("minimal:Q", format=",.0f"), alt.Tooltip("flexible:Q", format=",.0f")],
    )
    values = rows.mark_text(align="left", dx=4).encode(text=alt.Text("minimal:Q", format=",.0f"))
    words = ", ".join(f"{row.site} {row.minimal:,.0f}" for row in sites.itertuples())
    across = ", ".join(sites.loc[sites["across"], "site"])
    return charts.show(
        bars + values,
        name="network-need-tier1",
        data=sites,
        alt=f"Bars of thirteen Tier-1s in Gbit/s: {words}. Those across the Atlantic, {across}, stand out.",
    )


def dune(rates: dict[str, float]) -> Figure:
    """Draw DUNE's flow beside the LHC's needs on a logarithmic axis.

    Parameters
    ----------
    rates : dict of str to float
        What, and its rate in Gbit/s, above 0; names that begin with DUNE stand out.

    Returns
    -------
    Figure
    """
    table = pd.DataFrame({"what": list(rates), "rate": list(rates.values())})
    table["who"] = np.where(table["what"].str.startswith("DUNE"), "DUNE", "LHC")
    decades = [10.0**power for power in range(-1, 7)]
    rows = alt.Chart(table, title="DUNE beside the LHC, logarithmic").encode(
        y=alt.Y("what:N", sort=None, title=None),
        x=alt.X(
            "rate:Q",
            title="Network (Gbit/s)",
            scale=alt.Scale(type="log"),
            axis=alt.Axis(values=decades, format=",~f"),
        ),
    )
    dots = rows.mark_point(size=110, opacity=1).encode(
        color=alt.Color("who:N", title=None, scale=_two("DUNE", "LHC"))
    )
    values = rows.mark_text(align="left", dx=10).encode(text=alt.Text("rate:Q", format=",.0f"))
    words = ", ".join(f"{what} {rate:,.0f}" for what, rate in rates.items())
    return charts.show(
        dots + values,
        name="network-need-dune",
        data=table,
        alt=f"Dots on a logarithmic axis, in Gbit/s: {words}.",
    )
