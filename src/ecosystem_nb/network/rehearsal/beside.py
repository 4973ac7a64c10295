"""What do DUNE or a training campaign add?  A challenge at full rate with company."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ecosystem_nb.network.need import dune
from ecosystem_nb.network.need.parameters import WanNeed
from ecosystem_nb.network.rehearsal import binding, cable, challenge, loop, outage
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.network.transfers.simulator import GBIT_PER_GB
from ecosystem_nb.network.transfers.topology import Pair

READS_FROM = "CC-IN2P3"  # Tier-1 that holds what the campaign reads
HOURS = 0.75  # h, of a rehearsal
DUNE_FROM, DUNE_TO = "FNAL", ("CC-IN2P3", "RAL")  # half each
ALONE, DUNE, CAMPAIGN = "the challenge alone", "with DUNE", "with the campaign"
FREE, CUT = "campaign, all at once", "campaign, one cable down"
CASES = (ALONE, DUNE, CAMPAIGN, FREE, CUT)


@dataclass(frozen=True)
class Beside:
    """A challenge with something beside it.

    Parameters
    ----------
    run : Run
        What happened.
    planned : mapping of (str, str) to float
        Gbit/s, by pair.
    """

    run: loop.Run
    planned: Mapping[Pair, float]


def dune_rate(page: DataChallenge, table: pd.DataFrame) -> float:
    """Return the flow that a second copy of what DUNE writes to tape makes, in a burst, Gbit/s.

    Parameters
    ----------
    page : DataChallenge
        Provisioning factor.
    table : pandas.DataFrame
        ``network/dune``.

    Notes
    -----
    See :func:`ecosystem_nb.network.need.dune.flow`, with the LHC's burst factor and no provision.
    """
    need = WanNeed(provisioning_factor=page.provisioning_factor)
    return dune.flow(need, dune.tape_growth(table))["minimal"] / need.provisioning_factor


def campaign_rate(page: DataChallenge) -> float:
    """Return the rate of the campaign, Gbit/s."""
    return page.campaign * challenge.GB_PER_PB * GBIT_PER_GB / challenge.SECONDS_A_DAY


def room(page: DataChallenge, sites: pd.DataFrame) -> pd.Series:
    """Return what a challenge at full rate leaves on each link of the campaign's way, Gbit/s.

    Returns
    -------
    pandas.Series
        By link, in the order of the way: out of the Tier-1, across the Atlantic, into the Tier-1 next to
        the HPC centre, into the centre.
    """
    links = cable.links(sites).set_index("link")["capacity"]
    used = 1.0 / page.provisioning_factor
    return pd.Series(
        {
            f"{READS_FROM}, outwards": links[READS_FROM],
            cable.ATLANTIC: links[cable.ATLANTIC] * (1.0 - used),
            challenge.BEFORE_HPC: links[challenge.BEFORE_HPC] * (1.0 - used),
            challenge.HPC: page.hpc_link,
        }
    )


def rehearse(
    page: DataChallenge, sites: pd.DataFrame, places: pd.DataFrame, dune_table: pd.DataFrame, case: str
) -> Beside:
    """Run the challenge at 100 % with something beside it, all limits raised.

    Parameters
    ----------
    page : DataChallenge
        The page's parameters.
    sites, places, dune_table : pandas.DataFrame
        ``network/tier1``, ``network/places`` and ``network/dune``.
    case : str
        One of ``CASES``.

    Returns
    -------
    Beside
        Of North America and the Tier-1s in Europe that have to do with it; the others share nothing.
    """
    if case not in CASES:
        raise ValueError(f"case = {case!r}: expected one of {', '.join(CASES)}")
    page = page.model_copy(update={"hours": HOURS})
    here = sites[(sites["region"] == cable.TRANSATLANTIC) | sites["site"].isin(DUNE_TO)].reset_index(
        drop=True
    )
    planned = challenge.plan(page, here, places).set_index("site")["rate"]
    wanted: dict[Pair, float] = {(challenge.CERN, str(site)): rate for site, rate in planned.items()}
    flows = [challenge.exports(page, here, places, 1.0)]
    if case == DUNE:
        for number, site in enumerate(DUNE_TO):
            rate = dune_rate(page, dune_table) / len(DUNE_TO)
            wanted[DUNE_FROM, site] = rate
            rng = np.random.default_rng([page.seed, 2, number])
            flows.append(challenge.flow(page, places, (DUNE_FROM, site), rate, rng))
    elif case != ALONE:
        flows.append(challenge.campaign(page, sites, places, READS_FROM, page.campaign))
        hops = flows[-1][["source", "destination"]].drop_duplicates()
        wanted |= {(a, b): campaign_rate(page) for a, b in hops.itertuples(index=False)}
    cut = None
    if case == CUT:
        left = outage.whole(sites) * (1.0 - 1.0 / page.cables)
        cut = pd.DataFrame({"time": [0.0], "link": [cable.ATLANTIC], "capacity": [left]})
    rules = loop.Rules(optimizer=False) if case == FREE else binding.rules(page, sites, binding.RAISED)
    topology = challenge.topology(sites, page.hpc_link)
    run = loop.rehearse(topology, challenge.together(*flows), rules, round(60.0 * page.hours), cut)
    return Beside(run, wanted)


def summary(made: Mapping[str, Beside]) -> pd.DataFrame:
    """Return how the challenge and its company fare.

    Parameters
    ----------
    made : mapping of str to Beside
        By case.

    Returns
    -------
    pandas.DataFrame
        ``case``, ``challenge`` and ``company`` (% of the plan reached in North America and by what is beside,
        in the last third), ``company_rate`` (Gbit/s), ``slow`` (95th percentile since the file arrived,
        to the Tier-1 next to the HPC centre, those that ended in the last third, min), ``late`` (TB of the
        challenge that have arrived and are not done at the end), ``binding`` (what keeps the pairs short).
    """
    return pd.DataFrame([{"case": case, **_one(one)} for case, one in made.items()])


def _one(beside: Beside) -> dict[str, float | str]:
    minutes = beside.run.minutes
    late = loop.settled(minutes)
    reached = late.groupby(["source", "destination"])["finished_volume"].mean() * GBIT_PER_GB / loop.MINUTE_S
    over = [pair for pair in beside.planned if pair[0] == challenge.CERN and pair[1] not in DUNE_TO]
    # What comes in by several hops has arrived when the last is done.
    company = [pair for pair in beside.planned if pair[0] != challenge.CERN]
    last = [pair for pair in company if pair[1] == challenge.HPC] or company
    table = beside.run.transfers
    own = table[(table["source"] == challenge.CERN) & ~table["destination"].isin(DUNE_TO)]
    next_door = own[(own["destination"] == challenge.BEFORE_HPC) & np.isfinite(own["finish"])]
    recent = next_door[next_door["finish"] > loop.MINUTE_S * (late["minute"].min() - 1)]
    held_back = late[~late["binding"].isin([loop.NOTHING])]
    rate = sum(reached[pair] for pair in last)
    wanted = sum(beside.planned[pair] for pair in last)
    return {
        "challenge": 100.0 * sum(reached[pair] for pair in over) / sum(beside.planned[pair] for pair in over),
        "company_rate": rate,
        "company": 100.0 * rate / wanted if wanted else np.nan,
        "slow": (recent["finish"] - recent["arrival"]).quantile(0.95) / 60.0,
        "late": own.loc[np.isinf(own["finish"]), "size"].sum() / 1000.0,
        "binding": str(held_back["binding"].value_counts().index[0])
        if len(held_back) > len(late) / 20
        else loop.NOTHING,
    }
