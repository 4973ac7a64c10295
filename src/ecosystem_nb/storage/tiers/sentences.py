"""What the page on tiers found, in sentences that follow from its numbers."""

import numpy as np
import pandas as pd

from ecosystem_nb.storage.tiers.media import Medium
from ecosystem_nb.storage.tiers.parameters import TierForWorkload
from ecosystem_nb.storage.tiers.placement import Placement
from ecosystem_nb.storage.tiers.savings import WORTH
from ecosystem_nb.storage.tiers.site import MIXES
from ecosystem_nb.wording import percent


def spindle(disk: Medium, flash: Medium, size: float) -> str:
    """Say what a small request costs a disk, and what a larger disk gives for each TB."""
    return (
        f"A disk reaches half of its rate with requests of {disk.half_size:.1f} MB; with {size:g} MB it "
        f"delivers {disk.throughput(size):.0f} of {disk.rate:.0f} MB/s, a flash drive "
        f"{flash.throughput(size):,.0f}. "
        f"A disk of {disk.capacity:.0f} TB has {disk.iops / disk.capacity:.1f} IO/s for each TB, "
        "one of twice the capacity half as many."
    )


def recall(rates: pd.Series, published: float, files: int) -> str:
    """Say how many files in a row tape needs, from MB/s of a drive by files in a mount."""
    enough = rates[rates >= published]
    needs = f"from {enough.index[0]} files in a row on" if len(enough) else "with none of these"
    return (
        f"One file a mount leaves {rates.iloc[0]:.0f} MB/s of a drive, {files} in a row "
        f"{rates[files]:.0f}. A recall test at RAL had at least {published:.0f} MB/s from each of the drives "
        f"of its time; the drives of this page reach that {needs}."
    )


def appetite(rates: pd.Series, asked: float) -> str:
    """Say which workload asks most of storage on one core, against what CMS asks of a site."""
    above = [name for name, rate in rates.items() if rate > asked]
    if not above:
        who = "none of them asks"
    else:
        who = f"only {above[0]} asks" if len(above) == 1 else f"{len(above)} of them ask"
    return (
        f"A core reads and writes between {rates.min():.3f} MB/s in {rates.idxmin()} and "
        f"{rates.max():.1f} in {rates.idxmax()}. CMS wants {asked:g} MB/s on each core of a site; "
        f"{who} for more."
    )


def scale(rate: float, share: float, foreseen: float) -> str:
    """Say what all of ATLAS would read, from the site's rate (GB/s), its part (%) and Tier-0's (GB/s)."""
    whole = 100.0 * rate / share
    return (
        f"At this rate all analyses of ATLAS together would read {whole:,.0f} GB/s, "
        f"{whole / foreseen:.0f} times what the draft foresees for the disk of the Tier-0, "
        f"{foreseen:.0f} GB/s."
    )


def cheapest(found: list[tuple[str, float]]) -> str:
    """Say which tier is the cheapest, from :func:`ecosystem_nb.storage.tiers.savings.cheapest`."""
    ends = [f"up to {until:.2g}" for _, until in found[1:]]
    said = [f"{name} {end}" for (name, _), end in zip(found, ends, strict=False)]
    if not said:
        return f"{found[0][0]} is the cheapest at any demand"
    said[0] += " IO/s per TB"
    return f"the cheapest is {', '.join(said)}, then {found[-1][0]}"


def free(found: dict[str, float], asked: float) -> str:
    """Say what comes free with the capacity of disk, and whether analysis stays below it (IO/s per TB)."""
    share = asked / found["free"]
    than = f"{share:.1f} times that" if share > 1.0 else f"{percent(share)} of that"
    return (
        f"With its capacity disk brings {found['free']:.1f} IO/s for each TB of data; analysis asks for "
        f"{asked:.0f}, {than}."
    )


def pool(asks: dict[str, float]) -> str:
    """Say what sets the number of disks when everything lies on them, from devices by limit."""
    first = max(asks, key=asks.__getitem__)
    used = percent(min(asks.values()) / asks[first])
    if first == "capacity":
        return (
            f"Everything on disk takes {asks[first]:,.0f} drives for its capacity; of the time that they may "
            f"be busy it uses {used}: hot data read from drives that cold data paid for."
        )
    return (
        f"Everything on disk takes {asks[first]:,.0f} drives for their time; "
        f"of what they may hold it uses {used}."
    )


def mix(table: pd.DataFrame, rate: float) -> str:
    """Say what the mixes save at one appetite, from :func:`ecosystem_nb.storage.tiers.savings.compare`."""
    saved = table[table["rate"] == rate].groupby("mix", sort=False)["saving"].first()
    alone = table[(table["rate"] == rate) & (table["mix"] == "disk alone")]["cost"].sum()
    worth = {name: one for name, one in saved.items() if one >= WORTH and name != "disk alone"}
    if not worth:
        return (
            f"At {rate:g} MB/s on a core disk alone costs {alone:,.1f} MUSD, and no mix of tiers saves "
            f"{percent(WORTH)}."
        )
    said = ", ".join(f"{name} {percent(one)}" for name, one in worth.items())
    return f"At {rate:g} MB/s on a core disk alone costs {alone:,.1f} MUSD; against it save: {said}."


