"""What must be bought, year by year, so that a need is met?  The friendly layer over the park's kernels."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.prices.regimes import Course
from ecosystem_nb.facilities.vintages.kernel import follow_money, follow_need
from ecosystem_nb.facilities.vintages.lifetimes import fitting, lives
from ecosystem_nb.facilities.vintages.wanted import Need


def even_past(capacity: ArrayLike, lifetimes: Mapping[str, ArrayLike]) -> Floats:
    """Return purchases of earlier years that leave a given capacity, as much in each year.

    Parameters
    ----------
    capacity : array_like of float64, shape (resources,) or (samples, resources)
        Capacity that served in the year before the first, capacity units, 0 or more.
    lifetimes : mapping of str to float or array of shape (samples,)
        Years, at least 1, in the order of the resources.

    Returns
    -------
    numpy.ndarray of float64, shape (samples, earlier, resources)
        In order of time.

    Notes
    -----
    A park bought evenly over a lifetime L has C / L of each year.  A park that grew is younger, and
    retires later: with growth of 20 % a year the spend after ten years changes by about 1 %.

    Examples
    --------
    >>> even_past([10.0], {"CPU": 5.0})[0, :, 0].tolist()
    [2.0, 2.0, 2.0, 2.0, 2.0]
    """
    life = lives(lifetimes)
    amount = np.atleast_2d(within("capacity", capacity, "capacity units", least=0.0))
    each = amount / life
    return np.repeat(each[:, None, :], int(np.ceil(life.max())), axis=1)


@dataclass(frozen=True)
class Plan:
    """What is bought, retired and installed, and what it costs.

    Parameters
    ----------
    years : tuple of int
    resources : tuple of str
    units : tuple of str
        Unit of capacity of each resource.
    currency : str
    bought, retired, capacity : numpy.ndarray of float64, shape (samples, years, resources)
        Capacity units.
    prices : numpy.ndarray of float64, shape (samples or 1, years, resources)
        Money for one unit of capacity.
    """

    years: tuple[int, ...]
    resources: tuple[str, ...]
    units: tuple[str, ...]
    currency: str
    bought: Floats
    retired: Floats
    capacity: Floats
    prices: Floats

    @property
    def spend(self) -> Floats:
        """Money of each sample, year and resource: units bought times their price."""
        return self.bought * self.prices

    def beside(self, other: "Plan") -> None:
        """Refuse to be compared with a plan in another currency.

        Raises
        ------
        ValueError
            For two currencies.
        """
        if self.currency != other.currency:
            raise ValueError(
                f"plans in {self.currency} and {other.currency}: expected one currency; "
                "they are different units"
            )

    def between(self, first: int, last: int) -> slice:
        """Return the years from first to last as a slice of the years.

        Raises
        ------
        ValueError
            For years outside of the plan.
        """
        if not self.years[0] <= first <= last <= self.years[-1]:
            raise ValueError(
                f"years {first} to {last} are out of range: expected {self.years[0]} to {self.years[-1]}"
            )
        return slice(first - self.years[0], last - self.years[0] + 1)

    def yearly(self, first: int, last: int) -> Floats:
        """Return the mean spend of a year, all resources together.

        Parameters
        ----------
        first, last : int
            Years, both included.

        Returns
        -------
        numpy.ndarray of float64, shape (samples,)
            Money a year.
        """
        return np.asarray(self.spend[:, self.between(first, last)].sum(axis=2).mean(axis=1))

    def share(self, resource: str, first: int, last: int) -> Floats:
        """Return a resource's share of the spend.

        Parameters
        ----------
        resource : str
        first, last : int
            Years, both included.

        Returns
        -------
        numpy.ndarray of float64, shape (samples,)
            0 to 1; NaN where nothing is spent.
        """
        if resource not in self.resources:
            raise ValueError(f"share of {resource}: expected one of {', '.join(self.resources)}")
        spent = self.spend[:, self.between(first, last)].sum(axis=1)
        whole = spent.sum(axis=1)
        part = spent[:, self.resources.index(resource)]
        made: Floats = np.full_like(whole, np.nan)
        made[whole > 0.0] = part[whole > 0.0] / whole[whole > 0.0]
        return made

    def table(self) -> pd.DataFrame:
        """Return the plan as a table, the median over the samples.

        Returns
        -------
        pandas.DataFrame
            Columns ``year``, ``resource``, ``bought``, ``retired``, ``capacity``, ``unit``, ``spend``
            and ``currency``.
        """
        middle = {
            name: np.median(values, axis=0).ravel()
            for name, values in (
                ("bought", self.bought),
                ("retired", self.retired),
                ("capacity", self.capacity),
                ("spend", self.spend),
            )
        }
        keys = [(year, i) for year in self.years for i in range(len(self.resources))]
        made = pd.DataFrame(
            {"year": [year for year, _ in keys], "resource": [self.resources[i] for _, i in keys]}
        )
        made = made.assign(**middle, unit=[self.units[i] for _, i in keys], currency=self.currency)
        return made[["year", "resource", "bought", "retired", "capacity", "unit", "spend", "currency"]]


def buy_for(
    wanted: Need, course: Course, lifetimes: Mapping[str, ArrayLike], past: Floats | None = None
) -> Plan:
    """Buy what is needed, when it is needed.

    Parameters
    ----------
    wanted : Need
    course : Course
        Prices for the same years, resources and units.
    lifetimes : mapping of str to float or array of shape (samples,)
        Years, at least 1, for each resource.
    past : numpy.ndarray of float64, shape (samples or 1, earlier, resources), optional
        Purchases of the years before; by default an even past that leaves the first year's need.

    Returns
    -------
    Plan

    Raises
    ------
    ValueError
        When years, resources or units of need and prices differ, or a lifetime is missing.

    Notes
    -----
    Bought just in time: no purchase is brought forward or put off.  See
    :func:`ecosystem_nb.facilities.vintages.kernel.follow_need`.
    """
    life = fitting(wanted.years, wanted.resources, wanted.units, course, lifetimes)
    history = even_past(wanted.amounts[:, 0], lifetimes) if past is None else _past(past, wanted.resources)
    bought, retired, capacity = follow_need(_array(wanted.amounts), life, history)
    return Plan(
        wanted.years,
        wanted.resources,
        wanted.units,
        course.currency,
        bought,
        retired,
        capacity,
        course.prices,
    )


def buy_with(money: ArrayLike, course: Course, lifetimes: Mapping[str, ArrayLike], past: Floats) -> Plan:
    """Spend given sums on each resource.

    Parameters
    ----------
    money : array_like of float64, shape (years, resources) or (samples, years, resources)
        In the currency of the prices, 0 or more.
    course : Course
    lifetimes : mapping of str to float or array of shape (samples,)
        Years, at least 1.
    past : numpy.ndarray of float64, shape (samples or 1, earlier, resources)
        Purchases of the years before, in order of time, capacity units.

    Returns
    -------
    Plan

    Raises
    ------
    ValueError
        For a negative sum, or shapes and units that do not fit.
    """
    units = course.capacity_units
    life = fitting(course.years, course.resources, units, course, lifetimes)
    sums = within("money", money, course.currency, least=0.0)
    sums = sums[None] if sums.ndim == 2 else sums
    if sums.ndim != 3 or sums.shape[1:] != course.prices.shape[1:]:
        raise ValueError(
            f"money of shape {sums.shape}: expected (samples, {len(course.years)}, {len(units)})"
        )
    bought, retired, capacity = follow_money(
        _array(sums), _array(course.prices), life, _past(past, course.resources)
    )
    return Plan(
        course.years,
        course.resources,
        tuple(units),
        course.currency,
        bought,
        retired,
        capacity,
        course.prices,
    )


def _past(past: Floats, resources: tuple[str, ...]) -> Floats:
    if past.ndim != 3 or past.shape[2] != len(resources):
        raise ValueError(f"past purchases of shape {past.shape}: expected (samples, years, {len(resources)})")
    return _array(within("past purchases", past, "capacity units", least=0.0))


def _array(values: Floats) -> Floats:
    return np.ascontiguousarray(values, dtype=np.float64)
