"""Parameters of the page on what a million dollars buys."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity


class MillionDollars(PageParameters):
    """What a million dollars of hardware buys.

    Examples
    --------
    >>> MillionDollars().extra
    1.0
    """

    scope: Literal["ATLAS", "US ATLAS"] = quantity(
        "ATLAS",
        unit="1",
        source="a choice of this book",
        status="assumed",
        description="whose pledges and needs: all of ATLAS, or the part of the US as it pledged in 2019",
    )
    extra: float = quantity(
        1.0,
        unit="MUSD",
        gt=0,
        le=100,
        source="Ecosystem2022",
        status="printed",
        description="hardware a year, more or less",
    )
    since: int = quantity(
        2027,
        unit="yr",
        ge=2020,
        le=2029,
        source="a choice of this book",
        status="assumed",
        description="first year of more or less money, and of what R&D changes",
    )
    improvement: float = quantity(
        10.0,
        unit="%/yr",
        ge=0,
        le=50,
        source="TCB2025",
        status="printed",
        description="growth of what money buys",
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
        description="tape in 2017, as one price",
    )
    cpu_lifetime: float = quantity(
        5.0,
        unit="yr",
        ge=1,
        le=15,
        source="RubinSizing2026",
        status="printed",
        description="years that a server serves",
    )
    disk_lifetime: float = quantity(
        5.0,
        unit="yr",
        ge=1,
        le=15,
        source="RubinSizing2026",
        status="printed",
        description="years that disk serves",
    )
    tape_lifetime: float = quantity(
        10.0,
        unit="yr",
        ge=1,
        le=20,
        source="a choice of this book",
        status="assumed",
        description="years until a cartridge is copied to the next generation",
    )
    left: float = quantity(
        0.5,
        unit="1",
        ge=0,
        lt=1,
        source="a choice of this book",
        status="assumed",
        description="what each result of R&D leaves of its part of the need",
    )
    yearly_spread: float = quantity(
        0.1,
        unit="1",
        ge=0,
        le=1,
        source="half of what bare drives show on the page of prices",
        status="assumed",
        description="standard deviation of a year's step of the logarithm of a price",
    )
    recalls: float = quantity(
        1.0,
        unit="1",
        ge=0,
        le=20,
        source="a choice of this book",
        status="assumed",
        description="times a year that the whole archive on tape is read or written",
    )
    samples: int = quantity(
        20_000,
        unit="1",
        ge=100,
        le=200_000,
        source="a choice of this book",
        status="assumed",
        description="Monte-Carlo futures of prices",
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
