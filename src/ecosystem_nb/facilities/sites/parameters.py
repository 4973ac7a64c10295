"""Parameters of the page on sites that are not alike."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity


class UnlikeSites(PageParameters):
    """Not all sites are equal.

    Examples
    --------
    >>> UnlikeSites().drive_capacity
    20.0
    """

    experiment: Literal["ALICE", "ATLAS", "CMS", "LHCb"] = quantity(
        "ATLAS",
        unit="1",
        source="a choice of this book",
        status="assumed",
        description="experiment whose federations are looked at",
    )
    pledge_year: int = quantity(
        2019,
        unit="yr",
        ge=2009,
        le=2019,
        source="PledgesQMonit",
        status="printed",
        description="year of the pledges; no later year was found in a machine-readable copy",
    )
    model_year: int = quantity(
        2030,
        unit="yr",
        ge=2016,
        le=2032,
        source="ATLASCDRPlots",
        status="read-off",
        description="year of ATLAS's model, on its own schedule, from which mix and disk over CPU are taken",
    )
    analysis_rate: float = quantity(
        3.5,
        unit="MB/s",
        gt=0,
        le=100,
        source="between CMSSiteProcedures and CoffeaCasa200",
        status="assumed",
        description="what an analysis reads on one core",
    )
    analysis_request: float = quantity(
        0.1,
        unit="MB",
        ge=0.001,
        le=100,
        source="a choice of this book",
        status="assumed",
        description="mean request of an analysis that reads some columns",
    )
    drive_capacity: float = quantity(
        20.0,
        unit="TB",
        gt=0,
        le=500,
        source="ExosX24",
        status="printed",
        description="what one disk drive holds",
    )
    busy: float = quantity(
        0.7,
        unit="1",
        gt=0,
        le=1,
        source="a choice of this book",
        status="assumed",
        description="share of its time that a drive may be busy before requests queue for long",
    )
