"""What does differentiation save, and from which demand on? Sweeps over a site's appetite and prices."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.storage.tiers.parameters import TierForWorkload
from ecosystem_nb.storage.tiers.placement import Placement
from ecosystem_nb.storage.tiers.site import MIXES, Site
from ecosystem_nb.storage.tiers.tiers import Tier, break_even, devices, free_intensity
from ecosystem_nb.storage.tiers.workloads import Workload

ONLINE = ("disk", "low-QoS disk", "flash")
WORTH = 0.01  # a saving below this part of the cost counts as none


def compare(site: Site, page: TierForWorkload, rates: Sequence[float]) -> pd.DataFrame:
    """Return the cost of each mix of tiers for several appetites of analysis.

    Parameters
    ----------
    site : Site
    page : TierForWorkload
    rates : sequence of float
        What an analysis reads on one core, MB/s.

    Returns
    -------
    pandas.DataFrame
        For each rate, each of ``MIXES`` and each tier of it: ``rate`` (MB/s), ``mix``, ``tier``,
        ``cost`` (MUSD), ``raw`` (PB) and ``saving`` of the mix against disk alone (1).
    """
    rows = []
    for rate in rates:
        changed = page.model_copy(update={"analysis_rate": rate})
        whole = 0.0
        for mix, names in MIXES.items():
            found = site.placed(changed, names)
            whole = whole or found.cost
            for name in names:
                one = found.bought.loc[name]
                saved = 1.0 - found.cost / whole
                rows.append((rate, mix, name, one["cost"] / 1e6, one["raw"] / 1e3, saved))
    return pd.DataFrame(rows, columns=["rate", "mix", "tier", "cost", "raw", "saving"])


def savings(
    site: Site, page: TierForWorkload, rates: Sequence[float], flash: Sequence[float]
) -> pd.DataFrame:
    """Return what all four tiers save against disk alone, by appetite and price of flash.

    Parameters
    ----------
    site : Site
    page : TierForWorkload
    rates : sequence of float
        What an analysis reads on one core, MB/s.
    flash : sequence of float
        Prices of flash, % of the page's.

    Returns
    -------
    pandas.DataFrame
        Columns ``flash`` (%), ``rate`` (MB/s), ``with`` (``all four`` or ``without flash``) and
        ``saving`` (%).
    """
    rows = []
    for rate in rates:
        changed = page.model_copy(update={"analysis_rate": rate})
        alone = site.placed(changed, ("disk",)).cost
        without = 100.0 * (1.0 - site.placed(changed, ("disk", "low-QoS disk", "tape")).cost / alone)
        for part in flash:
            cheap = changed.model_copy(update={"flash_price": page.flash_price * part / 100.0})
            every = 100.0 * (1.0 - site.placed(cheap).cost / alone)
            rows += [(part, rate, "without flash", without), (part, rate, "all four", every)]
    return pd.DataFrame(rows, columns=["flash", "rate", "with", "saving"])


def by_tier(jobs: Sequence[Workload], found: Placement) -> pd.DataFrame:
    """Return what lies on each tier that is bought, and how far its limits are used.

    Parameters
    ----------
    jobs : sequence of Workload
        Those that were placed.
    found : Placement

    Returns
    -------
    pandas.DataFrame
        Columns ``tier``, ``data`` (PB), ``intensity`` (IO/s per TB), ``capacity`` and ``time`` (% used;
        time is that of drives, whichever limit of theirs is nearer).
    """
    volume = np.array([one.volume for one in jobs])
    iops = np.array([one.iops for one in jobs])
    rows = []
    for tier in found.bought.index[found.bought["raw"] > 0.0]:
        share = found.shares.loc[[one.name for one in jobs], tier].to_numpy()
        used = found.limits[found.limits["tier"] == tier].set_index("limit")
        part = 100.0 * used["asked"] / used["bought"]
        data = float(share @ volume)
        rows.append(
            {
                "tier": tier,
                "data": data / 1e3,
                "intensity": float(share @ iops) / data if data else 0.0,
                "capacity": part["capacity"],
                "time": part.drop("capacity").max(),
            }
        )
    return pd.DataFrame(rows)


def full_pool(site: Site, page: TierForWorkload) -> float:
    """Return the appetite of analysis at which disk alone has no drive time to spare.

    Parameters
    ----------
    site : Site
    page : TierForWorkload

    Returns
    -------
    float
        MB/s on one core; 0 where the other workloads use all of it.

    Notes
    -----
    All data lie spread over all drives, so that cold data lend their drives' time to hot ones.
    Below this appetite capacity sets the number of drives, above it their time.
    """
    disk = site.tiers(page)["disk"]
    jobs = site.workloads(page)
    hot = [one for one in jobs if one.name == "analysis"]
    others = [one for one in jobs if one.name != "analysis"]
    spare = devices(jobs, disk)["capacity"] - devices(others, disk)["time"]
    return max(0.0, page.analysis_rate * spare / devices(hot, disk)["time"])


def edges(page: TierForWorkload, made: dict[str, Tier]) -> dict[str, float]:
    """Return the requests on a TB at which one tier takes over from another, each for itself.

    Parameters
    ----------
    page : TierForWorkload
    made : dict of str to Tier
        From :meth:`ecosystem_nb.storage.tiers.site.Site.tiers`.

    Returns
    -------
    dict of str to float
        IO/s per TB: ``free`` is what comes with the capacity of disk; ``low`` and ``flash`` are where
        disk beats low-QoS disk, and flash beats disk: 0 where it always does, missing where it never does.
    """
    size = page.analysis_request
    found = {"free": free_intensity(made["disk"], size)}
    for name, (cheap, dear) in {"low": ("low-QoS disk", "disk"), "flash": ("disk", "flash")}.items():
        if made[dear].price <= made[cheap].price:
            found[name] = 0.0
            continue
        try:
            found[name] = break_even(made[cheap], made[dear], size)
        except ValueError:
            continue
    return found


def cheapest(made: dict[str, Tier], size: float) -> list[tuple[str, float]]:
    """Return which tier is the cheapest for a TB by itself, and from how many requests on.

    Parameters
    ----------
    made : dict of str to Tier
        From :meth:`ecosystem_nb.storage.tiers.site.Site.tiers`.
    size : float
        Mean size of a request, MB, above 0.

    Returns
    -------
    list of (str, float)
        Tier, and the requests from which it is the cheapest of disk, low-QoS disk and flash (IO/s per TB,
        within a thousandth, up to 10,000).
    """
    grid = np.concatenate([[0.0], np.geomspace(1e-3, 1e4, 16_001)])
    prices = np.array([price_of_a_terabyte(made[name], grid, size) for name in ONLINE])
    first = prices.argmin(axis=0)
    starts = [0, *(np.flatnonzero(np.diff(first)) + 1).tolist()]
    return [(ONLINE[first[at]], float(grid[at])) for at in starts]


def price_of_a_terabyte(tier: Tier, intensity: NDArray[np.float64], size: float) -> NDArray[np.float64]:
    """Return what a TB of data costs on one tier when it is asked for more and more.

    Parameters
    ----------
    tier : Tier
        Of disk or flash.
    intensity : numpy.ndarray of float64
        Requests on each TB of data, IO/s per TB, 0 or more.
    size : float
        Mean size of a request, MB, above 0.

    Returns
    -------
    numpy.ndarray of float64
        USD/TB: the capacity's price, or that of the drives whose time is used.

    Examples
    --------
    >>> from ecosystem_nb.storage.tiers.media import Medium
    >>> disk = Tier(Medium("disk", capacity=20.0, rate=200.0, iops=100.0, price=70.0))
    >>> price_of_a_terabyte(disk, np.array([0.0, 10.0]), 1.0).tolist()
    [70.0, 210.0]
    """
    drives = intensity * tier.medium.busy(size) / tier.busy
    return np.maximum(tier.price, drives * tier.medium.device_price)


def capacities(page: TierForWorkload, site: Site, sizes: Sequence[float]) -> pd.DataFrame:
    """Return the price of a TB by requests, tier and capacity of a hard disk.

    Parameters
    ----------
    page : TierForWorkload
    site : Site
    sizes : sequence of float
        Capacities of a hard disk, TB.

    Returns
    -------
    pandas.DataFrame
        Columns ``capacity`` (TB), ``tier``, ``intensity`` (IO/s per TB) and ``price`` (USD/TB).
    """
    grid = np.round(np.geomspace(0.1, 200.0, 133), 4)
    tables = []
    for size in sizes:
        made = site.tiers(page.model_copy(update={"disk_capacity": size}))
        tables += [
            pd.DataFrame(
                {
                    "capacity": size,
                    "tier": name,
                    "intensity": grid,
                    "price": price_of_a_terabyte(made[name], grid, page.analysis_request).round(3),
                }
            )
            for name in ONLINE
        ]
    return pd.concat(tables, ignore_index=True)


def cases(site: Site, page: TierForWorkload, changes: dict[str, dict[str, float]]) -> pd.DataFrame:
    """Return what the mixes save when one thing is other.

    Parameters
    ----------
    site : Site
    page : TierForWorkload
    changes : dict
        Name of each case to the parameters that it changes.

    Returns
    -------
    pandas.DataFrame
        Columns ``case``, ``alone`` (cost of disk alone, MUSD) and for each other mix its saving (%).
    """
    rows = []
    for case, change in changes.items():
        changed = page.model_copy(update=change)
        cost = {mix: site.placed(changed, names).cost for mix, names in MIXES.items()}
        alone = cost.pop("disk alone")
        saved = {mix: 100.0 * (1.0 - one / alone) for mix, one in cost.items()}
        rows.append({"case": case, "alone": alone / 1e6, **saved})
    return pd.DataFrame(rows)
