"""Parameters of the page on the foundation model."""

from ecosystem_nb.parameters import PageParameters, quantity

_OURS = "a choice of this book"


class FoundationModel(PageParameters):
    """The detector that a model is wanted for, and the labels there are.

    Examples
    --------
    >>> FoundationModel().labels
    1000
    """

    pile_up: float = quantity(
        140.0,
        unit="1",
        ge=0,
        le=300,
        source=_OURS,
        status="assumed",
        description="mean number of interactions of a crossing",
    )
    dose: float = quantity(
        0.8,
        unit="1",
        ge=0,
        le=2,
        source=_OURS,
        status="assumed",
        description="radiation taken by the crystals; at 1 a fifth of the light is lost in the mean",
    )
    dead_towers: float = quantity(
        0.03,
        unit="1",
        ge=0,
        le=0.5,
        source=_OURS,
        status="assumed",
        description="share of the hadronic towers that do not answer",
    )
    labels: int = quantity(
        1000,
        unit="1",
        ge=100,
        le=10_000,
        source=_OURS,
        status="assumed",
        description="labelled events of this detector",
    )
    masked: float = quantity(
        0.4,
        unit="1",
        gt=0,
        lt=1,
        source="the recipe of the pretraining",
        status="assumed",
        description="share of the cells that are hidden in the pictures",
    )
    seed: int = quantity(
        1,
        unit="1",
        ge=0,
        le=100_000,
        source=_OURS,
        status="assumed",
        description="of the events, the masks, first weights and order",
    )
