"""Parameters of the page on composed finders."""

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class BetterTogether(PageParameters):
    """Better together.

    Examples
    --------
    >>> BetterTogether().events
    3
    """

    pile_up: int = quantity(
        60,
        unit="interactions",
        ge=0,
        le=200,
        source=CHOICE,
        status="assumed",
        description="mean pile-up of every event; 140 to 200 at the HL-LHC",
    )
    events: int = quantity(
        3,
        unit="1",
        ge=1,
        le=50,
        source=CHOICE,
        status="assumed",
        description="events of each condition",
    )
    pt_min: float = quantity(
        1.0,
        unit="GeV",
        ge=0.5,
        le=5,
        source=CHOICE,
        status="assumed",
        description="least transverse momentum asked for; finders look down to 0.8 of it",
    )
    hits_min: int = quantity(
        7,
        unit="1",
        ge=4,
        le=12,
        source=CHOICE,
        status="assumed",
        description="fewest hits of a particle asked for",
    )
    displaced: float = quantity(
        0.5,
        unit="1",
        ge=0,
        le=1,
        source=CHOICE,
        status="assumed",
        description="share of particles from a decay in flight, where decays are looked at",
    )
    decay_length: float = quantity(
        40.0,
        unit="mm",
        ge=1,
        le=300,
        source=CHOICE,
        status="assumed",
        description="mean transverse distance of these decays from the beam",
    )
    dead: float = quantity(
        0.05,
        unit="1",
        ge=0,
        le=0.5,
        source=CHOICE,
        status="assumed",
        description="share of modules that record nothing, where dead modules are looked at",
    )
    most: float = quantity(
        5.0,
        unit="1",
        ge=1,
        le=50,
        source=CHOICE,
        status="assumed",
        description="most chi-squared for each degree of freedom of a refitted track",
    )
