"""How good is an alarm? Rates, areas, delays, and whether it rings for harm or for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.learning.model.quality import above

Floats = NDArray[np.float64]


def roc(quiet: Floats, drifted: Floats) -> pd.DataFrame:
    """Return detection against false alarms for every threshold.

    Parameters
    ----------
    quiet, drifted : numpy.ndarray of float64
        Distances of batches without and with drift.

    Returns
    -------
    pandas.DataFrame
        ``threshold``, ``false_alarms`` and ``detected`` (shares of batches), both rising.

    Examples
    --------
    >>> roc(np.array([1.0, 2.0]), np.array([2.5, 1.5]))["detected"].tolist()
    [0.0, 0.5, 0.5, 1.0, 1.0]
    """
    steps = np.concatenate([[np.inf], np.sort(np.unique(np.concatenate([quiet, drifted])))[::-1], [-np.inf]])
    rows = {
        "threshold": steps,
        "false_alarms": (quiet[None, :] > steps[:, None]).mean(axis=1),
        "detected": (drifted[None, :] > steps[:, None]).mean(axis=1),
    }
    return pd.DataFrame(rows).drop_duplicates(["false_alarms", "detected"], ignore_index=True)


def area(quiet: Floats, drifted: Floats) -> float:
    """Return the area under :func:`roc`: 0.5 for an alarm that sees nothing, 1 for a perfect one."""
    return above(drifted, quiet)


@dataclass(frozen=True)
class Limits:
    """What a drift may do before it counts as harm; all relative to the model without drift.

    Parameters
    ----------
    allowed : float
        By which the efficiency may fall, and the background at the deployed threshold rise.
    worth : float
        By which the background at the asked efficiency, under any threshold, may rise.
    """

    allowed: float = 0.03
    worth: float = 0.1

    def broken(self, now: Mapping[str, float], before: Mapping[str, float]) -> list[str]:
        """Say which limits are broken; each mapping holds ``efficiency``, ``background``, ``separation``.

        Examples
        --------
        >>> ideal = {"efficiency": 0.95, "background": 0.3, "separation": 0.3}
        >>> Limits().broken({"efficiency": 0.95, "background": 0.32, "separation": 0.3}, ideal)
        ['rate']
        """
        tests = {
            "efficiency": now["efficiency"] < (1.0 - self.allowed) * before["efficiency"],
            "rate": now["background"] > (1.0 + self.allowed) * before["background"],
            "separation": now["separation"] > (1.0 + self.worth) * before["separation"],
        }
        return [name for name, broken in tests.items() if broken]


@dataclass(frozen=True)
class Followed:
    """What an alarm did along a course of intervals.

    Parameters
    ----------
    false_alarms : int
        Rings before the harm.
    delay : int or None
        Intervals from the first harm to the first ring at or after it; None when it never rang, or when
        there was no harm.
    """

    false_alarms: int
    delay: int | None


def follow(rings: NDArray[np.bool_], harmed: NDArray[np.bool_]) -> Followed:
    """Return false alarms and delay of an alarm along a course of intervals.

    Parameters
    ----------
    rings, harmed : numpy.ndarray of bool
        Whether the alarm rang, and whether the model did harm, in each interval.

    Returns
    -------
    Followed

    Raises
    ------
    ValueError
        When the two differ in length.

    Examples
    --------
    >>> follow(np.array([True, False, False, True]), np.array([False, False, True, True]))
    Followed(false_alarms=1, delay=1)
    """
    if rings.shape != harmed.shape:
        raise ValueError(f"rings has {len(rings)} intervals: expected {len(harmed)}, as harmed")
    first = int(np.argmax(harmed)) if harmed.any() else len(harmed)
    after = np.flatnonzero(rings[first:])
    return Followed(int(rings[:first].sum()), int(after[0]) if len(after) else None)


def late(rows: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Return how late each alarm rings along a script.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``interval``, ``watch``, ``rings``, ``efficiency``, ``background`` and ``separation``; the first
        interval is the one without drift.
    limits : Limits

    Returns
    -------
    pandas.DataFrame
        ``watch``, ``harmed`` (first interval with harm, NaN for none), ``false_alarms`` and ``delay``.
    """
    found = []
    for watch, part in rows.groupby("watch", sort=False):
        states = part[["efficiency", "background", "separation"]].to_dict("records")
        harmed = np.array([bool(limits.broken(one, states[0])) for one in states])
        did = follow(part["rings"].to_numpy(dtype=bool), harmed)
        start = float(part["interval"].to_numpy()[harmed.argmax()]) if harmed.any() else np.nan
        found.append((watch, start, did.false_alarms, np.nan if did.delay is None else float(did.delay)))
    return pd.DataFrame(found, columns=["watch", "harmed", "false_alarms", "delay"])


def kind(detected: float, harm: bool, rate: float) -> str:
    """Say what a drift is to an alarm: found, a blind spot, a benign alarm or rightly silent.

    Parameters
    ----------
    detected : float
        Share of batches in which it rings.
    harm : bool
        Whether the model is worse by more than is allowed.
    rate : float
        Its rate of false alarms; an alarm sees a drift when it rings in at least half of the batches, and
        is blind to it when it rings in fewer than 10 % or three times the rate.

    Examples
    --------
    >>> kind(0.04, True, 0.05), kind(1.0, False, 0.05)
    ('blind spot', 'benign alarm')
    """
    blind = detected < max(0.1, 3.0 * rate)
    if harm:
        return "blind spot" if blind else "found" if detected >= 0.5 else "mostly missed"
    return "rightly silent" if blind else "benign alarm"
