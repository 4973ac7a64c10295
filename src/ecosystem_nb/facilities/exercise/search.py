"""Which assumptions give the quoted budgets?  Sets that do, the nearest one, and what matters most."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.facilities.exercise.assumptions import Ranges, departure
from ecosystem_nb.facilities.exercise.outcome import OUTCOMES, outcomes
from ecosystem_nb.facilities.exercise.setting import Setting

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Targets:
    """Budgets that were quoted.

    Parameters
    ----------
    conservative, aggressive : float
        Spend over a flat budget, above 0.
    disk : float
        Least share of disk in the spend of both, 0 to 1.
    tolerance : float
        Distance at which a ratio still counts, above 0.

    Raises
    ------
    ValueError
        For a value out of range, or an aggressive scenario dearer than the conservative one.
    """

    conservative: float = 1.5
    aggressive: float = 1.2
    disk: float = 0.5
    tolerance: float = 0.05

    def __post_init__(self) -> None:
        within("conservative", self.conservative, "1", above=0.0)
        within("aggressive", self.aggressive, "1", above=0.0, most=self.conservative)
        within("disk", self.disk, "1", least=0.0, most=1.0)
        within("tolerance", self.tolerance, "1", above=0.0)

    def met(self, found: pd.DataFrame) -> pd.DataFrame:
        """Return which target each set meets.

        Parameters
        ----------
        found : pandas.DataFrame
            From :func:`ecosystem_nb.facilities.exercise.outcome.outcomes`.

        Returns
        -------
        pandas.DataFrame of bool
            Columns ``conservative``, ``aggressive``, ``disk`` and ``all``.
        """
        made = pd.DataFrame(index=found.index)
        for name in ("conservative", "aggressive"):
            made[name] = (found[name] - getattr(self, name)).abs() <= self.tolerance
        made["disk"] = (found[["disk_conservative", "disk_aggressive"]] > self.disk).all(axis=1)
        made["all"] = made.all(axis=1)
        return made


def influence(known: Ranges, sets: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    """Return how far the sets that meet a target are from all sets, assumption by assumption.

    Parameters
    ----------
    known : mapping of str to Assumption
    sets : pandas.DataFrame
        A column an assumption, a row a set.
    met : pandas.DataFrame of bool
        From :meth:`Targets.met`; a column a target.

    Returns
    -------
    pandas.DataFrame
        A row an assumption, a column a target: the largest distance between the two cumulative
        distributions (Kolmogorov and Smirnov's), 0 to 1; NaN where no set meets the target.

    Notes
    -----
    This is Monte-Carlo filtering, or regional sensitivity analysis.  0 means that a target can be met
    just as well at any value of the assumption on its own; trades between two assumptions do not show.

    References
    ----------
    A. Saltelli et al., Global Sensitivity Analysis: The Primer (Wiley, 2008),
    https://doi.org/10.1002/9780470725184.

    Examples
    --------
    >>> from ecosystem_nb.facilities.exercise.assumptions import Assumption
    >>> one = {"delay": Assumption("delay", "later", "yr", 0.0, 0.0, 3.0)}
    >>> sets = pd.DataFrame({"delay": [0.0, 1.0, 2.0, 3.0]})
    >>> influence(one, sets, pd.DataFrame({"all": [True, False, False, False]})).loc["delay", "all"].item()
    0.75
    """
    made = pd.DataFrame(index=list(known), columns=list(met), dtype=float)
    for name in known:
        values = np.sort(sets[name].to_numpy())
        everyone = np.searchsorted(values, values, side="right") / len(values)
        for target in met:
            kept = np.sort(sets.loc[met[target], name].to_numpy())
            if kept.size:
                some = np.searchsorted(kept, values, side="right") / kept.size
                made.loc[name, target] = np.abs(some - everyone).max()
    return made


def by_chance(count: int) -> float:
    """Return the distance that chance alone exceeds in 5 % of cases, 1.36 / √n.

    Parameters
    ----------
    count : int
        Sets that meet the target, above 0; many fewer than all.
    """
    return float(1.358 / np.sqrt(within("count", count, "1", above=0.0)))


@dataclass(frozen=True)
class Found:
    """A set of assumptions that gives the targets.

    Parameters
    ----------
    chosen : dict of str to float
        By assumption, in its unit.
    departure : float
        From the start, in widths of a range.
    outcome : dict of str to float
        By name of ``OUTCOMES``, 1.
    """

    chosen: dict[str, float]
    departure: float
    outcome: dict[str, float]


def nearest(
    setting: Setting, known: Ranges, targets: Targets, fixed: Mapping[str, float] | None = None
) -> Found | None:
    """Return the set of assumptions nearest to the start that gives the targets, to a tenth of the tolerance.

    Parameters
    ----------
    setting : Setting
    known : mapping of str to Assumption
        Start and range of each.
    targets : Targets
    fixed : mapping of str to float, optional
        Assumptions that do not move, each with its value inside of its range.

    Returns
    -------
    Found or None
        None where no set in the ranges was found to give them.

    Raises
    ------
    ValueError
        For a fixed assumption that is not known, or outside of its range.

    Notes
    -----
    Minimises the departure by sequential quadratic programming, with every delay in turn; the first
    base year stays where it starts or is fixed.  Disk keeps a tenth of the tolerance above its least
    share.  A local method: from 25 other starts it came to the same sets, yet a nearer one could exist.
    """
    held = dict(fixed or {})
    for name, value in held.items():
        if name not in known:
            raise ValueError(f"fixed assumption {name}: expected one of {', '.join(known)}")
        one = known[name]
        within(name, value, one.unit, least=one.low, most=one.high)
    found = [_nearest(setting, known, targets, {**whole, **held}) for whole in _whole(known, held)]
    good = [one for one in found if one is not None]
    return min(good, key=lambda one: one.departure, default=None)


def _whole(known: Ranges, held: Mapping[str, float]) -> Iterator[dict[str, float]]:
    """Give every delay, with the one base year."""
    delay = known["delay"]
    delays = [held["delay"]] if "delay" in held else np.arange(delay.low, delay.high + 1.0).tolist()
    for years in delays:
        yield {"delay": years, "base_first": known["base_first"].start}


def _nearest(setting: Setting, known: Ranges, targets: Targets, held: dict[str, float]) -> Found | None:
    free = [name for name in known if name not in held]
    origin = np.array([float(known[name].place(known[name].start)) for name in free])
    wanted = np.array([targets.conservative, targets.aggressive])
    least = targets.disk + targets.tolerance / 10.0
    step = 1e-5

    def values(places: Floats) -> pd.DataFrame:
        made = {name: known[name].at(places[:, i]) for i, name in enumerate(free)}
        return pd.DataFrame({name: made.get(name, held.get(name)) for name in known})

    @cache
    def at(place: bytes) -> tuple[Floats, Floats]:
        """Outcomes at a place, and their slopes by one-sided differences."""
        here = np.frombuffer(place)
        many = outcomes(setting, values(np.vstack([here, here + step * np.eye(len(free))]))).to_numpy()
        return many[0], (many[1:] - many[0]).T / step

    def around(place: Floats) -> tuple[Floats, Floats]:
        return at(np.clip(place, 0.0, 1.0).tobytes())

    result = minimize(
        lambda place: float(np.sum((place - origin) ** 2)),
        np.clip(origin, 0.05, 0.95),
        jac=lambda place: 2.0 * (place - origin),
        bounds=[(0.0, 1.0)] * len(free),
        constraints=[
            {"type": "eq", "fun": lambda x: around(x)[0][:2] - wanted, "jac": lambda x: around(x)[1][:2]},
            {"type": "ineq", "fun": lambda x: around(x)[0][2:] - least, "jac": lambda x: around(x)[1][2:]},
        ],
        method="SLSQP",
        options={"maxiter": 60, "ftol": 1e-7},
    )
    best = values(np.clip(result.x, 0.0, 1.0)[None])
    outcome = outcomes(setting, best).iloc[0]
    off = np.abs(outcome.to_numpy()[:2] - wanted).max()
    if off > targets.tolerance / 10.0 or (outcome.to_numpy()[2:] <= targets.disk).any():
        return None
    far = float(departure(known, best)[0])
    chosen = {name: float(best[name].iloc[0]) for name in known}
    return Found(chosen, far, {name: float(outcome[name]) for name in OUTCOMES})
