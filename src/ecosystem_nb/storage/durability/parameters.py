"""Parameters of the page on erasure-coded data."""

from ecosystem_nb.parameters import PageParameters, quantity


class ErasureCoded(PageParameters):
    """How safe erasure-coded data are.

    Examples
    --------
    >>> ErasureCoded().data, ErasureCoded().parity
    (8, 3)
    """

    data: int = quantity(
        8,
        unit="1",
        ge=1,
        le=200,
        source="EchoDisks",
        status="printed",
        description="parts into which data are cut; 1 for copies",
    )
    parity: int = quantity(
        3,
        unit="1",
        ge=1,
        le=10,
        source="EchoDisks",
        status="printed",
        description="parts added: as many disks may be down",
    )
    failures: float = quantity(
        1.57,
        unit="%/yr",
        ge=0.01,
        le=50,
        source="Backblaze2025",
        status="printed",
        description="failures per 100 disk-years",
    )
    drives: int = quantity(
        2200,
        unit="1",
        ge=250,
        le=1_000_000,
        source="EchoDisks",
        status="printed",
        description="disks of the system",
    )
    capacity: float = quantity(
        20.0,
        unit="TB",
        ge=0.1,
        le=200,
        source="ExosX24",
        status="printed",
        description="capacity of a disk",
    )
    filled: float = quantity(
        80.0,
        unit="%",
        ge=1,
        le=100,
        source="a choice of this book",
        status="assumed",
        description="part of a disk that holds data",
    )
    rate: float = quantity(
        10.0,
        unit="MB/s",
        ge=0.1,
        le=300,
        source="a choice of this book; 2 to 50 MB/s",
        status="assumed",
        description="what each disk of a busy system has left for repairs",
    )
    wait: float = quantity(
        600.0,
        unit="s",
        ge=60,
        le=1e6,
        source="CephOptions",
        status="printed",
        description="until a silent disk counts as lost",
    )
    parts: int = quantity(
        100,
        unit="1",
        ge=1,
        le=10_000,
        source="a choice of this book",
        status="assumed",
        description="groups of which a disk holds parts, where they are spread",
    )
