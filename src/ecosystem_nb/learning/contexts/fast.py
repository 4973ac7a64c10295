"""Is a fast simulation as good as the full one? Each feature as it is, their ties as a Gaussian's."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.learning.alarms.distances import ks, two_sample_auc

Table = NDArray[np.float32]
Floats = NDArray[np.float64]

KNOTS = 400


@dataclass(frozen=True)
class Fast:
    """A parametrised simulation of features: no showers, no detector.

    Parameters
    ----------
    quantiles : float64 (K, F)
        Values of each feature at even steps of its distribution.
    root : float64 (F, F)
        Lower triangular root of the correlation of the normal scores.

    Notes
    -----
    A Gaussian copula: every distribution of one feature is kept, and of what ties features to each
    other only the correlation of ranks [1]_.

    References
    ----------
    .. [1] R. B. Nelsen, An Introduction to Copulas, Springer (2006).
    """

    quantiles: Floats = field(repr=False)
    root: Floats = field(repr=False)

    @classmethod
    def of(cls, features: Table) -> Self:
        """Learn from fully simulated events.

        Parameters
        ----------
        features : float32 (N, F)
            At least 100 events.
        """
        from scipy.stats import norm, rankdata

        if features.ndim != 2 or len(features) < 100:
            raise ValueError(f"features have shape {features.shape}: expected at least 100 events")
        steps = np.linspace(0.0, 1.0, KNOTS)
        ranks = rankdata(features, axis=0)
        scores = norm.ppf((ranks - 0.5) / len(features))
        moving = scores.std(axis=0) > 0.0
        ties = np.eye(features.shape[1])
        ties[np.ix_(moving, moving)] = np.corrcoef(scores[:, moving], rowvar=False)
        lift = 1e-9 * np.eye(len(ties))  # a feature that follows from others makes the matrix singular
        values = np.quantile(features.astype(np.float64), steps, axis=0).astype(np.float64)
        return cls(values, np.asarray(np.linalg.cholesky(ties + lift), dtype=np.float64))

    def sample(self, number: int, rng: np.random.Generator) -> Table:
        """Return features of so many events: float32 (number, F)."""
        from scipy.special import ndtr

        if number < 1:
            raise ValueError(f"number = {number} is out of range: expected at least 1 event")
        shares = ndtr(rng.standard_normal((number, len(self.root))) @ self.root.T)
        steps = np.linspace(0.0, 1.0, len(self.quantiles))
        made = [np.interp(shares[:, f], steps, self.quantiles[:, f]) for f in range(len(self.root))]
        return np.stack(made, axis=1).astype(np.float32)


@dataclass(frozen=True)
class SimulationCard:
    """How two simulations are compared.

    Parameters
    ----------
    auc : float
        How well a classifier tells them apart; 0.5 is not at all.
    auc_error : float
        Its standard deviation when nothing differs.
    distances : pandas.DataFrame
        ``feature``, ``ks``, ``wasserstein`` (in standard deviations of the full simulation).
    """

    auc: float
    auc_error: float
    distances: pd.DataFrame


def compare(full: Table, fast: Table, names: tuple[str, ...], *, seed: int) -> SimulationCard:
    """Compare features of two simulations.

    Parameters
    ----------
    full, fast : float32 (N, F), (M, F)
    names : tuple of str
        One a feature.
    seed : int
        Of the classifier's split.

    Returns
    -------
    SimulationCard
    """
    from scipy.stats import wasserstein_distance

    if len(names) != full.shape[1]:
        raise ValueError(f"{len(names)} names for {full.shape[1]} features: expected one each")
    widths = full.std(axis=0, dtype=np.float64)
    widths[widths == 0.0] = 1.0
    moved = [wasserstein_distance(full[:, f], fast[:, f]) / widths[f] for f in range(len(names))]
    judged = min(len(full), len(fast)) // 2
    rows = pd.DataFrame({"feature": names, "ks": ks(full, fast), "wasserstein": moved})
    return SimulationCard(two_sample_auc(full, fast, seed), float(1.0 / np.sqrt(6.0 * judged)), rows)
