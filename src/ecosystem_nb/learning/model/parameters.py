"""Parameters of the page on ageing."""

from ecosystem_nb.parameters import PageParameters, quantity

_OURS = "a choice of this book"


class AgeingDetector(PageParameters):
    """The conditions a model was made for, and those it meets.

    Examples
    --------
    >>> AgeingDetector().aged_pile_up
    140.0
    """

    pile_up: float = quantity(
        60.0,
        unit="1",
        ge=0,
        le=300,
        source="Cooke2022",
        status="printed",
        description="interactions of a crossing while the model is trained: about those of Run 3",
    )
    dose: float = quantity(
        0.2,
        unit="1",
        ge=0,
        le=0.5,
        source=_OURS,
        status="assumed",
        description="dose while the model is trained; at 1 the crystals have lost a fifth of their light",
    )
    aged_pile_up: float = quantity(
        140.0,
        unit="1",
        ge=0,
        le=300,
        source=_OURS + ", below the 200 that the HL-LHC may reach",
        status="assumed",
        description="interactions of a crossing later",
    )
    aged_dose: float = quantity(
        1.0, unit="1", ge=0.6, le=2, source=_OURS, status="assumed", description="dose later"
    )
    dead_crystals: float = quantity(
        0.01,
        unit="1",
        ge=0,
        le=0.3,
        source=_OURS,
        status="assumed",
        description="share of dead crystals later",
    )
    dead_towers: float = quantity(
        0.03, unit="1", ge=0, le=0.3, source=_OURS, status="assumed", description="share of dead towers later"
    )
    scale: float = quantity(
        0.92,
        unit="1",
        ge=0.5,
        le=2,
        source=_OURS,
        status="assumed",
        description="factor of a wrong calibration file",
    )
    efficiency: float = quantity(
        0.95,
        unit="1",
        ge=0.1,
        le=0.999,
        source=_OURS,
        status="assumed",
        description="share of the electrons that the threshold is set to keep",
    )
    events: int = quantity(
        30_000,
        unit="1",
        ge=2_000,
        le=1_000_000,
        source=_OURS,
        status="assumed",
        description="events to train with, and as many to set the threshold",
    )
    tests: int = quantity(
        10_000,
        unit="1",
        ge=1_000,
        le=1_000_000,
        source=_OURS,
        status="assumed",
        description="events to measure with in each state",
    )
    seed: int = quantity(
        1, unit="1", ge=0, le=2**31, source=_OURS, status="assumed", description="first seed"
    )
