"""How fast is a facility that is put together from services?  As fast as its slowest part."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.analysis.kernels import makespan

WORKERS, FLASH, CACHES = "workers", "flash", "cache servers"
SWITCH, STORE, SCHEDULER = "switches", "store", "scheduler"
PARTS = (WORKERS, FLASH, CACHES, SWITCH, STORE, SCHEDULER)


@dataclass(frozen=True)
class Sample:
    """Files of events, of which an analysis reads some columns.

    Parameters
    ----------
    volume : float
        TB, above 0.
    event : float
        Size of an event, kB, above 0.
    file : float
        Size of a file, GB, above 0.
    share : float
        Part of the bytes that is read, 1, above 0 and at most 1.

    Examples
    --------
    >>> one = Sample(200.0, 10.0, 1.0, 0.25)
    >>> one.read, one.events, one.files
    (50.0, 20000000000.0, 200000.0)
    """

    volume: float
    event: float
    file: float
    share: float

    def __post_init__(self) -> None:
        for name, unit in (("volume", "TB"), ("event", "kB"), ("file", "GB")):
            within(f"sample: {name}", getattr(self, name), unit, above=0.0)
        within("sample: share read", self.share, "1", above=0.0, most=1.0)

    @property
    def read(self) -> float:
        """What is read, TB."""
        return self.volume * self.share

    @property
    def events(self) -> float:
        """Number of events."""
        return self.volume * 1e9 / self.event

    @property
    def files(self) -> float:
        """Number of files."""
        return self.volume * 1e3 / self.file

    def event_rate(self, rate: float) -> float:
        """Return the events that pass at a rate of bits that are read.

        Parameters
        ----------
        rate : float
            Gbit/s, 0 or more.

        Returns
        -------
        float
            MHz.
        """
        bits = within("rate", rate, "Gbit/s", least=0.0).item()
        return bits * 1e9 / 8.0 / (self.event * 1e3 * self.share) / 1e6


@dataclass(frozen=True)
class Facility:
    """Services in a row, each with a capacity.

    Parameters
    ----------
    cores : float
        Of workers, 0 or more.
    core_rate : float
        What one core reads, Mbit/s, above 0.
    servers : float
        Cache servers, 0 or more.
    drives : float
        NVMe drives in each, 0 or more.
    drive_rate : float
        What one drive passes on, MB/s, above 0.
    server_network : float
        Of each cache server, Gbit/s, above 0.
    switch : float
        Network between caches and workers, Gbit/s, above 0.
    store : float
        What the store behind the caches delivers, Gbit/s, 0 or more.
    hits : float
        Part of the bytes that the caches hold, 1, 0 to 1.
    tasks : float
        Tasks that the scheduler hands out in a second, Hz, above 0; one file is one task.
    """

    cores: float
    core_rate: float
    servers: float
    drives: float
    drive_rate: float
    server_network: float
    switch: float
    store: float
    hits: float
    tasks: float

    def __post_init__(self) -> None:
        for name, unit in (("cores", "1"), ("servers", "1"), ("drives", "1"), ("store", "Gbit/s")):
            within(f"facility: {name}", getattr(self, name), unit, least=0.0)
        for name, unit in (
            ("core_rate", "Mbit/s"),
            ("drive_rate", "MB/s"),
            ("server_network", "Gbit/s"),
            ("switch", "Gbit/s"),
            ("tasks", "Hz"),
        ):
            within(f"facility: {name}", getattr(self, name), unit, above=0.0)
        within("facility: hits", self.hits, "1", least=0.0, most=1.0)

    def capacities(self, sample: Sample) -> dict[str, float]:
        """Return how fast the whole could be if one part alone bounded it, Gbit/s, by part.

        Notes
        -----
        The store serves what the caches do not hold: its bound is store / (1 - hits).  A task reads its
        file's columns, so the scheduler hands out as many bits as tasks × file × share.
        """
        missing = 1.0 - self.hits
        return {
            WORKERS: self.cores * self.core_rate / 1000.0,
            FLASH: self.servers * self.drives * self.drive_rate * 8.0 / 1000.0,
            CACHES: self.servers * self.server_network,
            SWITCH: self.switch,
            STORE: self.store / missing if missing > 0.0 else math.inf,
            SCHEDULER: self.tasks * sample.file * sample.share * 8.0,
        }

    def rate(self, sample: Sample) -> tuple[float, str]:
        """Return the rate of the whole and the part that binds: the least of the capacities, Gbit/s."""
        bounds = self.capacities(sample)
        name = min(bounds, key=lambda part: bounds[part])
        return bounds[name], name

    def time(self, sample: Sample, start: float = 0.0, straggle: float = 1.0) -> float:
        """Return the time to read a sample's columns.

        Parameters
        ----------
        sample : Sample
        start : float
            Before the first event, s, 0 or more.
        straggle : float
            Time of the last task over the mean, 1 or more.

        Returns
        -------
        float
            s; infinite where a part has no capacity.
        """
        first = within("start", start, "s", least=0.0).item()
        last = within("straggle", straggle, "1", least=1.0).item()
        rate, _ = self.rate(sample)
        if rate == 0.0:
            return math.inf
        each = rate / self.cores  # of one core when the whole runs at its bound, Gbit/s
        task = sample.file * sample.share * 8.0 / each
        return makespan(sample.read, rate, first, task, last)


def sizing(rate: float, facility: Facility, sample: Sample) -> dict[str, float]:
    """Return the least of each part with which a facility reaches a rate.

    Parameters
    ----------
    rate : float
        Gbit/s, above 0.
    facility : Facility
        Rates of one core, drive and server; numbers are not used.
    sample : Sample

    Returns
    -------
    dict of str to float
        ``cores``, ``servers`` and ``drives`` (in all), whole numbers; ``store`` (Gbit/s); ``tasks`` (Hz);
        ``events`` (MHz).

    Examples
    --------
    >>> one = Facility(1, 100.0, 1, 1, 1000.0, 25.0, 400.0, 100.0, 0.75, 100.0)
    >>> sizing(200.0, one, Sample(200.0, 10.0, 1.0, 0.25))["cores"]
    2000
    """
    asked = within("rate", rate, "Gbit/s", above=0.0).item()
    return {
        "cores": _whole(asked * 1000.0 / facility.core_rate),
        "servers": _whole(asked / facility.server_network),
        "drives": _whole(asked * 1000.0 / 8.0 / facility.drive_rate),
        "store": asked * (1.0 - facility.hits),
        "tasks": asked / (sample.file * sample.share * 8.0),
        "events": sample.event_rate(asked),
    }


def by_share(
    rates: Mapping[str, float], sample: Sample, shares: list[float], core_rate: float
) -> pd.DataFrame:
    """Return cores and network for target event rates by the share of columns that is read.

    Parameters
    ----------
    rates : mapping of str to float
        Event rates by name, MHz, above 0.
    sample : Sample
        Its own share is not used.
    shares : list of float
        1, above 0 and at most 1.
    core_rate : float
        What one core reads, Mbit/s, above 0.

    Returns
    -------
    pandas.DataFrame
        Columns ``goal``, ``share`` (1), ``rate`` (Gbit/s) and ``cores``.
    """
    each = within("core_rate", core_rate, "Mbit/s", above=0.0).item()
    rows = []
    for name, events in rates.items():
        want = within(f"event rate {name}", events, "MHz", above=0.0).item()
        for share in within("share read", shares, "1", above=0.0, most=1.0).tolist():
            bits = want * 1e6 * sample.event * 1e3 * share * 8.0 / 1e9
            rows.append({"goal": name, "share": share, "rate": bits, "cores": _whole(bits * 1000.0 / each)})
    return pd.DataFrame(rows)


def _whole(number: float) -> int:
    return math.ceil(number - 1e-9)
