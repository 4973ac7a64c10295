"""Parameters of the page on the retraining challenge."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity


class RetrainingChallenge(PageParameters):
    """The retraining challenge.

    Examples
    --------
    >>> RetrainingChallenge().seeds
    5
    """

    timeline: Literal[
        "standard", "steady_ageing", "sudden_fault", "pile_up_ramp", "wrong_calibration", "recovery"
    ] = quantity(
        "standard",
        unit="1",
        source="a choice of this book",
        status="assumed",
        description="script by which conditions change",
    )
    seeds: int = quantity(
        5,
        unit="1",
        ge=2,
        le=50,
        source="a choice of this book",
        status="assumed",
        description="courses to play, each with its own conditions, events and first model",
    )
    events: int = quantity(
        12_288,
        unit="1",
        ge=2000,
        le=200_000,
        source="a choice of this book",
        status="assumed",
        description="events an interval",
    )
    reference: int = quantity(
        32_768,
        unit="1",
        ge=2000,
        le=500_000,
        source="a choice of this book",
        status="assumed",
        description="labelled events for the first model",
    )
    efficiency: float = quantity(
        0.95,
        unit="1",
        ge=0.5,
        le=0.999,
        source="a choice of this book",
        status="assumed",
        description="share of the electrons that the threshold shall keep",
    )
