"""Parameters of the page on coordination."""

from ecosystem_nb.parameters import PageParameters, quantity

CHOICE = "a choice of this book"


class Ownership(PageParameters):
    """What the page on AI coordination may be asked.

    Examples
    --------
    >>> Ownership().year
    2026
    """

    year: int = quantity(
        2026,
        unit="yr",
        ge=2018,
        le=2045,
        source=CHOICE,
        status="assumed",
        description="the year that is asked about",
    )
    want_open: bool = quantity(
        True, unit="1", source=CHOICE, status="assumed", description="ask that anyone can enter a benchmark"
    )
    want_deployed: bool = quantity(
        True,
        unit="1",
        source=CHOICE,
        status="assumed",
        description="ask that the platform of deployment is part of a benchmark",
    )
    want_drifts: bool = quantity(
        True,
        unit="1",
        source=CHOICE,
        status="assumed",
        description="ask that conditions change within a benchmark",
    )

    @property
    def wanted(self) -> tuple[str, ...]:
        """Criteria that are asked for, by their names."""
        asked = {"open": self.want_open, "deployed": self.want_deployed, "drifts": self.want_drifts}
        return tuple(name for name, one in asked.items() if one)
