"""How many events are recorded and simulated?  Year by year."""

import pandas as pd

from ecosystem_nb.facilities.demand.inputs import CONDITIONS, HLLHC, LHC, Running
from ecosystem_nb.facilities.demand.timeline import DAY

CALENDAR_YEAR = 365.25 * DAY  # s, of which the live fraction is a share


def recorded(running: Running, year: int) -> float:
    """Return the events that are recorded in a year: rate times live time.

    Parameters
    ----------
    running : Running
    year : int

    Returns
    -------
    float
        Events; 0 in a shutdown.
    """
    if year in running.shutdown:
        return 0.0
    rate, live = (float(line.at([year])[0]) for line in (running.trigger_rate, running.live))
    return rate * live * CALENDAR_YEAR


def simulated(running: Running, year: int, conditions: str) -> float:
    """Return the events that are simulated in a year for given conditions.

    Parameters
    ----------
    running : Running
    year : int
    conditions : {'LHC', 'HL-LHC'}

    Returns
    -------
    float
        Events.

    Notes
    -----
    Ratio times data, where the data are the most of: this year's; in a shutdown those of the last
    year of running; and, before the HL-LHC, what it will record in its first year.
    """
    base = [recorded(running, year)]
    if year in running.shutdown:
        base.append(recorded(running, running.last_running(year)))
    if conditions == HLLHC and year < running.hllhc:
        base.append(recorded(running, running.hllhc))
    return float(running.ratio[conditions].at([year])[0]) * max(base)


def events(running: Running) -> pd.DataFrame:
    """Return all events of the modelled years.

    Parameters
    ----------
    running : Running

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``sample`` (``data`` or ``simulation``), ``conditions`` (``LHC`` or
        ``HL-LHC``), ``like`` (the year whose conditions the events have) and ``events``; one row
        for whatever there is.
    """
    rows = []
    for year in running.years:
        rows.append((year, "data", running.conditions(year), year, recorded(running, year)))
        for conditions in CONDITIONS:
            like = min(year, running.hllhc - 1) if conditions == LHC else max(year, running.hllhc)
            rows.append((year, "simulation", conditions, like, simulated(running, year, conditions)))
    columns = ["year", "sample", "conditions", "like", "events"]
    return pd.DataFrame([row for row in rows if row[-1] > 0.0], columns=columns)
