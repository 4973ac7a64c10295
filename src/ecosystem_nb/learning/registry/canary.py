"""Is the candidate as good in production as at the gate?  A share of the events tells, without labels."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from ecosystem_nb.bounds import within
from ecosystem_nb.learning.model.quality import wilson

PROMOTE, WAIT, ROLL_BACK = "promote", "wait", "roll back"


def share_of(event: ArrayLike, share: float, salt: int = 0) -> NDArray[np.bool_]:
    """Choose the events that go to the candidate, by their number alone.

    Parameters
    ----------
    event : array_like of int
        Event numbers.
    share : float
        Part that the candidate gets, 0 to 1.
    salt : int
        Another salt, another choice.

    Returns
    -------
    ndarray of bool
        True for the candidate.

    Notes
    -----
    The number is hashed (the finaliser of SplitMix64), so that an event goes to the same model whoever asks,
    and a pattern in the numbers, such as bunches of a train, does not become one of the choice.

    Examples
    --------
    >>> round(float(share_of(range(100_000), 0.1).mean()), 2)
    0.1
    """
    part = float(within("share", share, "1", least=0, most=1))
    z = np.asarray(event, dtype=np.uint64) + np.uint64(
        (salt * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) % 2**64
    )
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    chosen: NDArray[np.bool_] = z / 2.0**64 < part
    return chosen


@dataclass(frozen=True)
class Canary:
    """What a share of the events says of the candidate.

    Attributes
    ----------
    events, other : int
        How many the candidate saw, and how many production.
    rate, other_rate : float
        Share accepted by each.
    low, high : float
        Confidence interval of the difference of the rates.
    distance, p_value : float
        Kolmogorov-Smirnov distance between the scores, and the chance of one as large.
    verdict : str
        ``"promote"``, ``"wait"`` or ``"roll back"``.
    """

    events: int
    other: int
    rate: float
    other_rate: float
    low: float
    high: float
    distance: float
    p_value: float
    verdict: str

    @property
    def difference(self) -> float:
        """Rate of the candidate minus that of production."""
        return self.rate - self.other_rate


def compare(
    candidate: ArrayLike,
    production: ArrayLike,
    thresholds: tuple[float, float],
    *,
    allowed: float = 0.02,
    expected: float = 0.0,
    confidence: float = 0.95,
) -> Canary:
    """Compare a candidate with production by rate and score.

    Parameters
    ----------
    candidate, production : array_like of float, shape (n,) and (m,)
        Scores that each gave to its own events.
    thresholds : tuple of float
        From which on each accepts: the candidate's, production's.
    allowed : float
        How far the difference of the rates may be from the expected one.
    expected : float
        Difference of the rates that the gate foretold.
    confidence : float
        Of the interval of the difference, above 0 and below 1.

    Returns
    -------
    Canary
        To promote when the whole interval lies within what is allowed, to roll back when all of it lies
        without, to wait for more events otherwise.

    Notes
    -----
    The two arms see different events, so the rates are independent and binomial; the interval of their
    difference is Newcombe's, from the two Wilson intervals, which holds for small numbers as well [1]_.
    The distance between the scores is reported but does not decide: two good models may scale scores
    differently.  Asking after every event, and stopping at the first good answer, would spoil the confidence;
    ask at a number of events fixed beforehand, as ``events_needed`` gives it.

    References
    ----------
    .. [1] R. G. Newcombe, Stat. Med. 17 (1998) 873, method 10.
    """
    mine, theirs = np.asarray(candidate, dtype=np.float64), np.asarray(production, dtype=np.float64)
    if not (len(mine) and len(theirs)):
        raise ValueError(f"canary: expected events on both sides, got {len(mine)} and {len(theirs)}")
    within("allowed", allowed, "1", above=0, most=1)
    z = _quantile(confidence)
    sides = [(float((s >= t).mean()), len(s)) for s, t in zip((mine, theirs), thresholds, strict=True)]
    (p, n), (q, m) = sides
    (pl, ph), (ql, qh) = (wilson(rate, number, z) for rate, number in sides)
    low = p - q - math.hypot(p - pl, qh - q)
    high = p - q + math.hypot(ph - p, q - ql)
    distance, chance = stats.ks_2samp(mine, theirs, method="asymp")
    if expected - allowed <= low and high <= expected + allowed:
        verdict = PROMOTE
    elif high < expected - allowed or low > expected + allowed:
        verdict = ROLL_BACK
    else:
        verdict = WAIT
    return Canary(n, m, p, q, low, high, float(distance), float(chance), verdict)


def events_needed(rate: float, share: float, allowed: float, confidence: float = 0.95) -> int:
    """Return how many events both arms need together before an equal candidate is likely promoted.

    Parameters
    ----------
    rate : float
        Share accepted.
    share : float
        Part of the events that goes to the candidate.
    allowed : float
        Allowed distance of the rates.
    confidence : float
        Of the interval.

    Returns
    -------
    int
        Events at which the interval of two equal rates is half as wide as what is allowed.

    Notes
    -----
    The variance of the difference is rate (1 - rate) (1 / n + 1 / m) with n = share N and m = (1 - share) N,
    so N = z^2 rate (1 - rate) / (share (1 - share) (allowed / 2)^2).

    Examples
    --------
    >>> events_needed(0.5, 0.5, 0.02)
    38415
    """
    p = float(within("rate", rate, "1", above=0, most=1))
    f = float(within("share", share, "1", above=0, most=1))
    if f == 1:
        raise ValueError("share = 1 is out of range: expected below 1, for production must see events too")
    half = float(within("allowed", allowed, "1", above=0, most=1)) / 2
    return math.ceil(_quantile(confidence) ** 2 * p * (1 - p) / (f * (1 - f) * half**2))


def _quantile(confidence: float) -> float:
    within("confidence", confidence, "1", above=0, most=1 - 1e-9)
    return float(stats.norm.ppf(0.5 + confidence / 2))
