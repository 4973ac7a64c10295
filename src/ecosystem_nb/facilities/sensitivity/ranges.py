"""How far may each input of the cost vary?  Values and ranges, from the tables and the page."""

from ecosystem_nb.facilities.sensitivity.inputs import Input
from ecosystem_nb.facilities.sensitivity.parameters import TapeNeeds
from ecosystem_nb.facilities.sensitivity.parks import Tables

PRICE_YEAR = 2017

LABELS = {
    "cpu_need": "CPU need",
    "disk_need": "disk need",
    "t0_tape_need": "tape need of the Tier-0",
    "t1_tape_need": "tape need of the Tier-1s",
    "offload": "CPU done elsewhere",
    "cpu_price": "price of CPU",
    "disk_price": "price of disk",
    "media_price": "price of cartridges",
    "slot_price": "price of a slot",
    "drive_price": "price of a tape drive",
    "cpu_improvement": "improvement of CPU",
    "disk_improvement": "improvement of disk",
    "tape_improvement": "improvement of cartridges",
    "drive_improvement": "improvement of tape drives",
    "cpu_lifetime": "lifetime of CPU",
    "disk_lifetime": "lifetime of disk",
    "media_lifetime": "lifetime of cartridges",
    "library_lifetime": "lifetime of the library",
    "drive_lifetime": "lifetime of tape drives",
    "recalls": "passes over the archive",
    "drive_use": "use of a tape drive",
    "overhead": "overhead on hardware",
    "pue": "PUE",
    "electricity": "price of electricity",
    "cpu_efficiency": "efficiency of servers",
    "disk_power": "power of disk",
    "tape_power": "power of tape",
}
_IN_COSTS = {
    "media_price": "tape_media_price",
    "slot_price": "tape_slot_price",
    "drive_price": "tape_drive_price",
    "media_lifetime": "tape_lifetime",
    "library_lifetime": "tape_library_lifetime",
    "drive_lifetime": "tape_drive_lifetime",
    "drive_use": "tape_drive_use",
    "overhead": "overhead_share",
    "cpu_efficiency": "cpu_efficiency_new",
}
_OF_PAGE = ("recalls", "offload", "drive_price")


def inputs(page: TapeNeeds, tables: Tables) -> tuple[Input, ...]:
    """Return the inputs of :func:`ecosystem_nb.facilities.sensitivity.cost.cost` with their ranges.

    Parameters
    ----------
    page : TapeNeeds
    tables : Tables

    Returns
    -------
    tuple of Input

    Notes
    -----
    Ranges come from ``facilities/sensitivity_ranges``, else from ``facilities/costs``.  Improvements vary
    as WLCG proposes, 5 to 15 % a year; prices of CPU and disk as if they had done so since 2017.
    """
    return tuple(_input(name, label, page, tables) for name, label in LABELS.items())


def _input(name: str, label: str, page: TapeNeeds, tables: Tables) -> Input:
    if name in ("cpu_price", "disk_price"):
        return _price(name, label, page, tables)
    if name in ("cpu_improvement", "disk_improvement", "tape_improvement"):
        low, high = 100.0 * tables.growth["low"], 100.0 * tables.growth["high"]
        return Input(name, label, page.improvement, low, high, "%/yr", "printed", "TCB2025")
    known = tables.costs.get(_IN_COSTS.get(name, name))
    rows = tables.ranges.set_index("input")
    if name in rows.index:
        row = rows.loc[name]
        value = float(row["value"]) if known is None else known.value
        source = str(row["source"]) if isinstance(row["source"], str) else ""
        low, high, unit, status = float(row["low"]), float(row["high"]), str(row["unit"]), str(row["status"])
    elif known is not None and known.low is not None and known.high is not None:
        value, low, high, unit = known.value, known.low, known.high, known.unit
        status, source = known.status, known.source
    else:
        raise ValueError(f"no range of {name}: expected a row in facilities/sensitivity_ranges")
    value = float(getattr(page, name)) if name in _OF_PAGE else value
    return Input(name, label, value, low, high, unit, status, source, adds=name == "offload")


def _price(name: str, label: str, page: TapeNeeds, tables: Tables) -> Input:
    then, unit = getattr(page, name), tables.costs[name].unit
    passed = page.since - 1 - PRICE_YEAR
    value, low, high = (
        then * (1.0 + r) ** -passed
        for r in (page.improvement / 100.0, tables.growth["high"], tables.growth["low"])
    )
    return Input(name, label, value, low, high, unit, "computed", "ToyCosts2017;TCB2025")
