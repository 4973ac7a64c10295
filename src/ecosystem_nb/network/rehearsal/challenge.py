"""Who sends what to whom in a data challenge?  Links, plans and the transfers to draw."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from ecosystem_nb.network.rehearsal import cable
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.network.rules import rucio
from ecosystem_nb.network.streams import fibre
from ecosystem_nb.network.streams.tcp import Path, stream_cap_gbit_s
from ecosystem_nb.network.transfers.simulator import GBIT_PER_GB
from ecosystem_nb.network.transfers.topology import Pair, Topology, from_tables

CERN, HPC = "CERN", "HPC"
BEFORE_HPC = "FNAL"  # the storage through which all files reach the HPC centre
SECONDS_A_DAY = 86_400.0
GB_PER_PB = 1e6
BYTES_PER_MB = 1e6


def topology(sites: pd.DataFrame, hpc: float) -> Topology:
    """Return the star of the page on a failed cable, both ways, with an HPC centre behind one Tier-1.

    Parameters
    ----------
    sites : pandas.DataFrame
        ``network/tier1``: columns ``site``, ``region``, ``need_minimal`` (Gbit/s).
    hpc : float
        Capacity between the HPC centre and its Tier-1, Gbit/s.

    Returns
    -------
    Topology
        Links as of :func:`ecosystem_nb.network.rehearsal.cable.links`; what a Tier-1 sends to another passes
        through CERN's end of the star.
    """
    links = cable.links(sites)
    last = pd.DataFrame([{"link": HPC, "source": BEFORE_HPC, "target": HPC, "capacity": hpc}])
    return from_tables(pd.concat([links, last], ignore_index=True), [CERN, *sites["site"], HPC])


def distance_km(places: pd.DataFrame, source: str, destination: str) -> float:
    """Return the great circle between two places of ``network/places``, km."""
    at = places.set_index("place")
    for name in (source, destination):
        if name not in at.index:
            raise ValueError(f"unknown place {name!r}: expected one of {', '.join(at.index)}")
    ends = [
        (float(at.loc[one, "latitude"]), float(at.loc[one, "longitude"])) for one in (source, destination)
    ]
    return fibre.great_circle_km(ends[0], ends[1])


def stream(page: DataChallenge, places: pd.DataFrame, pair: Pair) -> dict[str, float | str]:
    """Return what one transfer of a pair can do.

    Parameters
    ----------
    page : DataChallenge
        Loss, window, rate of a server, length of the fibre.
    places : pandas.DataFrame
        ``network/places``.
    pair : (str, str)
        Source and destination.

    Returns
    -------
    dict
        ``rtt`` (ms), ``cap`` (Gbit/s) and ``limit``, what sets it.

    Notes
    -----
    Round trips are computed, not measured, and every path loses the same share of its packets.
    CUBIC, one stream a file.
    """
    rtt = fibre.fibre_rtt(distance_km(places, *pair), page.route_factor).in_unit("s")
    path = Path(rtt, page.loss, page.server_rate, page.window * BYTES_PER_MB)
    cap, limit = stream_cap_gbit_s(path)
    return {"rtt": 1e3 * rtt, "cap": cap, "limit": limit}


def plan(page: DataChallenge, sites: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return what each Tier-1 is sent at 100 % of the HL-LHC, and what that takes.

    Returns
    -------
    pandas.DataFrame
        Columns ``site``, ``region``, ``rate`` (Gbit/s, in a burst), ``rtt`` (ms), ``cap`` (Gbit/s of one
        transfer), ``limit`` and ``streams`` (transfers at once that make up the rate, not rounded).
    """
    rows = [stream(page, places, (CERN, site)) for site in sites["site"]]
    made = sites[["site", "region"]].join(pd.DataFrame(rows, index=sites.index))
    made["rate"] = sites["need_minimal"] / page.provisioning_factor
    return made.assign(streams=made["rate"] / made["cap"])


