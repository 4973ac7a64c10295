"""Parameters of the page on a failed cable: what a reader may change, with unit, range and source."""

from ecosystem_nb.parameters import PageParameters, quantity

_CHOICE = "a choice of this book"


class CableRehearsal(PageParameters):
    """A data challenge during which a transatlantic cable fails.

    Examples
    --------
    >>> CableRehearsal().cables
    2
    """

    provisioning_factor: float = quantity(
        2.0,
        unit="1",
        ge=1,
        le=10,
        source="ZenodoNetwork2021",
        status="recalled",
        description="capacity built over peak rate",
    )
    cables: int = quantity(
        2,
        unit="1",
        ge=1,
        le=20,
        source=_CHOICE,
        status="assumed",
        description="equal cables that make up the transatlantic capacity",
    )
    outage: float = quantity(
        0.5, unit="h", ge=0, le=48, source=_CHOICE, status="assumed", description="how long one cable is down"
    )
    fails_after: float = quantity(
        0.5, unit="h", ge=0, le=48, source=_CHOICE, status="assumed", description="when the cable fails"
    )
    hours: float = quantity(
        2.0, unit="h", gt=0, le=96, source=_CHOICE, status="assumed", description="length of the rehearsal"
    )
    file_size: float = quantity(
        20.0,
        unit="GB",
        gt=0,
        le=1e5,
        source="larger than FTS's mean of 1.5 GB, to keep the page quick",
        status="assumed",
        description="size of every file",
    )
    stream_cap: float = quantity(
        24.0,
        unit="Gbit/s",
        gt=0,
        le=1e5,
        source="HTTPTPC",
        status="printed",
        description="most that one transfer takes: a single host with HTTP third-party copy",
    )
    seed: int = quantity(
        2027, unit="1", ge=0, le=999_999, source=_CHOICE, status="assumed", description="seed of the arrivals"
    )
