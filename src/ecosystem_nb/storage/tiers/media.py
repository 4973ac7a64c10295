"""What does one device deliver? Hard disk, flash and tape under requests of a given size."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecosystem_nb.bounds import within
from ecosystem_nb.storage.tiers.workloads import Workload
from ecosystem_nb.tables import Quantity

GB = 1000.0  # MB


@dataclass(frozen=True)
class Medium:
    """One kind of device: what a drive holds, delivers and costs.

    Parameters
    ----------
    name : str
    capacity : float
        What one drive, or one cartridge, holds, TB.
    rate : float
        Most that one drive transfers, MB/s.
    iops : float
        Most requests that one drive serves when they are small, IO/s.
    price : float
        Of raw capacity, USD/TB.
    serial : bool
        Whether a drive positions first and transfers then, as a head must; flash does both at once.
    latency : float
        Wait for the first byte of a request on an idle drive, s.
    drive_price : float
        Price of a drive where its cartridges are bought apart, USD; 0 where a drive is its own medium.

    Raises
    ------
    ValueError
        For a value that is not finite or not above 0 (latency and drive price: below 0).

    Notes
    -----
    The standard model of a storage device: a request of size s keeps a serial drive busy for
    ``1/iops + s/rate``, a parallel one for the longer of the two.  Mean sizes are enough for a serial
    drive, for its time is linear in the size.  Neglected: where on the platters data lie, writes that
    are slower than reads, and the caches of drive and server.

    Examples
    --------
    >>> disk = Medium("disk", capacity=20.0, rate=225.0, iops=150.0, price=70.0)
    >>> round(disk.throughput(1.5), 1)  # half of its rate at a request of rate/iops
    112.5
    """

    name: str
    capacity: float
    rate: float
    iops: float
    price: float
    serial: bool = True
    latency: float = 0.0
    drive_price: float = 0.0

    def __post_init__(self) -> None:
        for name, unit in (("capacity", "TB"), ("rate", "MB/s"), ("iops", "IO/s"), ("price", "USD/TB")):
            within(f"{self.name}: {name}", getattr(self, name), unit, above=0.0)
        for name, unit in (("latency", "s"), ("drive_price", "USD")):
            within(f"{self.name}: {name}", getattr(self, name), unit, least=0.0)

    @property
    def removable(self) -> bool:
        """Whether cartridges and drives are bought apart."""
        return self.drive_price > 0.0

    @property
    def device_price(self) -> float:
        """Price of one disk or flash drive, or of one cartridge, USD."""
        return self.price * self.capacity

    @property
    def half_size(self) -> float:
        """Size of the request at which positioning takes as long as the transfer, MB."""
        return self.rate / self.iops

    def busy(self, size: float) -> float:
        """Return how long a request keeps a drive busy, s.

        Parameters
        ----------
        size : float
            Of the request, MB, above 0.
        """
        within("size", size, "MB", above=0.0)
        position, transfer = 1.0 / self.iops, size / self.rate
        return position + transfer if self.serial else max(position, transfer)

    def throughput(self, size: float) -> float:
        """Return what a drive delivers with requests of one size, MB/s.

        Parameters
        ----------
        size : float
            Of a request, MB, above 0.

        Examples
        --------
        >>> flash = Medium("flash", capacity=60.0, rate=1000.0, iops=1e6, price=400.0, serial=False)
        >>> flash.throughput(0.1)
        1000.0
        """
        return size / self.busy(size)

    def size(self, workload: Workload) -> float:
        """Return the size of a request of a workload, MB: tape always moves whole files."""
        return workload.file if self.removable else workload.request

    def loads(self, workload: Workload) -> dict[str, float]:
        """Return what a workload asks of one kind of device, in drives.

        Parameters
        ----------
        workload : Workload

        Returns
        -------
        dict of str to float
            ``capacity`` (in cartridges where they are bought apart), ``rate`` and ``iops``:
            how many devices each of them alone would keep busy all the time.
        """
        return {
            "capacity": workload.volume / self.capacity,
            "rate": workload.rate / self.rate,
            "iops": workload.rate / self.size(workload) / self.iops,
        }


@dataclass(frozen=True)
class TapeDrive:
    """A tape drive with its times; a robot puts the cartridges in.

    Parameters
    ----------
    capacity : float
        Of a cartridge, TB.
    rate : float
        Of the drive, MB/s.
    exchange, load, locate, rewind, unload : float
        s: the robot's way, load to ready, mean time from the load point to a record, mean rewind, unload.
    price : float
        Of cartridges, USD/TB.
    drive_price : float
        Of a drive with its share of the library, USD.

    Raises
    ------
    ValueError
        For a value that is not finite, or not above 0 (times: below 0).
    """

    capacity: float
    rate: float
    exchange: float
    load: float
    locate: float
    rewind: float
    unload: float
    price: float
    drive_price: float

    def __post_init__(self) -> None:
        for name, unit in (("capacity", "TB"), ("rate", "MB/s"), ("price", "USD/TB"), ("drive_price", "USD")):
            within(f"tape: {name}", getattr(self, name), unit, above=0.0)
        for name in ("exchange", "load", "locate", "rewind", "unload"):
            within(f"tape: {name}", getattr(self, name), "s", least=0.0)

    @property
    def between(self) -> float:
        """Mean time from one record to another at random places, s.

        Places are uniform along the tape: the mean way from its end is 1/2 of the length, that between
        two of them 1/3.  Start, stop and the change of track are taken to scale with the way.
        """
        return self.locate * 2.0 / 3.0

    def overhead(self, files: int, in_a_row: bool = False) -> float:
        """Return the time of one mount without the transfers, s.

        Parameters
        ----------
        files : int
            Files read in one mount, 1 or more.
        in_a_row : bool
            Whether they lie one behind the other; else they lie anywhere and are read in any order.
        """
        within("files", files, "1", least=1.0)
        ways = 0.0 if in_a_row else (files - 1) * self.between
        return self.exchange + self.load + self.locate + ways + self.rewind + self.unload

    def recall_rate(self, files: int, size: float, in_a_row: bool = False) -> float:
        """Return what a drive delivers, mounts included, MB/s.

        Parameters
        ----------
        files : int
            Files read in one mount, 1 or more.
        size : float
            Mean size of a file, MB, above 0.
        in_a_row : bool
            As for :meth:`overhead`.

        Examples
        --------
        >>> drive = TapeDrive(18.0, 300.0, 15.0, 16.0, 65.0, 62.0, 56.0, 15.65, 10_000.0)
        >>> round(drive.recall_rate(20, 1500.0), 1), round(drive.recall_rate(20, 1500.0, in_a_row=True), 1)
        (26.4, 95.5)
        """
        within("size", size, "MB", above=0.0)
        return files * size / (self.overhead(files, in_a_row) + files * size / self.rate)

    def medium(self, files: int, in_a_row: bool = False, name: str = "tape") -> Medium:
        """Return the drive as a serial medium: the time of a mount is shared by its files.

        Parameters
        ----------
        files : int
            Files read in one mount, 1 or more.
        in_a_row : bool
            As for :meth:`overhead`.
        name : str

        Notes
        -----
        ``latency`` is the wait for the first byte of a file when a drive and the robot are free:
        in a queue it is hours.
        """
        return Medium(
            name,
            capacity=self.capacity,
            rate=self.rate,
            iops=files / self.overhead(files, in_a_row),
            price=self.price,
            latency=self.exchange + self.load + self.locate,
            drive_price=self.drive_price,
        )


def tape_drive(table: Mapping[str, Quantity], moved: float = 0.0, in_a_row: bool = False) -> TapeDrive:
    """Return the tape drive of the table ``storage/media``.

    Parameters
    ----------
    table : mapping of str to Quantity
        ``quantities("storage/media")``.
    moved : float
        Data that a mount moves, MB, 0 or more: after more of them an LTO-9 drive rewinds for longer.
    in_a_row : bool
        Whether they lie in one piece.

    Notes
    -----
    The manual gives three times for the rewind at the end of a mount: for less than 5 GB, for 5 to 50 GB in
    one piece, and for all else.
    """
    within("moved", moved, "MB", least=0.0)
    middling = "medium" if in_a_row and moved <= 50.0 * GB else "large"
    kind = "small" if moved < 5.0 * GB else middling
    return TapeDrive(
        capacity=table["tape_capacity"].in_unit("TB"),
        rate=table["tape_rate"].in_unit("MB/s"),
        exchange=table["tape_exchange"].in_unit("s"),
        load=table["tape_load"].in_unit("s"),
        locate=table["tape_locate"].in_unit("s"),
        rewind=table[f"tape_rewind_unload_{kind}"].in_unit("s"),
        unload=table["tape_unload"].in_unit("s"),
        price=table["tape_price"].in_unit("USD/TB"),
        drive_price=table["tape_drive_price"].in_unit("USD"),
    )


def hard_disk(table: Mapping[str, Quantity]) -> Medium:
    """Return the hard disk of the table ``storage/media``: mean rate, and requests with a queue."""
    return Medium(
        "disk",
        capacity=table["hdd_capacity"].in_unit("TB"),
        rate=table["hdd_rate"].in_unit("MB/s"),
        iops=table["hdd_iops"].in_unit("IO/s"),
        price=table["hdd_price"].in_unit("USD/TB"),
        latency=(table["hdd_seek"].in_unit("ms") + table["hdd_rotation"].in_unit("ms")) / 1000.0,
    )


def flash(table: Mapping[str, Quantity]) -> Medium:
    """Return the flash drive of the table ``storage/media``, no faster than its server's network."""
    return Medium(
        "flash",
        capacity=table["flash_capacity"].in_unit("TB"),
        rate=min(table["flash_rate"].in_unit("MB/s"), table["flash_share"].in_unit("MB/s")),
        iops=table["flash_iops"].in_unit("IO/s"),
        price=table["flash_price"].in_unit("USD/TB"),
        serial=False,
        latency=table["flash_latency"].in_unit("us") / 1e6,
    )
