"""The charts of the page on the data-challenge ramp."""

import math

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.charts import Figure, accent, chosen, slider
from ecosystem_nb.network.need import ramp
from ecosystem_nb.network.need.parameters import ChallengeRamp
from ecosystem_nb.palette import NEUTRAL

GROWTHS = tuple(range(10, 81, 2))  # positions of the slider, % a year
START = 40.0  # its first position, % a year


def _two(first: str, second: str) -> alt.Scale:
    """Give the area's colour to what a chart points at, and a grey to the rest."""
    return alt.Scale(domain=[first, second], range=[accent("network"), NEUTRAL.light])


def per_site(sites: pd.DataFrame) -> Figure:
    """Draw the rate that each step asks of each Tier-1, as a table shaded by rate.

    Parameters
    ----------
    sites : pandas.DataFrame
        From :func:`ecosystem_nb.network.need.ramp.per_site`.

    Returns
    -------
    Figure
    """
    order = list(sites["site"].unique())
    full = sites[sites["share"] == sites["share"].max()].set_index("site")["rate"]
    dark = f"datum.rate > {0.65 * full.max()}"
    cells = alt.Chart(sites, title="Rate asked of each Tier-1 (Gbit/s)").encode(
        x=alt.X("share:O", title="Share of the HL-LHC (%)", axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("site:N", sort=order, title=None),
    )
    tiles = cells.mark_rect().encode(
        color=alt.Color("rate:Q", legend=None),
        tooltip=["site", "share", alt.Tooltip("rate:Q", format=",.0f", title="Gbit/s")],
    )
    text = cells.encode(text=alt.Text("rate:Q", format=",.0f"))
    ends = (
        f"from {full.iloc[0]:,.0f} Gbit/s for {order[0]} down to {full.iloc[-1]:,.0f} Gbit/s for {order[-1]}"
    )
    on_dark = text.transform_filter(dark).mark_text(color="#ffffff")
    on_light = text.transform_filter(f"!({dark})").mark_text()
    return charts.show(
        tiles + on_light + on_dark,
        name="network-ramp-sites",
        data=sites,
        alt=f"Table of Tier-1s against the shares of the ramp, darker for more: at the full share {ends}.",
    )


def steps(page: ChallengeRamp, table: pd.DataFrame, restart: float) -> Figure:
    """Draw the steps over time in both models, and a path of growth with a slider.

    Parameters
    ----------
    page : ChallengeRamp
        The page's parameters.
    table : pandas.DataFrame
        From :func:`ecosystem_nb.network.need.ramp.steps`.
    restart : float
        When the HL-LHC restarts, decimal year.

    Returns
    -------
    Figure
        Its caption follows the slider.
    """
    first, last = float(min(2021, int(page.base_year))), float(int(restart) + 2)
    paths = ramp.paths(page, [growth / 100.0 for growth in GROWTHS], last)
    turn = slider("growth", GROWTHS, START, "Growth a year", "%")
    keys = ["id", "step", "share", "when", "basis", "date"]
    dots = table.melt(keys, ["minimal", "flexible"], "model", "rate")
    lowest, highest = 0.6 * min(dots["rate"].min(), page.today), 2.0 * max(dots["rate"].max(), page.today)
    x = alt.X(
        "when:Q", title="Year", axis=alt.Axis(format="d"), scale=alt.Scale(domain=[first, last], nice=False)
    )
    y = alt.Y(
        "rate:Q",
        title="Network (Gbit/s)",
        scale=alt.Scale(type="log", domain=[lowest, highest]),
        axis=alt.Axis(values=_decades(lowest, highest), format=",~f"),
    )
    model = alt.Color("model:N", title="Model", scale=_two("flexible", "minimal"))
    grey = alt.Legend(columns=1, symbolFillColor=NEUTRAL.light, symbolStrokeColor=NEUTRAL.light)
    points = (
        alt.Chart(dots, title="The ramp, every printed date")
        .mark_point(size=110, opacity=1)
        .encode(
            x=x,
            y=y,
            color=model,
            shape=alt.Shape("basis:N", title="Basis", sort=["as run", "as planned", "schedule"], legend=grey),
            tooltip=["share", "date", "basis", "model", "rate"],
        )
    )
    same = (
        alt.Chart(dots).mark_line(strokeWidth=1).encode(x=x, y=y, detail=["step:N", "model:N"], color=model)
    )
    path = alt.Chart(paths).transform_filter(chosen(turn, "growth"))
    grown = path.mark_line(strokeDash=[6, 4], clip=True).encode(x=x, y=y)
    return charts.show(
        (same + points + grown).add_params(turn),
        name="network-ramp-steps",
        data=dots,
        captions={float(growth): _reached(page, growth / 100.0, restart) for growth in GROWTHS},
        alt=f"Steps of the ramp from {dots['rate'].min():,.0f} to {dots['rate'].max():,.0f} Gbit/s on a "
        "logarithmic axis; dates that conflict are joined by a line; a dashed line grows from 2022 at the "
        "chosen rate.",
    )


def _decades(lowest: float, highest: float) -> list[float]:
    """Return 1 and 3 times each power of ten between two rates, for a logarithmic axis.

    Examples
    --------
    >>> _decades(250.0, 4000.0)
    [300.0, 1000.0, 3000.0]
    """
    powers = range(math.floor(math.log10(lowest)), math.ceil(math.log10(highest)) + 1)
    ticks = [factor * 10.0**power for power in powers for factor in (1, 3)]
    return [tick for tick in ticks if lowest <= tick <= highest]


def _reached(page: ChallengeRamp, growth: float, restart: float) -> str:
    """Say when a growth reaches the two needs."""
    needs = (page.minimal_need, page.minimal_need * page.flexible_factor)
    if needs[1] <= page.today:
        return f"{page.today:,.0f} Gbit/s are enough for both needs from the start: no growth is asked."
    minimal, flexible = (page.base_year + ramp.years_to(page, need, growth) for need in needs)
    if needs[0] <= page.today:
        return (
            f"At {100 * growth:.0f} % a year from {page.today:,.0f} Gbit/s, which are enough for the minimal "
            f"need, the network reaches the flexible need in {int(flexible)}: "
            f"{'by' if flexible <= restart else 'after'} the restart of the HL-LHC in {int(restart)}."
        )
    which = "both" if flexible <= restart else "the minimal one alone" if minimal <= restart else "neither"
    return (
        f"At {100 * growth:.0f} % a year from {page.today:,.0f} Gbit/s the network reaches the minimal need "
        f"in {int(minimal)} and the flexible need in {int(flexible)}: {which} by the restart of the HL-LHC "
        f"in {int(restart)}."
    )


def growth(needed: pd.DataFrame, history: pd.DataFrame) -> Figure:
    """Draw the growth that is needed beside the growth that sources print.

    Parameters
    ----------
    needed : pandas.DataFrame
        From :func:`ecosystem_nb.network.need.ramp.needed_growth`; its rows of 100 % with growth above 0
        are drawn.
    history : pandas.DataFrame
        From :func:`ecosystem_nb.network.need.ramp.history`.

    Returns
    -------
    Figure
    """
    full = needed[needed["share"] == 100].copy()
    full["to"] = [
        "HL-LHC restart" if one == "hllhc_restart" else f"100 % in {one.rpartition('_')[2]}"
        for one in full["id"]
    ]
    starts = {"to_flexible": "flexible", "to_minimal": "minimal", "from_dc24": "from DC24"}
    asked = full.melt("to", list(starts), "start", "growth").dropna()
    asked["what"] = asked["to"] + ", " + asked["start"].map(starts)
    tables = [asked.assign(group="needed"), history.rename(columns={"label": "what"}).assign(group="printed")]
    both = pd.concat([one.sort_values("growth", ascending=False) for one in tables], ignore_index=True)
    both = both[["what", "growth", "group"]].assign(growth=100.0 * both["growth"])
    both = both[both["growth"] > 0.0]  # a logarithmic axis; what is there already asks for none
    dots = (
        alt.Chart(both, title="Growth a year: needed, and as sources print it")
        .mark_point(size=110, opacity=1)
        .encode(
            y=alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=300)),
            x=alt.X(
                "growth:Q",
                title="Growth a year (%), logarithmic",
                scale=alt.Scale(type="log", nice=False, padding=20),
                axis=alt.Axis(values=[10, 20, 30, 50, 70, 100, 200], format="d"),
            ),
            color=alt.Color("group:N", title=None, scale=_two("needed", "printed")),
            tooltip=["what", alt.Tooltip("growth:Q", format=".0f", title="% a year")],
        )
    )
    words = "; ".join(f"{row.what} {row.growth:.0f} %" for row in both.itertuples())
    return charts.show(
        dots,
        name="network-ramp-growth",
        data=both,
        alt=f"Dots of growth a year on a logarithmic axis. {words}.",
    )
