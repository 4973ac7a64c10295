"""Parameters of the page on four contexts."""

from ecosystem_nb.parameters import PageParameters, quantity

_OWN = "a choice of this book"


class FourContexts(PageParameters):
    """One model, judged in four contexts while the detector ages.

    Examples
    --------
    >>> FourContexts().dose
    1.0
    """

    dose: float = quantity(
        1.0,
        unit="1",
        ge=0.2,
        le=2,
        source=_OWN,
        status="assumed",
        description="dose of the aged detector, in units of that of the whole HL-LHC run",
    )
    pile_up: float = quantity(
        60.0,
        unit="1",
        ge=0,
        le=250,
        source=_OWN,
        status="assumed",
        description="collisions a crossing, before and after",
    )
    efficiency: float = quantity(
        95.0,
        unit="%",
        ge=50,
        le=99,
        source=_OWN,
        status="assumed",
        description="efficiency at which the trigger's threshold is set",
    )
    jets: float = quantity(
        100.0,
        unit="kHz",
        gt=0,
        le=40_000,
        source=_OWN,
        status="assumed",
        description="jets that arrive at the trigger's network",
    )
    input_bits: int = quantity(
        9,
        unit="1",
        ge=2,
        le=12,
        source=_OWN,
        status="assumed",
        description="bits of each input of the model in integers",
    )
    weight_bits: int = quantity(
        7,
        unit="1",
        ge=2,
        le=12,
        source=_OWN,
        status="assumed",
        description="bits of its weights",
    )
    activation_bits: int = quantity(
        8,
        unit="1",
        ge=2,
        le=12,
        source=_OWN,
        status="assumed",
        description="bits of its activations",
    )
    threshold: float = quantity(
        32.0,
        unit="GeV",
        ge=26,
        le=60,
        source=_OWN,
        status="assumed",
        description="threshold on the measured energy, for the turn-on",
    )
    electrons_expected: float = quantity(
        300.0,
        unit="1",
        gt=0,
        le=1e6,
        source=_OWN,
        status="assumed",
        description="electrons that the analysis expects at signal strength 1",
    )
    jets_expected: float = quantity(
        1500.0,
        unit="1",
        gt=0,
        le=1e6,
        source=_OWN,
        status="assumed",
        description="jets that it expects",
    )
    jets_unsure: float = quantity(
        10.0,
        unit="%",
        ge=0,
        le=50,
        source=_OWN,
        status="assumed",
        description="uncertainty of the number of jets",
    )
    scale_unsure: float = quantity(
        1.0,
        unit="%",
        gt=0,
        le=10,
        source=_OWN,
        status="assumed",
        description="uncertainty of the energy scale",
    )
    toys: int = quantity(
        5000,
        unit="1",
        ge=200,
        le=100_000,
        source=_OWN,
        status="assumed",
        description="repetitions of each analysis",
    )
    events: int = quantity(
        20_000,
        unit="1",
        ge=4000,
        le=1_000_000,
        source=_OWN,
        status="assumed",
        description="events of each sample",
    )
    seed: int = quantity(
        2031,
        unit="1",
        ge=0,
        le=2**31 - 1,
        source=_OWN,
        status="assumed",
        description="seed of events, training and toys",
    )
