"""What did hardware cost?  Series of prices, each in its own unit, and the prices that a plan starts from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.units import price_factor, split_price
from ecosystem_nb.scenario import decimal_year
from ecosystem_nb.tables import Quantity

RESOURCES = ("CPU", "disk", "tape")


@dataclass(frozen=True)
class Series:
    """Prices of one thing over time.

    Parameters
    ----------
    name : str
    resource : str
    unit : str
        Currency over capacity.
    years : numpy.ndarray of float64, shape (points,)
        Decimal years, rising.
    prices : numpy.ndarray of float64, shape (points,)
        In ``unit``, above 0.
    forecast : bool
        Whether any of the points is a forecast and not a price that somebody paid or asked.

    Raises
    ------
    ValueError
        For prices that are not above 0, or years that do not rise.
    """

    name: str
    resource: str
    unit: str
    years: Floats
    prices: Floats
    forecast: bool = False

    def __post_init__(self) -> None:
        split_price(self.unit)
        within(f"{self.name}: price", self.prices, self.unit, above=0.0)
        within(f"{self.name}: year", self.years, "yr")
        if not (np.diff(self.years) > 0.0).all():
            raise ValueError(f"{self.name}: years {self.years.tolist()}: expected rising years")

    def to(self, unit: str) -> "Series":
        """Return the same prices in another unit of the same currency and kind of capacity."""
        scale = price_factor(self.unit, unit)
        return Series(self.name, self.resource, unit, self.years, self.prices * scale, self.forecast)


def series(table: pd.DataFrame, name: str) -> Series:
    """Return one series of the table.

    Parameters
    ----------
    table : pandas.DataFrame
        ``facilities/prices``: columns ``series``, ``resource``, ``date``, ``value``, ``unit``, ``basis``.
    name : str
        Name of the series; it must hold one resource in one unit.

    Raises
    ------
    ValueError
        For an unknown name, or a series of several resources or units.

    Examples
    --------
    >>> from ecosystem_nb.tables import read
    >>> series(read("facilities/prices"), "drive").to("USD/TB").prices.round(1).tolist()
    [114.0, 50.0, 38.0, 28.0, 14.0]
    """
    rows = table[table["series"] == name]
    if rows.empty:
        raise ValueError(f"series {name!r}: expected one of {', '.join(table['series'].unique())}")
    kinds, units = rows["resource"].unique(), rows["unit"].unique()
    if len(kinds) > 1 or len(units) > 1:
        found = ", ".join([*kinds, *units])
        raise ValueError(f"series {name}: {found}: expected one resource in one unit")
    years = np.array([decimal_year(date) for date in rows["date"]])
    order = np.argsort(years)
    prices = rows["value"].to_numpy(dtype=np.float64)
    forecast = bool((rows["basis"] == "forecast").any())
    return Series(name, str(kinds[0]), str(units[0]), years[order], prices[order], forecast)


@dataclass(frozen=True)
class Price:
    """What one unit of capacity cost in a year.

    Parameters
    ----------
    value : float
        In ``unit``, above 0.
    unit : str
        Currency over capacity.
    year : float
        Decimal year.

    Raises
    ------
    ValueError
        For a price that is not above 0, or an unknown unit.

    Examples
    --------
    >>> Price(-1.0, "USD/TB", 2017.0)
    Traceback (most recent call last):
        ...
    ValueError: price = -1 USD/TB is out of range: expected above 0 USD/TB
    """

    value: float
    unit: str
    year: float

    def __post_init__(self) -> None:
        split_price(self.unit)
        within("price", self.value, self.unit, above=0.0)
        within("price: year", self.year, "yr")

    def to(self, unit: str) -> "Price":
        """Return the same price in another unit of the same currency and kind of capacity.

        Examples
        --------
        >>> Price(11.0, "USD/HS06", 2017.0).to("USD/MHS06").value
        11000000.0
        """
        return Price(self.value * price_factor(self.unit, unit), unit, self.year)


def us_prices(costs: Mapping[str, Quantity]) -> dict[str, Price]:
    """Return the prices of 2017 that the plans start from.

    Parameters
    ----------
    costs : mapping of str to Quantity
        ``quantities("facilities/costs")``.

    Returns
    -------
    dict of str to Price
        ``CPU`` (USD/HS06), ``disk`` and ``tape`` (USD/TB).
    """
    year = costs["price_year"].in_unit("year")
    units = {"CPU": "USD/HS06", "disk": "USD/TB", "tape": "USD/TB"}
    return {
        name: Price(costs[f"{name.lower()}_price"].in_unit(unit), unit, year) for name, unit in units.items()
    }
