"""Parameters of the page on reserved paths: what a reader may change, with unit, range and source."""

from typing import Literal

from ecosystem_nb.parameters import PageParameters, quantity

_CHOICE = "a choice of this book"
_UNKNOWN = "no measurement was found; a choice of this book"

Shape = Literal["thin", "constant", "malleable"]


class ReservedPath(PageParameters):
    """Datasets with deadlines and other traffic on one path, and how it is reserved.

    Examples
    --------
    >>> ReservedPath().capacity
    400.0
    """

    load: float = quantity(
        0.8,
        unit="1",
        gt=0,
        le=1.5,
        source=_CHOICE,
        status="assumed",
        description="offered load over capacity",
    )
    over: float = quantity(
        1.5,
        unit="1",
        ge=0.5,
        le=4,
        source=_UNKNOWN,
        status="assumed",
        description="over-reservation: volume asked for over volume used, median",
    )
    error: float = quantity(
        0.25,
        unit="1",
        ge=0,
        le=1,
        source=_UNKNOWN,
        status="assumed",
        description="spread of that ratio from dataset to dataset: standard deviation of its logarithm",
    )
    capacity: float = quantity(
        400.0,
        unit="Gbit/s",
        gt=0,
        le=1e5,
        source="the share of its link that CNAF opened for DC24, see data/network/links",
        status="assumed",
        description="capacity of the path",
    )
    reservable: float = quantity(
        0.8,
        unit="1",
        gt=0,
        le=1,
        source=_CHOICE,
        status="assumed",
        description="share of the capacity that may be reserved",
    )
    shape: Shape = quantity(
        "constant",
        unit="1",
        source=_CHOICE,
        status="assumed",
        description="thin (one rate, whole window), constant (one rate, ends first) or malleable",
    )
    deadline_share: float = quantity(
        0.5,
        unit="1",
        gt=0,
        lt=1,
        source=_UNKNOWN,
        status="assumed",
        description="share of the offered load that has a deadline",
    )
    dataset: float = quantity(
        300.0,
        unit="TB",
        gt=0,
        le=1e5,
        source=_UNKNOWN,
        status="assumed",
        description="mean size of a dataset with a deadline",
    )
    spread: float = quantity(
        0.8,
        unit="1",
        ge=0,
        le=2,
        source=_UNKNOWN,
        status="assumed",
        description="standard deviation of the logarithm of a dataset's size",
    )
    slack_low: float = quantity(
        1.5,
        unit="1",
        ge=1,
        le=100,
        source=_UNKNOWN,
        status="assumed",
        description="shortest time to the deadline over the time that the dataset takes alone",
    )
    slack_high: float = quantity(
        6.0,
        unit="1",
        ge=1,
        le=100,
        source=_UNKNOWN,
        status="assumed",
        description="longest such time; the slack is uniform between the two",
    )
    hosts: int = quantity(
        8,
        unit="1",
        ge=1,
        le=1000,
        source=_CHOICE,
        status="assumed",
        description="hosts that send one dataset at once; each counts as one transfer in fair sharing",
    )
    host_rate: float = quantity(
        24.0,
        unit="Gbit/s",
        gt=0,
        le=1e5,
        source="HTTPTPC",
        status="printed",
        description="most that one host sends: a single host with HTTP third-party copy",
    )
    batch: float = quantity(
        10.0,
        unit="TB",
        gt=0,
        le=1e4,
        source=_UNKNOWN,
        status="assumed",
        description="mean size of a batch of other traffic, sent by one host (exponential)",
    )
    days: float = quantity(
        14.0, unit="d", gt=0, le=100, source=_CHOICE, status="assumed", description="length of a campaign"
    )
    campaigns: int = quantity(
        8,
        unit="1",
        ge=2,
        le=1000,
        source=_CHOICE,
        status="assumed",
        description="campaigns drawn at random; the bands come from them",
    )
    seed: int = quantity(
        2023,
        unit="1",
        ge=0,
        le=999_999,
        source=_CHOICE,
        status="assumed",
        description="seed of the campaigns",
    )
