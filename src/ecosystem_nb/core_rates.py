"""What does a core read and write while it works? Shared by storage and facilities."""

from collections.abc import Mapping

from ecosystem_nb.bounds import within
from ecosystem_nb.tables import Quantity

ACTIVITIES = ("reconstruction", "simulation", "derivation", "analysis")


def core_rate(event: float, work: float, power: float) -> float:
    """Return what a core reads and writes while it works on events, r = s P / w.

    Parameters
    ----------
    event : float
        Data s read and written for an event, MB, 0 or more.
    work : float
        Work w on an event, HS06 s, above 0.
    power : float
        Power P of a core, HS06, above 0.

    Returns
    -------
    float
        MB/s.

    Examples
    --------
    >>> core_rate(event=4.0, work=600.0, power=15.0)
    0.1
    """
    within("event", event, "MB", least=0.0)
    within("work", work, "HS06.s", above=0.0)
    within("power", power, "HS06", above=0.0)
    return event * power / work


def core_rates(table: Mapping[str, Quantity]) -> dict[str, float]:
    """Return the rate of each activity on one core, MB/s.

    Parameters
    ----------
    table : mapping of str to Quantity
        ``quantities("storage/workloads")``.

    Returns
    -------
    dict of str to float
        For each of ``ACTIVITIES``.

    Notes
    -----
    The first three follow from event sizes and work: reconstruction reads RAW and writes AOD, derivation
    reads AOD and writes two formats.  The rate of analysis is assumed between two published numbers.
    Event sizes are of a draft, and of 2014-15 for simulation; pile-up that is overlaid is not counted.
    """

    def megabytes(*names: str) -> float:
        return sum(table[name].in_unit("kB") for name in names) / 1000.0

    power = table["core_power"].in_unit("HS06")
    moved = {
        "reconstruction": megabytes("raw_event", "aod_event"),
        "simulation": megabytes("simulation_read", "simulation_write"),
        "derivation": megabytes("aod_event", "phys_event", "physlite_event"),
    }
    rates = {
        name: core_rate(event, table[f"{name}_work"].in_unit("HS06.s"), power)
        for name, event in moved.items()
    }
    return {**rates, "analysis": table["analysis_rate"].in_unit("MB/s")}
