"""Parameters of the page on inference as a service."""

from ecosystem_nb.parameters import PageParameters, quantity

_OURS = "a choice of this book"


class Service(PageParameters):
    """Clients, batches and what is allowed to wait.

    Examples
    --------
    >>> Service().most
    32
    """

    think: float = quantity(
        20.0,
        unit="ms",
        ge=0.1,
        le=10_000,
        source="the think time of the record",
        status="assumed",
        description="what a client computes between two requests, mean",
    )
    most: int = quantity(
        32, unit="1", ge=2, le=512, source=_OURS, status="assumed", description="requests in a batch, at most"
    )
    limit: float = quantity(
        10.0,
        unit="ms",
        gt=0,
        le=10_000,
        source=_OURS,
        status="assumed",
        description="latency that one request in a hundred may exceed",
    )
    requests: int = quantity(
        20_000,
        unit="1",
        ge=1000,
        le=1_000_000,
        source=_OURS,
        status="assumed",
        description="requests of each simulation",
    )
    seed: int = quantity(
        1, unit="1", ge=0, le=2**31, source=_OURS, status="assumed", description="of arrivals and think times"
    )
