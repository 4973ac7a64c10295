"""By how much does a need exceed what a flat budget buys?  In capacity, not in money."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.bounds import within


def gap(needs: pd.DataFrame, base: Mapping[str, Mapping[str, float]], flat: pd.DataFrame) -> pd.DataFrame:
    """Return need and flat budget of each experiment, resource and year.

    Parameters
    ----------
    needs : pandas.DataFrame
        In the form of :func:`ecosystem_nb.facilities.demand.needs.needs`.
    base : mapping of str to mapping of str to float
        For each experiment and resource the capacity of the base year, in the unit of the need,
        above 0, as from :func:`ecosystem_nb.facilities.demand.curves.pledged`.
    flat : pandas.DataFrame
        Columns ``year``, ``flat_low``, ``flat`` and ``flat_high``: capacity that a flat budget buys
        over that of the base year (1), above 0.

    Returns
    -------
    pandas.DataFrame
        Columns of ``needs``; ``flat_low``, ``flat`` and ``flat_high`` in the unit of the need;
        ``missing``, need less flat, below 0 where there is enough; and ``factor``, ``factor_low``
        and ``factor_high`` (1), need over the central, the upper and the lower flat budget.

    Raises
    ------
    ValueError
        For an experiment or resource without base, or a year without flat budget.
    """
    keys = sorted(set(zip(needs["experiment"], needs["resource"], strict=True)))
    for name, resource in keys:
        if resource not in base.get(name, {}):
            raise ValueError(f"flat budget: no base of {name}'s {resource}")
        within(f"base of {name}'s {resource}", base[name][resource], "1", above=0.0)
    if late := sorted(set(needs["year"]) - set(flat["year"])):
        raise ValueError(
            f"year = {late[0]} is out of range: expected {flat['year'].min()} to {flat['year'].max()}"
        )
    for column in ("flat_low", "flat", "flat_high"):
        within(column, flat[column], "1", above=0.0)
    made = needs.merge(flat[["year", "flat_low", "flat", "flat_high"]], on="year", how="left")
    bases = [
        base[name][resource] for name, resource in zip(made["experiment"], made["resource"], strict=True)
    ]
    for column in ("flat_low", "flat", "flat_high"):
        made[column] = made[column] * bases
    made["missing"] = made["need"] - made["flat"]
    made["factor"] = made["need"] / made["flat"]
    made["factor_low"] = made["need"] / made["flat_high"]
    made["factor_high"] = made["need"] / made["flat_low"]
    return made
