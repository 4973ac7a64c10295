"""How long does each resource last, and do prices and lifetimes fit the needs?  Checked arrays."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.prices.regimes import Course


def lives(lifetimes: Mapping[str, ArrayLike]) -> Floats:
    """Return lifetimes as an array of shape (samples, resources), years.

    Raises
    ------
    ValueError
        For a lifetime below 1 year.

    Examples
    --------
    >>> lives({"CPU": 0.0})
    Traceback (most recent call last):
        ...
    ValueError: lifetime of CPU = 0 yr is out of range: expected at least 1 and at most 50 yr
    """
    columns = [
        np.atleast_1d(within(f"lifetime of {name}", years, "yr", least=1.0, most=50.0))
        for name, years in lifetimes.items()
    ]
    return np.asarray(np.stack(np.broadcast_arrays(*columns), axis=1))


def fitting(
    years: tuple[int, ...],
    resources: tuple[str, ...],
    units: Sequence[str],
    course: Course,
    lifetimes: Mapping[str, ArrayLike],
) -> Floats:
    """Return the lifetimes of resources as an array, when prices and lifetimes fit the needs.

    Parameters
    ----------
    years : tuple of int
    resources : tuple of str
    units : sequence of str
        Unit of capacity of each resource.
    course : Course
    lifetimes : mapping of str to float or array of shape (samples,)
        Years.

    Returns
    -------
    numpy.ndarray of float64, shape (samples, resources)
        Years.

    Raises
    ------
    ValueError
        When years, resources or units differ, or a lifetime is missing or below 1 year.
    """
    if years != course.years:
        found = f"{course.years[0]} to {course.years[-1]}"
        raise ValueError(f"prices of {found}: expected {years[0]} to {years[-1]}, each year")
    if resources != course.resources:
        raise ValueError(f"prices of {', '.join(course.resources)}: expected {', '.join(resources)}")
    for name, unit, per, price in zip(resources, units, course.capacity_units, course.units, strict=True):
        if per != unit:
            raise ValueError(f"{name} in {unit} with a price in {price}: expected {course.currency}/{unit}")
    if missing := [name for name in resources if name not in lifetimes]:
        raise ValueError(f"no lifetime of {missing[0]}: expected one of each of {', '.join(resources)}")
    return lives({name: lifetimes[name] for name in resources})
