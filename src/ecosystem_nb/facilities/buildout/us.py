"""Which plan do the Tier-1 and Tier-2 sites of one country face? From needs, pledges, prices and drives."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.buildout.problem import Lot, Problem, Site
from ecosystem_nb.facilities.prices.regimes import Course
from ecosystem_nb.facilities.sites.throughput import Drive, Load
from ecosystem_nb.facilities.units import capacity_factor

UNITS = {"CPU": "kHS06", "disk": "PB", "tape": "PB"}
PLEDGED = {"CPU": ("cpu", "HS06"), "disk": ("disk", "TB"), "tape": ("tape", "TB")}


def shares(pledges: pd.DataFrame, year: int, experiment: str, country: str) -> pd.DataFrame:
    """Return which part of an experiment's pledges each federation of a country makes.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_federations``.
    year : int
        Pledge year.
    experiment, country : str

    Returns
    -------
    pandas.DataFrame
        Index ``federation``; columns ``tier``, and a share for ``CPU``, ``disk`` and ``tape``, of the
        pledges of all tiers and countries.

    Raises
    ------
    ValueError
        When the country pledged nothing to the experiment in that year.
    """
    rows = pledges[(pledges["year"] == year) & (pledges["experiment"] == experiment)]
    here = rows[rows["country"] == country].set_index("federation")
    if here.empty:
        raise ValueError(
            f"no pledge of {country} to {experiment} in {year}: expected another country or year"
        )
    made = {name: here[column].fillna(0.0) / rows[column].sum() for name, (column, _) in PLEDGED.items()}
    return pd.DataFrame({"tier": here["tier"], **made})


def old_park(level: float, lifetime: float, years: int) -> tuple[float, ...]:
    """Return what a park of even vintages still serves after the last purchase.

    Parameters
    ----------
    level : float
        Capacity in the year before the first, any unit, 0 or more.
    lifetime : float
        Years, at least 1.
    years : int

    Returns
    -------
    tuple of float
        In the unit of ``level``: a part of 1/L retires each year.

    Examples
    --------
    >>> old_park(10.0, 5.0, 6)
    (8.0, 6.0, 4.0, 2.0, 0.0, 0.0)
    """
    within("level", level, "1", least=0.0)
    within("lifetime", lifetime, "yr", least=1.0)
    left = 1.0 - np.arange(1, years + 1) / lifetime
    return tuple((level * np.maximum(0.0, left.round(12))).tolist())


def lots(
    sizes: Mapping[str, float],
    course: Course,
    lifetimes: Mapping[str, float],
    drives: Sequence[Drive],
) -> dict[str, Lot]:
    """Return the lots in which each resource is bought.

    Parameters
    ----------
    sizes : mapping of str to float
        Of a lot, in ``UNITS``.
    course : Course
        Prices over the years of the plan, one sample, in the currency over ``UNITS``.
    lifetimes : mapping of str to float
        Years.
    drives : sequence of Drive
        The drive sold in each year; none where drives are no limit.

    Returns
    -------
    dict of str to Lot
    """
    made = {}
    for i, name in enumerate(course.resources):
        size = sizes[name]
        inside: tuple[float, ...] = ()
        if name == "disk" and drives:
            inside = tuple(size * 1000.0 / (one.usable * one.capacity) for one in drives)
        prices = tuple((size * course.prices[0, :, i]).tolist())
        made[name] = Lot(name, size, UNITS[name], prices, lifetimes[name], inside)
    return made


def sites(
    needs: pd.DataFrame,
    parts: pd.DataFrame,
    years: Sequence[int],
    lifetimes: Mapping[str, float],
    *,
    load: Load | None = None,
    drives: Sequence[Drive] = (),
) -> tuple[Site, ...]:
    """Return the sites of a plan: each keeps its share of what the experiment needs.

    Parameters
    ----------
    needs : pandas.DataFrame
        Of one experiment, as :func:`ecosystem_nb.facilities.demand.needs.needs`, with the year before
        the first of the plan: what is there then is the park that the plan starts from.
    parts : pandas.DataFrame
        From :func:`shares`.
    years : sequence of int
        Of the plan, one after the other.
    lifetimes : mapping of str to float
        Years.
    load : Load, optional
        Of the mean core; without it drives are no limit.
    drives : sequence of Drive
        The drive sold in the year before the first, and in each year of the plan.

    Returns
    -------
    tuple of Site

    Raises
    ------
    ValueError
        For a year without need, with the resource.
    """
    wanted = _by_year(needs, [years[0] - 1, *years])
    made = []
    for name, part in parts.iterrows():
        need, old = {}, {}
        for resource in UNITS:
            if float(part[resource]) > 0.0 and resource in wanted:
                asked = [float(part[resource]) * one for one in wanted[resource]]
                need[resource] = tuple(asked[1:])
                old[resource] = old_park(asked[0], lifetimes[resource], len(years))
        if load is None or not {"CPU", "disk"} <= need.keys():
            made.append(Site(str(name), need, old))
            continue
        each = drives[0].drives(load) / load.power * 1000.0  # drives for a kHS06
        busy = tuple(each * one for one in need["CPU"])
        still = tuple(one * 1000.0 / (drives[0].usable * drives[0].capacity) for one in old["disk"])
        made.append(Site(str(name), need, old, busy, still))
    return tuple(made)


def problem(
    needs: pd.DataFrame,
    parts: pd.DataFrame,
    course: Course,
    *,
    sizes: Mapping[str, float],
    lifetimes: Mapping[str, float],
    load: Load | None = None,
    drives: Sequence[Drive] = (),
) -> Problem:
    """Return the plan's problem without a limit of money.

    Parameters
    ----------
    needs, parts, lifetimes, load, drives
        As for :func:`sites`.
    course, sizes
        As for :func:`lots`.
    """
    years = course.years
    bought = lots(sizes, course, lifetimes, drives[1:] if load else ())
    return Problem(
        years, sites(needs, parts, years, lifetimes, load=load, drives=drives), bought, (np.inf,) * len(years)
    )


def _by_year(needs: pd.DataFrame, years: Sequence[int]) -> dict[str, list[float]]:
    found = {}
    for name, rows in needs.groupby("resource"):
        by = rows.set_index("year")
        if missing := [year for year in years if year not in by.index]:
            raise ValueError(f"needs: no {name} in {missing[0]}: expected {years[0]} to {years[-1]}")
        factor = capacity_factor(str(rows["unit"].iloc[0]), UNITS[str(name)])
        found[str(name)] = [factor * float(by.loc[year, "need"]) for year in years]
    return found
