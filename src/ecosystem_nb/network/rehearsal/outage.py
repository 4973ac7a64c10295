"""What does a failed cable do when FTS holds transfers back?  Beside all of them running at once."""

import numpy as np
import pandas as pd

from ecosystem_nb.network.rehearsal import binding, cable, challenge, loop
from ecosystem_nb.network.rehearsal.cable_parameters import CableRehearsal
from ecosystem_nb.network.rehearsal.challenge_parameters import DataChallenge

AFTER = 1.75  # h that are watched after the repair
WITH, WITHOUT = "with FTS", "all at once"


def tight(page: DataChallenge) -> DataChallenge:
    """Return the parameters of the rehearsal with a failure: less provision, no failed transfers."""
    hours = page.fails_after + page.down + AFTER
    return page.model_copy(update={"provisioning_factor": page.tight_factor, "hours": hours, "failure": 0.0})


def plain(page: DataChallenge) -> CableRehearsal:
    """Return the same rehearsal as a page of the failed cable, for its closed form."""
    taken = tight(page)
    return CableRehearsal(
        provisioning_factor=taken.provisioning_factor,
        cables=taken.cables,
        outage=taken.down,
        fails_after=taken.fails_after,
        hours=taken.hours,
        file_size=taken.file_size,
    )


def american(sites: pd.DataFrame) -> pd.DataFrame:
    """Return the Tier-1s behind the Atlantic: no other shares a link with them."""
    return sites[sites["region"] == cable.TRANSATLANTIC].reset_index(drop=True)


def whole(sites: pd.DataFrame) -> float:
    """Return the capacity of all cables, Gbit/s."""
    return float(cable.links(sites).set_index("link").loc[cable.ATLANTIC, "capacity"])


def rehearse(
    page: DataChallenge, sites: pd.DataFrame, places: pd.DataFrame, share: float
) -> dict[str, loop.Run]:
    """Run the challenge through the failure of one cable, with FTS and without.

    Parameters
    ----------
    page : DataChallenge
        Cables, outage, provisioning factor of this rehearsal.
    sites, places : pandas.DataFrame
        ``network/tier1`` and ``network/places``.
    share : float
        Of the HL-LHC rate, 1.

    Returns
    -------
    dict of str to Run
        ``with FTS``, all limits raised, and ``all at once``; the transfers are the same.
    """
    taken, here = tight(page), american(sites)
    topology = challenge.topology(sites, page.hpc_link)
    transfers = challenge.exports(taken, here, places, share)
    cut = cable.outage(plain(page), whole(sites))
    minutes = round(60.0 * taken.hours)
    return {
        name: loop.rehearse(topology, transfers, rules, minutes, cut)
        for name, rules in (
            (WITH, binding.rules(page, sites, binding.RAISED)),
            (WITHOUT, loop.Rules(optimizer=False)),
        )
    }


def backlogs(runs: dict[str, loop.Run]) -> pd.DataFrame:
    """Return what has arrived and is not yet moved, minute by minute.

    Parameters
    ----------
    runs : dict of str to Run
        From :func:`rehearse`.

    Returns
    -------
    pandas.DataFrame
        Columns ``hour`` (h), ``way``, ``backlog`` (TB), ``active`` and ``waiting`` (transfers).
    """
    parts = []
    for way, run in runs.items():
        every = run.minutes.groupby("minute")[["moved", "active", "waiting"]].sum()
        come = np.sort(run.transfers["arrival"].to_numpy())
        size = float(run.transfers["size"].iloc[0])
        arrived = size * np.searchsorted(come, every.index * float(loop.MINUTE_S), side="right")
        backlog = (arrived - every["moved"].cumsum()) / 1000.0
        parts.append(
            pd.DataFrame(
                {
                    "hour": every.index / 60.0,
                    "way": way,
                    "backlog": backlog,
                    "active": every["active"],
                    "waiting": every["waiting"],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def closed(page: DataChallenge, sites: pd.DataFrame, share: float) -> pd.DataFrame:
    """Return the backlog of a smooth flow, of which every transfer could use the whole link.

    Returns
    -------
    pandas.DataFrame
        Columns ``hour`` (h) and ``backlog`` (TB), at the corners of the curve.

    Notes
    -----
    See :func:`ecosystem_nb.network.rehearsal.cable.backlog`.
    """
    taken = plain(page)
    waiting, after = cable.backlog(taken, whole(sites), share)
    repaired = taken.fails_after + taken.outage  # h
    end = min(repaired + after, taken.hours)
    left = waiting * (1.0 - (end - repaired) / after) if after > 0.0 else 0.0
    return pd.DataFrame(
        {
            "hour": [0.0, taken.fails_after, repaired, end, taken.hours],
            "backlog": [0.0, 0.0, waiting, left, left if end >= taken.hours else 0.0],
        }
    )


def felt(page: DataChallenge, runs: dict[str, loop.Run], usual: float = 2.0) -> pd.DataFrame:
    """Return how transfers that come in during the outage fare, and when the backlog is gone.

    Parameters
    ----------
    page : DataChallenge
        When the cable fails.
    runs : dict of str to Run
        From :func:`rehearse`.
    usual : float
        The backlog counts as gone when it is below so many times its mean before the failure.

    Returns
    -------
    pandas.DataFrame
        One row a way: ``way``, ``most`` (transfers under way at once), ``wire`` and ``total`` (95th
        percentile of the time on the wire, and since the file arrived, min), ``peak`` (TB),
        ``gone`` (h after the repair; ``inf`` if not within the rehearsal).
    """
    rows = []
    times = backlogs(runs)
    fails, repaired = page.fails_after, page.fails_after + page.down
    for way, run in runs.items():
        table = run.transfers
        during = table[(table["arrival"] >= 3600 * fails) & (table["arrival"] < 3600 * repaired)]
        one = times[times["way"] == way]
        before = one.loc[one["hour"] <= fails, "backlog"].mean()
        over = one[(one["hour"] > repaired) & (one["backlog"] < usual * before)]
        rows.append(
            {
                "way": way,
                "most": one["active"].max(),
                "wire": (during["finish"] - during["begin"]).quantile(0.95) / 60.0,
                "total": (during["finish"] - during["arrival"]).quantile(0.95) / 60.0,
                "peak": one["backlog"].max(),
                "gone": over["hour"].min() - repaired if len(over) else np.inf,
            }
        )
    return pd.DataFrame(rows)


def deciding(page: DataChallenge, run: loop.Run) -> str:
    """Return the name of the rule by which FTS decides most often while the cable is down."""
    time = run.minutes["minute"] / 60.0
    down = run.minutes[(time > page.fails_after) & (time <= page.fails_after + page.down)]
    return str(down["rule"].value_counts().index[0])


def traffic(page: DataChallenge, sites: pd.DataFrame, share: float) -> float:
    """Return what arrives for North America at a share, in this rehearsal, Gbit/s."""
    return share * whole(sites) / page.tight_factor
