"""Charts of the page on prices."""

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from ecosystem_nb import charts
from ecosystem_nb.facilities.prices.fits import trend, walk
from ecosystem_nb.facilities.prices.history import Series
from ecosystem_nb.facilities.prices.regimes import Regime
from ecosystem_nb.palette import NEUTRAL, accent

TICKS = [3, 10, 30, 100, 300]
LEVELS = tuple(range(50, 96, 5))  # %
HALF_LIVES = tuple(range(1, 11))  # yr
_KINDS = {
    "drive": "bare drives, bought",
    "roadmap": "bare drives, roadmap",
    "us_grid": "systems, estimate",
    "rubin_plan": "systems, estimate",
    "rubin_quote": "systems, quote",
}


def history(disk: pd.DataFrame) -> charts.Chart:
    """Return the prices of disk by date, bare drives apart from systems.

    Parameters
    ----------
    disk : pandas.DataFrame
        From :func:`disk_prices`.

    Returns
    -------
    altair chart
    """
    kinds = list(dict.fromkeys(_KINDS.values()))
    orange, grey, blue = accent("facilities"), NEUTRAL.light, accent("network")
    colours = alt.Scale(domain=kinds, range=[orange, orange, blue, blue])
    shapes = alt.Scale(domain=kinds, range=["circle", "triangle-up", "circle", "diamond"])
    base = alt.Chart(disk).encode(
        x=alt.X(
            "year:Q",
            title="Year",
            axis=alt.Axis(format="d"),
            scale=alt.Scale(domain=[2008, 2029], nice=False),
        ),
        y=alt.Y(
            "price:Q",
            title="Price (USD/TB), logarithmic",
            scale=alt.Scale(type="log", domain=[2, 400], nice=False),
            axis=alt.Axis(values=TICKS),
        ),
    )
    line = base.transform_filter("datum.series == 'drive'").mark_line(color=grey, strokeWidth=1.5)
    points = base.mark_point(size=110, opacity=1).encode(
        color=alt.Color("kind:N", title=None, scale=colours, legend=alt.Legend(columns=2)),
        shape=alt.Shape("kind:N", title=None, scale=shapes),
        tooltip=["kind", "date", alt.Tooltip("price:Q", title="USD/TB"), "basis"],
    )
    chart: charts.Chart = (line + points).properties(title="What a terabyte of disk cost", height=320)
    return chart


def disk_prices(table: pd.DataFrame, years: Sequence[float], factors: Sequence[float]) -> pd.DataFrame:
    """Return the rows of disk in USD with what the chart shows.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of ``facilities/prices``.
    years : sequence of float
        Decimal year of each row.
    factors : sequence of float
        By what each value is multiplied to be in USD/TB.

    Returns
    -------
    pandas.DataFrame
        Columns ``series``, ``kind``, ``date``, ``year``, ``price`` (USD/TB), ``basis`` and ``status``.
    """
    made = table.assign(
        year=list(years), price=table["value"] * list(factors), kind=table["series"].map(_KINDS)
    )
    return made[["series", "kind", "date", "year", "price", "basis", "status"]].reset_index(drop=True)


def fan_table(one: Series, last: int, levels: Sequence[float] = LEVELS) -> pd.DataFrame:
    """Return both forecasts of a series at several levels.

    Parameters
    ----------
    one : Series
    last : int
        Last year.
    levels : sequence of float
        Probabilities of the range, per cent.

    Returns
    -------
    pandas.DataFrame
        Columns ``level`` (%), ``form`` (``trend`` or ``walk``), ``year``, ``low``, ``middle`` and ``high``
        (price in the unit of the series).
    """
    ahead = np.append(one.years[-1], np.arange(np.ceil(one.years[-1]), last + 1.0))
    every = np.append(one.years[:1], np.arange(np.ceil(one.years[0]), last + 1.0))
    line, wander = trend(one.years, one.prices), walk(one.years, one.prices)
    rows = []
    for level in levels:
        forms = (
            ("trend", every, line.predict(every, level / 100.0)),
            ("walk", ahead, wander.predict(ahead, level / 100.0)),
        )
        for form, years, (low, middle, high) in forms:
            values = {
                "level": float(level),
                "form": form,
                "year": years,
                "low": low,
                "middle": middle,
                "high": high,
            }
            rows.append(pd.DataFrame(values))
    return pd.concat(rows, ignore_index=True)


