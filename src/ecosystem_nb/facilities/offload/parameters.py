"""Parameters of the page on what to ask of an HPC centre."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class HPCCentre(PageParameters):
    """What work leaves, and on which terms it runs at the centre.

    Examples
    --------
    >>> HPCCentre().share
    0.5
    """

    scope: Literal["US ATLAS", "ATLAS"] = quantity(
        "US ATLAS",
        unit="1",
        source=CHOICE,
        status="assumed",
        description="whose need: the part of the US as it pledged in 2019, or all of ATLAS",
    )
    share: float = quantity(
        0.5,
        unit="1",
        ge=0.1,
        le=1,
        source=CHOICE,
        status="assumed",
        description="share of the eligible work that is asked to leave",
    )
    year: int = quantity(
        2033,
        unit="yr",
        ge=2030,
        le=2036,
        source=CHOICE,
        status="assumed",
        description="year of the tables by activity",
    )
    gpu_share: float = quantity(
        0.15,
        unit="1",
        ge=0,
        le=1,
        source=CHOICE,
        status="assumed",
        description="share of that work on nodes with GPUs, where there is a port",
    )
    memory: float = quantity(
        2.0,
        unit="GB",
        gt=0,
        le=64,
        source="what grid sites usually give to a core",
        status="assumed",
        description="memory that a thread needs",
    )
    residence_in: float = quantity(
        3.0,
        unit="d",
        ge=0,
        le=100,
        source=CHOICE,
        status="assumed",
        description="time that input waits at the centre",
    )
    residence_out: float = quantity(
        7.0,
        unit="d",
        ge=0,
        le=100,
        source=CHOICE,
        status="assumed",
        description="time that output waits there",
    )
    burst: float = quantity(
        2.0,
        unit="1",
        ge=1,
        le=10,
        source="ZenodoNetwork2021",
        status="recalled",
        description="rate in busy weeks over the mean of the year",
    )
    reduction_ratio: float = quantity(
        6.0,
        unit="1",
        ge=2,
        le=20,
        source="ATLASCDRDraft",
        status="draft",
        description="data read over data written in data reduction: AOD of 350 kB, formats of 60 kB",
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
