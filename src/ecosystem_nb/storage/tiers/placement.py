"""Which tier for which workload? The least cost, what to buy, and the prices of the limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from ecosystem_nb.storage.tiers.program import Floats, NoPlacement, Program, program
from ecosystem_nb.storage.tiers.tiers import CAUSES, Tier
from ecosystem_nb.storage.tiers.workloads import Workload


@dataclass(frozen=True)
class Placement:
    """What to buy and where to put each workload.

    Parameters
    ----------
    cost : float
        USD.
    shares : pandas.DataFrame
        Part of each workload (rows) on each tier (columns).
    bought : pandas.DataFrame
        By tier: ``media`` and ``drives`` (devices), ``raw`` (TB) and ``cost`` (USD).
        Where a drive is its own medium, ``drives`` is 0.
    limits : pandas.DataFrame
        ``tier``, ``limit``, ``asked`` and ``bought`` (devices), ``price`` (USD for one device more asked).
    bills : pandas.DataFrame
        By workload: ``volume``, ``transfers``, ``requests`` (USD, at the prices of the limits), and ``bill``,
        the price of placing the workload at all.
    rents : pandas.Series
        By tier: what one TB more of raw capacity would save, USD/TB; 0 where nothing limits it.
    """

    cost: float
    shares: pd.DataFrame
    bought: pd.DataFrame
    limits: pd.DataFrame
    bills: pd.DataFrame
    rents: "pd.Series[float]"


def place(workloads: Sequence[Workload], tiers: Sequence[Tier]) -> Placement:
    """Place workloads on tiers at least cost.

    Parameters
    ----------
    workloads : sequence of Workload
        One or more, with different names.
    tiers : sequence of Tier
        One or more, with different names.

    Returns
    -------
    Placement

    Raises
    ------
    NoPlacement
        When a workload can't wait for any tier, or the tiers' limits are too low.
    ValueError
        As :func:`ecosystem_nb.storage.tiers.program.program`.

    Notes
    -----
    Solved by HiGHS.  A workload may be divided; each part has the whole's requests on a TB.
    Devices are not rounded to whole ones.  Prices are the multipliers of the limits: by duality the cost
    is the sum of the bills less the rents of limited tiers, and with no such limit each bill is volume,
    transfers and requests at their prices.

    References
    ----------
    Huangfu and Hall, Math. Prog. Comp. 10 (2018) 119, doi:10.1007/s12532-017-0130-5.

    Examples
    --------
    >>> from ecosystem_nb.storage.tiers.media import Medium
    >>> disk = Tier(Medium("disk", capacity=20.0, rate=200.0, iops=100.0, price=70.0))
    >>> place([Workload("a", volume=100.0, rate=1000.0, request=1.0, file=1e3, wait=1.0)], [disk]).cost
    21000.0
    """
    made = program(workloads, tiers)
    bounds = np.column_stack([np.zeros_like(made.most), made.most])
    found = linprog(
        made.cost,
        A_ub=made.limits,
        b_ub=np.zeros(len(made.rows)),
        A_eq=made.whole,
        b_eq=np.ones(len(made.names)),
        bounds=bounds,
        method="highs",
    )
    if found.status != 0:
        raise NoPlacement(_shortage(made, {tier.name: tier for tier in tiers}))
    return _read(made, found.x, found, {tier.name: tier for tier in tiers})


def _shortage(made: Program, tiers: Mapping[str, Tier]) -> str:
    """Say which limit is short, and by how much, in the placement that lacks the fewest devices."""
    count = len(made.rows)
    lacking = linprog(
        np.concatenate([np.zeros_like(made.cost), np.ones(count)]),
        A_ub=np.hstack([made.limits, -np.eye(count)]),
        b_ub=np.zeros(count),
        A_eq=np.hstack([made.whole, np.zeros((len(made.names), count))]),
        b_eq=np.ones(len(made.names)),
        bounds=np.column_stack([np.zeros(made.cost.size + count), np.append(made.most, [np.inf] * count)]),
        method="highs",
    )
    short = lacking.x[-count:]
    worst = int(np.argmax(short))
    name, limit = made.rows[worst]
    medium = tiers[name].medium
    kind = "cartridges" if medium.removable and limit == "capacity" else "drives"
    return (
        f"no placement: {name} is limited to {tiers[name].most:,.0f} TB "
        f"({tiers[name].most / medium.capacity:,.0f} {kind}), its {limit} lacks {short[worst]:,.1f} {kind}"
    )


def _read(made: Program, x: Floats, found: object, tiers: Mapping[str, Tier]) -> Placement:
    """Turn the solver's vectors into tables."""
    split = len(made.pairs)
    # What lies below 0 is within the solver's tolerance of 1e-7.
    price = np.maximum(-np.asarray(found.ineqlin.marginals), 0.0)  # type: ignore[attr-defined]
    x = np.maximum(x, 0.0)
    shares = pd.DataFrame(0.0, index=list(made.names), columns=list(tiers))
    for (name, tier), share in zip(made.pairs, x[:split], strict=True):
        shares.loc[name, tier] = share
    bought = pd.DataFrame(0.0, index=list(tiers), columns=["media", "drives", "raw", "cost"])
    rents = pd.Series(0.0, index=list(tiers))
    spent = made.cost * x
    upper = np.asarray(found.upper.marginals)  # type: ignore[attr-defined]
    for i, (name, part) in enumerate(made.parts, start=split):
        bought.loc[name, part] = x[i]
        bought.loc[name, "cost"] += spent[i]
        if part == "media":
            bought.loc[name, "raw"] = x[i] * tiers[name].medium.capacity
            rents[name] = -upper[i] / tiers[name].medium.capacity
    asked = sum(made.causes.values(), np.zeros((len(made.rows), split))) @ x[:split]
    limits = pd.DataFrame(made.rows, columns=["tier", "limit"]).assign(
        asked=asked, bought=-made.limits[:, split:] @ x[split:], price=price
    )
    paid = {cause: made.whole[:, :split] @ (x[:split] * (price @ made.causes[cause])) for cause in CAUSES}
    bills = pd.DataFrame(paid, index=list(made.names))
    bills["bill"] = np.asarray(found.eqlin.marginals)  # type: ignore[attr-defined]
    return Placement(float(found.fun), shares, bought, limits, bills, rents)  # type: ignore[attr-defined]