def fan(one: Series, table: pd.DataFrame, level: float) -> charts.Chart:
    """Return the forecasts with their ranges, with a slider over the level.

    Parameters
    ----------
    one : Series
        The observed prices.
    table : pandas.DataFrame
        From :func:`fan_table`.
    level : float
        Where the slider stands first, per cent.

    Returns
    -------
    altair chart
    """
    levels = sorted(table["level"].unique())
    turn = charts.slider("level", levels, level, "Probability of the range", "%")
    colours = alt.Scale(domain=["walk", "trend"], range=[accent("facilities"), NEUTRAL.light])
    colour = alt.Color("form:N", title="Form", scale=colours)
    scale = alt.Scale(type="log", domain=[0.1, 300], nice=False, clamp=True)
    ticks = alt.Axis(values=[0.1, 0.3, 1, 3, 10, 30, 100, 300])
    x = alt.X("year:Q", title="Year", axis=alt.Axis(format="d"), scale=alt.Scale(nice=False))
    chosen = alt.Chart(table).transform_filter(charts.chosen(turn, "level"))
    y = alt.Y("low:Q", title=f"Price ({one.unit}), logarithmic", scale=scale, axis=ticks)
    area = chosen.mark_area(opacity=0.28).encode(x=x, y=y, y2="high:Q", color=colour)
    line = chosen.mark_line(strokeWidth=2).encode(
        x=x, y=alt.Y("middle:Q", scale=scale, axis=ticks), color=colour
    )
    paid = pd.DataFrame({"year": one.years, "price": one.prices})
    points = alt.Chart(paid).mark_point(size=80, opacity=1, color=accent("facilities"))
    points = points.encode(x=x, y=alt.Y("price:Q", scale=scale, axis=ticks), tooltip=["year", "price"])
    chart: charts.Chart = (area + line + points).add_params(turn)
    return chart.properties(title="Bare drives: paid, and foreseen from that", height=340)


def regime_table(
    regimes: Mapping[float, Mapping[str, Regime]], resource: str, years: Sequence[int], since: int
) -> pd.DataFrame:
    """Return the prices of all regimes over that of a year, for several half-lives.

    Parameters
    ----------
    regimes : mapping of float to mapping of str to Regime
        For each half-life (yr) the regimes by name.
    resource : str
    years : sequence of int
    since : int
        Year in which every price is 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``half_life`` (yr), ``regime``, ``year`` and ``price`` (1).
    """
    rows = [
        pd.DataFrame(
            {
                "half_life": float(half_life),
                "regime": name,
                "year": list(years),
                "price": one.factor(resource, list(years), since),
            }
        )
        for half_life, named in regimes.items()
        for name, one in named.items()
    ]
    return pd.concat(rows, ignore_index=True)


def regimes(table: pd.DataFrame, half_life: float, resource: str) -> charts.Chart:
    """Return the prices of the regimes, with a slider over the half-life of a jump.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`regime_table`.
    half_life : float
        Where the slider stands first, yr.
    resource : str
        For the title.

    Returns
    -------
    altair chart
    """
    turn = charts.slider(
        "half_life", sorted(table["half_life"].unique()), half_life, "Half of a jump is gone after", "yr"
    )
    names = ["quotes stay", "quotes", "drives", "low", "central", "high"]
    orange, grey, blue = accent("facilities"), NEUTRAL.light, accent("network")
    colours = alt.Scale(domain=names, range=[orange, orange, blue, grey, grey, grey])
    dashes = alt.Scale(domain=names, range=[[6, 4], [1, 0], [1, 0], [2, 3], [1, 0], [6, 4]])
    since = int(table["year"].min())
    chart: charts.Chart = (
        alt.Chart(table)
        .transform_filter(charts.chosen(turn, "half_life"))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("year:Q", title="Year", axis=alt.Axis(format="d"), scale=alt.Scale(nice=False)),
            y=alt.Y(
                "price:Q",
                title=f"Price over that of {since} (1), logarithmic",
                scale=alt.Scale(type="log", domain=[0.2, 5], nice=False),
                axis=alt.Axis(values=[0.2, 0.5, 1, 2, 4]),
            ),
            color=alt.Color(
                "regime:N",
                title="Regime",
                scale=colours,
                sort=names,
                legend=alt.Legend(columns=3, symbolType="stroke", symbolSize=400),
            ),
            strokeDash=alt.StrokeDash("regime:N", title="Regime", scale=dashes, sort=names),
            tooltip=["regime", "year", alt.Tooltip("price:Q", format=".2f")],
        )
        .add_params(turn)
        .properties(title=f"The price of {resource} in six regimes", height=340)
    )
    return chart
