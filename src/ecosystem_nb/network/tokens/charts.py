"""The charts of the page on tokens."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.charts import Figure, accent, chosen, slider
from ecosystem_nb.network.tokens import lifetime
from ecosystem_nb.network.tokens.access import NEEDS
from ecosystem_nb.palette import GRID

MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440)
LINKS = (52, 104, 156, 208, 260, 312)


def rights(table: pd.DataFrame) -> Figure:
    """Draw which action each capability allows.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.network.tokens.refusals.rights`.

    Returns
    -------
    Figure
    """
    scopes = list(dict.fromkeys(table["scope"]))
    tiles = alt.Chart(table, title="What each scope allows, tried one by one").encode(
        x=alt.X("action:N", sort=list(NEEDS), title=None, axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("scope:N", sort=scopes, title=None),
    )
    squares = tiles.mark_rect(stroke="#ffffff", strokeWidth=2).encode(
        color=alt.Color(
            "answer:N",
            title=None,
            scale=alt.Scale(domain=["allowed", "refused"], range=[accent("network"), GRID.light]),
        ),
        tooltip=["scope", "action", "answer"],
    )
    ticks = tiles.transform_filter("datum.answer == 'allowed'").mark_text(text="yes", color="#ffffff")
    granted = table[table["answer"] == "allowed"].groupby("scope", sort=False)["action"].agg(", ".join)
    words = "; ".join(f"{scope} allows {actions}" for scope, actions in granted.items())
    return charts.show(
        squares + ticks,
        name="network-tokens-rights",
        data=table,
        alt=f"Table of scopes against actions: {words}.",
        caption="Each square is one token with that scope on /, one request, and the answer to it.",
    )


def lives(rate: float, links: int, now: float) -> Figure:
    """Draw how many tokens an issuer signs against their lifetime, with a slider for the links.

    Parameters
    ----------
    rate : float
        File/s.
    links : int
        Where the slider stands: one of ``LINKS``, or it is added to them as the only one.
    now : float
        The lifetime that the caption speaks of, s.

    Returns
    -------
    Figure
        Its caption follows the slider.
    """
    grid = LINKS if links in LINKS else (links, 2 * links, 3 * links)
    table = lifetime.grid(rate, grid, [60.0 * time for time in MINUTES])
    many = slider("links", grid, links, "Links that share the files", "1")
    log, ticks = alt.Scale(type="log", nice=False), alt.Axis(values=[1, 5, 15, 60, 360, 1440])
    decades = alt.Axis(values=[10.0**power for power in range(-6, 4)], format="~g")
    high = alt.Scale(type="log")
    line = (
        alt.Chart(table, title="Tokens that must be signed, by their lifetime")
        .transform_filter(chosen(many, "links"))
        .mark_line(point=True)
        .encode(
            x=alt.X("lifetime:Q", title="Lifetime of a token (min)", scale=log, axis=ticks),
            y=alt.Y("tokens:Q", title="Tokens signed (1/s)", scale=high, axis=decades),
            tooltip=[
                "lifetime",
                alt.Tooltip("tokens:Q", format=".3g"),
                alt.Tooltip("files:Q", format=",.0f"),
            ],
        )
    )
    said: dict[float | tuple[float, ...], str] = {
        one: f"With {one} links and tokens of {now / 60:g} minutes, an issuer signs "
        f"{lifetime.tokens_per_second(rate, one, now):.3g} tokens a second in place of {2 * rate:.3g}, "
        f"and a token serves {lifetime.files_per_token(rate, one, now):,.0f} files."
        for one in grid
    }
    ends = table[table["links"] == links].set_index("lifetime")["tokens"]
    return charts.show(
        line.add_params(many),
        name="network-tokens-lifetime",
        data=table,
        captions=said,
        alt=f"A falling line on two logarithmic axes: {ends.iloc[0]:.3g} tokens a second at a lifetime of "
        f"{MINUTES[0]} minute, {ends.iloc[-1]:.2g} at a day.",
    )
