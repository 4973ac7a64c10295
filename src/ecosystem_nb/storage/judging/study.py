"""Tables of the page on judging: codes that are safe enough, costs over demand, what flash is worth."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ecosystem_nb.storage.judging.judge import Verdict, table, worth
from ecosystem_nb.storage.judging.parameters import Judging
from ecosystem_nb.storage.judging.site import Bench


def codes(bench: Bench, page: Judging, targets: Sequence[float], volume: float) -> pd.DataFrame:
    """Return the leanest safe codes of disk and flash, by the share of data that may be lost in a year.

    Parameters
    ----------
    bench : Bench
    page : Judging
    targets : sequence of float
        Most share of the data lost in a year, 1.
    volume : float
        Data, TB.

    Returns
    -------
    pandas.DataFrame
        Columns ``target`` (1), ``kind``, ``code``, ``overhead`` (1), ``repair`` (h) and ``loss`` (1).
    """
    rows = []
    for target in targets:
        changed = page.model_copy(update={"target": target})
        for kind in ("disk", "flash"):
            one = bench.protection(changed, kind, volume)
            rows.append((target, kind, str(one.scheme), one.scheme.overhead, one.repair, one.loss))
    return pd.DataFrame(rows, columns=["target", "kind", "code", "overhead", "repair", "loss"])


def by_demand(bench: Bench, page: Judging, demands: Sequence[float]) -> pd.DataFrame:
    """Return the verdicts over what workloads read and write.

    Parameters
    ----------
    bench : Bench
    page : Judging
    demands : sequence of float
        Demand over that of the model.

    Returns
    -------
    pandas.DataFrame
        As :func:`ecosystem_nb.storage.judging.judge.table`, with ``demand`` (1) first.
    """
    parts = []
    for demand in demands:
        found = bench.judged(page.model_copy(update={"demand": demand}))
        parts.append(table(found).assign(demand=demand))
    return pd.concat(parts, ignore_index=True)


def flash_worth(
    bench: Bench, page: Judging, demands: Sequence[float], disk_prices: Sequence[float]
) -> pd.DataFrame:
    """Return the price of flash at which it costs as much as the best other technology.

    Parameters
    ----------
    bench : Bench
    page : Judging
    demands : sequence of float
        Demand over that of the model.
    disk_prices : sequence of float
        Prices of disk, USD/TB raw.

    Returns
    -------
    pandas.DataFrame
        Columns ``disk_price`` (USD/TB), ``demand`` (1), ``workload``, ``other`` and ``worth`` (USD/TB raw).
    """
    parts = []
    for price in disk_prices:
        for demand in demands:
            changed = page.model_copy(update={"demand": demand, "disk_price": price})
            found = worth(bench.judged(changed), "flash", page.flash_price)
            parts.append(found.assign(disk_price=price, demand=demand))
    return pd.concat(parts, ignore_index=True)[["disk_price", "demand", "workload", "other", "worth"]]


def cheapest(found: Sequence[Verdict]) -> dict[str, Verdict]:
    """Return for each workload the technology that serves it at least cost."""
    best: dict[str, Verdict] = {}
    for one in found:
        if one.serves and (one.workload not in best or one.cost < best[one.workload].cost):
            best[one.workload] = one
    return best


def cases(bench: Bench, page: Judging, changes: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """Return the cheapest technology of each workload when parameters are others.

    Parameters
    ----------
    bench : Bench
    page : Judging
    changes : mapping of str to mapping
        By the name of the case, parameters and their values.

    Returns
    -------
    pandas.DataFrame
        Column ``case``, and for each workload its cheapest technology with its price, USD/TB of data.
    """
    rows = []
    for name, change in changes.items():
        best = cheapest(bench.judged(page.model_copy(update=dict(change))))
        rows.append({"case": name} | {key: f"{one.technology}, {one.price:.0f}" for key, one in best.items()})
    return pd.DataFrame(rows)
