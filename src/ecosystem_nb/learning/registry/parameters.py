"""Parameters of the page on production."""

from ecosystem_nb.parameters import PageParameters, quantity

_OURS = "a choice of this book"


class Production(PageParameters):
    """A detector that has aged, what a model has to keep to, and the canary.

    Examples
    --------
    >>> Production().share
    0.2
    """

    pile_up: float = quantity(
        100.0,
        unit="1",
        ge=60,
        le=200,
        source=_OURS,
        status="assumed",
        description="interactions a crossing, later",
    )
    dose: float = quantity(
        0.8,
        unit="1",
        ge=0.2,
        le=1.5,
        source=_OURS,
        status="assumed",
        description="radiation taken by then, in units of the whole HL-LHC run's",
    )
    efficiency: float = quantity(
        0.93,
        unit="1",
        ge=0.5,
        le=0.99,
        source=_OURS,
        status="assumed",
        description="least share of electrons kept",
    )
    background: float = quantity(
        0.5, unit="1", gt=0, le=1, source=_OURS, status="assumed", description="largest share of jets kept"
    )
    response: float = quantity(
        0.05,
        unit="1",
        gt=0,
        le=0.5,
        source=_OURS,
        status="assumed",
        description="how far the energy response may be from one",
    )
    margin: float = quantity(
        0.02,
        unit="1",
        ge=0,
        le=0.5,
        source=_OURS,
        status="assumed",
        description="most jets that rounding to integers may add, as a share of all jets",
    )
    device: float = quantity(
        10.0,
        unit="%",
        gt=0,
        le=100,
        source=_OURS,
        status="assumed",
        description="part of the trigger's device that all copies of the network may take",
    )
    share: float = quantity(
        0.2,
        unit="1",
        gt=0,
        le=0.5,
        source=_OURS,
        status="assumed",
        description="part of the events for the canary",
    )
    allowed: float = quantity(
        0.03,
        unit="1",
        ge=0.01,
        le=0.2,
        source=_OURS,
        status="assumed",
        description="how far the rate may be from the one foretold",
    )
    events: int = quantity(
        8_000, unit="1", ge=2000, le=200_000, source=_OURS, status="assumed", description="events a training"
    )
    seed: int = quantity(
        1, unit="1", ge=0, le=2**31, source=_OURS, status="assumed", description="of events and trainings"
    )
