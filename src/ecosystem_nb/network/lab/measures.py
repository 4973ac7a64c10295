"""How well did it do?  Goodput, oscillation, dead band and starvation in the laboratory."""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.network.lab.concurrency import Published, Way
from ecosystem_nb.network.lab.optimizer_lab import (
    BYTES,
    DROP,
    SETTLED,
    Pair,
    compare,
    limits,
    link,
    oracle,
    run,
    ways,
)
from ecosystem_nb.network.lab.parameters import OptimizerLab
from ecosystem_nb.network.rules import fts


def summary(page: OptimizerLab, minutes: pd.DataFrame) -> pd.DataFrame:
    """Return one row a way: what it reached, and how restless it was.

    Parameters
    ----------
    page : OptimizerLab
        The link.
    minutes : pandas.DataFrame
        From :func:`ecosystem_nb.network.lab.optimizer_lab.compare`.

    Returns
    -------
    pandas.DataFrame
        way, goodput (Gbit/s), reached (% of the oracle), failed (% of transfers), settled (mean number
        in the two hours before the drop), swing (its highest less its lowest there), turns (changes of
        direction an hour there), after (least number in the drop).
    """
    best = oracle(page)
    rows = []
    for way, mine in minutes.groupby("way", sort=False):
        calm = mine[mine["minute"].between(SETTLED[0], SETTLED[1] - 1)]["active"].to_numpy()
        low = mine[mine["minute"].between(DROP[0], DROP[1] - 1)]["active"].min()
        goodput = mine["goodput"].mean()
        rows.append(
            {
                "way": way,
                "goodput": goodput,
                "reached": 100.0 * goodput / best,
                "failed": 100.0 * mine["failed"].sum() / mine["ended"].sum(),
                "settled": calm.mean(),
                "swing": int(calm.max() - calm.min()),
                "turns": turns(calm) / ((SETTLED[1] - SETTLED[0]) / 60.0),
                "after": int(low),
            }
        )
    return pd.DataFrame(rows)


def turns(active: NDArray[np.int64]) -> int:
    """Return how often a series changes from rising to falling or back.

    Examples
    --------
    >>> turns(np.array([1, 2, 2, 3, 2, 2, 1, 2]))
    2
    """
    steps = np.sign(np.diff(active))
    steps = steps[steps != 0]
    return int(np.count_nonzero(steps[1:] != steps[:-1]))


def dead_band(rate_gbit_s: float) -> float:
    """Return the share of its throughput that a link may lose before the published rule steps down for it.

    Parameters
    ----------
    rate_gbit_s : float
        Throughput of the link in Gbit/s, above 0.

    Returns
    -------
    float
        0 to 0.9: the average must fall below the next 10^(k + 1/2) B/s under it.

    Raises
    ------
    ValueError
        For a rate that is not above 0.

    Notes
    -----
    Holds while success stays at 97 % or above; then one crossing costs one step, whatever its depth.

    Examples
    --------
    >>> round(dead_band(100.0), 3)
    0.747
    """
    if not (math.isfinite(rate_gbit_s) and rate_gbit_s > 0):
        raise ValueError(f"rate = {rate_gbit_s} Gbit/s is out of range: expected above 0 Gbit/s")
    rate = rate_gbit_s * BYTES
    edge = math.pow(10.0, math.floor(math.log10(rate) - 0.5) + 0.5)
    return 1.0 - edge / rate


def steps_down(rate_gbit_s: float, drop: float, minutes: int = 240) -> int:
    """Return how many steps the published rule takes when a link loses a share of its throughput for good.

    Parameters
    ----------
    rate_gbit_s : float
        Throughput before, in Gbit/s, above 0.
    drop : float
        Share of it that is lost, 0 to 1.
    minutes : int
        How long to wait.

    Returns
    -------
    int
        Steps down by the rule on lost throughput, with every transfer a success.
    """
    limits_, before = fts.Limits(200, 200), rate_gbit_s * BYTES
    after = before * (1.0 - drop)

    def seen(minute: int) -> fts.Observation:
        return fts.Observation(60.0 * minute, after, 100.0, 0, 10_000, 1.5e9)

    state, count = fts.State(100, before, seen(0)), 0
    for minute in range(1, minutes):
        made = fts.decide(state, seen(minute), limits_)
        count += made.rule is fts.Rule.THROUGHPUT_LOST
        state = made.state
    return count


def starvation(page: OptimizerLab, failures: list[float]) -> pd.DataFrame:
    """Return where the ways settle on a link that loses a share of its transfers whatever the load.

    Parameters
    ----------
    page : OptimizerLab
        The link, here without a drop.
    failures : list of float
        Base failure rates in %.

    Returns
    -------
    pandas.DataFrame
        failure (%), way, active (mean of the last hour), goodput (Gbit/s, mean of the last hour).
    """
    rows = []
    for failure in failures:
        changed = page.model_copy(update={"base_failure": failure, "drop": 0.0})
        minutes = compare(changed)
        last = minutes[minutes["minute"] >= minutes["minute"].max() - 59]
        means = last.groupby("way", sort=False)[["active", "goodput"]].mean()
        rows += [{"failure": failure, "way": way, **row} for way, row in means.to_dict("index").items()]
    return pd.DataFrame(rows)


def newcomer(page: OptimizerLab, hours: int = 12) -> pd.DataFrame:
    """Return how two pairs share a link when one is at home there and the other begins at the minimum.

    Returns
    -------
    pandas.DataFrame
        way, first, second (transfers at once, mean of the last hour), share (of the second in the goodput
        of both, %); without the fixed way.
    """
    low, high = limits(page).range()
    home = link(page).best(low, high)
    rows = []
    for name, way in ways(page).items():
        if name != "fixed":
            minutes = run(page, [Pair(way, home), Pair(way, low)], np.ones(60 * hours))
            last = (
                minutes[minutes["minute"] >= 60 * (hours - 1)].groupby("pair")[["active", "goodput"]].mean()
            )
            both = last["goodput"].sum()
            first, second = last["active"]
            share = 100.0 * last["goodput"].iloc[1] / both
            rows.append({"way": name, "first": first, "second": second, "share": share})
    return pd.DataFrame(rows)


def sensitivity(page: OptimizerLab, changes: dict[str, dict[str, object]]) -> pd.DataFrame:
    """Return what each way reaches, in % of the oracle, under each set of changed parameters."""
    rows = []
    for name, update in changes.items():
        changed = OptimizerLab(**(page.model_dump() | update))
        reached = summary(changed, compare(changed)).set_index("way")["reached"]
        rows.append({"change": name, **reached.to_dict()})
    return pd.DataFrame(rows)


def rules_used(page: OptimizerLab) -> pd.DataFrame:
    """Return how often each rule of the published way decided.

    Returns
    -------
    pandas.DataFrame
        rule, says, share (% of the minutes), most frequent first.
    """
    way: Way = ways(page)["published"]
    if not isinstance(way, Published):
        raise TypeError("the way called published is not the published one")
    counts = compare(page, {"published": way})["why"].value_counts()
    known = counts[counts.index.isin(fts.Rule.__members__)]
    return pd.DataFrame(
        {
            "rule": known.index,
            "says": [str(fts.Rule[name].value) for name in known.index],
            "share": (100.0 * known / known.sum()).to_numpy(),
        }
    )
