"""Parameters of the page on seeds."""

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class WhereTracksBegin(PageParameters):
    """Where a track begins.

    Examples
    --------
    >>> WhereTracksBegin().each
    3
    """

    pile_up: int = quantity(
        140,
        unit="interactions",
        ge=20,
        le=200,
        source=CHOICE,
        status="assumed",
        description="mean pile-up of the event looked at; 140 to 200 at the HL-LHC",
    )
    pt_min: float = quantity(
        0.9,
        unit="GeV",
        ge=0.3,
        le=5,
        source=CHOICE,
        status="assumed",
        description="least transverse momentum of the particles to be found; seeds are cut at 0.9 of it",
    )
    impact: float = quantity(
        1.0,
        unit="mm",
        ge=0.05,
        le=10,
        source=CHOICE,
        status="assumed",
        description="most transverse distance of a seed's circle from the beam",
    )
    z0: float = quantity(
        150.0,
        unit="mm",
        ge=20,
        le=300,
        source=CHOICE,
        status="assumed",
        description="most distance of a seed's line from the centre: three widths of the collisions",
    )
    kink: float = quantity(
        4.0,
        unit="1",
        ge=1,
        le=20,
        source=CHOICE,
        status="assumed",
        description="most change of the slope at the middle hit, in standard deviations",
    )
    each: int = quantity(
        3,
        unit="1",
        ge=1,
        le=16,
        source=CHOICE,
        status="assumed",
        description="most seeds kept for each middle hit",
    )
