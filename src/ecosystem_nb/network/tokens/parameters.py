"""Parameters of the page on tokens: what a reader may change."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity

_CHOICE = "a choice of this book"


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
