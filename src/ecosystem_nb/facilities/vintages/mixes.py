"""What does a site have?  The mixes of CPU, disk and tape of experiments and tiers, from their pledges."""

from collections.abc import Mapping

import pandas as pd

RESOURCES = ("CPU", "disk", "tape")
UNITS: Mapping[str, str] = {"CPU": "MHS06", "disk": "PB", "tape": "PB"}


def groups(pledges: pd.DataFrame) -> tuple[str, ...]:
    """Return the names that :func:`mix` knows: single groups, and sums of them.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_groups_2019``.

    Examples
    --------
    >>> from ecosystem_nb.tables import read
    >>> groups(read("facilities/pledges_groups_2019"))[:3]
    ('ATLAS', 'CMS', 'US')
    """
    return ("ATLAS", "CMS", "US", "US ATLAS", "US CMS", *pledges["group"])


def mix(pledges: pd.DataFrame, name: str) -> dict[str, float]:
    """Return the capacity of one group.

    Parameters
    ----------
    pledges : pandas.DataFrame
        ``facilities/pledges_groups_2019``: ``group``, ``experiment``, ``region``, ``cpu`` (HS06), ``disk``
        and ``tape`` (TB).
    name : str
        A group of the table, or ``ATLAS``, ``CMS`` (all tiers), ``US``, ``US ATLAS`` or ``US CMS``.

    Returns
    -------
    dict of str to float
        ``CPU`` in MHS06, ``disk`` and ``tape`` in PB.

    Raises
    ------
    ValueError
        For an unknown name.

    Examples
    --------
    >>> from ecosystem_nb.tables import read
    >>> mix(read("facilities/pledges_groups_2019"), "US ATLAS Tier-1")
    {'CPU': 0.243, 'disk': 20.2, 'tape': 51.0}
    """
    if name in set(pledges["group"]):
        rows = pledges[pledges["group"] == name]
    elif name in {"ATLAS", "CMS"}:
        rows = pledges[(pledges["experiment"] == name) & (pledges["region"] == "all")]
    elif name in {"US", "US ATLAS", "US CMS"}:
        rows = pledges[pledges["region"] == "US"]
        rows = rows[rows["experiment"] == name.removeprefix("US ")] if name != "US" else rows
    else:
        raise ValueError(f"mix {name!r}: expected one of {', '.join(groups(pledges))}")
    total = rows[["cpu", "disk", "tape"]].sum()
    return {
        "CPU": float(total["cpu"]) / 1e6,
        "disk": float(total["disk"]) / 1e3,
        "tape": float(total["tape"]) / 1e3,
    }


def shares(pledges: pd.DataFrame, part: str, whole: str) -> dict[str, float]:
    """Return what part of a group another one is, by resource.

    Parameters
    ----------
    pledges : pandas.DataFrame
        As for :func:`mix`.
    part, whole : str
        Names of mixes.

    Returns
    -------
    dict of str to float
        Shares, 1.

    Raises
    ------
    ValueError
        When the part is not inside the whole: a share would exceed 1.

    Examples
    --------
    >>> from ecosystem_nb.tables import read
    >>> round(shares(read("facilities/pledges_groups_2019"), "US ATLAS", "ATLAS")["disk"], 3)
    0.203
    """
    some, every = mix(pledges, part), mix(pledges, whole)
    made = {name: some[name] / every[name] if every[name] else 0.0 for name in RESOURCES}
    for name, share in made.items():
        if share > 1.0 or (every[name] == 0.0 and some[name] > 0.0):
            raise ValueError(f"share of {name} = {share:g} of {part} in {whole}: expected at most 1")
    return made
