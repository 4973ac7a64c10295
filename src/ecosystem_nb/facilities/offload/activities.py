"""What does an activity ask of an HPC centre?  Its eligibility, efficiency, port to GPUs and data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.offload.kernels import amdahl

UNITS = {
    "eligible": "1",
    "efficiency": "1",
    "ported": "1",
    "speed_up": "1",
    "work": "HS06.s",
    "read": "kB",
    "write": "kB",
}


@dataclass(frozen=True)
class Activity:
    """One activity, as an HPC centre sees it.

    Parameters
    ----------
    name : str
    eligible : float
        Share of its work that may leave the sites (1), 0 to 1.
    efficiency : float
        Work done in a charged node-hour over what the benchmark of the node says (1), above 0 and
        at most 1: start and end of jobs on few cores, nodes that drain, waiting for data.
    ported : float
        Part of its work that GPUs can take over (1), 0 to 1.
    speed_up : float
        How much faster the GPUs of a node are at that part than its CPU (1), 1 or more.
    work : float
        Of one event, HS06 s (as HS23 s in accounting), above 0.
    read, write : float
        Data of one event that come in and go out, kB, 0 or more.

    Raises
    ------
    ValueError
        For a value out of range.
    """

    name: str
    eligible: float
    efficiency: float
    ported: float
    speed_up: float
    work: float
    read: float
    write: float

    def __post_init__(self) -> None:
        within(f"{self.name}: eligible", self.eligible, "1", least=0.0, most=1.0)
        within(f"{self.name}: efficiency", self.efficiency, "1", above=0.0, most=1.0)
        within(f"{self.name}: ported", self.ported, "1", least=0.0, most=1.0)
        within(f"{self.name}: speed-up", self.speed_up, "1", least=1.0)
        within(f"{self.name}: work", self.work, "HS06 s", above=0.0)
        for what in ("read", "write"):
            within(f"{self.name}: {what}", getattr(self, what), "kB", least=0.0)

    @property
    def gain(self) -> float:
        """What a node with GPUs does over what its CPU does alone (1)."""
        return float(amdahl(self.ported, self.speed_up))

    def reduced(self, ratio: float) -> "Activity":
        """Return the activity when it writes the ``ratio``-th part of what it reads.

        Parameters
        ----------
        ratio : float
            Data read over data written (1), 1 or more.
        """
        within("data read over data written", ratio, "1", least=1.0)
        return replace(self, write=self.read / ratio)


def activities(table: pd.DataFrame) -> dict[str, Activity]:
    """Build the activities from their table.

    Parameters
    ----------
    table : pandas.DataFrame
        ``facilities/hpc_activities``: ``activity``, ``quantity`` (of ``UNITS``), ``value`` and ``unit``.

    Returns
    -------
    dict of str to Activity
        By name, as in ``ACTIVITIES`` of ``ecosystem_nb.facilities.demand.parts``.

    Raises
    ------
    ValueError
        For a quantity that is missing, or in another unit.

    Examples
    --------
    >>> from ecosystem_nb.tables import read
    >>> activities(read("facilities/hpc_activities"))["heavy ions"].eligible
    0.0
    """
    made = {}
    for name, rows in table.groupby("activity", sort=False):
        found = rows.set_index("quantity")
        for quantity, unit in UNITS.items():
            if quantity not in found.index:
                raise ValueError(f"{name}: no {quantity}: expected {', '.join(UNITS)}")
            if found.loc[quantity, "unit"] != unit:
                raise ValueError(f"{name}: {quantity} in {found.loc[quantity, 'unit']}: expected {unit}")
        values = {quantity: float(found.loc[quantity, "value"]) for quantity in UNITS}
        made[str(name)] = Activity(str(name), **values)
    return made


def ends(table: pd.DataFrame, quantity: str, end: str) -> dict[str, float]:
    """Return one end of the range of a quantity, by activity.

    Parameters
    ----------
    table : pandas.DataFrame
        As for :func:`activities`, with ``low`` and ``high``.
    quantity : str
        Of ``UNITS``.
    end : {'low', 'high'}

    Returns
    -------
    dict of str to float
        In the unit of the quantity; an activity without that end is left out.
    """
    rows = table[(table["quantity"] == quantity) & table[end].notna()]
    return dict(zip(rows["activity"], rows[end].astype(float), strict=True))


def eligibility(activities: Mapping[str, Activity]) -> dict[str, float]:
    """Return the share of each activity's work that may leave (1), as :class:`.leaving.Offload` wants it."""
    return {name: one.eligible for name, one in activities.items()}
