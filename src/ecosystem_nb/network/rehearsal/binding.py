"""Which link or rule binds first?  A challenge at four shares, with one limit lifted after the other."""

from collections.abc import Mapping

import pandas as pd

from ecosystem_nb.network.rehearsal import challenge, loop
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge
from ecosystem_nb.network.transfers.simulator import GBIT_PER_GB

SHARES = (10, 25, 50, 100)  # % of the HL-LHC, the steps of the challenges
SHIPPED, SOURCE_RAISED, RAISED, THROTTLED = "as shipped", "CERN raised", "all raised", "throttled"
STAGES = (SHIPPED, SOURCE_RAISED, RAISED, THROTTLED)
REACHED = 98.0  # %, from here on the plan counts as reached: arrivals are random


def rules(page: DataChallenge, sites: pd.DataFrame, stage: str) -> loop.Rules:
    """Return the rules of a stage.

    Parameters
    ----------
    page : DataChallenge
        Limits.
    sites : pandas.DataFrame
        ``network/tier1``.
    stage : {'as shipped', 'CERN raised', 'all raised', 'throttled'}
        FTS's storage limits as its database is set up; CERN's raised; those of the sites as well; and with
        Rucio's throttler on top, which is off in the others.

    Returns
    -------
    Rules
    """
    if stage not in STAGES:
        raise ValueError(f"stage = {stage!r}: expected one of {', '.join(STAGES)}")
    source = page.shipped if stage == SHIPPED else page.raised_source
    site = page.shipped if stage in {SHIPPED, SOURCE_RAISED} else page.raised_site
    others = dict.fromkeys([*sites["site"], challenge.HPC], site)
    minutes = max(round(page.throttler / loop.MINUTE_S), 1)
    return loop.Rules(
        outbound={challenge.CERN: source, **others},
        inbound={challenge.CERN: source, **others},
        max_transfers=page.max_transfers if stage == THROTTLED else None,
        throttler_s=minutes * loop.MINUTE_S,
    )


def grid(
    page: DataChallenge,
    sites: pd.DataFrame,
    places: pd.DataFrame,
    shares: tuple[int, ...] = SHARES,
    stages: tuple[str, ...] = STAGES,
) -> pd.DataFrame:
    """Run the challenge at each share in each stage.

    Parameters
    ----------
    page : DataChallenge
        The page's parameters.
    sites, places : pandas.DataFrame
        ``network/tier1`` and ``network/places``.
    shares : tuple of int
        % of the HL-LHC.
    stages : tuple of str
        As for :func:`rules`.

    Returns
    -------
    pandas.DataFrame
        One row a share, stage and site: ``planned`` and ``reached`` (Gbit/s), ``part`` (% reached),
        ``binding`` (what keeps the site from more for most of the time; nothing where the plan is reached),
        ``rule`` (which FTS decides by most often), ``waiting`` (at FTS) and ``held`` (at Rucio), mean.

    Notes
    -----
    All means over the last third, when the first decisions are past.
    The transfers of a share are the same in each stage.
    """
    topology = challenge.topology(sites, page.hpc_link)
    parts = []
    for share in shares:
        transfers = challenge.exports(page, sites, places, share / 100.0)
        planned = challenge.plan(page, sites, places).set_index("site")["rate"] * share / 100.0
        for stage in stages:
            minutes = round(60.0 * page.hours)
            run = loop.rehearse(topology, transfers, rules(page, sites, stage), minutes)
            parts.append(settled(run, planned).assign(share=share, stage=stage))
    return pd.concat(parts, ignore_index=True)


def settled(run: loop.Run, planned: pd.Series) -> pd.DataFrame:
    """Return what each site reached in the last third of a run, and what bound it.

    Parameters
    ----------
    run : Run
        From :func:`ecosystem_nb.network.rehearsal.loop.rehearse`.
    planned : pandas.Series
        Gbit/s, by destination.

    Returns
    -------
    pandas.DataFrame
        As :func:`grid`, without share and stage.
    """
    late = loop.settled(run.minutes)
    rate = late["finished_volume"] * GBIT_PER_GB / loop.MINUTE_S
    made = (
        late.assign(reached=rate)
        .groupby("destination", sort=False)
        .agg(
            reached=("reached", "mean"),
            binding=("binding", _most),
            rule=("rule", _most),
            waiting=("waiting", "mean"),
            held=("held", "mean"),
        )
    )
    made = made.reindex(planned.index)
    made.insert(0, "planned", planned)
    made.insert(2, "part", 100.0 * made["reached"] / made["planned"])
    made["binding"] = made["binding"].where(made["part"] < REACHED, loop.NOTHING)
    return made.rename_axis("site").reset_index()


def _most(values: pd.Series) -> str:
    """Return the most frequent value but "nothing", which is no answer to what binds."""
    counts = values.value_counts().drop(loop.NOTHING, errors="ignore")
    return str(counts.index[0]) if len(counts) else loop.NOTHING


def summed(table: pd.DataFrame) -> pd.DataFrame:
    """Return the whole challenge at each share and stage.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`grid`.

    Returns
    -------
    pandas.DataFrame
        ``share``, ``stage``, ``planned``, ``reached`` (Gbit/s), ``part`` (%), ``binding`` (what the largest
        part of the shortfall is due to), ``first`` (site of the largest shortfall), ``rule`` (by which FTS
        decides there most often), ``at_rucio`` (% of those that wait, wait at Rucio).
    """
    rows = []
    for (share, stage), part in table.groupby(["share", "stage"], sort=False):
        short = (part["planned"] - part["reached"]).where(part["binding"] != loop.NOTHING, 0.0)
        planned, reached = part["planned"].sum(), part["reached"].sum()
        due = short.groupby(part["binding"]).sum()
        first = part.loc[short.idxmax()]
        bound = 100.0 * reached / planned < REACHED and due.max() > 0.0
        waits = part["waiting"].sum() + part["held"].sum()
        rows.append(
            {
                "share": share,
                "stage": stage,
                "planned": planned,
                "reached": reached,
                "part": 100.0 * reached / planned,
                "binding": due.idxmax() if bound else loop.NOTHING,
                "first": first["site"] if bound else "",
                "rule": first["rule"] if bound else "",
                "at_rucio": 100.0 * part["held"].sum() / waits if waits >= 1.0 else 0.0,
            }
        )
    return pd.DataFrame(rows)


def sensitivity(
    page: DataChallenge,
    sites: pd.DataFrame,
    places: pd.DataFrame,
    changes: Mapping[str, Mapping[str, float | int]],
    share: int = 50,
) -> pd.DataFrame:
    """Return what changes of parameters do at one share.

    Parameters
    ----------
    page : DataChallenge
        The page's parameters.
    sites, places : pandas.DataFrame
        ``network/tier1`` and ``network/places``.
    changes : mapping
        By name, parameters and their new values.
    share : int
        % of the HL-LHC.

    Returns
    -------
    pandas.DataFrame
        ``change``, ``streams`` (transfers at once at full rate), ``part`` (% of the plan reached with CERN's
        limit raised) and ``binding``.
    """
    rows = []
    for name, change in changes.items():
        changed = page.model_copy(update=dict(change))
        whole = summed(grid(changed, sites, places, (share,), (SOURCE_RAISED,))).iloc[0]
        streams = challenge.plan(changed, sites, places)["streams"].sum()
        rows.append((name, streams, whole["part"], whole["binding"]))
    return pd.DataFrame(rows, columns=["change", "streams", "part", "binding"])
