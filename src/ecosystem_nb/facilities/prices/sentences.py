"""What the page on prices says of its figures, computed."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ecosystem_nb.facilities.prices.fits import Trend, Walk
from ecosystem_nb.facilities.prices.history import Series
from ecosystem_nb.facilities.prices.regimes import Regime, years_lost
from ecosystem_nb.tables import Quantity
from ecosystem_nb.wording import listed, percent


def systems_over_drives(disk: pd.DataFrame) -> str:
    """Say how far the price of a system lies above that of the drives in it.

    Parameters
    ----------
    disk : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.prices.charts.disk_prices`.
    """
    drive = disk[disk["series"] == "drive"].sort_values("year")
    grid = disk[disk["series"] == "us_grid"].iloc[0]
    near = drive.iloc[(drive["year"] - grid["year"]).abs().argsort().iloc[0]]
    return (
        f"Installed disk at {grid['price']:.0f} USD/TB cost {grid['price'] / near['price']:.1f} times the "
        "bare "
        f"drives of the same year: servers, redundancy and network are most of a system's price, "
        "and need not fall as fast as drives."
    )


def fan_caption(table: pd.DataFrame, level: float, unit: str) -> str:
    """Say what both forms foresee for the last year.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.prices.charts.fan_table`.
    level : float
        Per cent, one of its levels.
    unit : str
        Of the prices.
    """
    last = table[(table["level"] == level) & (table["year"] == table["year"].max())].set_index("form")
    walked, straight = last.loc["walk"], last.loc["trend"]
    return (
        f"With {level:.0f} % probability a drive costs {walked['low']:.2g} to {walked['high']:.2g} {unit} in "
        f"{walked['year']:.0f} if prices wander, a factor of {walked['high'] / walked['low']:.0f}; "
        f"{straight['low']:.2g} to {straight['high']:.2g} {unit} if they only scatter about a line."
    )


def rate(fit: Walk, level: float) -> str:
    """Say the improvement of a random walk with its range."""
    low, high = fit.interval(level)
    between = f"{percent(low)} to {percent(high)}"
    return f"{percent(fit.improvement)} more each year ({percent(level)} range {between})"


def told_apart(straight: Trend, wandering: Walk, wanted: tuple[float, float, float], level: float) -> str:
    """Say whether the planners' rates lie inside the ranges.

    Parameters
    ----------
    straight, wandering
        The two fits.
    wanted : tuple of float
        Low, central and high improvement, fractions a year.
    level : float
        Probability of the ranges.
    """
    low, high = wandering.interval(level)
    inside = [f"{percent(one)}" for one in wanted if low <= one <= high]
    words = listed(inside)
    width = straight.interval(level)
    if not inside:
        verdict = "None of the planners' rates lies inside the walk's range."
    elif len(inside) == len(wanted):
        verdict = f"The planners' rates, {words}, all lie inside the walk's range: prices can't choose."
    else:
        verdict = f"Of the planners' rates {words} lie inside the walk's range, the rest outside."
    return (
        f"{verdict} The trend is surer of itself, {percent(width[0])} to {percent(width[1])}, "
        "because it takes prices for independent of each other."
    )


def jumped(costs: Mapping[str, Quantity]) -> str:
    """Say what was printed of the jump, without the full stop.

    Parameters
    ----------
    costs : mapping of str to Quantity
        ``quantities("facilities/costs")``.
    """
    drives = costs["drive_shock"].in_unit("%")
    disk = [costs[name].in_unit("USD/TB") for name in ("ceph_after", "ceph_before")]
    node = [costs[name].in_unit("USD") for name in ("node_after_small", "node_before")]
    return (
        f"Hard-disk prices rose by {drives:.0f} % in the four months from September 2025, and the Rubin "
        f"Observatory was quoted {disk[0]:.0f} USD/TB for disk that it had planned at {disk[1]:.0f}, "
        f"and {node[0]:,.0f} USD for nodes planned at {node[1]:,.0f}"
    )


def surprise(fit: Walk, jump: float, months: float) -> str:
    """Say how many standard deviations a jump is.

    Parameters
    ----------
    fit : Walk
    jump : float
        Price after over price before.
    months : float
        In which it happened.
    """
    years = months / 12.0
    sigmas = (np.log(jump) + fit.rate * years) / (fit.spread * np.sqrt(years))
    return (
        f"A rise of {percent(jump - 1.0)} in {months:.0f} months is {sigmas:.1f} standard deviations "
        f"of the walk that was fitted to the years before ({percent(fit.spread)} in a year): "
        + (
            "prices also jump, which neither form knows."
            if sigmas > 2.0
            else "the walk can do that by itself."
        )
    )


def regime_caption(table: pd.DataFrame, half_life: float, improvement: float, year: int) -> str:
    """Say what the jump leaves in a year.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.prices.charts.regime_table`.
    half_life : float
        One of its half-lives, yr.
    improvement : float
        Of the central regime, fraction a year.
    year : int
        One of its years.
    """
    rows = table[(table["half_life"] == half_life) & (table["year"] == year)].set_index("regime")["price"]
    over = rows / rows["central"]
    lost = {name: float(years_lost(over[name], improvement)) for name in ("quotes", "quotes stay")}
    return (
        f"When half of a jump is gone after {half_life:.0f} years, disk costs {over['quotes']:.1f} times "
        f"as much in {year} as without the jump: {lost['quotes']:.1f} years of progress lost. "
        f"If the jump stays it is {over['quotes stay']:.1f} times and {lost['quotes stay']:.1f} years."
    )


def pledged(growths: pd.DataFrame, improvement: float) -> str:
    """Say what the growth of the pledges would have meant.

    Parameters
    ----------
    growths : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.prices.summary.rates` of the pledges.
    improvement : float
        Fraction a year with which planners count today.
    """
    words = ", ".join(f"{row.series} {row.walk:.0f}\u00a0%" for row in growths.itertuples())
    first, last = growths["first"].min(), growths["last"].max()
    above = (growths["walk"] > 100.0 * improvement).all()
    return f"From {first} to {last} the pledges of all experiments grew by, a year: {words}. " + (
        "If budgets had been flat, hardware would have had to improve as fast, more than the "
        f"{percent(improvement)} that is counted on now; if they rose, it improved less. "
        "The budgets were not found."
        if above
        else "The budgets behind them were not found."
    )


def answer(fit: Walk, one: Series, table: pd.DataFrame, level: float, regimes: Mapping[str, Regime]) -> str:
    """Say the page's answer.

    Parameters
    ----------
    fit : Walk
        Of the observed drives.
    one : Series
        The observed drives.
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.prices.charts.fan_table`, with ``level``.
    level : float
        Probability of the ranges.
    regimes : mapping of str to Regime
        ``central`` and ``quotes``.
    """
    last = table[(table["form"] == "walk") & np.isclose(table["level"], 100.0 * level)]
    final = last[last["year"] == last["year"].max()].iloc[0]
    central = regimes["central"].improvement["disk"]
    jump = regimes["quotes"].shocks["disk"][0]
    lost = float(years_lost(jump.factor, central))
    return (
        f"For the drives that one large buyer paid for from {int(one.years[0])} to {int(one.years[-1])}, "
        f"money bought {rate(fit, level)}; on from there a terabyte costs {final['low']:.2g} to "
        f"{final['high']:.2g} {one.unit.partition('/')[0]} in {final['year']:.0f}. "
        f"WLCG plans with {percent(central)}; a disk quote of {jump.year:.0f}, {jump.factor:.1f} times its "
        f"plan, undoes {lost:.0f} years of that. "
        "No public series of what sites paid for CPU, disk or tape was found."
    )
