"""Parameters of the page on many Kalman filters at once."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class ManyFilters(PageParameters):
    """Many Kalman filters at once.

    Examples
    --------
    >>> ManyFilters().candidates
    4
    """

    pile_up: int = quantity(
        140,
        unit="interactions",
        ge=0,
        le=200,
        source=CHOICE,
        status="assumed",
        description="mean pile-up of the events searched; 140 to 200 at the HL-LHC",
    )
    muons: int = quantity(
        3000,
        unit="particles",
        ge=500,
        le=20_000,
        source=CHOICE,
        status="assumed",
        description="muons in the event from which pulls and resolutions are taken",
    )
    pt_min: float = quantity(
        0.9,
        unit="GeV",
        ge=0.3,
        le=5,
        source=CHOICE,
        status="assumed",
        description="least transverse momentum of the particles asked for",
    )
    engine: Literal["best-hit", "standard", "clone"] = quantity(
        "clone",
        unit="1",
        source="mkFit2020",
        status="printed",
        description="how candidates are followed",
    )
    candidates: int = quantity(
        4,
        unit="1",
        ge=1,
        le=16,
        source=CHOICE,
        status="assumed",
        description="candidates kept for each seed by the standard and the clone engine",
    )
    sigmas: float = quantity(
        5.0,
        unit="1",
        ge=1,
        le=10,
        source=CHOICE,
        status="assumed",
        description="half-width of the window around a prediction in standard deviations",
    )
    chi2: float = quantity(
        25.0,
        unit="1",
        ge=1,
        le=100,
        source=CHOICE,
        status="assumed",
        description="most chi-squared of a hit, two degrees of freedom",
    )
    holes: int = quantity(
        2,
        unit="1",
        ge=0,
        le=6,
        source=CHOICE,
        status="assumed",
        description="most layers of a track that should have a hit and have none",
    )
