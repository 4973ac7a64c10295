"""Parameters of the page on an event of the HL-LHC."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class HighLuminosityEvent(PageParameters):
    """What an event of the HL-LHC looks like.

    Examples
    --------
    >>> HighLuminosityEvent().pile_up
    200
    """

    pile_up: int = quantity(
        200,
        unit="interactions",
        ge=20,
        le=300,
        source="TrackML2019",
        status="printed",
        description="mean number of soft interactions of a crossing; levels below are a tenth apart",
    )
    tracks: float = quantity(
        50.0,
        unit="particles",
        ge=1,
        le=100,
        source=CHOICE,
        status="assumed",
        description="charged particles of a soft interaction, so many that an event has about 100,000 hits",
    )
    pt_min: float = quantity(
        0.1,
        unit="GeV",
        ge=0.05,
        le=1,
        source=CHOICE,
        status="assumed",
        description="softest particle",
    )
    spectrum: Literal["tsallis", "log-uniform"] = quantity(
        "tsallis",
        unit="1",
        source="CMS2010spectrum",
        status="recalled",
        description="transverse momenta: as measured, or flat in their logarithm",
    )
    seed_pt: float = quantity(
        1.0,
        unit="GeV",
        ge=0.3,
        le=5,
        source=CHOICE,
        status="assumed",
        description="transverse momentum above which a particle is wanted",
    )
    reach: float = quantity(
        150.0,
        unit="mm",
        ge=10,
        le=500,
        source=CHOICE,
        status="assumed",
        description="most that a pair may point away from the middle along the beam: three widths",
    )
    events: int = quantity(
        2,
        unit="events",
        ge=1,
        le=50,
        source=CHOICE,
        status="assumed",
        description="events at each level of pile-up",
    )
    seed: int = quantity(
        7,
        unit="1",
        ge=0,
        le=1_000_000,
        source=CHOICE,
        status="assumed",
        description="of the event in the pictures; the others take the next ones",
    )
