"""Parameters of the optimizer's laboratory: what a reader may change."""

from ecosystem_nb.parameters import PageParameters, quantity

_OURS = "no measurement was found; a choice of this book"


class OptimizerLab(PageParameters):
    """The link on which the ways to choose the number of transfers compete.

    Examples
    --------
    >>> OptimizerLab().capacity
    100.0
    """

    capacity: float = quantity(
        100.0,
        unit="Gbit/s",
        gt=0,
        le=10_000,
        source=_OURS,
        status="assumed",
        description="capacity of the link",
    )
    stream_cap: float = quantity(
        2.0,
        unit="Gbit/s",
        gt=0,
        le=100,
        source=_OURS,
        status="assumed",
        description="most that one transfer gets",
    )
    slow_rate: float = quantity(
        1.25,
        unit="Gbit/s",
        gt=0,
        le=100,
        source=_OURS,
        status="assumed",
        description="rate of a transfer below which transfers begin to time out",
    )
    fall: float = quantity(
        0.5,
        unit="1",
        ge=0,
        le=10,
        source=_OURS,
        status="assumed",
        description="percentage points of success lost for each per cent of transfers too many",
    )
    thrash: float = quantity(
        0.2,
        unit="1",
        ge=0,
        le=5,
        source=_OURS,
        status="assumed",
        description="throughput lost, over what is left, when twice as many run as the link bears",
    )
    base_failure: float = quantity(
        1.0,
        unit="%",
        ge=0,
        le=50,
        source=_OURS,
        status="assumed",
        description="transfers that fail whatever the load",
    )
    noise: float = quantity(
        0.05,
        unit="1",
        ge=0,
        le=0.5,
        source=_OURS,
        status="assumed",
        description="relative spread of the throughput from minute to minute",
    )
    file_size: float = quantity(
        1.5,
        unit="GB",
        gt=0,
        le=1000,
        source="FTS",
        status="computed",
        description="mean size of a file",
    )
    most: int = quantity(
        200,
        unit="1",
        ge=2,
        le=1000,
        source=_OURS,
        status="assumed",
        description="most transfers at once that the storages allow",
    )
    fixed: int = quantity(
        60,
        unit="1",
        ge=1,
        le=1000,
        source="FTS3",
        status="printed",
        description="transfers at once of the fixed way; default limit of a link in older versions of FTS",
    )
    drop: float = quantity(
        0.6,
        unit="1",
        ge=0,
        le=0.95,
        source=_OURS,
        status="assumed",
        description="share of the capacity lost in the fifth to eighth hour",
    )
    conservative: bool = quantity(
        False,
        unit="1",
        source=_OURS,
        status="assumed",
        description="run the published rule in its conservative mode",
    )
    seed: int = quantity(
        2022,
        unit="1",
        ge=0,
        le=2**31 - 1,
        source="a choice of this book",
        status="assumed",
        description="seed of the random numbers",
    )
