"""What stands between the last pledge and the restart?  A need without a gap, from today's capacity on."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.demand.needs import RESOURCES, checked
from ecosystem_nb.facilities.vintages.wanted import Need


def changed(before: Need, late: pd.DataFrame, year: int) -> Need:
    """Return a need that follows another one until a year, and then leads to other needs.

    Parameters
    ----------
    before : Need
        One sample.
    late : pandas.DataFrame
        As for :func:`bridged`.
    year : int
        Last year that stays as it was, before the first year of ``late``.

    Returns
    -------
    Need

    Raises
    ------
    ValueError
        As :func:`bridged`, or for a year that ``before`` lacks.

    Examples
    --------
    >>> one = Need((2019, 2020, 2021), ("disk",), ("PB",), np.array([[[1.0], [2.0], [4.0]]]))
    >>> late = pd.DataFrame(
    ...     {"experiment": "A", "year": [2022], "resource": "disk", "need": [2.0], "unit": "PB"}
    ... )
    >>> changed(one, late, 2020).amounts.ravel().tolist()
    [1.0, 2.0, 2.0, 2.0]
    """
    if year not in before.years:
        raise ValueError(f"year = {year} is out of range: expected {before.years[0]} to {before.years[-1]}")
    place = before.years.index(year)
    base = dict(zip(before.resources, before.amounts[0, place], strict=True))
    after = bridged(late, base, year)
    amounts = np.concatenate([before.amounts[:, :place], after.amounts], axis=1)
    return Need(before.years[:place] + after.years, before.resources, before.units, amounts)


def bridged(late: pd.DataFrame, base: Mapping[str, float], base_year: int) -> Need:
    """Return the need of every year from the base year on.

    Parameters
    ----------
    late : pandas.DataFrame
        Needs of one experiment in the years of the HL-LHC, in the form of
        :func:`ecosystem_nb.facilities.demand.needs.needs`.
    base : mapping of str to float
        Capacity in the base year, by resource, in the units of the needs, above 0.
    base_year : int
        Before the first year of ``late``.

    Returns
    -------
    Need
        One sample.

    Raises
    ------
    ValueError
        For several experiments, a base year that is not before, or a capacity of nothing.

    Notes
    -----
    In between each resource grows by the same factor every year: an assumption, for the pledges of
    those years are not in the tables.

    Examples
    --------
    >>> late = pd.DataFrame(
    ...     {"experiment": "A", "year": [2021], "resource": "disk", "need": [4.0], "unit": "PB"}
    ... )
    >>> bridged(late, {"disk": 1.0}, 2019).amounts.ravel().tolist()
    [1.0, 2.0, 4.0]
    """
    names = checked(late)["experiment"].unique()
    if len(names) != 1:
        raise ValueError(f"needs of {', '.join(names)}: expected one experiment")
    first, last = int(late["year"].min()), int(late["year"].max())
    if base_year >= first:
        raise ValueError(f"base year = {base_year} is out of range: expected {first - 1} or earlier")
    resources = [name for name in RESOURCES if name in set(late["resource"])]
    years = np.arange(base_year, last + 1)
    columns, units = [], []
    for name in resources:
        rows = late[late["resource"] == name].set_index("year").sort_index()
        units.append(str(rows["unit"].iloc[0]))
        start = within(f"{name} in {base_year}", base[name], units[-1], above=0.0).item()
        goal = within(f"{name} in {first}", rows["need"].iloc[0], units[-1], above=0.0).item()
        before = start * (goal / start) ** (np.arange(first - base_year) / (first - base_year))
        columns.append(np.concatenate([before, rows["need"].to_numpy(dtype=np.float64)]))
        if rows.index.tolist() != list(range(first, last + 1)):
            raise ValueError(
                f"needs of {name}: years {rows.index.tolist()}: expected {first} to {last}, each once"
            )
    return Need(
        tuple(int(year) for year in years), tuple(resources), tuple(units), np.stack(columns, axis=1)[None]
    )
