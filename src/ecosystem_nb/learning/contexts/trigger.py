"""What does the trigger ask? Rate at a fixed efficiency, and efficiency at the threshold that is deployed."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within

Scores = NDArray[np.float32] | NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class TriggerCard:
    """How a trigger judges a model.

    Parameters
    ----------
    efficiency : float
        Share of electrons above the deployed threshold.
    efficiency_error : float
        Its binomial error.
    rate : float
        Jets above the deployed threshold, kHz.
    threshold : float
        Where the threshold would have to stand for the efficiency that was asked for.
    rate_fixed : float
        Jets above that, kHz.
    rate_error : float
        Binomial error of ``rate_fixed``, kHz.
    """

    efficiency: float
    efficiency_error: float
    rate: float
    threshold: float
    rate_fixed: float
    rate_error: float


def judge(
    scores: Scores, electron: Labels, *, deployed: float, efficiency: float, jets: float
) -> TriggerCard:
    """Judge a model as a trigger does.

    Parameters
    ----------
    scores : float (N,)
        Rising with how electron-like an event is.
    electron : bool (N,)
        Truth; both kinds occur.
    deployed : float
        Threshold in use; an event passes at or above it.
    efficiency : float
        Efficiency asked for, above 0 and below 1.
    jets : float
        Jets that arrive, kHz.

    Returns
    -------
    TriggerCard

    Examples
    --------
    >>> s, e = np.array([0.1, 0.4, 0.6, 0.9]), np.array([False, True, False, True])
    >>> card = judge(s, e, deployed=0.5, efficiency=0.9, jets=100.0)
    >>> card.efficiency, card.rate, card.rate_fixed
    (0.5, 50.0, 50.0)
    """
    within("efficiency", efficiency, "1", above=0.0, most=1.0)
    within("jets", jets, "kHz", least=0.0)
    mine, other = scores[electron], scores[~electron]
    if not (mine.size and other.size):
        raise ValueError(f"{mine.size} electrons and {other.size} jets: expected some of both")
    # the highest threshold that still keeps the share asked for
    threshold = float(np.sort(mine)[mine.size - math.ceil(efficiency * mine.size - 1e-9)])
    kept = float((mine >= deployed).mean())
    passed, fixed = float((other >= deployed).mean()), float((other >= threshold).mean())
    return TriggerCard(
        efficiency=kept,
        efficiency_error=_binomial(kept, mine.size),
        rate=jets * passed,
        threshold=threshold,
        rate_fixed=jets * fixed,
        rate_error=jets * _binomial(fixed, other.size),
    )


def _binomial(share: float, number: int) -> float:
    return math.sqrt(share * (1.0 - share) / number)
