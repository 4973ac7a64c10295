"""Parameters of the page on segment linking."""

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class SegmentLinking(PageParameters):
    """How tracks are linked from short pieces.

    Examples
    --------
    >>> SegmentLinking().pt_min
    0.8
    """

    pile_up: int = quantity(
        200,
        unit="interactions",
        ge=20,
        le=300,
        source="TrackML2019",
        status="printed",
        description="most soft interactions of a crossing; the funnel is drawn at a tenth, a half and all",
    )
    pt_min: float = quantity(
        0.8,
        unit="GeV",
        ge=0.4,
        le=3,
        source=CHOICE,
        status="assumed",
        description="least transverse momentum that is linked",
    )
    skip: int = quantity(
        1,
        unit="layers",
        ge=0,
        le=2,
        source=CHOICE,
        status="assumed",
        description="how many layers a segment may pass over",
    )
    efficiency: float = quantity(
        0.98,
        unit="1",
        ge=0.8,
        le=1,
        source=CHOICE,
        status="assumed",
        description="chance that a crossing is recorded",
    )
    seed: int = quantity(
        21,
        unit="1",
        ge=0,
        le=1_000_000,
        source=CHOICE,
        status="assumed",
        description="of the events",
    )
