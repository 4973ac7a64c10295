"""How safe is a scheme? Its overhead, its repair time, its chance to lose data in a year."""

import math
from dataclasses import dataclass

import numpy as np

from ecosystem_nb.bounds import within
from ecosystem_nb.storage.durability.kernel import Floats, chain, chance_of_loss, mean_time_to_loss

YEAR = 8766.0  # h
_MOST_STEPS = 1e7


@dataclass(frozen=True)
class Scheme:
    """How data are spread over drives: ``data`` parts and ``parity`` more, any ``data`` of which suffice.

    Parameters
    ----------
    data : int
        Parts k into which data are cut, 1 or more; 1 for copies.
    parity : int
        Parts m added, 0 or more: as many drives may be down.

    Raises
    ------
    ValueError
        For a number out of range.

    Examples
    --------
    >>> Scheme(8, 3).overhead, str(Scheme(8, 3)), str(Scheme(1, 2))
    (1.375, '8+3', '3 copies')
    """

    data: int
    parity: int

    def __post_init__(self) -> None:
        within("data parts", self.data, "1", least=1, most=1000)
        within("parity parts", self.parity, "1", least=0, most=100)

    def __str__(self) -> str:
        return f"{self.parity + 1} copies" if self.data == 1 else f"{self.data}+{self.parity}"

    @property
    def drives(self) -> int:
        """Drives of one group."""
        return self.data + self.parity

    @property
    def overhead(self) -> float:
        """Raw over usable capacity, (k + m) / k."""
        return self.drives / self.data


@dataclass(frozen=True)
class Drives:
    """How drives fail and are repaired.

    Parameters
    ----------
    failures : float
        Failures a drive and year (annualised failure rate), 1/yr, above 0.
    repair : float
        Mean time until a failed drive's data are whole again, h, above 0; infinity for no repair.
    together : bool
        Whether several lost drives are repaired side by side, each at its own rate, and not one by one.
    unreadable : float
        Chance that the last possible repair meets an unreadable sector, 0 to 1.

    Raises
    ------
    ValueError
        For a value out of range.
    """

    failures: float
    repair: float
    together: bool = False
    unreadable: float = 0.0

    def __post_init__(self) -> None:
        within("failures", self.failures, "1/yr", above=0, most=1000)
        if self.repair != math.inf:
            within("repair time", self.repair, "h", above=0)
        within("unreadable", self.unreadable, "1", least=0, most=1)


def rates(scheme: Scheme, drives: Drives) -> tuple[Floats, Floats]:
    """Return the rates of a group, 1/h: see :func:`~ecosystem_nb.storage.durability.kernel.chain`."""
    up, down = chain(
        scheme.drives,
        scheme.parity,
        drives.failures / YEAR,
        1.0 / drives.repair,
        scheme.parity if drives.together and scheme.parity else 1,
        drives.unreadable,
    )
    return up, down


def mttdl(scheme: Scheme, drives: Drives) -> float:
    """Return the mean time to data loss of one group, yr.

    Examples
    --------
    Two copies, no repair: the first of two fails after half a mean life, the other a whole one later.

    >>> round(mttdl(Scheme(1, 1), Drives(0.01, math.inf)), 9)
    150.0
    """
    return float(mean_time_to_loss(*rates(scheme, drives))) / YEAR


def textbook(scheme: Scheme, drives: Drives) -> float:
    r"""Return the textbook's mean time to data loss of one group, yr.

    .. math:: \mathrm{MTTDL} \approx \frac{\mu_1 \cdots \mu_m}{n (n-1) \cdots (n-m)\, \lambda^{m+1}}

    Parameters
    ----------
    scheme : Scheme
        Parts and parity: n drives, m may be down.
    drives : Drives
        Failures and repairs; its ``unreadable`` must be 0.

    Notes
    -----
    The largest term of the exact sum: too small by about n λ/μ, so it holds while a group's failures are rare
    against repairs.

    References
    ----------
    Patterson, Gibson and Katz, A case for redundant arrays of inexpensive disks, SIGMOD 1988,
    doi:10.1145/50202.50214.
    """
    if drives.unreadable:
        raise ValueError(f"unreadable = {drives.unreadable:g} is out of range: the textbook formula needs 0")
    up, down = rates(scheme, drives)
    return math.exp(float(np.log(down[1:]).sum() - np.log(up).sum())) / YEAR