def flow(
    page: DataChallenge, places: pd.DataFrame, pair: Pair, rate: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the transfers of one pair: equal files that arrive at random.

    Parameters
    ----------
    page : DataChallenge
        File size, duration, failures.
    places : pandas.DataFrame
        ``network/places``.
    pair : (str, str)
        Source and destination.
    rate : float
        Gbit/s.
    rng : numpy.random.Generator
        Source of the random numbers.

    Returns
    -------
    pandas.DataFrame
        Columns ``source``, ``destination``, ``size`` (GB), ``arrival`` (s), ``cap`` (Gbit/s), ``after`` (-1)
        and ``failures`` (attempts that fail first).
    """
    arrival = cable.arrivals(rate, page.file_size, page.hours, rng)
    good = 1.0 - page.failure / 100.0
    return pd.DataFrame(
        {
            "source": _column(places, pair[0], len(arrival)),
            "destination": _column(places, pair[1], len(arrival)),
            "size": page.file_size,
            "arrival": arrival,
            "cap": stream(page, places, pair)["cap"],
            "after": -1,
            "failures": rng.geometric(good, len(arrival)) - 1,
        }
    )


def exports(page: DataChallenge, sites: pd.DataFrame, places: pd.DataFrame, share: float) -> pd.DataFrame:
    """Draw what CERN sends to the Tier-1s at a share of the HL-LHC's rate; columns as of :func:`flow`."""
    rng = np.random.default_rng(page.seed)
    planned = plan(page, sites, places)
    parts = [
        flow(page, places, (CERN, site), share * rate, rng)
        for site, rate in zip(planned["site"], planned["rate"], strict=True)
    ]
    # In the order of arrival, which each run needs: sorted once.
    return pd.concat(parts).sort_values("arrival", kind="stable", ignore_index=True)


def distances(sites: pd.DataFrame, places: pd.DataFrame) -> Mapping[Pair, float]:
    """Return the distances that we give Rucio: great circles in 1,000 km, one link to the HPC centre."""
    names = [CERN, *sites["site"]]
    pairs = [(here, there) for here in names for there in names if here != there] + [(BEFORE_HPC, HPC)]
    return {pair: distance_km(places, *pair) / 1000.0 for pair in pairs}


def campaign(
    page: DataChallenge, sites: pd.DataFrame, places: pd.DataFrame, source: str, volume: float
) -> pd.DataFrame:
    """Draw what a training campaign at the HPC centre reads from a Tier-1, hop by hop as Rucio routes it.

    Parameters
    ----------
    page : DataChallenge
        File size, duration, failures, seed.
    sites, places : pandas.DataFrame
        ``network/tier1`` and ``network/places``.
    source : str
        Tier-1 that holds the files.
    volume : float
        PB in a day.

    Returns
    -------
    pandas.DataFrame
        Columns as of :func:`flow`; the transfers of each hop follow those of the hop before.
    """
    route = rucio.route(distances(sites, places), source, HPC, between=list(sites["site"])).sites
    rng = np.random.default_rng([page.seed, 1])
    rate = volume * GB_PER_PB * GBIT_PER_GB / SECONDS_A_DAY
    first = flow(page, places, (route[0], route[1]), rate, rng)
    hops = [first]
    for number, pair in enumerate(pairwise(route[1:])):
        good = 1.0 - page.failure / 100.0
        hops.append(
            first.assign(
                source=_column(places, pair[0], len(first)),
                destination=_column(places, pair[1], len(first)),
                cap=stream(page, places, pair)["cap"],
                after=np.arange(len(first)) + number * len(first),
                failures=rng.geometric(good, len(first)) - 1,
            )
        )
    return pd.concat(hops, ignore_index=True)


def together(*flows: pd.DataFrame) -> pd.DataFrame:
    """Return several tables of transfers as one; the row numbers in ``after`` are moved along."""
    before, parts = 0, []
    for one in flows:
        parts.append(one.assign(after=one["after"].where(one["after"] < 0, one["after"] + before)))
        before += len(one)
    return pd.concat(parts, ignore_index=True)


def _column(places: pd.DataFrame, name: str, many: int) -> pd.Categorical:
    """Return one place so many times, as a category: telling strings apart would take longer than the run."""
    names = list(places["place"])
    return pd.Categorical.from_codes(np.full(many, names.index(name), dtype=np.int8), categories=names)
