"""Parameters of the page on the budget exercise."""

from typing import Self

from pydantic import model_validator

from ecosystem_nb.parameters import PageParameters, quantity


class BudgetExercise(PageParameters):
    """Half of the CPU elsewhere, and what budget that takes.

    Examples
    --------
    >>> BudgetExercise().elsewhere
    50.0
    """

    elsewhere: float = quantity(
        50.0,
        unit="%",
        ge=0,
        le=90,
        source="Ecosystem2022",
        status="recalled",
        description="CPU need that runs elsewhere from the start of the HL-LHC",
    )
    conservative: float = quantity(
        1.5,
        unit="1",
        ge=0.5,
        le=5,
        source="Ecosystem2022",
        status="recalled",
        description="quoted spend over a flat budget, conservative R&D",
    )
    aggressive: float = quantity(
        1.2,
        unit="1",
        ge=0.5,
        le=5,
        source="Ecosystem2022",
        status="recalled",
        description="quoted spend over a flat budget, aggressive R&D",
    )
    disk_share: float = quantity(
        50.0,
        unit="%",
        ge=0,
        le=90,
        source="Ecosystem2022",
        status="recalled",
        description="quoted: disk takes more than this of the spend",
    )
    tolerance: float = quantity(
        0.05,
        unit="1",
        ge=0.005,
        le=0.5,
        source="half of the last digit that is quoted",
        status="assumed",
        description="distance at which a ratio still counts as the quoted one",
    )
    improvement: float = quantity(
        10.0,
        unit="%/yr",
        ge=5,
        le=15,
        source="TCB2025",
        status="printed",
        description="where the improvement of prices starts, 5 to 15 in whole per cent",
    )
    doublings: int = quantity(
        17,
        unit="1",
        ge=10,
        le=20,
        source="a choice of this book",
        status="assumed",
        description="two to this power sets of assumptions are tried",
    )
    seed: int = quantity(
        2022,
        unit="1",
        ge=0,
        le=999_999,
        source="a choice of this book",
        status="assumed",
        description="seed of the scrambled sequence",
    )

    @model_validator(mode="after")
    def _aggressive_is_cheaper(self) -> Self:
        if self.aggressive > self.conservative:
            raise ValueError(
                f"aggressive = {self.aggressive:g} is out of range: "
                f"expected at most conservative = {self.conservative:g}"
            )
        return self
