"""Parameters of the page on power and carbon."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity


class PowerAndCarbon(PageParameters):
    """What the hardware for the HL-LHC draws and emits.

    Examples
    --------
    >>> PowerAndCarbon().pue
    1.6
    """

    atlas: Literal["ATLAS 2018", "ATLAS-like"] = quantity(
        "ATLAS 2018",
        unit="1",
        source="ATLASCDRPlots",
        status="read-off",
        description="ATLAS's demand, as on the page on the need",
    )
    cms: Literal["CMS-like"] = quantity(
        "CMS-like",
        unit="1",
        source="CMSResourceModel",
        status="printed",
        description="CMS's demand, as on the page on the need; its curves of 2017 have no tape",
    )
    need_share: float = quantity(
        100.0,
        unit="%",
        gt=0,
        le=200,
        source="a choice of this book",
        status="assumed",
        description="part of the demand from the restart on",
    )
    efficiency_growth: float = quantity(
        10.0,
        unit="%/yr",
        gt=0,
        le=40,
        source="below the fit to HS23Scores, which rests on one processor",
        status="assumed",
        description="what new nodes compute more for each W, and for each kg that it takes to make them",
    )
    drive_growth: float = quantity(
        10.0,
        unit="%/yr",
        gt=0,
        le=40,
        source="a choice of this book",
        status="assumed",
        description="what a disk drive holds more, at the same power",
    )
    cpu_lifetime: float = quantity(
        5.0,
        unit="yr",
        ge=1,
        le=15,
        source="RubinSizing2026",
        status="printed",
        description="years in which a node serves",
    )
    disk_lifetime: float = quantity(
        5.0,
        unit="yr",
        ge=1,
        le=15,
        source="RubinSizing2026",
        status="printed",
        description="years in which a disk serves",
    )
    pue: float = quantity(
        1.6,
        unit="1",
        ge=1,
        le=3,
        source="CERNPrevessin2024",
        status="printed",
        description="power of the hall over that of the machines: the world's average",
    )
    grid: Literal["WLCG by pledges", "France", "Germany", "Italy", "Switzerland", "UK", "USA", "World"] = (
        quantity(
            "WLCG by pledges",
            unit="1",
            source="EmberCO2js",
            status="printed",
            description="electricity of which country, or of all, weighted by the CPU pledged in 2019",
        )
    )
    grid_decline: float = quantity(
        0.0,
        unit="%/yr",
        ge=0,
        le=15,
        source="a choice of this book",
        status="assumed",
        description="by how much the grid's carbon falls each year from 2023 on",
    )
    embodied: float = quantity(
        1.0,
        unit="1",
        gt=0,
        le=10,
        source="a choice of this book",
        status="assumed",
        description="factor on the carbon emitted in making hardware",
    )
    passes: float = quantity(
        1.0,
        unit="1",
        ge=0,
        le=20,
        source="a choice of this book",
        status="assumed",
        description="how often all data on tape are read in a year",
    )
    electricity: float = quantity(
        0.0806,
        unit="USD/kWh",
        ge=0,
        le=1,
        source="EIAIndustry2023",
        status="printed",
        description="price of electricity: US industry in 2023",
    )
    improvement: float = quantity(
        10.0,
        unit="%/yr",
        ge=0,
        le=30,
        source="TCB2025",
        status="printed",
        description="what money buys more of hardware each year",
    )
