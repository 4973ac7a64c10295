"""What does a failed transatlantic cable do to a data challenge? Transfers to the thirteen Tier-1s."""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.network.rehearsal.cable_parameters import CableRehearsal
from ecosystem_nb.network.transfers.simulator import GBIT_PER_GB, Outcome, simulate
from ecosystem_nb.network.transfers.topology import Topology, from_tables

ATLANTIC = "across the Atlantic"
TRANSATLANTIC = "North America"  # region of the sites behind it
_ROUTER = "New York"  # where the cables land, for all sites behind them


def links(sites: pd.DataFrame) -> pd.DataFrame:
    """Return a link to each Tier-1, as wide as its need in the minimal model.

    Parameters
    ----------
    sites : pandas.DataFrame
        ``network/tier1``: columns ``site``, ``region``, ``need_minimal`` (Gbit/s).

    Returns
    -------
    pandas.DataFrame
        Columns ``link``, ``source``, ``target`` and ``capacity`` (Gbit/s); the sites of North America lie
        behind one link that is the sum of the cables, as wide as their needs together.
    """
    over = sites["region"] == TRANSATLANTIC
    made = pd.DataFrame(
        {
            "link": sites["site"],
            "source": np.where(over, _ROUTER, "CERN"),
            "target": sites["site"],
            "capacity": sites["need_minimal"].astype(float),
        }
    )
    cables = pd.DataFrame(
        [
            {
                "link": ATLANTIC,
                "source": "CERN",
                "target": _ROUTER,
                "capacity": made.loc[over, "capacity"].sum(),
            }
        ]
    )
    return pd.concat([made, cables], ignore_index=True)


def topology(sites: pd.DataFrame) -> Topology:
    """Return CERN and its Tier-1s on their :func:`links`, one direction, from CERN."""
    return from_tables(links(sites), ["CERN", *sites["site"]], duplex=False)


