"""What does a workload ask of storage? Rate, requests and capacity, from events or from a core's appetite."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.core_rates import ACTIVITIES, core_rates
from ecosystem_nb.tables import Quantity

NAMES = ACTIVITIES


@dataclass(frozen=True)
class Workload:
    """What one activity asks of a site's storage.

    Parameters
    ----------
    name : str
    volume : float
        Data that it keeps, TB, above 0.
    rate : float
        What it reads and writes at full load, MB/s, 0 or more.
    request : float
        Mean size of its requests online, MB, above 0.
    file : float
        Mean size of its files, MB, above 0.
    wait : float
        Longest that it may wait for the first byte, s, above 0.

    Raises
    ------
    ValueError
        For a value that is not finite or out of range.

    Examples
    --------
    >>> Workload("analysis", volume=1000.0, rate=5000.0, request=0.1, file=1500.0, wait=1.0).iops
    50000.0
    """

    name: str
    volume: float
    rate: float
    request: float
    file: float
    wait: float

    def __post_init__(self) -> None:
        within(f"{self.name}: volume", self.volume, "TB", above=0.0)
        within(f"{self.name}: rate", self.rate, "MB/s", least=0.0)
        within(f"{self.name}: request", self.request, "MB", above=0.0)
        within(f"{self.name}: file", self.file, "MB", above=0.0)
        within(f"{self.name}: wait", self.wait, "s", above=0.0)

    @property
    def iops(self) -> float:
        """Requests, IO/s."""
        return self.rate / self.request

    @property
    def intensity(self) -> float:
        """Requests on each TB that it keeps, IO/s per TB."""
        return self.iops / self.volume


@dataclass(frozen=True)
class Profile:
    """What an activity does on one core.

    Parameters
    ----------
    name : str
    rate : float
        MB/s on one core, read and written, 0 or more.
    request, file : float
        Mean size of requests and of files, MB, above 0.
    wait : float
        Longest wait for the first byte, s, above 0.

    Examples
    --------
    >>> Profile("analysis", rate=5.0, request=0.1, file=1500.0, wait=1.0).on(cores=100, volume=50.0).rate
    500.0
    """

    name: str
    rate: float
    request: float
    file: float
    wait: float

    def on(self, cores: float, volume: float) -> Workload:
        """Return the workload of many cores.

        Parameters
        ----------
        cores : float
            That run at once, 0 or more.
        volume : float
            Data that they work on, TB, above 0.
        """
        within(f"{self.name}: cores", cores, "1", least=0.0)
        return Workload(self.name, volume, self.rate * cores, self.request, self.file, self.wait)


def profiles(table: Mapping[str, Quantity]) -> dict[str, Profile]:
    """Return the four profiles of the table ``storage/workloads``.

    Parameters
    ----------
    table : mapping of str to Quantity
        ``quantities("storage/workloads")``.

    Returns
    -------
    dict of str to Profile
        ``reconstruction``, ``simulation``, ``derivation`` and ``analysis``.

    Notes
    -----
    Rates as :func:`ecosystem_nb.core_rates.core_rates` gives them.
    """
    rates = core_rates(table)
    planned = {"reconstruction"}
    wait = {True: table["campaign_wait"].in_unit("s"), False: table["online_wait"].in_unit("s")}
    file = 1000.0 * table["transfer_file"].in_unit("GB")
    return {
        name: Profile(name, rates[name], table[f"{name}_request"].in_unit("MB"), file, wait[name in planned])
        for name in NAMES
    }


@dataclass(frozen=True)
class Sizes:
    """Sizes of files or requests: lognormal.

    Parameters
    ----------
    mean : float
        Mean size, MB, above 0.
    spread : float
        Standard deviation of the logarithm of the size, 0 or more and at most 5.

    Notes
    -----
    The median is ``mean exp(-spread²/2)``.  Data files of ATLAS on tape had a median above their mean,
    which no lognormal has; those of simulation fit with a spread of 0.33.

    Examples
    --------
    >>> Sizes(mean=2.0, spread=0.0).median
    2.0
    """

    mean: float
    spread: float

    def __post_init__(self) -> None:
        within("mean", self.mean, "MB", above=0.0)
        within("spread", self.spread, "1", least=0.0, most=5.0)

    @classmethod
    def through(cls, mean: float, median: float) -> "Sizes":
        """Return the distribution with a mean and a median; the median at most the mean."""
        within("mean", mean, "MB", above=0.0)
        within("median", median, "MB", above=0.0, most=mean)
        return cls(mean, math.sqrt(2.0 * math.log(mean / median)))

    @property
    def median(self) -> float:
        """Half of the sizes are smaller, MB."""
        return self.mean * math.exp(-(self.spread**2) / 2.0)

    def draw(self, rng: np.random.Generator, count: int) -> NDArray[np.float64]:
        """Draw sizes.

        Parameters
        ----------
        rng : numpy.random.Generator
            Source of the random numbers.
        count : int
            How many, 0 or more.

        Returns
        -------
        numpy.ndarray of float64, shape (count,)
            MB.
        """
        within("count", count, "1", least=0.0)
        return self.median * np.exp(self.spread * rng.standard_normal(count))
