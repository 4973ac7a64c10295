"""Parameters of the page on tape recalls."""

from typing import Self

from pydantic import model_validator

from ecosystem_nb.parameters import PageParameters, quantity


class TapeRecall(PageParameters):
    """How long a tape recall takes.

    Examples
    --------
    >>> TapeRecall().files
    30
    """

    tapes: int = quantity(
        100,
        unit="1",
        ge=1,
        le=10_000,
        source="a choice of this book",
        status="assumed",
        description="tapes on which the wanted files lie",
    )
    files: int = quantity(
        30,
        unit="1",
        ge=1,
        le=2_000,
        source="a choice of this book",
        status="assumed",
        description="files wanted from each tape",
    )
    together: int = quantity(
        1,
        unit="1",
        ge=1,
        le=2_000,
        source="a choice of this book: scattered",
        status="assumed",
        description="files that were written one after the other and are wanted together",
    )
    file_size: float = quantity(
        2.0,
        unit="GB",
        ge=0.01,
        le=100,
        source="near the mean of ATLAS data files on tape at RAL, 1.79 GB",
        status="assumed",
        description="size of every file",
    )
    drives: int = quantity(
        10,
        unit="1",
        ge=1,
        le=1_000,
        source="a choice of this book",
        status="assumed",
        description="tape drives",
    )
    rate: float = quantity(
        300.0,
        unit="MB/s",
        gt=0,
        le=10_000,
        source="TS2290",
        status="printed",
        description="rate of reading, half-high LTO-9 drive",
    )
    load: float = quantity(
        16.0, unit="s", ge=0, le=600, source="TS2290", status="printed", description="load to ready"
    )
    locate: float = quantity(
        65.0,
        unit="s",
        ge=20,
        le=600,
        source="TS2290",
        status="printed",
        description="mean time from the load point to data anywhere on the tape",
    )
    rewind: float = quantity(
        62.0, unit="s", gt=0, le=600, source="TS2290", status="printed", description="mean rewind"
    )
    unload: float = quantity(
        56.0, unit="s", ge=0, le=600, source="TS2290", status="printed", description="unload"
    )
    exchange: float = quantity(
        15.0,
        unit="s",
        ge=0,
        le=600,
        source="a choice of this book; 5 to 60 s",
        status="assumed",
        description="the robot takes one tape out and puts the next one in",
    )
    seed: int = quantity(
        2024,
        unit="1",
        ge=0,
        le=999_999,
        source="a choice of this book",
        status="assumed",
        description="seed of the random numbers",
    )

    @model_validator(mode="after")
    def _files_fit(self) -> Self:
        """Refuse more files than a tape holds, and runs that are broken."""
        held = self.files * self.file_size
        if held > 9000.0:
            raise ValueError(
                f"files = {self.files} of {self.file_size:g} GB are out of range: "
                "expected at most half of an LTO-9 tape, 9,000 GB (ecosystem_nb.storage.tape.parameters)"
            )
        if self.files % self.together:
            raise ValueError(
                f"together = {self.together} is out of range: expected a divisor of files = {self.files} "
                "(ecosystem_nb.storage.tape.parameters)"
            )
        return self
