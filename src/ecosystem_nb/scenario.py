"""When does what happen?  Dates and the HL-LHC's schedule, shared by several areas."""

import re
from datetime import date

import pandas as pd

CURVES_RUN4 = (
    2026  # in the demand curves of 2017 and 2018 RAW grows again from this year on, after a long shutdown
)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def decimal_year(text: str, middle: float = 0.5) -> float:
    """Return a date of any precision as a decimal year, in the middle of what is known.

    Parameters
    ----------
    text : str
        ISO 8601: ``2026``, ``2030-06``, ``2024-02-12``, or two of them with a slash between.
    middle : float
        Where in its year a date without a month is put, 0 to 1 year.

    Returns
    -------
    float
        Years; a month counts as a twelfth of a year, a day as its place in its year.

    Raises
    ------
    ValueError
        When the text is not such a date.

    Examples
    --------
    >>> decimal_year("2026"), decimal_year("2030-06")
    (2026.5, 2030.4583333333333)
    """
    if "/" in text:
        first, _, last = text.partition("/")
        return (decimal_year(first, middle) + decimal_year(last, middle)) / 2.0
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"date {text!r}: expected 2026, 2026-06, 2026-06-15 or two of them with a slash")
    year = int(found[1])
    month, day = (int(part) if part else None for part in found.groups()[1:])
    if month is None:
        return year + middle
    if day is None:
        if not 1 <= month <= 12:
            raise ValueError(f"date {text!r}: expected a month from 01 to 12")
        return year + (month - 0.5) / 12.0
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return year + ((date(year, month, day) - date(year, 1, 1)).days + 0.5) / length


def restart(schedule: pd.DataFrame) -> float:
    """Return when the HL-LHC restarts, as a decimal year.

    Parameters
    ----------
    schedule : pandas.DataFrame
        ``facilities/schedule``: columns ``event`` and ``date``.

    Returns
    -------
    float
        Years.

    Raises
    ------
    ValueError
        When the table has no row ``hllhc_restart``.
    """
    rows = schedule.loc[schedule["event"] == "hllhc_restart", "date"]
    if len(rows) != 1:
        raise ValueError(f"schedule: {len(rows)} rows hllhc_restart: expected 1")
    return decimal_year(str(rows.iloc[0]))


def schedule_shift(schedule: pd.DataFrame) -> int:
    """Return by how many years the old demand curves come too early.

    Parameters
    ----------
    schedule : pandas.DataFrame
        ``facilities/schedule``.

    Returns
    -------
    int
        Whole years from the curves' first year of Run 4 to the HL-LHC's restart.
    """
    return int(restart(schedule)) - CURVES_RUN4
