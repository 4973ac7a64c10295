"""Parameters of the page on tiers: what a reader may change, with unit, range and source."""

from ecosystem_nb.parameters import PageParameters, quantity


class TierForWorkload(PageParameters):
    """A site, its workloads and the tiers that it may buy.

    Examples
    --------
    >>> TierForWorkload().analysis_request
    0.1
    """

    site_share: float = quantity(
        5.0,
        unit="%",
        gt=0,
        le=100,
        source="a choice of this book",
        status="assumed",
        description="part of ATLAS's CPU, disk and Tier-1 tape of the model's year 2030 that the site holds",
    )
    analysis_rate: float = quantity(
        3.5,
        unit="MB/s",
        ge=0.1,
        le=100,
        source="geometric mean of what CMS asks of a site, 1, and of a 200 Gbit/s analysis facility, 12.5",
        status="assumed",
        description="what an analysis reads on one core",
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
    disk_capacity: float = quantity(
        20.0,
        unit="TB",
        ge=1,
        le=200,
        source="ExosX24",
        status="printed",
        description="capacity of a hard disk; its requests and rate stay the same",
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
    low_qos_price: float = quantity(
        45.0,
        unit="USD/TB",
        gt=0,
        le=10_000,
        source="RubinDMTN135",
        status="printed",
        description="price of disk of low quality of service, raw",
    )
    low_qos_share: float = quantity(
        0.25,
        unit="1",
        gt=0,
        le=1,
        source="a choice of this book: many drives behind one server",
        status="assumed",
        description="part of a drive's requests and rate that low-QoS disk passes on",
    )
    flash_price: float = quantity(
        400.0,
        unit="USD/TB",
        gt=0,
        le=10_000,
        source="RubinDMTN135",
        status="printed",
        description="price of flash, raw",
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
        source="a choice of this book",
        status="assumed",
        description="price of a tape drive with its share of the library",
    )
    tape_files: int = quantity(
        24,
        unit="1",
        ge=1,
        le=10_000,
        source="what a recall test at RAL needs in this model",
        status="assumed",
        description="files in a row that a mount of a tape reads",
    )
    tape_window: float = quantity(
        0.05,
        unit="1",
        ge=0,
        le=1,
        source="a choice of this book",
        status="assumed",
        description="part of the data on tape that stands on disk at once while a campaign reads them",
    )
    protection: float = quantity(
        1.2,
        unit="1",
        ge=1,
        le=4,
        source="QoSSurvey",
        status="computed",
        description="raw over stored data on disk: two disks of parity in twelve",
    )
    low_qos_protection: float = quantity(
        1.0,
        unit="1",
        ge=1,
        le=4,
        source="a choice of this book: no parity, what is lost is copied again from elsewhere",
        status="assumed",
        description="raw over stored data on low-QoS disk",
    )
    flash_protection: float = quantity(
        1.1,
        unit="1",
        ge=1,
        le=4,
        source="a choice of this book: wide stripes",
        status="assumed",
        description="raw over stored data on flash",
    )
    fill: float = quantity(
        0.9,
        unit="1",
        gt=0,
        le=1,
        source="LDM143",
        status="printed",
        description="part of disk and flash that may be full",
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
