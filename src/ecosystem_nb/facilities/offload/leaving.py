"""Which part of a need may leave the sites?  Eligible CPU work, by activity; disk and tape stay."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within
from ecosystem_nb.facilities.demand.needs import COLUMNS
from ecosystem_nb.wording import percent

CPU = "CPU"
ELIGIBLE, ALL = "eligible", "all"
_KEYS = ["experiment", "year"]


@dataclass(frozen=True)
class Offload:
    """Which share of the CPU work is asked to leave, and which may.

    Parameters
    ----------
    share : float
        Share asked to leave (1), 0 to 1.
    eligible : mapping of str to float
        By activity, the share of its work that may leave (1), 0 to 1.
    of : {'eligible', 'all'}
        What ``share`` is a share of: the eligible work, or all CPU work.
    since : int, optional
        First year in which work leaves; all years when left out.
    resource : str
        What is asked to leave: only ``CPU`` can.

    Raises
    ------
    ValueError
        For disk or tape, a share out of range, or another ``of``.

    Examples
    --------
    >>> Offload(0.5, {}, resource="tape")
    Traceback (most recent call last):
        ...
    ValueError: offload of tape: expected CPU; disk and tape hold the data and stay at the sites
    """

    share: float
    eligible: Mapping[str, float]
    of: str = ELIGIBLE
    since: int | None = None
    resource: str = CPU

    def __post_init__(self) -> None:
        if self.resource != CPU:
            raise ValueError(
                f"offload of {self.resource}: expected CPU; disk and tape hold the data and stay at the sites"
            )
        if self.of not in (ELIGIBLE, ALL):
            raise ValueError(f"offload: of = {self.of!r}: expected {ELIGIBLE} or {ALL}")
        within("offload: share", self.share, "1", least=0.0, most=1.0)
        for name, share in self.eligible.items():
            within(f"eligible share of {name}", share, "1", least=0.0, most=1.0)


@dataclass(frozen=True)
class Parted:
    """A need in two: what the sites still have to provide, and the work that left.

    Parameters
    ----------
    stays, left : pandas.DataFrame
        Columns ``experiment``, ``year``, ``resource``, ``part``, ``need`` and ``unit``.  ``stays``
        has all rows of the need, ``left`` one for each activity of the CPU.
    """

    stays: pd.DataFrame
    left: pd.DataFrame


def eligible_work(parts: pd.DataFrame, eligible: Mapping[str, float]) -> pd.DataFrame:
    """Return how much of the CPU work may leave.

    Parameters
    ----------
    parts : pandas.DataFrame
        As for :func:`offloaded`.
    eligible : mapping of str to float
        By activity, the share of its work that may leave (1).

    Returns
    -------
    pandas.DataFrame
        One row an experiment and year: ``experiment``, ``year``, ``all`` and ``eligible`` (in
        ``unit``), ``unit`` and ``share`` (1), eligible over all.

    Raises
    ------
    ValueError
        For a table without CPU, or an activity whose eligible share is not given.
    """
    rows = _cpu(parts)
    may = rows["need"] * _shares(rows, eligible)
    sums = rows.assign(may=may).groupby(_KEYS, as_index=False)
    made = sums.agg(all=("need", "sum"), eligible=("may", "sum"), unit=("unit", "first"))
    made["share"] = made["eligible"] / made["all"].where(made["all"] > 0.0, 1.0)
    return made


def offloaded(parts: pd.DataFrame, plan: Offload) -> Parted:
    """Return what stays at the sites, and what leaves.

    Parameters
    ----------
    parts : pandas.DataFrame
        Columns ``experiment``, ``year``, ``resource``, ``part``, ``need`` and ``unit``, as from
        :func:`ecosystem_nb.facilities.demand.parts.parts`.
    plan : Offload

    Returns
    -------
    Parted
        Of each activity the same share of its eligible work leaves.  What leaves and what stays
        sum to the need, in the work of the reference: one HS06 or HS23 at a site.

    Raises
    ------
    ValueError
        As :func:`eligible_work`; for a need that is negative or not finite; or where more is asked
        to leave than is eligible: by how much, in which year.

    Notes
    -----
    Neglected: what leaves may be done with less effort elsewhere, or twice.

    Examples
    --------
    >>> need = pd.DataFrame({"part": ["generation", "analysis", "AOD"], "need": [6.0, 4.0, 90.0]})
    >>> need["resource"], need["unit"] = ["CPU", "CPU", "disk"], ["MHS06", "MHS06", "PB"]
    >>> need = need.assign(experiment="A", year=2030)
    >>> made = offloaded(need, Offload(0.5, {"generation": 1.0, "analysis": 0.0}))
    >>> made.stays["need"].tolist(), made.left["need"].tolist()
    ([3.0, 4.0, 90.0], [3.0, 0.0])
    >>> offloaded(need, Offload(0.7, {"generation": 1.0, "analysis": 0.0}, of="all"))
    Traceback (most recent call last):
        ...
    ValueError: A 2030: 70 % of the CPU is 7 MHS06, 6 MHS06 (60 %) may leave: 1 MHS06 too much
    """
    rows = _cpu(parts)
    shares = _shares(rows, plan.eligible)
    within("need", parts["need"], "the table's units", least=0.0)
    asked = rows[_KEYS].merge(_asked(eligible_work(parts, plan.eligible), plan), on=_KEYS, how="left")
    gone = rows["need"] * shares * asked["asked"].to_numpy()
    if plan.since is not None:
        gone = gone.where(rows["year"] >= plan.since, 0.0)
    stays = parts.copy()
    stays.loc[rows.index, "need"] = rows["need"] - gone
    return Parted(stays, rows.assign(need=gone).reset_index(drop=True))


def _asked(found: pd.DataFrame, plan: Offload) -> pd.DataFrame:
    """Return the share of the eligible work that is asked for in each year, or refuse."""
    if plan.of == ELIGIBLE:
        return found.assign(asked=plan.share)
    late = found if plan.since is None else found[found["year"] >= plan.since]
    wanted = plan.share * late["all"]
    short = late[wanted > late["eligible"] * (1.0 + 1e-12)]
    for row in short.head(1).itertuples():
        amount = plan.share * float(row.all)
        raise ValueError(
            f"{row.experiment} {row.year}: {percent(plan.share)} of the CPU is {amount:.4g} "
            f"{row.unit}, {row.eligible:.4g} {row.unit} ({percent(row.share)}) may leave: "
            f"{amount - row.eligible:.4g} {row.unit} too much".replace("\u00a0", " ")
        )
    may = found["share"].to_numpy()
    asked = np.divide(plan.share, may, out=np.zeros_like(may), where=may > 0.0)
    return found.assign(asked=np.minimum(asked, 1.0))


def _cpu(parts: pd.DataFrame) -> pd.DataFrame:
    columns = [*COLUMNS, "part"]
    if missing := [name for name in columns if name not in parts]:
        raise ValueError(f"needs: no column {', '.join(missing)}: expected {', '.join(columns)}")
    rows = parts[parts["resource"] == CPU]
    if rows.empty:
        raise ValueError("needs: no CPU: expected rows with resource = CPU")
    if len(units := sorted(rows["unit"].unique())) > 1:
        raise ValueError(f"needs: CPU in {' and '.join(units)}: expected one benchmark")
    return rows


def _shares(rows: pd.DataFrame, eligible: Mapping[str, float]) -> "pd.Series[float]":
    known = set(rows["part"])
    if missing := sorted(known - set(eligible)):
        raise ValueError(
            f"eligible share of {missing[0]}: not given; expected one of {', '.join(sorted(known))}"
        )
    return rows["part"].map(dict(eligible)).astype(float)
