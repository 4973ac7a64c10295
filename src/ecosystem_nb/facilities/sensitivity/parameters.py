"""Parameters of the page on tape that needs to be 20 % larger."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity


class TapeNeeds(PageParameters):
    """What a larger need costs, of tape and of everything else.

    Examples
    --------
    >>> TapeNeeds().step
    20.0
    """

    scope: Literal["ATLAS", "ATLAS Tier-1", "US ATLAS", "CMS", "CMS Tier-1", "US CMS"] = quantity(
        "ATLAS",
        unit="1",
        source="a choice of this book",
        status="assumed",
        description="whose needs: a whole experiment, or the part that it pledged in 2019",
    )
    step: float = quantity(
        20.0,
        unit="%",
        gt=0,
        le=50,
        source="Ecosystem2022",
        status="printed",
        description="how much more is needed, and the step of every other input",
    )
    since: int = quantity(
        2027,
        unit="yr",
        ge=2020,
        le=2029,
        source="a choice of this book",
        status="assumed",
        description="first year in which a change acts; prices are known until the year before",
    )
    improvement: float = quantity(
        10.0,
        unit="%/yr",
        ge=0,
        le=50,
        source="TCB2025",
        status="printed",
        description="growth of what money buys, but of drives",
    )
    cpu_price: float = quantity(
        11.0,
        unit="USD/HS06",
        gt=0,
        le=1000,
        source="ToyCosts2017",
        status="printed",
        description="CPU in 2017",
    )
    disk_price: float = quantity(
        110.0,
        unit="USD/TB",
        gt=0,
        le=10_000,
        source="ToyCosts2017",
        status="printed",
        description="installed disk in 2017",
    )
    tape_price: float = quantity(
        10.0,
        unit="USD/TB",
        gt=0,
        le=1000,
        source="ToyCosts2017",
        status="printed",
        description="tape in 2017, where it is counted as one price",
    )
    drive_price: float = quantity(
        25_000.0,
        unit="USD",
        gt=0,
        le=200_000,
        source="TapeDrives2022",
        status="assumed",
        description="a tape drive in a library",
    )
    recalls: float = quantity(
        1.0,
        unit="1",
        ge=0,
        le=20,
        source="a choice of this book",
        status="assumed",
        description="times a year that the whole archive on tape is written or read",
    )
    offload: float = quantity(
        0.0,
        unit="1",
        ge=0,
        le=0.5,
        source="a choice of this book",
        status="assumed",
        description="part of the CPU need that runs elsewhere and is not paid here",
    )
    futures: int = quantity(
        2000,
        unit="1",
        ge=100,
        le=20_000,
        source="a choice of this book",
        status="assumed",
        description="draws of all inputs for the range of each effect",
    )
    doublings: int = quantity(
        10,
        unit="1",
        ge=6,
        le=13,
        source="a choice of this book",
        status="assumed",
        description="Sobol's sequence has two to this power points",
    )
    seed: int = quantity(
        2030,
        unit="1",
        ge=0,
        le=999_999,
        source="a choice of this book",
        status="assumed",
        description="seed of the random numbers",
    )