def shares(found: Placement, priced: pd.DataFrame) -> str:
    """Say what lies on one tier alone and what is divided, from prices by tier (rows)."""
    on = {
        str(name): [str(tier) for tier, share in row.items() if share >= 0.005]
        for name, row in found.shares.iterrows()
    }
    said = [
        f"{name} {'lies on' if len(names) == 1 else 'is divided among'} {' and '.join(names)}"
        for name, names in on.items()
    ]
    text = f"At least cost {'; '.join(said)}."
    for names in on.values():
        if len(names) > 1 and np.allclose(priced.loc[names[0]], priced.loc[names[1]], rtol=1e-5):
            return (
                f"{text} A TB and a request have the same prices on {names[0]} and {names[1]}, "
                "so other divisions with the same sums cost the same."
            )
    return text


def prices(found: Placement, disk: "pd.Series[float]") -> str:
    """Say what a TB and a request cost on disk, and who pays."""
    capacity, time = disk["TB"] > 1e-6, disk["IO/s"] > 1e-6
    if capacity and time:
        what = (
            f"Both limits of disk bind: a TB costs {disk['TB']:.0f} USD and a request a second "
            f"{disk['IO/s']:.1f} USD"
        )
    elif capacity:
        what = f"Only capacity binds on disk: a TB costs {disk['TB']:.0f} USD, a request nothing"
    else:
        what = f"Only time binds on disk: a request a second costs {disk['IO/s']:.1f} USD, a TB nothing"
    most = str(found.bills["bill"].idxmax())
    part = found.bills["bill"].max() / found.bills["bill"].sum()
    return f"{what}. The largest bill, {percent(part)} of the cost, goes to {most}."


def worth(table: pd.DataFrame, flash: float, ratio: float) -> str:
    """Say where differentiation saves nothing at one price of flash, which is a ratio of that of disk."""
    rows = table[(table["flash"] == flash) & (table["with"] == "all four")].set_index("rate")["saving"]
    none = rows[rows < 100.0 * WORTH]
    ends = f"{rows.iloc[0]:.0f} % at {rows.index[0]:g} MB/s and {rows.iloc[-1]:.0f} % at {rows.index[-1]:g}"
    if len(none) > 1:
        idle = f"but less than {percent(WORTH)} between {none.index[0]:g} and {none.index[-1]:g}"
    elif len(none) == 1:
        idle = f"but less than {percent(WORTH)} at {none.index[0]:g}"
    else:
        idle = f"and nowhere less than {rows.min():.0f} %"
    return f"With flash at {ratio:.1f} times the price of disk, all four tiers save {ends} on a core, {idle}."


def regimes(full: float, flash: float | None) -> str:
    """Say why, from the appetites at which drives' time is used up and flash is the cheaper medium, MB/s."""
    first = (
        f"Up to {full:.1f} MB/s disks are bought for their capacity and have time to spare: cheaper capacity "
        "saves. Above, they are bought for their time, and a TB of room comes free"
    )
    if flash is None:
        return f"{first}; flash never is the cheaper way to more time."
    if flash <= full:
        return f"{first}; flash is the cheaper way to more time at once."
    return f"{first}; up to {flash:.1f} MB/s more disks are the cheaper way to more time, then flash is."


def sensitivity(table: pd.DataFrame) -> str:
    """Say between what the saving of all four tiers lies, and in which cases each new tier saves."""
    every = table.set_index("case")["all four"]
    flash = [case for case, one in table.set_index("case")["disk + flash"].items() if one >= 100.0 * WORTH]
    used = f"flash beside disk saves in: {', '.join(map(str, flash))}" if flash else "flash saves in none"
    return (
        f"All four tiers save between {every.min():.0f} % ({every.idxmin()}) and {every.max():.0f} % "
        f"({every.idxmax()}); {used}."
    )


def answer(
    page: TierForWorkload, table: pd.DataFrame, swept: pd.DataFrame, full: float, flash: float | None
) -> str:
    """Say the whole in a few sentences.

    Parameters
    ----------
    page : TierForWorkload
    table : pandas.DataFrame
        From :func:`ecosystem_nb.storage.tiers.savings.compare`, with the page's own rate.
    swept : pandas.DataFrame
        From :func:`ecosystem_nb.storage.tiers.savings.savings`.
    full : float
        Appetite at which the drives' time is used up, MB/s.
    flash : float or None
        Appetite at which flash is the cheaper medium, MB/s; None where it never is.
    """
    rows = table[table["rate"] == page.analysis_rate].groupby("mix", sort=False)["saving"].first()
    best = simplest(rows)
    one = swept[(swept["flash"] == 100.0) & (swept["with"] == "all four")].set_index("rate")["saving"]
    if flash is None:
        pays = "flash never saves"
    else:
        pays = f"flash saves above {max(full, flash):.1f} MB/s" if flash else "flash always saves"
    middle = max(one.min(), 0.0)
    less = (
        f"the best mix ({best}) costs {percent(rows[best])} less than disk alone"
        if rows[best] >= WORTH
        else "no mix of tiers costs less than disk alone"
    )
    return (
        f"It depends on how hard the data are read. With analysis at {page.analysis_rate:g} MB/s on a core "
        f"{less}. "
        f"From {one.index[0]:g} to {one.index[-1]:g} MB/s the saving of all four tiers goes from "
        f"{one.iloc[0]:.0f} % through {middle:.0f} % to {one.iloc[-1]:.0f} %: cheaper capacity saves "
        f"while drives have time to spare, up to {full:.1f} MB/s, and {pays}. "
        "Much of what workloads ask is assumed: trust where the edges come from, not the percentages."
    )


def simplest(saving: "pd.Series[float]") -> str:
    """Return the mix of the fewest tiers that saves as much as any, within half a per cent of the cost."""
    enough = saving[saving >= saving.max() - 0.005]
    return str(min(enough.index, key=lambda name: len(MIXES[name])))
