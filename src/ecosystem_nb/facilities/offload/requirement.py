"""What must an HPC centre give for the work that comes?  Node-hours, data, buffer and network, by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.demand.timeline import DAY, YEAR
from ecosystem_nb.facilities.offload.activities import Activity
from ecosystem_nb.facilities.offload.kernels import node_hours, occupancy
from ecosystem_nb.facilities.offload.machine import Machine
from ecosystem_nb.facilities.units import as_hs23, capacity_factor

KEYS = ["experiment", "year", "part"]
SUMS = [
    "work",
    "by_gpu",
    "cpu_hours",
    "gpu_hours",
    "cpu_share",
    "gpu_share",
    "events",
    "read",
    "write",
    "rate_in",
    "rate_out",
    "buffer",
]


@dataclass(frozen=True)
class Terms:
    """On which terms work runs at a centre.

    Parameters
    ----------
    cpu_efficiency : float
        CPU time over the time for which cores are booked at the sites (1), above 0 and at most 1: a need
        counts what is booked, events what is worked.
    gpu_share : float
        Share of the work that runs on nodes with GPUs (1), 0 to 1; of activities without a port, none.
    memory : float
        That each thread needs, GB, above 0.
    residence_in, residence_out : float
        Time for which data wait at the centre before and after they are used, d, 0 or more.
    burst : float
        Rate in busy weeks over the mean of the year (1), 1 or more.
    local : mapping of str to float
        By activity, the share of the data read that is at the centre already (1), 0 to 1.

    Raises
    ------
    ValueError
        For a value out of range.
    """

    cpu_efficiency: float = 1.0
    gpu_share: float = 0.0
    memory: float = 2.0
    residence_in: float = 0.0
    residence_out: float = 0.0
    burst: float = 1.0
    local: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        within("CPU efficiency of the sites", self.cpu_efficiency, "1", above=0.0, most=1.0)
        within("share on nodes with GPUs", self.gpu_share, "1", least=0.0, most=1.0)
        within("memory for each thread", self.memory, "GB", above=0.0)
        within("residence before use", self.residence_in, "d", least=0.0)
        within("residence after use", self.residence_out, "d", least=0.0)
        within("burst", self.burst, "1", least=1.0)
        for name, share in self.local.items():
            within(f"{name}: read locally", share, "1", least=0.0, most=1.0)


def in_hs23(left: pd.DataFrame) -> pd.DataFrame:
    """Return work that was counted in HS06 in HS23: the accounting's factor of 1, stated.

    Parameters
    ----------
    left : pandas.DataFrame
        With the column ``unit``: one of HS06 or HS23.

    Returns
    -------
    pandas.DataFrame
        The same amounts; see :func:`ecosystem_nb.facilities.units.as_hs23`.
    """
    units = {unit: unit if unit.endswith("HS23") else as_hs23(unit) for unit in left["unit"].unique()}
    return left.assign(unit=left["unit"].map(units))


def requirements(
    left: pd.DataFrame, activities: Mapping[str, Activity], machine: Machine, terms: Terms
) -> pd.DataFrame:
    """Return what each activity asks of a machine in each year.

    Parameters
    ----------
    left : pandas.DataFrame
        Work that leaves the sites, as a mean over the year: ``experiment``, ``year``, ``part``,
        ``need`` and ``unit`` (HS23, with a prefix), as from :func:`.leaving.offloaded`.
    activities : mapping of str to Activity
    machine : Machine
    terms : Terms

    Returns
    -------
    pandas.DataFrame
        Columns ``experiment``, ``year``, ``part``; ``work`` and ``by_gpu``, the part of it that GPUs
        take over (HS23 s); ``cpu_hours`` and ``gpu_hours`` (node-hours); ``cpu_share`` and
        ``gpu_share`` (1: of the partition's year); ``events``; ``read`` and ``write`` (PB a year over
        the network); ``rate_in`` and ``rate_out`` (Gbit/s, in busy weeks); and ``buffer`` (PB).

    Raises
    ------
    ValueError
        For work in HS06, an unknown activity, or a need out of range.

    Notes
    -----
    The work is what the sites' booked time does, W = need × year × CPU efficiency.  What is read
    locally stands in the buffer, but does not cross the network.  Neglected: data that are read twice,
    and what software and conditions data take.  Cost O(rows).
    """
    if unknown := sorted(set(left["part"]) - set(activities)):
        raise ValueError(f"activity {unknown[0]!r}: expected one of {', '.join(activities)}")
    made = left[KEYS].copy()
    scale = np.array([capacity_factor(str(unit), "HS23") for unit in left["unit"]])
    work = within("work", left["need"].to_numpy() * scale * YEAR, "HS23 s", least=0.0)
    work = work * terms.cpu_efficiency
    ones = [activities[str(name)] for name in left["part"]]
    on_gpu = np.array([terms.gpu_share if one.ported > 0.0 else 0.0 for one in ones])
    useful = _column(ones, "efficiency")
    made["work"], made["by_gpu"] = work, work * on_gpu * _column(ones, "ported")
    for name, partition, share in (("cpu", machine.cpu, 1.0 - on_gpu), ("gpu", machine.gpu, on_gpu)):
        power = np.array([partition.does(one, terms.memory) for one in ones])
        made[f"{name}_hours"] = node_hours(work * share, power, useful)
        made[f"{name}_share"] = made[f"{name}_hours"] / machine.hours(partition)
    made["events"] = work / _column(ones, "work")
    return _moved(made, ones, terms)[[*KEYS, *SUMS]]


def by_year(table: pd.DataFrame) -> pd.DataFrame:
    """Return the sums over the activities of each experiment and year.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`requirements`.

    Returns
    -------
    pandas.DataFrame
        The same columns without ``part`` and ``events``: events of one activity are those of another.
    """
    return table.groupby(KEYS[:2], as_index=False)[[name for name in SUMS if name != "events"]].sum()


def made_there(table: pd.DataFrame, makers: Sequence[str], reader: str) -> float:
    """Return the share of a reader's events that other activities have made at the centre.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`requirements`.
    makers : sequence of str
        Activities whose events the reader reads, such as reconstruction.
    reader : str
        An activity, such as derivation.

    Returns
    -------
    float
        Share (1) over all years, at most 1: how much the reader may find at the centre.

    Notes
    -----
    The data must stay until they are read: an upper bound.
    """
    events = table.groupby("part")["events"].sum()
    for name in (*makers, reader):
        if name not in events:
            raise ValueError(f"activity {name!r}: expected one of {', '.join(map(str, events.index))}")
    made = events[list(makers)].sum()
    return float(min(1.0, made / events[reader])) if events[reader] > 0.0 else 0.0


def _moved(made: pd.DataFrame, ones: list[Activity], terms: Terms) -> pd.DataFrame:
    events = made["events"].to_numpy()
    here = np.array([terms.local.get(one.name, 0.0) for one in ones])
    used, written = events * _column(ones, "read") * 1e3, events * _column(ones, "write") * 1e3  # B
    read = used * (1.0 - here)
    made["read"], made["write"] = read / 1e15, written / 1e15
    made["rate_in"] = 8.0 * read / YEAR * terms.burst / 1e9
    made["rate_out"] = 8.0 * written / YEAR * terms.burst / 1e9
    waiting = occupancy(used / YEAR * terms.burst, terms.residence_in * DAY)
    ready = occupancy(written / YEAR * terms.burst, terms.residence_out * DAY)
    made["buffer"] = (waiting + ready) / 1e15
    return made


def _column(ones: list[Activity], name: str) -> Floats:
    return np.array([getattr(one, name) for one in ones], dtype=np.float64)
