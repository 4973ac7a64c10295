"""The charts of the page on packet marks."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.charts import Figure, accent, chosen, slider
from ecosystem_nb.network.marking import flight, spread
from ecosystem_nb.network.marking.parameters import PacketMarking
from ecosystem_nb.palette import NEUTRAL

BITS = tuple(range(6))
PATHS = tuple(range(2, 17))
FLOWS = (16, 64, 256, 1024, 4096)
LOSSES = tuple(percent / 100 for percent in range(0, 51, 2))
ONGOING = tuple(range(11))


def spread_table(page: PacketMarking) -> pd.DataFrame:
    """Return the imbalance at every position of the sliders."""
    return spread.grid(BITS, PATHS, FLOWS, pairs=page.pairs, rounds=page.rounds, seed=page.seed)


def imbalance(page: PacketMarking, table: pd.DataFrame) -> Figure:
    """Draw the imbalance against the number of flows, with sliders for entropy and paths.

    Parameters
    ----------
    page : PacketMarking
        The page's parameters.
    table : pandas.DataFrame
        From :func:`spread_table`.

    Returns
    -------
    Figure
        Its caption follows the sliders.
    """
    bits = slider("bits", BITS, page.entropy_bits, "Bits of entropy", "1")
    paths = slider("paths", PATHS, page.paths, "Equal-cost paths", "1")
    names, ticks = ["addresses and label", "ports as well"], alt.Axis(values=list(FLOWS))
    lines = (
        alt.Chart(table, title="Load of the fullest path, over the mean of all")
        .transform_filter(chosen(bits, "bits"))
        .transform_filter(chosen(paths, "paths"))
        .mark_line(point=True)
        .encode(
            x=alt.X("flows:Q", title="Flows", scale=alt.Scale(type="log", base=2), axis=ticks),
            y=alt.Y("imbalance:Q", title="Fullest path over mean (1)", scale=alt.Scale(domainMin=1)),
            color=alt.Color(
                "hash:N",
                title="The router looks at",
                scale=alt.Scale(domain=names, range=[accent("network"), NEUTRAL.light]),
            ),
            strokeDash=alt.StrokeDash("hash:N", title="The router looks at", scale=alt.Scale(domain=names)),
            tooltip=["hash", "flows", alt.Tooltip("imbalance:Q", format=".2f")],
        )
    )
    here = table[(table["bits"] == page.entropy_bits) & (table["paths"] == page.paths)]
    ends = here.pivot_table(index="flows", columns="hash", values="imbalance")
    first, last = ends.iloc[0], ends.iloc[-1]
    return charts.show(
        lines.add_params(bits, paths),
        name="network-marking-spread",
        data=table,
        captions=_captions(table, page.pairs),
        alt=f"Two falling lines over {FLOWS[0]} to {FLOWS[-1]:,} flows: with the ports from "
        f"{first[names[1]]:.2f} to {last[names[1]]:.2f}; with addresses and label from "
        f"{first[names[0]]:.2f} to {last[names[0]]:.2f}.",
    )


def _captions(table: pd.DataFrame, pairs: int) -> dict[float | tuple[float, ...], str]:
    """Say where the lines end at each position of the sliders."""
    most = table[table["flows"] == FLOWS[-1]].pivot_table(
        index=["bits", "paths"], columns="hash", values="imbalance"
    )
    said: dict[float | tuple[float, ...], str] = {}
    for (bits, paths), row in most.iterrows():
        seen = pairs * 2**bits
        values = "one value" if seen == 1 else f"{seen} different values"
        said[bits, paths] = (
            f"With {bits} bits of entropy the router sees {values}: at {FLOWS[-1]:,} flows the fullest "
            f"of {paths} paths carries {row['addresses and label']:.2f} times the mean, "
            f"with the ports {row['ports as well']:.2f}."
        )
    return said


def books(page: PacketMarking) -> Figure:
    """Draw the share of bytes in the books against the loss of fireflies, with a slider for reports.

    Returns
    -------
    Figure
        Its caption follows the slider.
    """
    table = flight.grid(LOSSES, ONGOING)
    many = slider("ongoing", ONGOING, page.ongoing, "Fireflies between start and end", "1")
    line = (
        alt.Chart(table, title="Bytes in the books when fireflies are lost")
        .transform_filter(chosen(many, "ongoing"))
        .mark_line()
        .encode(
            x=alt.X("loss:Q", title="Fireflies lost", axis=alt.Axis(format=".0%")),
            y=alt.Y(
                "share:Q",
                title="Bytes accounted",
                axis=alt.Axis(format=".0%"),
                scale=alt.Scale(domain=[0, 1]),
            ),
        )
    )
    said: dict[float | tuple[float, ...], str] = {
        one: f"With {one} {'firefly' if one == 1 else 'fireflies'} between start and end, "
        f"{100 * flight.accounted(0.1, one):.1f}\u00a0% of the bytes are in the books when a tenth "
        f"of the fireflies is lost, {100 * flight.accounted(0.5, one):.1f}\u00a0% when half of them is."
        for one in ONGOING
    }
    low = flight.accounted(0.5, page.ongoing)
    return charts.show(
        line.add_params(many),
        name="network-marking-books",
        data=table,
        captions=said,
        alt=f"A line that falls from 100 % without loss to {100 * low:.0f} % when half of them are lost.",
    )
