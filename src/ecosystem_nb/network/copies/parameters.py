"""Parameters of the page on third-party copy: what a reader may change."""

from ecosystem_nb.parameters import PageParameters, quantity

_OURS = "no measurement was found; a choice of this book"


class ThirdPartyCopy(PageParameters):
    """The file that is copied on the page, and the path on which its cost is reckoned.

    Examples
    --------
    >>> ThirdPartyCopy().file_blocks
    8
    """

    file_blocks: int = quantity(
        8,
        unit="1",
        ge=2,
        le=64,
        source="a choice of this book",
        status="assumed",
        description="size of the file that is copied here, in blocks",
    )
    block_kib: int = quantity(
        256,
        unit="KiB",
        ge=1,
        le=4096,
        source="a choice of this book",
        status="assumed",
        description="size of a block: one performance marker each",
    )
    stall: float = quantity(
        1.0,
        unit="s",
        ge=0.2,
        le=10,
        source="a choice of this book",
        status="assumed",
        description="time without progress after which the copy of this page gives up",
    )
    distance: float = quantity(
        6200.0,
        unit="km",
        gt=0,
        le=20_037,
        source="great circle between Geneva and Long Island, rounded",
        status="computed",
        description="distance of the storages; the client sits as far from both",
    )
    route_factor: float = quantity(
        1.5,
        unit="1",
        ge=1,
        le=5,
        source="fibre follows coasts, roads and cables; no table at hand",
        status="assumed",
        description="length of the fibre over the great circle",
    )
    rate: float = quantity(
        2.0,
        unit="Gbit/s",
        gt=0,
        le=1000,
        source="a choice of this book",
        status="assumed",
        description="rate of one transfer once it runs",
    )
    file_size: float = quantity(
        1.5,
        unit="GB",
        gt=0,
        le=1000,
        source="FTS",
        status="computed",
        description="mean size of a file that FTS moves",
    )
    handshakes: int = quantity(
        3,
        unit="1",
        ge=1,
        le=10,
        source="one round trip of TCP, one of TLS 1.3, one of the request",
        status="assumed",
        description="round trips of one request on a new connection",
    )
