"""Parameters of the page on one kernel and two machines."""

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class TwoMachines(PageParameters):
    """One kernel, two machines.

    Examples
    --------
    >>> TwoMachines().muons
    400
    """

    muons: int = quantity(
        400,
        unit="particles",
        ge=40,
        le=4000,
        source=CHOICE,
        status="assumed",
        description="muons that ACTS simulates for both finders; a multiple of four, which a vertex has",
    )
    pt_min: float = quantity(
        1.0,
        unit="GeV",
        ge=0.5,
        le=5,
        source=CHOICE,
        status="assumed",
        description="least transverse momentum of the muons",
    )
    tracks: int = quantity(
        2000,
        unit="particles",
        ge=10,
        le=100_000,
        source=CHOICE,
        status="assumed",
        description="tracks of an event for which the GPU's bounds are stated",
    )
    launch: float = quantity(
        5.0,
        unit="us",
        ge=1,
        le=100,
        source=CHOICE,
        status="assumed",
        description="time to launch a kernel on a GPU",
    )
