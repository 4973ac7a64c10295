"""Parameters of the page on analysis facilities."""

from ecosystem_nb.parameters import PageParameters, quantity


class AnalysisFacility(PageParameters):
    """What an analysis facility takes.

    Examples
    --------
    >>> AnalysisFacility().target
    200.0
    """

    target: float = quantity(
        200.0,
        unit="Gbit/s",
        gt=0,
        le=10_000,
        source="Gbps200",
        status="printed",
        description="rate at which the facility should read",
    )
    volume: float = quantity(
        200.0,
        unit="TB",
        gt=0,
        le=100_000,
        source="Gbps200",
        status="printed",
        description="sample on the caches",
    )
    half_hour: float = quantity(
        1800.0,
        unit="s",
        gt=0,
        le=86_400,
        source="a choice of this book",
        status="assumed",
        description="time that an analyst waits",
    )
    share: float = quantity(
        25.0,
        unit="%",
        gt=0,
        le=100,
        source="IDAPCMS",
        status="printed",
        description="share of the bytes that the columns of an analysis are",
    )
    cores: int = quantity(
        2000,
        unit="1",
        ge=1,
        le=1_000_000,
        source="CoffeaCasa200",
        status="printed",
        description="cores of the facility",
    )
    core_rate: float = quantity(
        130.0,
        unit="Mbit/s",
        gt=0,
        le=10_000,
        source="IDAPATLAS",
        status="printed",
        description="what one core reads beside a hundred others",
    )
    servers: int = quantity(
        8,
        unit="1",
        ge=1,
        le=1000,
        source="CoffeaCasa200",
        status="printed",
        description="cache servers",
    )
    drives: int = quantity(
        4,
        unit="1",
        ge=1,
        le=100,
        source="a choice of this book",
        status="assumed",
        description="NVMe drives in a cache server",
    )
    server_network: float = quantity(
        25.0,
        unit="Gbit/s",
        gt=0,
        le=1000,
        source="200 Gbit/s over eight servers",
        status="assumed",
        description="network of a cache server",
    )
    hits: float = quantity(
        100.0,
        unit="%",
        ge=0,
        le=100,
        source="a choice of this book",
        status="assumed",
        description="part of the bytes that the caches hold",
    )
