"""What does a million dollars buy?  Tables of capacity, of regimes, of futures, and of tape in its parts."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.budget.capacity import bands, steady
from ecosystem_nb.facilities.prices.history import Price
from ecosystem_nb.facilities.prices.regimes import Course, Regime, course
from ecosystem_nb.facilities.vintages.costs import TapeLibrary, drives_for
from ecosystem_nb.facilities.vintages.model import buy_with


def capacity_table(
    prices: Callable[[float], Course],
    improvements: Sequence[float],
    base: Mapping[str, float],
    lifetimes: Mapping[str, float],
    extra: tuple[float, int],
) -> pd.DataFrame:
    """Return what a flat budget buys, with a band of more or less money, for several improvements.

    Parameters
    ----------
    prices : callable
        Gives the course of prices for an improvement (fraction a year).
    improvements : sequence of float
        Fractions a year.
    base : mapping of str to float
        Capacity in the year before the first, in the units of the prices.
    lifetimes : mapping of str to float
        Years, at least 1.
    extra : tuple of (float, int)
        Money a year more or less for one resource, and the first year of it.

    Returns
    -------
    pandas.DataFrame
        Columns ``improvement`` (%/yr) and those of :func:`ecosystem_nb.facilities.budget.capacity.bands`.

    Notes
    -----
    The flat budget is what replaces the park of the base at the prices of the first year.
    """
    made = []
    for r in improvements:
        one = prices(r)
        money, past = steady(base, one, lifetimes)
        table = bands(money, extra[0], one, lifetimes, past, since=extra[1])
        made.append(table.assign(improvement=round(100.0 * r, 6)))
    return pd.concat(made, ignore_index=True)


def buys(
    sum_: float, base: Mapping[str, Price], regimes: Mapping[str, Regime], year: int, units: Mapping[str, str]
) -> pd.DataFrame:
    """Return what a sum buys in one year, in each regime.

    Parameters
    ----------
    sum_ : float
        Money, 0 or more, all of it spent on one resource.
    base : mapping of str to Price
    regimes : mapping of str to Regime
    year : int
    units : mapping of str to str
        Unit of capacity by resource.

    Returns
    -------
    pandas.DataFrame
        Columns ``regime`` and one for each resource, in its unit.
    """
    money = within("sum", sum_, "money", least=0.0).item()
    rows = []
    for name, one in regimes.items():
        each = course(base, one, [year], units).prices[0, 0]
        rows.append({"regime": name, **dict(zip(units, money / each, strict=True))})
    return pd.DataFrame(rows)


def capacity_range(
    drawn: Course, money: Sequence[float], lifetimes: Mapping[str, float], past: Floats
) -> pd.DataFrame:
    """Return the capacity that constant money buys when prices are not known.

    Parameters
    ----------
    drawn : Course
        Many samples, as from :func:`ecosystem_nb.facilities.prices.futures.futures`.
    money : sequence of float
        Money a year for each resource, 0 or more.
    lifetimes : mapping of str to float
        Years, at least 1.
    past : numpy.ndarray of float64, shape (1, earlier, resources)
        Purchases of the years before.

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``resource``, ``low``, ``middle`` and ``high``: 5, 50 and 95 % of the futures.
    """
    sums = np.broadcast_to(np.asarray(money, dtype=np.float64), drawn.prices.shape[1:])
    capacity = buy_with(sums, drawn, lifetimes, past).capacity
    found = np.quantile(capacity, [0.05, 0.5, 0.95], axis=0)
    tables = [
        pd.DataFrame({"year": drawn.years, "resource": name}).assign(
            **{key: found[k, :, i] for k, key in enumerate(("low", "middle", "high"))}
        )
        for i, name in enumerate(drawn.resources)
    ]
    return pd.concat(tables, ignore_index=True)


def tape_parts(
    library: TapeLibrary, recalls: Sequence[float], lifetimes: Mapping[str, float], years: float
) -> pd.DataFrame:
    """Return what a TB on tape costs over some years, part by part.

    Parameters
    ----------
    library : TapeLibrary
    recalls : sequence of float
        Times a year that the whole archive is read or written, 0 or more.
    lifetimes : mapping of str to float
        Years, at least 1, of ``media``, ``library`` and ``drives``.
    years : float
        Time that is paid for, above 0.

    Returns
    -------
    pandas.DataFrame
        Columns ``recalls``, ``part`` and ``cost`` (money for a TB).

    Notes
    -----
    For an archive so large that a part of a drive or cartridge does not matter.
    """
    span = within("years", years, "yr", above=0.0).item()
    rows = []
    for times in recalls:
        asked = within("recalls", times, "1 a year", least=0.0).item()
        parts = {
            "media": library.media,
            "library": library.slot / library.cartridge,
            "drives": drives_for(asked, library.drive, library.rate, library.used).item(),
        }
        rows += [
            {"recalls": asked, "part": name, "cost": cost * span / lifetimes[name]}
            for name, cost in parts.items()
        ]
    return pd.DataFrame(rows)
