"""What does a flat budget buy?  Capacity over the years at constant spending."""

import pandas as pd

from ecosystem_nb.facilities.budget.kernels import flat_budget_growth

CASES = ("low", "central", "high")


def growth_cases(table: pd.DataFrame) -> dict[str, float]:
    """Return the three growth rates that the experts propose.

    Parameters
    ----------
    table : pandas.DataFrame
        ``facilities/flat_budget``: columns ``case`` and ``growth`` (% a year).

    Returns
    -------
    dict of str to float
        ``low``, ``central`` and ``high``, fractions a year.

    Raises
    ------
    ValueError
        When a case is missing.
    """
    rows = table.set_index("case")["growth"]
    missing = [case for case in CASES if case not in rows.index]
    if missing:
        raise ValueError(f"flat budget: no row {', '.join(missing)}: expected {', '.join(CASES)}")
    return {case: float(rows[case]) / 100.0 for case in CASES}


def capacity(years: list[int], base_year: int, cases: dict[str, float]) -> pd.DataFrame:
    """Return what a flat budget buys, relative to the base year.

    Parameters
    ----------
    years : list of int
        Calendar years, none before ``base_year``.
    base_year : int
        Where the capacity is 1.
    cases : dict of str to float
        Fractions a year, from :func:`growth_cases`.

    Returns
    -------
    pandas.DataFrame
        Columns ``year`` and, a column a case, the factor (1): ``flat_low``, ``flat`` and ``flat_high``.

    Raises
    ------
    ValueError
        For a year before the base year.
    """
    early = [year for year in years if year < base_year]
    if early:
        raise ValueError(f"year = {early[0]} is out of range: expected {base_year} or later")
    names = {"low": "flat_low", "central": "flat", "high": "flat_high"}
    made = pd.DataFrame({"year": years})
    for case, name in names.items():
        made[name] = flat_budget_growth(made["year"] - base_year, cases[case])
    return made
