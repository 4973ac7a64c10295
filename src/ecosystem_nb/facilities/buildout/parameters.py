"""Parameters of the build-out plan."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class BuildOut(PageParameters):
    """A build-out plan to the HL-LHC.

    Examples
    --------
    >>> BuildOut().improvement
    10.0
    """

    cms: Literal["CMS-like", "CMS 2017"] = quantity(
        "CMS-like",
        unit="1",
        source="CMSResourceModel",
        status="printed",
        description="CMS's demand: built from the inputs of 2018, or its curves of 2017 (no tape)",
    )
    shift: int = quantity(
        4,
        unit="yr",
        ge=0,
        le=6,
        source="RAW of Run 4 grows from 2026 in the curves; HLLHCSchedule has 2030",
        status="assumed",
        description="years by which the demands are moved to the present schedule",
    )
    need_share: float = quantity(
        100.0,
        unit="%",
        gt=0,
        le=200,
        source=CHOICE,
        status="assumed",
        description="part of the need that is left after R&D, in all years",
    )
    improvement: float = quantity(
        10.0,
        unit="%",
        ge=0,
        le=50,
        source="TCB2025",
        status="printed",
        description="how much more the same money buys each year",
    )
    over_level: float = quantity(
        5.0,
        unit="%",
        ge=0,
        le=1000,
        source=CHOICE,
        status="assumed",
        description="yearly budget above the smallest level one",
    )
    cpu_lot: float = quantity(
        100.0,
        unit="kHS06",
        ge=5,
        le=1000,
        source="near 36 nodes of some 2,900 HS06 in a rack",
        status="assumed",
        description="CPU that is bought at once",
    )
    disk_lot: float = quantity(
        0.865,
        unit="PB",
        ge=0.1,
        le=20,
        source="RubinSizing2026",
        status="printed",
        description="usable disk that is bought at once: the system of the quote",
    )
    tape_lot: float = quantity(
        18.0,
        unit="PB",
        ge=0.5,
        le=200,
        source="1,000 cartridges of 18 TB",
        status="assumed",
        description="tape that is bought at once",
    )
    drive_capacity: float = quantity(
        30.0,
        unit="TB",
        gt=0,
        le=200,
        source=CHOICE,
        status="assumed",
        description="capacity of the disk drives that are sold in 2027",
    )
    drive_growth: float = quantity(
        10.0,
        unit="%",
        ge=0,
        le=50,
        source=CHOICE,
        status="assumed",
        description="growth of that capacity each year",
    )
    drives: Literal["needed", "no limit"] = quantity(
        "needed",
        unit="1",
        source=CHOICE,
        status="assumed",
        description="whether a site must have drives enough for its cores",
    )
