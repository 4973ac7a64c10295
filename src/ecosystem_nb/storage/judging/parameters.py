"""Parameters of the page on judging a storage technology."""

from ecosystem_nb.parameters import PageParameters, quantity


class Judging(PageParameters):
    """A site's workloads, three technologies, and the service that they must give alike.

    Examples
    --------
    >>> Judging().target
    1e-09
    """

    site_share: float = quantity(
        5.0,
        unit="%",
        ge=2,
        le=100,
        source="a choice of this book",
        status="assumed",
        description="part of ATLAS's CPU, disk and Tier-1 tape of the model's year 2030 that the site holds",
    )
    demand: float = quantity(
        1.0,
        unit="1",
        ge=0.1,
        le=10,
        source="a choice of this book",
        status="assumed",
        description="what workloads read and write, over what the model says",
    )
    analysis_request: float = quantity(
        0.1,
        unit="MB",
        ge=0.001,
        le=100,
        source="a choice of this book: some columns of an event",
        status="assumed",
        description="mean request of an analysis",
    )
    target: float = quantity(
        1e-9,
        unit="1",
        ge=1e-12,
        le=1e-3,
        source="a choice of this book",
        status="assumed",
        description="most share of the data on disk or flash that may be lost in a year by failed drives",
    )
    disk_price: float = quantity(
        70.0,
        unit="USD/TB",
        gt=0,
        le=10_000,
        source="RubinDMTN135",
        status="printed",
        description="price of disk, raw, with its servers",
    )
    flash_price: float = quantity(
        400.0,
        unit="USD/TB",
        gt=0,
        le=10_000,
        source="RubinDMTN135",
        status="printed",
        description="price of flash, raw; no price of VAST or WEKA was found",
    )
    tape_price: float = quantity(
        15.65,
        unit="USD/TB",
        gt=0,
        le=10_000,
        source="RubinDMTN135",
        status="printed",
        description="price of tape; drives are bought apart",
    )
    tape_drive_price: float = quantity(
        10_000.0,
        unit="USD",
        gt=0,
        le=1e6,
        source="a choice of this book; 4,000 to 30,000 USD",
        status="assumed",
        description="price of a tape drive with its share of the library",
    )
    tape_files: int = quantity(
        30,
        unit="1",
        ge=1,
        le=1_000,
        source="a choice of this book",
        status="assumed",
        description="files that a mount of a tape reads, scattered over it",
    )
    tape_window: float = quantity(
        0.05,
        unit="1",
        ge=0,
        le=1,
        source="a choice of this book",
        status="assumed",
        description="part of the data on tape that stands on disk at once",
    )
    stripe_unit: float = quantity(
        1.0,
        unit="MB",
        ge=0.001,
        le=1000,
        source="a choice of this book",
        status="assumed",
        description="bytes of a file that lie together on one drive",
    )
    repair_share: float = quantity(
        5.0,
        unit="%",
        ge=1,
        le=50,
        source="a choice of this book",
        status="assumed",
        description="part of a drive's rate that is left for repairs",
    )
    fill: float = quantity(
        0.9,
        unit="1",
        gt=0,
        le=1,
        source="LDM143",
        status="printed",
        description="part of a drive that may be full",
    )
    busy: float = quantity(
        0.7,
        unit="1",
        gt=0,
        le=1,
        source="a choice of this book",
        status="assumed",
        description="part of a drive's time that may be used",
    )
    seed: int = quantity(
        2024,
        unit="1",
        ge=0,
        le=999_999,
        source="a choice of this book",
        status="assumed",
        description="seed of where files lie on tape",
    )
