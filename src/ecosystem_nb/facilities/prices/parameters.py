"""Parameters of the page on prices."""

from ecosystem_nb.parameters import PageParameters, quantity


class HardwarePrices(PageParameters):
    """What hardware costs, and how sure that is.

    Examples
    --------
    >>> HardwarePrices().improvement
    10.0
    """

    level: float = quantity(
        90.0,
        unit="%",
        ge=50,
        le=99,
        source="a choice of this book",
        status="assumed",
        description="probability of the ranges",
    )
    target_year: int = quantity(
        2035,
        unit="yr",
        ge=2027,
        le=2045,
        source="a choice of this book",
        status="assumed",
        description="last year of the forecasts",
    )
    improvement: float = quantity(
        10.0,
        unit="%/yr",
        gt=0,
        le=50,
        source="TCB2025",
        status="printed",
        description="growth of what money buys, central",
    )
    improvement_low: float = quantity(
        5.0,
        unit="%/yr",
        gt=0,
        le=50,
        source="TCB2025",
        status="printed",
        description="growth of what money buys, low",
    )
    improvement_high: float = quantity(
        15.0,
        unit="%/yr",
        gt=0,
        le=50,
        source="TCB2025",
        status="printed",
        description="growth of what money buys, high",
    )
    shock_year: int = quantity(
        2026,
        unit="yr",
        ge=2025,
        le=2030,
        source="DriveShock2026; RubinSizing2026",
        status="printed",
        description="first year at the prices after the jump",
    )
    half_life: float = quantity(
        3.0,
        unit="yr",
        gt=0,
        le=50,
        source="a choice of this book",
        status="assumed",
        description="time in which half of a jump is gone",
    )
    production_growth: float = quantity(
        15.0,
        unit="%/yr",
        gt=0,
        le=100,
        source="a choice of this book",
        status="assumed",
        description="growth of all the disk ever made, for the learning curve",
    )
