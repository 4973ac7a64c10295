"""Parameters of the backtest."""

from ecosystem_nb.parameters import PageParameters, quantity


class PledgeBacktest(PageParameters):
    """How well could pledges be foretold.

    Examples
    --------
    >>> PledgeBacktest().split
    2014
    """

    split: int = quantity(
        2014,
        unit="yr",
        ge=2011,
        le=2018,
        source="a choice of this book",
        status="assumed",
        description="last year that the fit may see",
    )
    level: float = quantity(
        0.9,
        unit="1",
        ge=0.1,
        le=0.99,
        source="a choice of this book",
        status="assumed",
        description="probability that the range of a prediction promises",
    )