def arrivals(rate: float, file_size: float, hours: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw when files arrive: at random, at a mean rate.

    Parameters
    ----------
    rate : float
        Gbit/s.
    file_size : float
        GB.
    hours : float
        h.
    rng : numpy.random.Generator
        Source of the random numbers.

    Returns
    -------
    ndarray of float64
        Times in rising order, s.
    """
    seconds = hours * 3600.0
    count = int(rng.poisson(rate * seconds / (GBIT_PER_GB * file_size)))
    return np.sort(rng.uniform(0.0, seconds, count))


def traffic(
    page: CableRehearsal, sites: pd.DataFrame, share: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the transfers of a challenge: equal files, arriving at random for each site.

    Parameters
    ----------
    page : CableRehearsal
        File size, duration and factors.
    sites : pandas.DataFrame
        ``network/tier1``.
    share : float
        Of the HL-LHC rate, 1: at 1, in a burst, a site is sent its need over the provisioning factor.
    rng : numpy.random.Generator
        Source of the random numbers.

    Returns
    -------
    pandas.DataFrame
        Columns ``source``, ``destination``, ``size`` (GB), ``arrival`` (s), ``cap`` (Gbit/s).
    """
    parts = []
    for site, need in zip(sites["site"], sites["need_minimal"], strict=True):
        rate = share * need / page.provisioning_factor  # Gbit/s
        arrival = arrivals(rate, page.file_size, page.hours, rng)
        parts.append(pd.DataFrame({"destination": site, "arrival": arrival}))
    made = pd.concat(parts, ignore_index=True)
    return made.assign(source="CERN", size=page.file_size, cap=page.stream_cap)


def outage(page: CableRehearsal, whole: float) -> pd.DataFrame:
    """Return the capacity changes of one cable that fails and comes back.

    Parameters
    ----------
    page : CableRehearsal
        Number of cables, begin and length of the outage.
    whole : float
        Capacity of all cables, Gbit/s.

    Returns
    -------
    pandas.DataFrame
        Columns ``time`` (s), ``link``, ``capacity`` (Gbit/s).
    """
    begin = page.fails_after * 3600.0
    left = whole * (1.0 - 1.0 / page.cables)
    times = [begin, begin + page.outage * 3600.0]
    return pd.DataFrame({"time": times, "link": ATLANTIC, "capacity": [left, whole]})


def rehearse(page: CableRehearsal, sites: pd.DataFrame, share: float, *, fails: bool) -> Outcome:
    """Run one challenge, with the same transfers whether the cable fails or not."""
    network = topology(sites)
    whole = next(link.capacity for link in network.links if link.name == ATLANTIC)
    rng = np.random.default_rng(page.seed)
    transfers = traffic(page, sites, share, rng)
    return simulate(network, transfers, outage(page, whole) if fails else None)


def by_time(outcome: Outcome, sites: pd.DataFrame, minutes: float = 5.0) -> pd.DataFrame:
    """Return how long transfers take, by when they arrive and on which side of the Atlantic.

    Parameters
    ----------
    outcome : Outcome
        From :func:`rehearse`.
    sites : pandas.DataFrame
        ``network/tier1``.
    minutes : float
        Width of a bin, min.

    Returns
    -------
    pandas.DataFrame
        Columns ``hour`` (middle of the bin, h), ``side``, ``median`` and ``slow`` (95th percentile)
        of the duration (s).
    """
    region = sites.set_index("site")["region"]
    one = outcome.transfers
    side = np.where(one["destination"].map(region) == TRANSATLANTIC, "North America", "elsewhere")
    width = minutes / 60.0
    hour = (np.floor(one["arrival"] / 3600.0 / width) + 0.5) * width
    grouped = one["duration"].groupby([hour.rename("hour"), pd.Series(side, one.index, name="side")])
    return grouped.agg(median="median", slow=lambda some: some.quantile(0.95)).reset_index()


def backlog(page: CableRehearsal, need: float, share: float) -> tuple[float, float]:
    """Return backlog and catch-up time of a fluid that arrives evenly: the closed form.

    Parameters
    ----------
    page : CableRehearsal
        Cables, outage, provisioning factor.
    need : float
        Capacity of all cables, Gbit/s.
    share : float
        Of the HL-LHC rate, 1.

    Returns
    -------
    backlog : float
        Volume that waits when the cable comes back, TB; 0 where the rest carries all.
    catch_up : float
        Hours until it is gone; ``inf`` where the whole network is no more than the traffic.

    Notes
    -----
    Traffic a, capacity c whole and c' with a failed cable: backlog (a - c') T for a > c', gone after
    (a - c') T / (c - a).  Valid while every transfer could use the whole link.
    """
    arriving = share * need / page.provisioning_factor
    short = max(arriving - need * (1.0 - 1.0 / page.cables), 0.0)
    waiting = short * page.outage * 3600.0 / GBIT_PER_GB / 1000.0
    slack = need - arriving
    if waiting == 0.0:
        return 0.0, 0.0
    return waiting, short * page.outage / slack if slack > 0.0 else math.inf


def waiting(page: CableRehearsal, sites: pd.DataFrame, share: float) -> float:
    """Return the volume for North America that waits when the cable comes back, TB.

    Parameters
    ----------
    page : CableRehearsal
        The page's parameters.
    sites : pandas.DataFrame
        ``network/tier1``.
    share : float
        Of the HL-LHC rate, 1.

    Returns
    -------
    float
        What has arrived less what has been carried.

    Notes
    -----
    At the moment in question all cables are cut for good: what they have carried in the end is what
    they had carried by then.
    """
    network = topology(sites)
    whole = next(link.capacity for link in network.links if link.name == ATLANTIC)
    transfers = traffic(page, sites, share, np.random.default_rng(page.seed))
    end = (page.fails_after + page.outage) * 3600.0
    cut = pd.DataFrame({"time": [end], "link": [ATLANTIC], "capacity": [0.0]})
    changes = pd.concat([outage(page, whole).iloc[:1], cut], ignore_index=True)
    links = simulate(network, transfers, changes).links.set_index("link")
    over = transfers["destination"].isin(sites.loc[sites["region"] == TRANSATLANTIC, "site"])
    arrived = transfers.loc[over & (transfers["arrival"] <= end), "size"].sum()
    return float(arrived - links.loc[ATLANTIC, "carried"]) / 1000.0
