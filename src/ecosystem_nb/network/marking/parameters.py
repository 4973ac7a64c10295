"""Parameters of the page on packet marks: what a reader may change."""

from ecosystem_nb.parameters import PageParameters, quantity

_CHOICE = "a choice of this book"


class PacketMarking(PageParameters):
    """Whose packet it is, how its flow is booked, and how marked flows spread over paths.

    Examples
    --------
    >>> PacketMarking().paths
    8
    """

    experiment: str = quantity(
        "atlas",
        unit="1",
        max_length=40,
        source=_CHOICE,
        status="assumed",
        description="experiment of the example, as the registry names it",
    )
    activity: str = quantity(
        "T0 Export",
        unit="1",
        max_length=60,
        source=_CHOICE,
        status="assumed",
        description="its activity, as the registry names it",
    )
    entropy_bits: int = quantity(
        5,
        unit="1",
        ge=0,
        le=5,
        source="FlowLabelDraft",
        status="printed",
        description="bits of the label that are drawn at random for each flow",
    )
    paths: int = quantity(
        8, unit="1", ge=2, le=16, source=_CHOICE, status="assumed", description="equal-cost paths of a router"
    )
    pairs: int = quantity(
        1,
        unit="1",
        ge=1,
        le=64,
        source=_CHOICE,
        status="assumed",
        description="pairs of hosts that share the flows",
    )
    flows: int = quantity(
        1000, unit="1", ge=1, le=1024, source=_CHOICE, status="assumed", description="flows at one time"
    )
    loss: float = quantity(
        0.05,
        unit="1",
        ge=0,
        le=0.5,
        source="no source states one",
        status="assumed",
        description="chance that a firefly is lost",
    )
    ongoing: int = quantity(
        3,
        unit="1",
        ge=0,
        le=10,
        source=_CHOICE,
        status="assumed",
        description="fireflies of a flow between its start and its end",
    )
    rounds: int = quantity(
        400,
        unit="1",
        ge=50,
        le=5000,
        source=_CHOICE,
        status="assumed",
        description="rounds of chance a point",
    )
    seed: int = quantity(
        148,
        unit="1",
        ge=0,
        le=2**31 - 1,
        source=_CHOICE,
        status="assumed",
        description="seed of the random numbers",
    )
