"""Parameters of the storage pages: what a reader may change, with unit, range and source."""

from ecosystem_nb.parameters import PageParameters, quantity


class CacheSaving(PageParameters):
    """What a cache saves.

    Examples
    --------
    >>> CacheSaving().zipf
    0.8
    """

    request_hits: float = quantity(
        67.6,
        unit="%",
        gt=0,
        lt=100,
        source="SoCalCache2023",
        status="printed",
        description="requests that the Southern California cache answered itself",
    )
    byte_hits: float = quantity(
        35.4,
        unit="%",
        gt=0,
        lt=100,
        source="SoCalCache2023",
        status="printed",
        description="bytes that it answered itself",
    )
    saved: float = quantity(
        12.3,
        unit="TB/d",
        gt=0,
        le=1e6,
        source="SoCalCache2023",
        status="printed",
        description="traffic that it took off the wide-area network on an average day",
    )
    zipf: float = quantity(
        0.8,
        unit="1",
        ge=0,
        le=2,
        source="a choice of this book",
        status="assumed",
        description="exponent of popularity: the file of rank k is asked for as often as 1/k to this",
    )
    size_mean: float = quantity(
        2.0,
        unit="GB",
        gt=0,
        le=1e4,
        source="near the mean of FTS's transfers, 1.5 GB",
        status="assumed",
        description="mean size of a file",
    )
    size_spread: float = quantity(
        1.5,
        unit="1",
        ge=0,
        le=4,
        source="a choice of this book",
        status="assumed",
        description="standard deviation of the logarithm of the file size",
    )
    requests: int = quantity(
        200_000,
        unit="1",
        ge=1000,
        le=20_000_000,
        source="a choice of this book",
        status="assumed",
        description="requests of the trace; its first half fills the cache",
    )
    files: int = quantity(
        10_000,
        unit="1",
        ge=100,
        le=2_000_000,
        source="a choice of this book",
        status="assumed",
        description="files of the catalogue",
    )
    sites: int = quantity(
        8,
        unit="1",
        ge=1,
        le=64,
        source="a choice of this book",
        status="assumed",
        description="sites that could share one cache in the network",
    )
    seed: int = quantity(
        2023,
        unit="1",
        ge=0,
        le=999_999,
        source="a choice of this book",
        status="assumed",
        description="seed of the random numbers",
    )
