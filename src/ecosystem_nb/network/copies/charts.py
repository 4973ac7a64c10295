"""The charts of the page on third-party copy."""

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.charts import Figure, chosen, slider
from ecosystem_nb.network.copies import cost as copy_cost
from ecosystem_nb.network.copies.parameters import ThirdPartyCopy

RTTS = tuple(range(10, 301, 10))  # positions of the slider, ms


def progress(played: pd.DataFrame) -> Figure:
    """Draw the markers of a copy: what was moved, marker by marker.

    Parameters
    ----------
    played : pandas.DataFrame
        Columns marker, moved (KiB).

    Returns
    -------
    Figure
    """
    steps = (
        alt.Chart(played, title="What the destination reports while it copies")
        .mark_line(point=True, interpolate="step-after")
        .encode(
            x=alt.X("marker:Q", title="Performance marker", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("moved:Q", title="Moved (KiB)"),
        )
    )
    last = played.iloc[-1]
    return charts.show(
        steps,
        name="network-copy-progress",
        data=played,
        alt=f"A staircase of {len(played)} markers up to {last['moved']:,.0f} KiB.",
    )


def share(page: ThirdPartyCopy, rtt_ms: float, requests: int) -> Figure:
    """Draw the share of a copy's time that moves data, against file size, with a slider for the RTT.

    Parameters
    ----------
    page : ThirdPartyCopy
        Rate, mean file size and round trips a request.
    rtt_ms : float
        Round-trip time of the page in ms; the slider starts at the position nearest to it.
    requests : int
        Requests one after the other.

    Returns
    -------
    Figure
        Its caption follows the slider.
    """
    sizes = [float(one) for one in np.round(np.geomspace(0.01, 100.0, 41), 6)]
    data = copy_cost.grid(sizes, [float(one) for one in RTTS], page.rate, requests, page.handshakes)
    start = min(RTTS, key=lambda one: abs(one - rtt_ms))
    turn = slider("rtt", RTTS, start, "Round-trip time", "ms")
    line = (
        alt.Chart(data, title=f"Share of a copy's time that moves data, at {page.rate:g} Gbit/s")
        .mark_line()
        .encode(
            x=alt.X(
                "size:Q",
                title="File size (GB), logarithmic",
                scale=alt.Scale(type="log", nice=False),
                axis=alt.Axis(values=[0.01, 0.1, 1, 10, 100], format="~g"),
            ),
            y=alt.Y("share:Q", title="Time that moves data (%)", scale=alt.Scale(domain=[0, 100])),
            tooltip=["size", alt.Tooltip("share:Q", format=".0f"), alt.Tooltip("rate:Q", format=".2f")],
        )
        .add_params(turn)
        .transform_filter(chosen(turn, "rtt"))
    )
    mean = pd.DataFrame({"size": [page.file_size]})
    rule = alt.Chart(mean).mark_rule(strokeDash=[4, 4]).encode(x="size:Q")
    return charts.show(
        line + rule,
        name="network-copy-share",
        data=data,
        captions={float(rtt): _caption(page, float(rtt), requests) for rtt in RTTS},
        alt="A curve that rises with the file size from a few per cent to nearly all; a dashed line marks "
        f"the mean file of {page.file_size:g} GB.",
    )


def _caption(page: ThirdPartyCopy, rtt: float, requests: int) -> str:
    one = copy_cost.cost(page.file_size, page.rate, rtt / 1e3, requests, page.handshakes)
    return (
        f"At {rtt:.0f} ms a file of {page.file_size:g} GB takes {one.total:.1f} s, "
        f"of which {one.moving:.1f} s move data: {100 * one.share:.0f} %."
    )
