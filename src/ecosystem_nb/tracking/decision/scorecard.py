"""Stop or reinforce: marks for what was measured, weighed as the reader wishes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ecosystem_nb.bounds import within

STOP, WATCH, REINFORCE = "stop", "watch", "reinforce"


@dataclass(frozen=True)
class Scale:
    """Where a figure of merit has the mark 0, and where 1.

    Attributes
    ----------
    worst, best : float
        In the figure's unit; ``best`` may be the smaller one.
    logarithmic : bool
        Whether equal ratios are worth the same, not equal differences.
    """

    worst: float
    best: float
    logarithmic: bool = False

    def __post_init__(self) -> None:
        if self.worst == self.best:
            raise ValueError(f"worst = best = {self.best:g}: expected two different values")
        if self.logarithmic and min(self.worst, self.best) <= 0:
            raise ValueError(f"a logarithmic scale from {self.worst:g} to {self.best:g}: expected above 0")

    def mark(self, value: float) -> float:
        """Return the mark of a value, from 0 to 1.

        Examples
        --------
        >>> Scale(10.0, 0.1, logarithmic=True).mark(1.0)
        0.5
        """
        ends = np.array([self.worst, value, self.best])
        low, at, high = np.log(np.maximum(ends, 1e-300)) if self.logarithmic else ends
        return float(np.clip((at - low) / (high - low), 0.0, 1.0))


SCALES = {
    "efficiency": Scale(0.8, 1.0),
    "fakes": Scale(0.1, 0.0),
    "time": Scale(10_000.0, 10.0, logarithmic=True),
    "robustness": Scale(0.5, 1.0),
}
"""Efficiency and share of fakes; ms an event; least efficiency of the hard events over the plain one."""


def card(
    figures: pd.DataFrame, weights: Mapping[str, float], stop: float = 0.5, reinforce: float = 0.75
) -> pd.DataFrame:
    """Weigh marks into one, and say what follows from it.

    Parameters
    ----------
    figures : pandas.DataFrame
        ``finder`` and a column for each of ``SCALES``; a figure that is not known is NaN.
    weights : mapping of str to float
        One a column, not negative, not all 0.
    stop, reinforce : float
        Below the first an approach would end, from the second on it would get more.

    Returns
    -------
    pandas.DataFrame
        ``finder``, a mark for each column, ``total`` and ``verdict``, the best first.

    Raises
    ------
    ValueError
        For weights that are negative, all 0 or of an unknown figure, or thresholds out of order.

    Notes
    -----
    The total is the weighted mean of the marks that are known.  What is not known counts neither for nor
    against; a finder of which nothing is known has no total.

    Examples
    --------
    >>> one = pd.DataFrame({"finder": ["a"], "efficiency": [0.9], "fakes": [0.0], "time": [100.0],
    ...                     "robustness": [1.0]})
    >>> card(one, {"efficiency": 1.0, "fakes": 1.0})[["total", "verdict"]].values.tolist()
    [[0.75, 'reinforce']]
    """
    unknown = set(weights) - set(SCALES)
    if unknown:
        raise ValueError(f"weight of {min(unknown)}: expected one of {', '.join(SCALES)}")
    used = {name: float(within(f"weight of {name}", weights.get(name, 0.0), "1", least=0)) for name in SCALES}
    if not sum(used.values()):
        raise ValueError("weights: expected at least one above 0")
    if not 0 <= stop <= reinforce <= 1:
        raise ValueError(f"stop = {stop:g}, reinforce = {reinforce:g}: expected 0 <= stop <= reinforce <= 1")
    marks = pd.DataFrame({name: figures[name].map(scale.mark) for name, scale in SCALES.items()})
    shares = pd.Series(used) * marks.notna()
    whole = shares.sum(axis=1)
    total = (marks * shares).sum(axis=1) / whole.where(whole > 0)
    verdict = np.where(total >= reinforce, REINFORCE, np.where(total < stop, STOP, WATCH))
    table = marks.assign(finder=figures["finder"], total=total, verdict=verdict)
    return table.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)


def front(figures: pd.DataFrame) -> pd.Series:
    """Tell which rows no other beats in ``time`` and ``efficiency`` at once.

    Parameters
    ----------
    figures : pandas.DataFrame
        ``time`` (less is better) and ``efficiency`` (more is better).

    Returns
    -------
    pandas.Series of bool

    Examples
    --------
    >>> front(pd.DataFrame({"time": [1.0, 2.0, 3.0], "efficiency": [0.9, 0.8, 0.95]})).tolist()
    [True, False, True]
    """
    time, good = figures["time"].to_numpy(), figures["efficiency"].to_numpy()
    as_good = (time[:, None] <= time) & (good[:, None] >= good)
    better = as_good & ((time[:, None] < time) | (good[:, None] > good))
    return pd.Series(~better.any(axis=0), index=figures.index)


def cost(time: float, events: float, power: float) -> tuple[float, float]:
    """Return what events take on one core.

    Parameters
    ----------
    time : float
        Of an event, ms.
    events : float
    power : float
        Of a core with its part of the machine, W.

    Returns
    -------
    tuple of float
        Core-hours, and energy in kWh.

    Examples
    --------
    >>> cost(3600.0, 1e6, 5.0)
    (1000.0, 5.0)
    """
    hours = time * events / 3.6e6
    return hours, hours * power / 1e3
