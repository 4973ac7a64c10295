"""What does a workload ask of a tier? Devices for its volume, its transfers and its requests."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ecosystem_nb.bounds import within
from ecosystem_nb.storage.tiers.media import Medium
from ecosystem_nb.storage.tiers.workloads import Workload

Row = tuple[str, str]
"""A limit: the name of a tier, and ``capacity``, ``time``, ``rate`` or ``iops``."""

CAUSES = ("volume", "transfers", "requests")


@dataclass(frozen=True)
class Tier:
    """A medium with the overheads of running it.

    Parameters
    ----------
    medium : Medium
    protection : float
        Raw over stored data: 1 for a single copy, 1.2 for two parity disks in twelve, 2 for two copies.
    fill : float
        Part of the capacity that may be used, above 0 and at most 1.
    busy : float
        Part of a drive's time that may be used before requests wait for long, above 0 and at most 1.
    most : float
        Raw capacity that can be had, TB; infinite by default.
    behind : str
        Name of the tier through which the data of this one pass; empty for none.
    window : float
        Part of the data that stands on that tier at once, 0 to 1.

    Raises
    ------
    ValueError
        For a value that is out of range.
    """

    medium: Medium
    protection: float = 1.0
    fill: float = 1.0
    busy: float = 1.0
    most: float = math.inf
    behind: str = ""
    window: float = 0.0

    def __post_init__(self) -> None:
        within(f"{self.name}: protection", self.protection, "1", least=1.0)
        within(f"{self.name}: fill", self.fill, "1", above=0.0, most=1.0)
        within(f"{self.name}: busy", self.busy, "1", above=0.0, most=1.0)
        within(f"{self.name}: window", self.window, "1", least=0.0, most=1.0)
        if not self.most >= 0.0:
            raise ValueError(f"{self.name}: most = {self.most:g} TB is out of range: expected at least 0 TB")

    @property
    def name(self) -> str:
        """Name of its medium."""
        return self.medium.name

    @property
    def stored(self) -> float:
        """Raw capacity for each unit of data."""
        return self.protection / self.fill

    @property
    def price(self) -> float:
        """Price of the capacity for one TB of data, USD/TB."""
        return self.medium.price * self.stored

    def takes(self, workload: Workload) -> bool:
        """Tell whether the first byte comes within the time that a workload may wait."""
        return self.medium.latency <= workload.wait

    def service(self, rate: float, iops: float) -> dict[Row, float]:
        """Return the drives that transfers and requests ask for, by the limit that they count against.

        Parameters
        ----------
        rate, iops : float
            Drives that transfers alone, and requests alone, would keep busy all the time.
        """
        if self.medium.serial:
            return {(self.name, "time"): (rate + iops) / self.busy}
        return {(self.name, "rate"): rate / self.busy, (self.name, "iops"): iops / self.busy}


def demand(workload: Workload, tier: Tier, tiers: Mapping[str, Tier]) -> dict[str, dict[Row, float]]:
    """Return what a workload asks when all of it lies on one tier, in devices.

    Parameters
    ----------
    workload : Workload
    tier : Tier
        Where it lies.
    tiers : mapping of str to Tier
        All tiers by name; the one behind is looked up here.

    Returns
    -------
    dict of str to dict
        For each of ``CAUSES`` the devices by limit.

    Notes
    -----
    Linear in volume, rate and requests.  From removable media whole files are moved to the tier behind,
    written there once and read there as online.  Reads and writes count alike.
    """
    medium = tier.medium
    loads = medium.loads(workload)
    asks = {"volume": {(tier.name, "capacity"): loads["capacity"] * tier.stored}}
    if not medium.removable:
        asks["transfers"] = tier.service(loads["rate"], 0.0)
        asks["requests"] = tier.service(0.0, loads["iops"])
        return asks
    asks["transfers"] = tier.service(loads["rate"], loads["iops"])
    asks["requests"] = {}
    if tier.behind:
        pool = tiers[tier.behind]
        through, files = pool.medium.loads(workload), workload.rate / workload.file / pool.medium.iops
        asks["volume"][pool.name, "capacity"] = tier.window * through["capacity"] * pool.stored
        asks["transfers"] |= pool.service(2.0 * through["rate"], files)
        asks["requests"] = pool.service(0.0, through["iops"])
    return asks


def devices(workloads: Sequence[Workload], tier: Tier) -> dict[str, float]:
    """Return how many devices one tier needs for all workloads, limit by limit.

    Parameters
    ----------
    workloads : sequence of Workload
    tier : Tier
        What passes through a tier behind is not counted.

    Returns
    -------
    dict of str to float
        Devices that each limit asks for alone; where a drive is its own medium, as many are needed as
        the largest of them says.

    Examples
    --------
    >>> disk = Tier(Medium("disk", capacity=20.0, rate=200.0, iops=100.0, price=70.0))
    >>> devices([Workload("a", volume=100.0, rate=1000.0, request=1.0, file=1e3, wait=1.0)], disk)
    {'capacity': 5.0, 'time': 15.0}
    """
    total: dict[str, float] = {}
    for workload in workloads:
        for rows in demand(workload, replace(tier, behind=""), {}).values():
            for (_, limit), count in rows.items():
                total[limit] = total.get(limit, 0.0) + count
    return total


def free_intensity(tier: Tier, request: float) -> float:
    """Return the requests on a TB of data that come free with its capacity.

    Parameters
    ----------
    tier : Tier
        Of disk or flash.
    request : float
        Mean size of a request, MB, above 0.

    Returns
    -------
    float
        IO/s per TB of data: below it capacity sets the number of drives, above it their time.

    Examples
    --------
    >>> disk = Tier(Medium("disk", capacity=20.0, rate=200.0, iops=100.0, price=70.0), protection=1.25)
    >>> free_intensity(disk, 1.0)
    4.166666666666667
    """
    drives = tier.stored / tier.medium.capacity
    return drives * tier.busy / tier.medium.busy(request)


def break_even(cheap: Tier, dear: Tier, request: float) -> float:
    """Return the requests on a TB above which the dearer tier costs less.

    Parameters
    ----------
    cheap, dear : Tier
        The first has the lower price of a TB, the second serves more requests with a TB.
    request : float
        Mean size of a request, MB, above 0.

    Returns
    -------
    float
        IO/s per TB of data.

    Raises
    ------
    ValueError
        When the first is not the cheaper, or the second serves no more.

    Notes
    -----
    Above its free intensity the cheap tier's cost grows with the requests, and reaches the other's
    capacity price when they exceed the free ones by the ratio of the prices:
    ``q = q_free · price_dear / price_cheap``.  This is the argument of the five-minute rule.

    References
    ----------
    Gray and Putzolu, SIGMOD Record 16 (1987) 395, doi:10.1145/38713.38755.
    """
    if not cheap.price < dear.price:
        raise ValueError(
            f"{cheap.name} at {cheap.price:g} USD/TB, {dear.name} at {dear.price:g}: "
            "expected the first to be cheaper"
        )
    found = free_intensity(cheap, request) * dear.price / cheap.price
    if found > free_intensity(dear, request):
        raise ValueError(
            f"{dear.name} serves {free_intensity(dear, request):g} IO/s per TB: "
            f"expected more than {found:g} for a break-even with {cheap.name}"
        )
    return found
