"""What comes on top of a price?  Overheads, power and its carbon, the parts of tape, network ports."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.tables import Quantity

HOURS = 8766.0  # in a year, leap years included
SECONDS = 3600.0 * HOURS


@dataclass(frozen=True)
class Overhead:
    """What is added to the hardware.

    Parameters
    ----------
    share : float
        Of the spend on hardware, 0 or more.
    fixed : float
        Money a year, 0 or more.

    Examples
    --------
    >>> Overhead(0.5, 1000.0).on([4000.0]).tolist()
    [7000.0]
    """

    share: float = 0.0
    fixed: float = 0.0

    def __post_init__(self) -> None:
        within("overhead: share", self.share, "1", least=0.0)
        within("overhead: fixed", self.fixed, "money a year", least=0.0)

    def on(self, spend: ArrayLike) -> Floats:
        """Return hardware and overhead of each year, in the unit of the spend.

        Parameters
        ----------
        spend : array_like of float64
            Spend on hardware of each year, money, 0 or more.
        """
        return within("spend", spend, "money", least=0.0) * (1.0 + self.share) + self.fixed


@dataclass(frozen=True)
class Power:
    """What runs takes power, and the hall takes more.

    Parameters
    ----------
    watts : mapping of str to float
        Of one unit of capacity of each resource, W, 0 or more.
    pue : float
        Power usage effectiveness: power of the hall over power of the machines, 1 or more.
    price : float
        Money for a kWh, 0 or more.
    carbon : float
        kg of CO2 for a kWh, 0 or more.

    Examples
    --------
    >>> Power({"CPU": 0.25}, pue=1.5, price=0.1, carbon=0.4).megawatts({"CPU": 4e6})
    1.5
    """

    watts: Mapping[str, float]
    pue: float
    price: float
    carbon: float

    def __post_init__(self) -> None:
        for name, each in self.watts.items():
            within(f"power of {name}", each, "W", least=0.0)
        within("PUE", self.pue, "1", least=1.0)
        within("price of electricity", self.price, "money for a kWh", least=0.0)
        within("carbon", self.carbon, "kg/kWh", least=0.0)

    def megawatts(self, capacity: Mapping[str, float]) -> float:
        """Return the power of the hall, MW.

        Parameters
        ----------
        capacity : mapping of str to float
            Installed, in the units of ``watts``.
        """
        return self.pue * 1e-6 * sum(amount * self.watts[name] for name, amount in capacity.items())

    def yearly(self, capacity: Mapping[str, float]) -> tuple[float, float, float]:
        """Return energy, cost and carbon of a year at full load.

        Parameters
        ----------
        capacity : mapping of str to float
            Installed, in the units of ``watts``.

        Returns
        -------
        energy, cost, carbon : float
            GWh, money, and tonnes of CO2.
        """
        energy = self.megawatts(capacity) * HOURS / 1000.0
        return energy, energy * 1e6 * self.price, energy * 1e3 * self.carbon


@dataclass(frozen=True)
class TapeLibrary:
    """Tape in its parts: cartridges, the drives that move data, and the robot that holds them.

    Parameters
    ----------
    cartridge : float
        Capacity of a cartridge, TB, above 0.
    media : float
        Money for a TB of cartridges, above 0.
    slot : float
        Share of robot and frame for a cartridge, money, 0 or more.
    drive : float
        Money for a drive, 0 or more.
    rate : float
        Rate of a drive, MB/s, above 0.
    used : float
        Part of its rate that a drive reaches on average, above 0 and at most 1.

    Examples
    --------
    >>> library = TapeLibrary(cartridge=20.0, media=5.0, slot=60.0, drive=25_000.0, rate=400.0, used=0.5)
    >>> library.parts(1000.0, 1000.0)
    {'media': 5000.0, 'library': 3000.0, 'drives': 125000.0}
    """

    cartridge: float
    media: float
    slot: float
    drive: float
    rate: float
    used: float

    def __post_init__(self) -> None:
        for name, unit in (("cartridge", "TB"), ("media", "money for a TB"), ("rate", "MB/s")):
            within(f"tape: {name}", getattr(self, name), unit, above=0.0)
        for name in ("slot", "drive"):
            within(f"tape: {name}", getattr(self, name), "money", least=0.0)
        within("tape: used", self.used, "1", above=0.0, most=1.0)

    def drives(self, rate: float) -> int:
        """Return the drives that a rate takes.

        Parameters
        ----------
        rate : float
            Data written and read, mean over the busy time, MB/s, 0 or more.
        """
        return math.ceil(self.busy(rate) - 1e-9)

    def busy(self, rate: float) -> float:
        """Return the drives that a rate keeps busy on average, in parts of a drive too; as :meth:`drives`."""
        return within("rate", rate, "MB/s", least=0.0).item() / (self.rate * self.used)

    def parts(self, capacity: float, rate: float) -> dict[str, float]:
        """Return what a library costs, part by part.

        Parameters
        ----------
        capacity : float
            TB, 0 or more.
        rate : float
            MB/s, 0 or more.

        Returns
        -------
        dict of str to float
            ``media``, ``library`` and ``drives``, money.
        """
        held = within("capacity", capacity, "TB", least=0.0).item()
        cartridges = math.ceil(held / self.cartridge - 1e-9)
        return {
            "media": held * self.media,
            "library": cartridges * self.slot,
            "drives": self.drives(rate) * self.drive,
        }


def drives_for(recalls: ArrayLike, drive: ArrayLike, rate: ArrayLike, used: ArrayLike) -> Floats:
    """Return what the drives of one TB on tape cost, n C / (Y r u), for a part of a drive too.

    Parameters
    ----------
    recalls : array_like of float64
        Times n a year that the whole archive is written or read, 0 or more.
    drive : array_like of float64
        Money C for a drive, 0 or more.
    rate : array_like of float64
        Rate r of a drive, MB/s, above 0.
    used : array_like of float64
        Part u of its rate that a drive reaches on average, above 0 and at most 1.

    Returns
    -------
    numpy.ndarray of float64
        Money for a TB; Y is the length of a year.

    Examples
    --------
    >>> drives_for(1.0, 25_000.0, 400.0, 0.5).round(2).item()
    3.96
    """
    times = within("recalls", recalls, "1 a year", least=0.0)
    price = within("tape: drive", drive, "money", least=0.0)
    reached = within("tape: rate", rate, "MB/s", above=0.0) * within(
        "tape: used", used, "1", above=0.0, most=1.0
    )
    return np.asarray(times * 1e6 / SECONDS / reached * price)  # a TB is 1e6 MB


def tape_library(costs: Mapping[str, Quantity]) -> TapeLibrary:
    """Return the library of the table ``facilities/costs``, USD."""
    return TapeLibrary(
        cartridge=costs["tape_capacity"].in_unit("TB"),
        media=costs["tape_media_price"].in_unit("USD/TB"),
        slot=costs["tape_slot_price"].in_unit("USD"),
        drive=costs["tape_drive_price"].in_unit("USD"),
        rate=costs["tape_drive_rate"].in_unit("MB/s"),
        used=costs["tape_drive_use"].in_unit("1"),
    )


def power(costs: Mapping[str, Quantity], efficiency: str = "cpu_efficiency") -> Power:
    """Return the power of the table ``facilities/costs``.

    Parameters
    ----------
    costs : mapping of str to Quantity
        ``quantities("facilities/costs")``.
    efficiency : str
        ``cpu_efficiency`` (servers of 2021) or ``cpu_efficiency_new``.

    Returns
    -------
    Power
        For HS23 of CPU and TB of disk and tape.

    Notes
    -----
    HS06 count as HS23 in accounting (see :func:`ecosystem_nb.facilities.units.as_hs23`); a server of
    the time of HS06 takes more power for each of them.
    """
    watts = {
        "CPU": 1.0 / costs[efficiency].in_unit("HS23/W"),
        "disk": costs["disk_power"].in_unit("W/TB"),
        "tape": costs["tape_power"].in_unit("W/TB"),
    }
    return Power(
        watts,
        costs["pue"].in_unit("1"),
        costs["electricity"].in_unit("USD/kWh"),
        costs["carbon"].in_unit("kg/kWh"),
    )


def overhead(costs: Mapping[str, Quantity]) -> Overhead:
    """Return the overhead of the table ``facilities/costs``: that of one US centre, USD."""
    return Overhead(costs["overhead_share"].in_unit("%") / 100.0, costs["overhead_fixed"].in_unit("USD/yr"))


def ports(rate: float, port: float, filled: float, price: float) -> tuple[int, float]:
    """Return the network ports that a rate takes, and their price.

    Parameters
    ----------
    rate : float
        Gbit/s, 0 or more.
    port : float
        Speed of a port, Gbit/s, above 0.
    filled : float
        Part of a port that may be filled, above 0 and at most 1.
    price : float
        Money for each Gbit/s of a port, 0 or more.

    Returns
    -------
    count : int
    cost : float
        Money.

    Examples
    --------
    >>> ports(900.0, 400.0, 0.8, 10.0)
    (3, 12000.0)
    """
    asked = within("rate", rate, "Gbit/s", least=0.0).item()
    speed = within("port", port, "Gbit/s", above=0.0).item()
    part = within("filled", filled, "1", above=0.0, most=1.0).item()
    each = within("price", price, "money for a Gbit/s", least=0.0).item()
    count = math.ceil(asked / (speed * part) - 1e-9)
    return count, count * speed * each
