"""What is to be sent?  Campaigns of datasets with deadlines, among other traffic."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.network.reservation.parameters import ReservedPath
from ecosystem_nb.network.transfers.simulator import GBIT_PER_GB

DAY = 86_400.0  # s
GB_PER_TB = 1000.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Campaign:
    """Traffic of some days on one path.

    Parameters
    ----------
    datasets : pandas.DataFrame
        Columns ``release`` and ``deadline`` (s), ``size`` (GB) and ``asked`` (GB to be reserved),
        in the order of release.
    others : pandas.DataFrame
        Columns ``arrival`` (s) and ``size`` (GB), in the order of arrival.
    length : float
        s.
    """

    datasets: pd.DataFrame
    others: pd.DataFrame
    length: float


def alone(page: ReservedPath) -> float:
    """Return the rate of a dataset that has the path for itself, Gbit/s."""
    return min(page.hosts * page.host_rate, page.capacity)


def _widest(page: ReservedPath) -> float:
    """Return the widest reservation that a dataset can use, Gbit/s."""
    return min(alone(page), page.reservable * page.capacity)


def campaign(page: ReservedPath, rng: np.random.Generator) -> Campaign:
    """Draw a campaign: datasets and batches arrive at random (Poisson) at the page's load.

    Parameters
    ----------
    page : ReservedPath
        Load, shares, sizes, slack and length.
    rng : numpy.random.Generator
        Source of the random numbers.

    Returns
    -------
    Campaign

    Raises
    ------
    ValueError
        When the shortest slack is above the longest.

    Notes
    -----
    Sizes of datasets are lognormal, of batches exponential.  A deadline is the release and ``slack`` times
    the time that the dataset takes alone.  Each quantity has a stream of random numbers of its own:
    campaigns of one seed at other loads, or with other over-reservation, have the same sizes and slacks.

    Examples
    --------
    >>> one = campaign(ReservedPath(load=0.5), np.random.default_rng(1))
    >>> bool((one.datasets["deadline"] > one.datasets["release"]).all())
    True
    """
    if page.slack_low > page.slack_high:
        raise ValueError(
            f"slack_low = {page.slack_low:g} is out of range: "
            f"expected at most slack_high, {page.slack_high:g}"
        )
    gaps, sizes, slacks, errors, other_gaps, other_sizes = rng.spawn(6)
    length = page.days * DAY
    offered = page.load * page.capacity * length / GBIT_PER_GB  # GB
    mean, mean_other = page.dataset * GB_PER_TB, page.batch * GB_PER_TB
    release = _poisson(gaps, page.deadline_share * offered / mean, length)
    n = release.size
    size = mean * np.exp(page.spread * sizes.standard_normal(n) - page.spread**2 / 2)
    slack = page.slack_low + (page.slack_high - page.slack_low) * slacks.random(n)
    ratio = page.over * np.exp(page.error * errors.standard_normal(n))
    deadline = release + slack * GBIT_PER_GB * size / alone(page)
    asked = np.minimum(ratio, slack * _widest(page) / alone(page)) * size
    arrival = _poisson(other_gaps, (1.0 - page.deadline_share) * offered / mean_other, length)
    return Campaign(
        pd.DataFrame({"release": release, "deadline": deadline, "size": size, "asked": asked}),
        pd.DataFrame(
            {"arrival": arrival, "size": mean_other * other_sizes.standard_exponential(arrival.size)}
        ),
        length,
    )


def _poisson(rng: np.random.Generator, mean: float, length: float) -> Floats:
    """Return the times of a Poisson process with a mean number of events; other means stretch the times."""
    room = int(mean + 10.0 * np.sqrt(mean) + 20.0)
    times = np.cumsum(rng.standard_exponential(room)) * (length / mean)
    return times[times < length]
