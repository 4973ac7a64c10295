"""What does the trigger ask? Rate at a fixed efficiency, and efficiency at the threshold that is deployed."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import within
from ecosystem_nb.learning.model.quality import background_at, efficiency_at, threshold_for

Scores = NDArray[np.float32]
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
    scores : float32 (N,)
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
    >>> s, e = np.float32([0.1, 0.4, 0.6, 0.9]), np.array([False, True, False, True])
    >>> card = judge(s, e, deployed=0.5, efficiency=0.9, jets=100.0)
    >>> card.efficiency, card.rate, card.rate_fixed
    (0.5, 50.0, 50.0)
    """
    within("jets", jets, "kHz", least=0.0)
    electrons = int(electron.sum())
    others = len(electron) - electrons
    threshold = threshold_for(scores, electron, efficiency)
    kept = efficiency_at(scores, electron, deployed)
    passed, fixed = (background_at(scores, electron, one) for one in (deployed, threshold))
    return TriggerCard(
        efficiency=kept,
        efficiency_error=_binomial(kept, electrons),
        rate=jets * passed,
        threshold=threshold,
        rate_fixed=jets * fixed,
        rate_error=jets * _binomial(fixed, others),
    )


def _binomial(share: float, number: int) -> float:
    return math.sqrt(share * (1.0 - share) / number)
