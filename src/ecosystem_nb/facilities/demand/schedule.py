"""When does the demand come?  Needs moved from the schedule of their time to the present one."""

import pandas as pd


def shifted(needs: pd.DataFrame, years: int, first: int) -> pd.DataFrame:
    """Return the same needs later by whole years.

    Parameters
    ----------
    needs : pandas.DataFrame
        A table with the column ``year``, as from :func:`ecosystem_nb.facilities.demand.needs.needs`.
    years : int
        0 leaves the schedule of the table.
    first : int
        The table's own first year of the HL-LHC.

    Returns
    -------
    pandas.DataFrame
        As ``needs``, with ``year`` moved, and only the years of the HL-LHC: what the table says
        of the years before belongs to a schedule that did not happen.

    Raises
    ------
    ValueError
        When ``years`` is negative, or no row is left.

    Notes
    -----
    The whole need moves, with its build-up and with the software that was expected by then.
    Neglected: more years of Run 3, and four more years to improve software.

    Examples
    --------
    >>> shifted(pd.DataFrame({"year": [2026, 2027], "need": [1.0, 2.0]}), 3, 2027).to_dict("list")
    {'year': [2030], 'need': [2.0]}
    """
    if years < 0:
        raise ValueError(f"shift = {years} years is out of range: expected 0 or more")
    late = needs[needs["year"] >= first].copy()
    if late.empty:
        raise ValueError(f"first year of the HL-LHC = {first}: expected {needs['year'].max()} or earlier")
    late["year"] = late["year"] + years
    return late.reset_index(drop=True)
