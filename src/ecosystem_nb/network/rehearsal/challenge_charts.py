"""Charts of the rehearsal of a data challenge."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.network.rehearsal import binding, cable, climb, loop, outage
from ecosystem_nb.palette import GRID, NEUTRAL, accent

_LINK = "a link"
KINDS = {
    loop.NOTHING: GRID.light,
    loop.SLOTS_OUT: accent("network"),
    loop.SLOTS_IN: NEUTRAL.light,
    loop.GROWING: accent("facilities"),
    loop.AT_LIMIT: accent("learning"),
    loop.THROTTLER: accent("tracking"),
    _LINK: accent("community"),
}


def tiles(table: pd.DataFrame, share: int) -> charts.Chart:
    """Return what each Tier-1 reaches in each stage and what keeps it from more, with a slider of the steps.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.network.rehearsal.binding.grid`.
    share : int
        Share (%) at which the slider stands first.

    Returns
    -------
    altair chart
    """
    shares = sorted(int(one) for one in table["share"].unique())
    data = table.assign(
        step=table["share"].map({one: 1 + number for number, one in enumerate(shares)}),
        kind=table["binding"].where(table["binding"].isin(KINDS), _LINK),
        shown=table["part"].clip(upper=100.0),
    )[["step", "share", "stage", "site", "planned", "reached", "part", "shown", "kind", "binding", "rule"]]
    used = [kind for kind in KINDS if (data["kind"] == kind).any()]
    names = ", ".join(str(one) for one in shares)
    slider = charts.slider(
        "step", range(1, len(shares) + 1), shares.index(share) + 1, f"Step: {names} % of the HL-LHC", "1"
    )
    order = table.sort_values("planned", ascending=False)["site"].drop_duplicates().tolist()
    base = (
        alt.Chart(data)
        .encode(
            x=alt.X(
                "stage:N", title=None, sort=list(binding.STAGES),
                axis=alt.Axis(labelAngle=0, labelExpr="split(datum.label, ' ')"),
            ),
            y=alt.Y("site:N", title=None, sort=order),
        )
        .transform_filter(charts.chosen(slider, "step"))
    )  # fmt: skip
    squares = base.mark_rect(stroke="#ffffff", strokeWidth=2).encode(
        color=alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=used, range=[KINDS[kind] for kind in used]),
            legend=alt.Legend(columns=2),
        ),
        tooltip=["site", "stage", "planned", "reached", "part", "binding", "rule"],
    )
    text = base.encode(text=alt.Text("shown:Q", format=".0f"))
    plain = f"datum.kind === '{loop.NOTHING}'"
    chart: charts.Chart = (
        (
            squares
            + text.transform_filter(plain).mark_text()
            + text.transform_filter(f"!({plain})").mark_text(color="#ffffff")
        )
        .add_params(slider)
        .properties(title="Part of the plan that arrives (%), and what binds")
    )
    return chart


def climbs(rates: tuple[float, float], caps: list[float], found: pd.DataFrame) -> charts.Chart:
    """Return how long FTS climbs from its minimum, closed form as lines and simulation as dots.

    Parameters
    ----------
    rates : tuple of float
        What is to be reached, Gbit/s.
    caps : list of float
        Rates of one transfer, Gbit/s.
    found : pandas.DataFrame
        Simulated: columns ``cap`` (Gbit/s) and ``hours``.

    Returns
    -------
    altair chart
    """
    x = alt.X("cap:Q", title="Rate of one transfer (Gbit/s)", scale=alt.Scale(type="log", nice=False))
    y = alt.Y("hours:Q", title="Time to fill (h)", scale=alt.Scale(type="log"))
    colour = alt.Color("line:N", title=None, sort=None)
    dash = alt.StrokeDash("line:N", title=None, sort=None)
    lines = alt.Chart(climb_table(rates, caps)).mark_line().encode(x=x, y=y, color=colour, strokeDash=dash)
    dots = alt.Chart(found).mark_point(filled=True, size=90, opacity=1).encode(x=x, y=y)
    both = alt.layer(lines, dots)
    chart: charts.Chart = both.properties(title="FTS's climb: formula (lines), simulated (dots)", height=260)
    return chart


def climb_table(rates: tuple[float, float], caps: list[float]) -> pd.DataFrame:
    """Return the closed form: ``cap`` (Gbit/s), ``hours`` and ``line`` for each rate, two more a minute."""
    rows = [
        (cap, climb.climb_s(climb.streams(rate, cap)) / 3600.0, f"{rate:,.0f} Gbit/s")
        for rate in rates
        for cap in caps
    ]
    return pd.DataFrame(rows, columns=["cap", "hours", "line"])


def backlogs(table: pd.DataFrame, share: float) -> charts.Chart:
    """Return what waits through the failure of a cable, with FTS, without, and smooth; slider: the share.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``share`` (%), ``hour`` (h), ``way`` and ``backlog`` (TB).
    share : float
        Share (%) at which the slider stands first.

    Returns
    -------
    altair chart
    """
    order = [outage.WITH, outage.WITHOUT, CLOSED]
    slider = charts.slider("share", sorted(table["share"].unique()), share, "Share of the HL-LHC", "%")
    top = float(table["backlog"].max())
    chart: charts.Chart = (
        alt.Chart(table, title="What waits for North America")
        .mark_line()
        .encode(
            x=alt.X("hour:Q", title="Time (h)"),
            y=alt.Y("backlog:Q", title="Waiting (TB)", scale=alt.Scale(domain=[0, 1.05 * top])),
            color=alt.Color(
                "way:N",
                title=None,
                sort=order,
                scale=alt.Scale(
                    domain=order, range=[accent("network"), accent("community"), NEUTRAL.light]
                ),
            ),
            strokeDash=alt.StrokeDash(
                "way:N", title=None, sort=order,
                scale=alt.Scale(domain=order, range=[[1, 0], [7, 3], [2, 3]]),
            ),
        )
        .transform_filter(charts.chosen(slider, "share"))
        .add_params(slider)
        .properties(height=260)
    )  # fmt: skip
    return chart


CLOSED = "smooth flow"


def backlog_table(runs: dict[int, pd.DataFrame], closed: dict[int, pd.DataFrame]) -> pd.DataFrame:
    """Join the backlogs of the shares (%) with their closed forms, for :func:`backlogs`."""
    parts = [table[["hour", "way", "backlog"]].assign(share=share) for share, table in runs.items()]
    parts += [table.assign(way=CLOSED, share=share) for share, table in closed.items()]
    return pd.concat(parts, ignore_index=True)


def name_of(link: str) -> str:
    """Return how a sentence calls a link.

    Examples
    --------
    >>> name_of("FNAL"), name_of("across the Atlantic")
    ('the link of FNAL', 'the link across the Atlantic')
    """
    return f"the link {link}" if link == cable.ATLANTIC else f"the link of {link}"