def marginal_prices(workload: Workload, found: Placement) -> dict[str, float]:
    """Return what a workload pays for one unit more.

    Parameters
    ----------
    workload : Workload
        One of those that were placed.
    found : Placement

    Returns
    -------
    dict of str to float
        ``TB`` (USD/TB), ``MB/s`` (USD for a MB/s in requests of which there are no more) and
        ``IO/s`` (USD for a request a second that moves no more data).

    Notes
    -----
    Derivatives of the least cost where it has one; at a corner one of its slopes.
    """
    bill = found.bills.loc[workload.name]
    transfers = bill["transfers"] / workload.rate if workload.rate else 0.0
    requests = bill["requests"] / workload.iops if workload.rate else 0.0
    return {"TB": bill["volume"] / workload.volume, "MB/s": transfers, "IO/s": requests}


def tier_prices(found: Placement, tiers: Sequence[Tier]) -> pd.DataFrame:
    """Return the prices of a tier's limits in the units of a request for proposals.

    Parameters
    ----------
    found : Placement
    tiers : sequence of Tier
        Those on which it was found.

    Returns
    -------
    pandas.DataFrame
        Columns ``tier``, ``TB`` (USD/TB of data), ``MB/s`` (USD/(MB/s)) and ``IO/s`` (USD/(IO/s)); 0 where
        there is more of it than anyone asks for.
    """
    price = found.limits.set_index(["tier", "limit"])["price"].to_dict()
    rows = []
    for tier in tiers:
        medium = tier.medium
        rate = price.get((tier.name, "time" if medium.serial else "rate"), 0.0)
        iops = price.get((tier.name, "time" if medium.serial else "iops"), 0.0)
        rows.append(
            {
                "tier": tier.name,
                "TB": price.get((tier.name, "capacity"), 0.0) * tier.stored / medium.capacity,
                "MB/s": rate / (medium.rate * tier.busy),
                "IO/s": iops / (medium.iops * tier.busy),
            }
        )
    return pd.DataFrame(rows)
