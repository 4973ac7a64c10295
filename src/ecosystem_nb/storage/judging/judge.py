"""Judge a technology for a workload: which resource binds, how many devices, what equal service costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.storage.tiers.tiers import Tier, demand
from ecosystem_nb.storage.tiers.workloads import Workload

RESOURCES = ("capacity", "MB/s", "IOPS")


@dataclass(frozen=True)
class Technology:
    """A tier with the way in which its code cuts requests.

    Parameters
    ----------
    tier : Tier
        Medium, overhead of its code, filling, busy share; for tape also the tier behind it.
    parts : int
        Data parts k of its code: most drives that one request touches.
    unit : float
        Bytes that lie together on one drive, MB, above 0; infinite where a file is on one drive.

    Raises
    ------
    ValueError
        For a value that is out of range.
    """

    tier: Tier
    parts: int = 1
    unit: float = float("inf")

    def __post_init__(self) -> None:
        within(f"{self.name}: parts", self.parts, "1", least=1)
        if self.unit != float("inf"):
            within(f"{self.name}: unit", self.unit, "MB", above=0)

    @property
    def name(self) -> str:
        """Name of its medium."""
        return self.tier.name

    def touched(self, request: float) -> float:
        """Return how many drives a request of a size in MB touches, on average at most.

        Examples
        --------
        >>> from ecosystem_nb.storage.tiers.media import Medium
        >>> disk = Technology(Tier(Medium("disk", 20.0, 200.0, 150.0, 70.0)), parts=8, unit=1.0)
        >>> disk.touched(0.1), disk.touched(4.0), disk.touched(100.0)
        (1.0, 4.0, 8.0)
        """
        return min(float(self.parts), max(1.0, request / self.unit))


@dataclass(frozen=True)
class Verdict:
    """What one technology takes to serve one workload.

    Parameters
    ----------
    workload, technology : str
    asks : dict of str to float
        Devices that each of ``RESOURCES`` asks for alone: drives, or cartridges for the capacity of tape.
    binding : str
        The resource that sets the number of devices; for tape, the part that costs most.
    devices : float
        Drives needed; on tape, tape drives.
    cost : float
        Of everything, USD.
    volume : float
        Data, TB.
    serves : bool
        Whether the first byte comes soon enough.
    """

    workload: str
    technology: str
    asks: dict[str, float]
    binding: str
    devices: float
    cost: float
    volume: float
    serves: bool

    @property
    def price(self) -> float:
        """Cost of serving one TB of data, USD/TB."""
        return self.cost / self.volume


def judge(workload: Workload, technology: Technology, pool: Technology | None = None) -> Verdict:
    """Judge one technology for one workload that has it for itself.

    Parameters
    ----------
    workload : Workload
    technology : Technology
    pool : Technology, optional
        For tape: the disks through which its data pass.

    Returns
    -------
    Verdict

    Notes
    -----
    A disk's head positions and transfers one after the other, so that a disk needs
    ``max(capacity, MB/s + IOPS)`` drives; flash does both at once and needs the largest of the three.
    Tape needs cartridges for the capacity, drives for mounts and transfers, and disks for what passes.
    Counts are not rounded: a site shares drives among workloads.
    """
    tier = technology.tier
    if tier.medium.removable:
        return _judge_tape(workload, technology, pool)
    cut = replace(workload, request=workload.request / technology.touched(workload.request))
    causes = demand(cut, replace(tier, behind=""), {})
    asked = (sum(causes[one].values()) for one in ("volume", "transfers", "requests"))
    asks = dict(zip(RESOURCES, asked, strict=True))
    time = asks["MB/s"] + asks["IOPS"] if tier.medium.serial else max(asks["MB/s"], asks["IOPS"])
    busier = "MB/s" if asks["MB/s"] >= asks["IOPS"] else "IOPS"
    return Verdict(
        workload.name,
        technology.name,
        asks,
        "capacity" if asks["capacity"] >= time else busier,
        max(asks["capacity"], time),
        max(asks["capacity"], time) * tier.medium.device_price,
        workload.volume,
        tier.takes(workload),
    )


def _judge_tape(workload: Workload, tape: Technology, pool: Technology | None) -> Verdict:
    medium = tape.tier.medium
    tiers = {} if pool is None else {pool.name: pool.tier}
    rows: dict[tuple[str, str], float] = {}
    for cause in demand(workload, tape.tier, tiers).values():
        for row, count in cause.items():
            rows[row] = rows.get(row, 0.0) + count
    cartridges, drives = rows[medium.name, "capacity"], rows[medium.name, "time"]
    behind = max((count for (name, _), count in rows.items() if name != medium.name), default=0.0)
    costs = {
        "capacity": cartridges * medium.device_price,
        "tape drives": drives * medium.drive_price,
        "disk buffer": behind * (0.0 if pool is None else pool.tier.medium.device_price),
    }
    return Verdict(
        workload.name,
        medium.name,
        {"capacity": cartridges, "MB/s": drives, "IOPS": behind},
        max(costs, key=costs.__getitem__),
        drives,
        sum(costs.values()),
        workload.volume,
        tape.tier.takes(workload),
    )


def verdicts(
    workloads: Sequence[Workload], technologies: Mapping[str, Sequence[Technology]], pool: str
) -> list[Verdict]:
    """Judge every technology for every workload.

    Parameters
    ----------
    workloads : sequence of Workload
    technologies : mapping of str to sequence of Technology
        For each workload's name its technologies, whose codes depend on its volume.
    pool : str
        Name of the technology that stands behind tape.
    """
    found = []
    for workload in workloads:
        known = {one.name: one for one in technologies[workload.name]}
        found += [judge(workload, one, known.get(pool)) for one in known.values()]
    return found


def table(found: Sequence[Verdict]) -> pd.DataFrame:
    """Return verdicts as a table.

    Returns
    -------
    pandas.DataFrame
        Columns ``workload``, ``technology``, ``serves``, ``binding``, ``capacity``, ``rate``, ``iops`` and
        ``devices`` (drives; for tape ``capacity`` counts cartridges and ``iops`` disks of the buffer),
        ``cost`` (USD), ``price`` (USD/TB of data).
    """
    rows = [
        (
            one.workload,
            one.technology,
            one.serves,
            one.binding,
            *one.asks.values(),
            one.devices,
            one.cost,
            one.price,
        )
        for one in found
    ]
    columns = ["workload", "technology", "serves", "binding", "capacity", "rate", "iops", "devices"]
    return pd.DataFrame(rows, columns=[*columns, "cost", "price"])


def worth(found: Sequence[Verdict], technology: str, price: float) -> pd.DataFrame:
    """Return the price of raw capacity at which a technology costs as much as the best other one.

    Parameters
    ----------
    found : sequence of Verdict
        From :func:`verdicts`.
    technology : str
        One whose cost is in proportion to its price: disk or flash.
    price : float
        At which it was judged, USD/TB raw.

    Returns
    -------
    pandas.DataFrame
        Columns ``workload``, ``other`` (the best other technology that serves) and ``worth`` (USD/TB raw).

    Raises
    ------
    ValueError
        For an unknown technology, or where no other serves a workload.
    """
    rows = []
    for one in found:
        if one.technology != technology:
            continue
        others = [v for v in found if v.workload == one.workload and v.technology != technology and v.serves]
        if not others:
            raise ValueError(f"{one.workload}: no technology besides {technology} serves it")
        best = min(others, key=lambda verdict: verdict.cost)
        rows.append((one.workload, best.technology, price * best.cost / one.cost))
    if not rows:
        raise ValueError(f"technology = {technology!r}: expected one that was judged")
    return pd.DataFrame(rows, columns=["workload", "other", "worth"])
