"""Parameters of the decision page."""

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class WhichOne(PageParameters):
    """Which way of finding tracks is worth more work.

    Examples
    --------
    >>> WhichOne().weight_time
    1.0
    """

    gun: int = quantity(
        100,
        unit="vertices",
        ge=1,
        le=1000,
        source=CHOICE,
        status="assumed",
        description="vertices of four muons each that ACTS simulates and finds live",
    )
    pile_up: int = quantity(
        80,
        unit="interactions",
        ge=20,
        le=200,
        source=CHOICE,
        status="assumed",
        description="highest pile-up at which tracks are found live; the levels below are a quarter apart",
    )
    events: int = quantity(
        2,
        unit="events",
        ge=1,
        le=20,
        source=CHOICE,
        status="assumed",
        description="events of each kind",
    )
    pt_min: float = quantity(
        1.0,
        unit="GeV",
        ge=0.5,
        le=5,
        source=CHOICE,
        status="assumed",
        description="softest particle that counts",
    )
    weight_efficiency: float = quantity(
        1.0, unit="1", ge=0, le=10, source=CHOICE, status="assumed", description="weight of the efficiency"
    )
    weight_fakes: float = quantity(
        1.0, unit="1", ge=0, le=10, source=CHOICE, status="assumed", description="weight of the fakes"
    )
    weight_time: float = quantity(
        1.0, unit="1", ge=0, le=10, source=CHOICE, status="assumed", description="weight of the time"
    )
    weight_robustness: float = quantity(
        1.0, unit="1", ge=0, le=10, source=CHOICE, status="assumed", description="weight of hard events"
    )
    stop: float = quantity(
        0.5,
        unit="1",
        ge=0,
        le=1,
        source=CHOICE,
        status="assumed",
        description="total mark below which an approach would end",
    )
    reinforce: float = quantity(
        0.75,
        unit="1",
        ge=0,
        le=1,
        source=CHOICE,
        status="assumed",
        description="total mark from which an approach would get more",
    )
    core_power: float = quantity(
        6.9,
        unit="W",
        gt=0,
        le=50,
        source="HS23Scores",
        status="computed",
        description="power of a core: 441 W of a server with two EPYC 7502 over its 64 cores",
    )
    seed: int = quantity(
        11,
        unit="1",
        ge=0,
        le=1_000_000,
        source=CHOICE,
        status="assumed",
        description="number of the first event",
    )