def yearly_loss(scheme: Scheme, drives: Drives, years: float = 1.0) -> float:
    """Return the chance that a group, whole at first, loses data within a time.

    Parameters
    ----------
    scheme : Scheme
        Parts and parity.
    drives : Drives
        Failures and repairs.
    years : float
        The time, yr, 0 or more.

    Returns
    -------
    float
        0 to 1; also the share of the data that is lost on average, where a loss takes its whole group.

    Raises
    ------
    ValueError
        For repairs so fast against the time that the sum would take too long.
    """
    within("years", years, "yr", least=0)
    up, down = rates(scheme, drives)
    if float((up + down).max()) * years * YEAR > _MOST_STEPS:
        raise ValueError(
            f"repair time = {drives.repair:g} h is out of range: too short to follow for {years:g} yr"
        )
    return float(chance_of_loss(up, down, years * YEAR))


def any_loss(chance: float, groups: float) -> float:
    """Return the chance that at least one of independent groups loses data.

    Parameters
    ----------
    chance : float
        Of one group, 0 to 1.
    groups : float
        Number of groups, 0 or more.

    Examples
    --------
    >>> any_loss(0.5, 2)
    0.75
    """
    within("chance", chance, "1", least=0, most=1)
    within("groups", groups, "1", least=0)
    if chance == 1.0:
        return 1.0 if groups else 0.0
    return -math.expm1(groups * math.log1p(-chance))


def rebuild_time(
    scheme: Scheme, *, stored: float, rate: float, helpers: float, wait: float = 0.0, reads: float = 1.0
) -> float:
    r"""Return how long the loss of one drive takes to mend when many drives help.

    Every lost byte needs k bytes read (1 for copies) and one written, shared by the helpers:

    .. math:: t = t_0 + \frac{(f\,k + 1)\,D}{N\,b}

    Parameters
    ----------
    scheme : Scheme
        Parts k.
    stored : float
        Bytes D on the lost drive, B.
    rate : float
        Rate b that each helping drive has left for repairs, B/s.
    helpers : float
        Drives N that share the work; (k + 1) for a group that mends itself onto one spare drive.
    wait : float
        Time t0 until the repair starts, h.
    reads : float
        Share f of the k bytes that must be read; below 1 for a locally decodable code.

    Returns
    -------
    float
        In h.

    Examples
    --------
    A spare drive takes what one drive can write: 18 TB at 50 MB/s are 100 h.

    >>> rebuild_time(Scheme(8, 2), stored=18e12, rate=50e6, helpers=9)
    100.0
    """
    within("stored", stored, "B", above=0)
    within("rate", rate, "B/s", above=0)
    within("helpers", helpers, "1", above=0)
    within("wait", wait, "h", least=0)
    within("reads", reads, "1", above=0, most=1)
    return wait + (reads * scheme.data + 1.0) * stored / (helpers * rate) / 3600.0


def unreadable(scheme: Scheme, stored: float, errors: float) -> float:
    """Return the chance that reading k drives meets at least one unreadable sector.

    Parameters
    ----------
    scheme : Scheme
        Parts k.
    stored : float
        Bytes read from each drive, B.
    errors : float
        Unrecoverable errors a bit read, 1.

    Examples
    --------
    >>> round(unreadable(Scheme(1, 1), 1e15 / 8, 1e-15), 3)
    0.632
    """
    within("stored", stored, "B", above=0)
    within("errors", errors, "1", least=0, most=1)
    return any_loss(errors, scheme.data * stored * 8.0)
