"""What the page on tape that needs to be larger says of its figures, computed."""

import pandas as pd

from ecosystem_nb.facilities.sensitivity.study import IN_PARTS, ONE_PRICE
from ecosystem_nb.wording import percent, rounded

EVERYWHERE = "Tier-0 and Tier-1s"


def sums(table: pd.DataFrame) -> pd.DataFrame:
    """Return the extra cost and its share by way of counting and place, parts added up.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sensitivity.study.counted`.

    Returns
    -------
    pandas.DataFrame
        Index ``counted`` and ``where``; columns ``extra`` (MUSD a year) and ``share`` (1).
    """
    return table.groupby(["counted", "where"])[["extra", "share"]].sum()


def ways(table: pd.DataFrame, step: float, passes: float) -> str:
    """Say what more tape costs with one price, and with all its parts.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sensitivity.study.counted`.
    step : float
        Relative.
    passes : float
        Times a year that the archive is written or read.
    """
    found = sums(table)
    few, many = found.loc[(ONE_PRICE, "Tier-1s")], found.loc[(IN_PARTS, EVERYWHERE)]
    rows = table[(table["counted"] == IN_PARTS) & (table["where"] == EVERYWHERE)].set_index("part")["extra"]
    said = (
        f"With {passes:g} {'pass' if passes == 1.0 else 'passes'} a year {percent(step)} more tape costs "
        f"{rounded(few['extra'])} MUSD a year "
        f"at one price on the Tier-1s ({percent(few['share'], 1)} of the hardware), and "
        f"{rounded(many['extra'])} with cartridges, library and drives, Tier-0 included "
        f"({percent(many['share'], 1)})."
    )
    if rows.sum() == 0.0:
        return said
    return (
        f"{said} {rows.idxmax().capitalize()} {_are(rows.idxmax())} {percent(rows.max() / rows.sum())} of it."
    )


def _are(part: str) -> str:
    return "is" if part == "library" else "are"


def widest(table: pd.DataFrame, step: float) -> str:
    """Say which input moves the cost most, and where the need of tape stands among all.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sensitivity.tornado.tornado`.
    step : float
        Relative.
    """
    width = table.set_index("name")[["down", "up"]].abs().max(axis=1)
    labels = table.set_index("name")["input"]
    ups = table.set_index("name")["up"]
    first, second = width.index[0], width.index[1]
    place = int((width > width["t1_tape_need"]).sum()) + 1
    return (
        f"A step of {percent(step)} in the {labels[first]} moves the cost most, by up to "
        f"{rounded(width.iloc[0])} MUSD a year, then the {labels[second]} ({rounded(width.iloc[1])}). "
        f"{percent(step)} more need costs {rounded(ups['cpu_need'])} MUSD a year for CPU, "
        f"{rounded(ups['disk_need'])} for disk and {rounded(ups['t0_tape_need'] + ups['t1_tape_need'])} for "
        f"tape, of which the Tier-1s' part is number {place} of {len(table)} inputs."
    )


def by_mix(table: pd.DataFrame, step: float) -> str:
    """Say for whom more tape weighs least and most, of those that have any.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sensitivity.study.by_mix`.
    step : float
        Relative.
    """
    tape = table[(table["resource"] == "tape") & (table["extra"] > 0.0)].set_index("mix")["share"]
    low, high = tape.idxmin(), tape.idxmax()
    return (
        f"{percent(step)} more tape adds {percent(tape[low], 1)} to the cost of {low} and "
        f"{percent(tape[high], 1)} to that of {high}; the Tier-2s have none."
    )


def variance(table: pd.DataFrame) -> str:
    """Say which inputs make the cost uncertain, and how much tape's needs do.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sensitivity.variance.sobol`.
    """
    top = table.head(3)
    names = ", ".join(f"{name} ({total:.2f})" for name, total in zip(top["input"], top["total"], strict=True))
    by = table.set_index("name")["total"]
    tape = by["t0_tape_need"] + by["t1_tape_need"]
    return (
        f"Over these ranges the largest total indices are those of {names}; the two needs of tape have "
        f"{tape:.2f} together. The first-order indices add up to {table['first'].sum():.2f}: the rest comes "
        "from inputs that act together."
    )


def dearest(table: pd.DataFrame, resource: str, unit: str, saved: float) -> str:
    """Say in which year one unit more is dearest and cheapest beside its rent.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`ecosystem_nb.facilities.sensitivity.marginal.marginal`.
    resource, unit : str
    saved : float
        Part of the just-in-time cost that looking ahead saves.
    """
    rows = table[table["resource"] == resource].set_index("year")
    over = rows["marginal"] / rows["steady"]
    high, low = over.idxmax(), over.idxmin()
    plan = (
        f"Looking ahead saves {percent(saved, 1)} of the cost."
        if saved > 5e-4
        else "Looking ahead saves nothing: with these needs and prices just in time is best."
    )
    if over.max() < 1.01 and over.min() > 0.99:
        return f"Something is bought in every year, so one {unit} costs its rent in each. {plan}"
    return (
        f"One {unit} more in {high} alone costs {rounded(rows.loc[high, 'marginal'])} USD, "
        f"{over.max():.1f} times its rent, for the need falls afterwards; in {low} it costs "
        f"{rounded(rows.loc[low, 'marginal'])} USD. {plan}"
    )
