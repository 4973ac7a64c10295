"""Parameters of the page on graph networks."""

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class GraphNetworks(PageParameters):
    """Graph networks.

    Examples
    --------
    >>> GraphNetworks().events
    2
    """

    pile_up: float = quantity(
        20.0,
        unit="interactions",
        ge=0,
        le=40,
        source=CHOICE,
        status="assumed",
        description="mean pile-up of the events; the training has 10, 20 and 30",
    )
    events: int = quantity(
        2, unit="1", ge=1, le=50, source=CHOICE, status="assumed", description="test events of each kind"
    )
    first: int = quantity(
        100,
        unit="1",
        ge=0,
        le=999_000,
        source=CHOICE,
        status="assumed",
        description="seed of the first test event; seeds of the training begin at a million",
    )
    radius: float = quantity(
        0.55,
        unit="1",
        gt=0,
        le=1,
        source=CHOICE,
        status="assumed",
        description="distance in the learned space within which hits are joined",
    )
    cut: float = quantity(
        0.05, unit="1", ge=0, lt=1, source=CHOICE, status="assumed", description="lowest score of the filter"
    )
    threshold: float = quantity(
        0.5,
        unit="1",
        ge=0.1,
        le=0.9,
        source=CHOICE,
        status="assumed",
        description="lowest score of the interaction network, in tenths",
    )
    fewest: int = quantity(
        6, unit="hits", ge=3, le=12, source=CHOICE, status="assumed", description="shortest track"
    )
