"""Parameters of the page on networks in fixed point."""

from ecosystem_nb.learning.quantised.budget import Budget
from ecosystem_nb.parameters import PageParameters, quantity


class FiftyNanoseconds(PageParameters):
    """A network for the first trigger level.

    Examples
    --------
    >>> FiftyNanoseconds().latency
    50.0
    """

    latency: float = quantity(
        50.0,
        unit="ns",
        gt=0,
        le=12_500,
        source="a choice of this book, of the 12.5 µs that the whole trigger has",
        status="assumed",
        description="time from input to score",
    )
    clock: float = quantity(
        200.0,
        unit="MHz",
        ge=40,
        le=1000,
        source="DA4MLCode",
        status="printed",
        description="clock of the logic",
    )
    adders_a_clock: int = quantity(
        5,
        unit="1",
        ge=1,
        le=20,
        source="DA4MLCode",
        status="printed",
        description="adders in a row within one tick of the clock",
    )
    device: float = quantity(
        1_728_000.0,
        unit="1",
        ge=10_000,
        le=1e8,
        source="DS890",
        status="recalled",
        description="look-up tables of the device: a VU13P",
    )
    share: float = quantity(
        1.0,
        unit="%",
        gt=0,
        le=100,
        source="a choice of this book",
        status="assumed",
        description="part of the device that all copies of the network may take",
    )
    candidates: int = quantity(
        12,
        unit="1",
        ge=1,
        le=1000,
        source="a choice of this book",
        status="assumed",
        description="candidates that the device has to judge in each crossing",
    )
    pile_up: float = quantity(
        60.0,
        unit="1",
        ge=0,
        le=250,
        source="the reference conditions of this part",
        status="assumed",
        description="collisions a crossing",
    )
    events: int = quantity(
        30_000,
        unit="1",
        ge=4000,
        le=1_000_000,
        source="a choice of this book",
        status="assumed",
        description="events to train on, and as many to judge on",
    )
    input_bits: int = quantity(
        9,
        unit="1",
        ge=2,
        le=12,
        source="a choice of this book, after the scan",
        status="assumed",
        description="bits of each input of the mixed network",
    )
    first_weights: int = quantity(
        5,
        unit="1",
        ge=2,
        le=12,
        source="a choice of this book, after the scan",
        status="assumed",
        description="bits of the weights of its first layer",
    )
    later_weights: int = quantity(
        4,
        unit="1",
        ge=2,
        le=12,
        source="a choice of this book, after the scan",
        status="assumed",
        description="bits of the weights of its later layers",
    )
    first_activations: int = quantity(
        7,
        unit="1",
        ge=2,
        le=12,
        source="a choice of this book, after the scan",
        status="assumed",
        description="bits of the activations of its first layer",
    )
    later_activations: int = quantity(
        6,
        unit="1",
        ge=2,
        le=12,
        source="a choice of this book, after the scan",
        status="assumed",
        description="bits of the activations of its second layer",
    )
    seed: int = quantity(
        2030,
        unit="1",
        ge=0,
        le=2**31 - 1,
        source="a choice of this book",
        status="assumed",
        description="seed of events and training",
    )

    @property
    def budget(self) -> Budget:
        """What one copy of the network may take."""
        return Budget(
            latency=self.latency,
            clock=self.clock,
            adders_a_clock=self.adders_a_clock,
            luts=self.device,
            share=self.share / 100,
            wanted=self.candidates,
        )
