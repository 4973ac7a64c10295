"""The book's first picture: what the HL-LHC needs beside what a flat budget buys, year by year."""

import altair as alt
import pandas as pd

from ecosystem_nb import charts, portfolio
from ecosystem_nb.palette import NEUTRAL

_DOMAIN = [1, 60]  # relative capacity; the axis stays while the year moves


def rows(story: pd.DataFrame) -> pd.DataFrame:
    """Return the years that have a need, each with its gap and its label.

    Parameters
    ----------
    story : pandas.DataFrame
        From :func:`ecosystem_nb.portfolio.story`.

    Returns
    -------
    pandas.DataFrame
        Its columns and ``gap`` (1: need over the central flat budget) and ``label``.
    """
    needed = story[story["need"].notna()].copy()
    needed["gap"] = needed["need"] / needed["flat"]
    needed["label"] = needed["gap"].map("need: {:.1f}× as much".format)
    return needed.reset_index(drop=True)


def gap_chart(table: pd.DataFrame, year: int) -> charts.Chart:
    """Return the chart with its slider on ``year``.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`rows`.
    year : int
        Where the slider stands first.

    Returns
    -------
    altair chart
    """
    years = sorted(int(one) for one in table["year"].unique())
    slider = charts.slider("year", years, year, "Year", "1")
    base = alt.Chart(table).transform_filter(charts.chosen(slider, "year"))
    y = alt.Y("resource:N", sort=list(portfolio.RESOURCES), title=None)
    title = "Capacity relative to the base year (1, log scale)"
    grey = NEUTRAL.light
    x = alt.X("flat_low:Q", scale=alt.Scale(type="log", domain=_DOMAIN, nice=False), title=title)
    budget = base.mark_bar(size=14, opacity=0.35, color=grey).encode(x=x, x2="flat_high:Q", y=y)
    middle = base.mark_tick(size=22, thickness=3, color=grey).encode(x="flat:Q", y=y)
    first = base.transform_filter(f"datum.resource == '{portfolio.RESOURCES[0]}'")
    word = first.mark_text(dy=-18, color=grey).encode(x="flat:Q", y=y, text=alt.value("flat budget"))
    band = base.mark_rule(strokeWidth=3).encode(x="need_low:Q", x2="need_high:Q", y=y)
    need = base.mark_point(filled=True, size=160, opacity=1).encode(x="need:Q", y=y)
    label = base.mark_text(dy=-16).encode(x="need:Q", y=y, text="label:N")
    layers = alt.layer(budget, middle, word, band, need, label)
    return layers.add_params(slider).properties(height=260)


def sentence(table: pd.DataFrame, year: int) -> str:
    """Say the gaps of one year in words.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`rows`.
    year : int
        One of its years.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        For a year without a need.
    """
    one = portfolio.gaps(table, year).set_index("resource")["gap"]
    words = ", ".join(f"{name} {one[name]:.1f}×" for name in portfolio.RESOURCES)
    short = int((one > 1).sum())
    where = "every resource" if short == len(one) else f"{short} of {len(one)} resources"
    return (
        f"In {year} the need (dot; line: 90 % of the network's futures) exceeds what a flat budget "
        f"buys (tick: 10 % more a year; bar: 5–15 %) in {where}: {words}."
    )
