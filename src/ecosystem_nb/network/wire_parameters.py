"""Parameters of the pages on packet marks and tokens: what a reader may change."""

from typing import Literal

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


class TokenAccess(PageParameters):
    """One token, one request, and the decision on it.

    Examples
    --------
    >>> TokenAccess().lifetime
    3600.0
    """

    scope: str = quantity(
        "storage.read:/data storage.create:/out",
        unit="1",
        max_length=500,
        source=_CHOICE,
        status="assumed",
        description="scope claim of the token",
    )
    action: Literal["read", "write", "delete", "mkdir", "stat", "stage", "poll"] = quantity(
        "read", unit="1", source=_CHOICE, status="assumed", description="what is asked"
    )
    path: str = quantity(
        "/atlas/data/run3/x.root",
        unit="1",
        max_length=500,
        source=_CHOICE,
        status="assumed",
        description="path that is asked for; the VO's part of the storage is /atlas",
    )
    exists: bool = quantity(
        True, unit="1", source=_CHOICE, status="assumed", description="whether there is a file of that name"
    )
    lifetime: float = quantity(
        3600.0,
        unit="s",
        ge=60,
        le=86_400,
        source="WLCGTokens",
        status="printed",
        description="lifetime of the token; the profile recommends an hour, from 15 minutes to 6 hours",
    )
    age: float = quantity(
        600.0,
        unit="s",
        ge=-3600,
        le=90_000,
        source=_CHOICE,
        status="assumed",
        description="time since the token was issued, by the storage's own clock",
    )
    leeway: float = quantity(
        60.0,
        unit="s",
        ge=0,
        le=600,
        source="WLCGTokens",
        status="printed",
        description="by how much clocks may differ when a token is new",
    )
    links: int = quantity(
        156,
        unit="1",
        ge=1,
        le=10_000,
        source="network/tier1: 13 Tier-1s, each to each",
        status="computed",
        description="links that share the transfers evenly",
    )
