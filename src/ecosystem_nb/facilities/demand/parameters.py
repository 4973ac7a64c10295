"""Parameters of the page on the need of computing."""

from typing import Literal, Self

from pydantic import model_validator

from ecosystem_nb.parameters import PageParameters, quantity


class ComputingNeed(PageParameters):
    """How much computing the HL-LHC needs.

    Examples
    --------
    >>> ComputingNeed().growth
    10.0
    """

    atlas: Literal["ATLAS 2018", "ATLAS-like"] = quantity(
        "ATLAS 2018",
        unit="1",
        source="ATLASCDRPlots",
        status="read-off",
        description="ATLAS's demand: its curves of 2018, or built from a draft of 2020",
    )
    cms: Literal["CMS-like", "CMS 2017"] = quantity(
        "CMS-like",
        unit="1",
        source="CMSResourceModel",
        status="printed",
        description="CMS's demand: built from the inputs of 2018, or its curves of 2017 (no tape)",
    )
    cpu_basis: Literal["mean", "peak"] = quantity(
        "mean",
        unit="1",
        source="ATLAS's curves are means over the year",
        status="assumed",
        description="CPU of a demand built from inputs: spread over the year, or what stands ready",
    )
    restart_2030: bool = quantity(
        True,
        unit="1",
        source="HLLHCSchedule",
        status="printed",
        description="move the demands to the restart in June 2030; else on the schedule of 2018",
    )
    base_year: int = quantity(
        2019,
        unit="yr",
        ge=2009,
        le=2019,
        source="last year of the pledges that was found in machine-readable form",
        status="assumed",
        description="year whose pledges the flat budget starts from",
    )
    growth: float = quantity(
        10.0,
        unit="%/yr",
        ge=0,
        le=30,
        source="TCB2025",
        status="printed",
        description="capacity that a flat budget buys more each year",
    )
    growth_low: float = quantity(
        5.0,
        unit="%/yr",
        ge=0,
        le=30,
        source="TCB2025",
        status="printed",
        description="the same, lower line",
    )
    growth_high: float = quantity(
        15.0,
        unit="%/yr",
        ge=0,
        le=30,
        source="TCB2025",
        status="printed",
        description="the same, upper line",
    )
    year: int = quantity(
        2032,
        unit="yr",
        ge=2026,
        le=2036,
        source="third year after the restart",
        status="assumed",
        description="year in which the gap is read",
    )
    reconstruction_time: float = quantity(
        0.505,
        unit="1",
        gt=0,
        le=1,
        source="ATLASCDRDraft",
        status="draft",
        description="target: time of reconstruction over today's software, 295 over 584 HS06 s",
    )
    moved_to_fast: float = quantity(
        0.5,
        unit="1",
        ge=0,
        le=1,
        source="ATLASCDRDraft",
        status="draft",
        description="target: share of full simulation moved to fast simulation, 50 to 25 % full",
    )
    event_size: float = quantity(
        0.9,
        unit="1",
        gt=0,
        le=1,
        source="ATLASCDRDraft",
        status="draft",
        description="target: size of an event over today's, with lossy compression",
    )
    replicas: float = quantity(
        0.75,
        unit="1",
        gt=0,
        le=1,
        source="a choice of this book",
        status="assumed",
        description="target: replicas on disk over today's",
    )

    @model_validator(mode="after")
    def _growth_rises(self) -> Self:
        if not self.growth_low <= self.growth <= self.growth_high:
            rates = f"{self.growth_low:g}, {self.growth:g} and {self.growth_high:g} %/yr"
            raise ValueError(f"growth_low, growth and growth_high = {rates}: expected rising values")
        return self
