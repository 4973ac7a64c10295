"""Which limit does a site's disk meet first?  Its capacity, or what its drives can deliver."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.core_rates import ACTIVITIES, core_rates
from ecosystem_nb.facilities.sites.kernels import drives_for_core
from ecosystem_nb.tables import Quantity

COLUMNS = {
    "reconstruction": ("mc_reco", "data_reco"),
    "simulation": ("evgen", "fullsim", "fastsim"),
    "derivation": ("mc_deriv", "data_deriv"),
    "analysis": ("analysis",),
}
GBIT = 0.008  # Gbit in a MB


@dataclass(frozen=True)
class Load:
    """What the mean core of a site asks of storage.

    Parameters
    ----------
    rate : float
        MB/s, read and written.
    requests : float
        IO/s.
    power : float
        Of the core, HS06, above 0.

    Examples
    --------
    >>> Load(rate=0.5, requests=2.0, power=12.5).network(cores=1000, remote=0.5)
    2.0
    """

    rate: float
    requests: float
    power: float

    def __post_init__(self) -> None:
        within("load: rate", self.rate, "MB/s", least=0.0)
        within("load: requests", self.requests, "IO/s", least=0.0)
        within("load: power of a core", self.power, "HS06", above=0.0)

    def network(self, cores: float, remote: float) -> float:
        """Return the mean rate of reads from another site, Gbit/s.

        Parameters
        ----------
        cores : float
            0 or more.
        remote : float
            Share of the reads that another site serves, 0 to 1.
        """
        within("cores", cores, "1", least=0.0)
        within("remote share", remote, "1", least=0.0, most=1.0)
        return self.rate * cores * remote * GBIT


@dataclass(frozen=True)
class Drive:
    """A disk drive in a server.

    Parameters
    ----------
    capacity : float
        Raw, TB, above 0.
    rate : float
        MB/s, above 0.
    iops : float
        IO/s, above 0.
    usable : float
        Share of the raw capacity that holds data, after redundancy and free space, above 0, at most 1.
    busy : float
        Share of its time that it may be busy, above 0, at most 1.

    Examples
    --------
    >>> drive = Drive(capacity=20.0, rate=200.0, iops=100.0, usable=0.75, busy=0.75)
    >>> drive.least(Load(rate=1.0, requests=1.0, power=10.0))  # 0.02 drives of 15 TB for 10 HS06
    30.0
    """

    capacity: float
    rate: float
    iops: float
    usable: float
    busy: float

    def __post_init__(self) -> None:
        within("drive: capacity", self.capacity, "TB", above=0.0)
        within("drive: rate", self.rate, "MB/s", above=0.0)
        within("drive: iops", self.iops, "IO/s", above=0.0)
        within("drive: usable share", self.usable, "1", above=0.0, most=1.0)
        within("drive: busy share", self.busy, "1", above=0.0, most=1.0)

    def drives(self, load: Load) -> float:
        """Return the drives that one core keeps busy."""
        return drives_for_core(load.rate, load.requests, self.rate, self.iops, self.busy)

    def least(self, load: Load) -> float:
        """Return the disk over CPU below which drives are too few, GB/HS06."""
        return 1000.0 * self.drives(load) * self.capacity * self.usable / load.power

    def largest(self, load: Load, ratio: float) -> float:
        """Return the largest drive with which a disk over CPU (GB/HS06) still has drives enough, TB."""
        within("disk over CPU", ratio, "GB/HS06", above=0.0)
        return self.capacity * ratio / self.least(load)


def mix(cpu: pd.DataFrame, year: int) -> dict[str, float]:
    """Return which part of the cores works on what, from ATLAS's model.

    Parameters
    ----------
    cpu : pandas.DataFrame
        ``facilities/atlas_cpu_2018model``.
    year : int
        A year of the model's own schedule.

    Returns
    -------
    dict of str to float
        A share for each activity; they add up to 1.

    Raises
    ------
    ValueError
        For a year that the model lacks.

    Notes
    -----
    Event generation counts as simulation.  Heavy ions are left out.
    """
    rows = cpu[cpu["year"] == year]
    if rows.empty:
        raise ValueError(f"year = {year}: expected {cpu['year'].min()} to {cpu['year'].max()}")
    work = {name: float(rows[list(columns)].to_numpy().sum()) for name, columns in COLUMNS.items()}
    return {name: one / sum(work.values()) for name, one in work.items()}


def load(shares: Mapping[str, float], table: Mapping[str, Quantity]) -> Load:
    """Return what the mean core of a mix of activities asks for.

    Parameters
    ----------
    shares : mapping of str to float
        Of the cores, for each activity; 0 or more.
    table : mapping of str to Quantity
        ``quantities("storage/workloads")``.

    Returns
    -------
    Load
        r = Σ f r_a and q = Σ f r_a / s_a, with r_a the rate and s_a the request of an activity.
    """
    parts = by_activity(shares, table)
    power = table["core_power"].in_unit("HS06")
    return Load(float(parts["rate"].sum()), float(parts["requests"].sum()), power)


def by_activity(shares: Mapping[str, float], table: Mapping[str, Quantity]) -> pd.DataFrame:
    """Return what each activity adds to the load of the mean core.

    Parameters
    ----------
    shares, table
        As for :func:`load`.

    Returns
    -------
    pandas.DataFrame
        Columns ``activity``, ``share`` (1), ``core_rate`` (MB/s of a core that does nothing else),
        ``rate`` (MB/s) and ``requests`` (IO/s) of the mean core.
    """
    rates = core_rates(table)
    rows = []
    for name in ACTIVITIES:
        share = float(within(f"share of {name}", shares[name], "1", least=0.0))
        size = table[f"{name}_request"].in_unit("MB")
        asked = share * rates[name]
        rows.append(
            {
                "activity": name,
                "share": share,
                "core_rate": rates[name],
                "rate": asked,
                "requests": asked / size,
            }
        )
    return pd.DataFrame(rows)


def drive(media: Mapping[str, Quantity]) -> Drive:
    """Return the hard disk of ``storage/media`` in a RAID-6 set as most sites deploy it.

    Parameters
    ----------
    media : mapping of str to Quantity
        ``quantities("storage/media")``.
    """
    disks = media["raid6_disks"].in_unit("1")
    kept_free = media["filesystem_overhead"].in_unit("%") / 100.0
    return Drive(
        capacity=media["hdd_capacity"].in_unit("TB"),
        rate=media["hdd_rate"].in_unit("MB/s"),
        iops=media["hdd_iops"].in_unit("IO/s"),
        usable=(disks - 2.0) / disks * (1.0 - kept_free),
        busy=media["busy_most"].in_unit("1"),
    )


def asked(one: Load, ratio: float) -> dict[str, float]:
    """Return what a site has to ask of its disk, for each unit of power and of capacity.

    Parameters
    ----------
    one : Load
    ratio : float
        Disk over CPU, GB/HS06, above 0.

    Returns
    -------
    dict of str to float
        ``rate_core`` (MB/s), ``requests_core`` (IO/s), ``rate_tb`` (MB/s on each usable TB),
        ``requests_tb`` (IO/s on each usable TB).

    Examples
    --------
    >>> asked(Load(rate=0.5, requests=4.0, power=10.0), 50.0)["requests_tb"]
    8.0
    """
    within("disk over CPU", ratio, "GB/HS06", above=0.0)
    terabytes = ratio * one.power / 1000.0
    return {
        "rate_core": one.rate,
        "requests_core": one.requests,
        "rate_tb": one.rate / terabytes,
        "requests_tb": one.requests / terabytes,
    }


def by_drive(one: Load, disk: Drive, sizes: list[float]) -> pd.DataFrame:
    """Return the least disk over CPU for drives of several sizes, all as quick as each other.

    Parameters
    ----------
    one : Load
    disk : Drive
    sizes : list of float
        Raw capacities, TB.

    Returns
    -------
    pandas.DataFrame
        Columns ``size`` (TB), ``least`` (GB/HS06), ``iops_tb`` (IO/s on each usable TB that the drive
        delivers at the busy share) and ``rate_tb`` (MB/s).
    """
    made = [replace(disk, capacity=size) for size in sizes]
    return pd.DataFrame(
        {
            "size": sizes,
            "least": [big.least(one) for big in made],
            "iops_tb": [big.busy * big.iops / (big.capacity * big.usable) for big in made],
            "rate_tb": [big.busy * big.rate / (big.capacity * big.usable) for big in made],
        }
    )
