"""Parameters of the page on alarms."""

from ecosystem_nb.parameters import PageParameters, quantity


class RetrainingAlarms(PageParameters):
    """When a retraining is due, as alarms say.

    Examples
    --------
    >>> RetrainingAlarms().batch
    4096
    """

    batch: int = quantity(
        4096,
        unit="1",
        ge=256,
        le=16_384,
        source="a choice of this book",
        status="assumed",
        description="events that an alarm looks at",
    )
    rate: float = quantity(
        0.05,
        unit="1",
        ge=0.02,
        le=0.5,
        source="a choice of this book",
        status="assumed",
        description="false alarms a batch without drift",
    )
    quiet: int = quantity(
        60,
        unit="1",
        ge=50,
        le=2000,
        source="a choice of this book",
        status="assumed",
        description="batches without drift that set the thresholds",
    )
    tries: int = quantity(
        12,
        unit="1",
        ge=4,
        le=1000,
        source="a choice of this book",
        status="assumed",
        description="batches of each drift",
    )
    allowed: float = quantity(
        0.03,
        unit="1",
        gt=0,
        le=1,
        source="a choice of this book",
        status="assumed",
        description="relative loss of efficiency, or rise of the rate, that is still no harm",
    )
    worth: float = quantity(
        0.1,
        unit="1",
        gt=0,
        le=1,
        source="a choice of this book",
        status="assumed",
        description="relative rise of the background at the asked efficiency that is still no harm",
    )
    efficiency: float = quantity(
        0.95,
        unit="1",
        ge=0.5,
        le=0.999,
        source="a choice of this book",
        status="assumed",
        description="share of the electrons that the threshold keeps",
    )
    seed: int = quantity(
        7,
        unit="1",
        ge=0,
        le=999_999,
        source="a choice of this book",
        status="assumed",
        description="seed of the random numbers",
    )
