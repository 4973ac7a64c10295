"""How far is a sample from the reference? Three distances that need no label."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.model.quality import above

Table = NDArray[np.float32]  # Features, (N, F)
Floats = NDArray[np.float64]


def ks(reference: Table, current: Table) -> Floats:
    r"""Return the Kolmogorov-Smirnov distance of each feature.

    .. math:: D_f = \max_x |F_\mathrm{ref}(x) - F_\mathrm{cur}(x)|

    Parameters
    ----------
    reference, current : numpy.ndarray of float32
        Features, shapes (N, F) and (M, F), in any unit.

    Returns
    -------
    numpy.ndarray of float64
        Shape (F,), 0 to 1.

    Raises
    ------
    ValueError
        For an empty sample or another number of features.

    Notes
    -----
    Values that occur many times are allowed: both distributions are compared after the last of them.
    O((N + M) log N) a feature.

    References
    ----------
    F. J. Massey, J. Am. Stat. Assoc. 46 (1951) 68, doi:10.1080/01621459.1951.10500769.

    Examples
    --------
    >>> ks(np.float32([[0], [1], [2], [3]]), np.float32([[2], [3], [4], [5]]))
    array([0.5])
    """
    return ks_from(reference)(current)


def ks_from(reference: Table) -> Callable[[Table], Floats]:
    """Return :func:`ks` from one reference, which is sorted once: for many batches."""
    _a_sample("reference", reference)
    ordered = np.sort(reference, axis=0).T

    def far(current: Table) -> Floats:
        _comparable(reference, current)
        new = np.sort(current, axis=0).T
        return np.array([_ks(a, b) for a, b in zip(ordered, new, strict=True)], dtype=np.float64)

    return far


def _ks(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    a, b = np.ascontiguousarray(a), np.ascontiguousarray(b)
    points = np.concatenate([a, b])
    below_a = np.searchsorted(a, points, side="right") / len(a)
    below_b = np.searchsorted(b, points, side="right") / len(b)
    return float(np.abs(below_a - below_b).max())


def psi(reference: Table, current: Table, bins: int = 10) -> Floats:
    r"""Return the population stability index of each feature.

    .. math:: \mathrm{PSI}_f = \sum_b (c_b - r_b)\,\ln\frac{c_b}{r_b}

    with the shares :math:`r_b` and :math:`c_b` of reference and current sample in bins that hold equal
    shares of the reference.

    Parameters
    ----------
    reference, current : numpy.ndarray of float32
        Features, shapes (N, F) and (M, F), in any unit.
    bins : int
        Number of bins, at least 2; fewer where a value occurs so often that edges coincide.

    Returns
    -------
    numpy.ndarray of float64
        Shape (F,), at least 0.

    Raises
    ------
    ValueError
        For an empty sample, another number of features or fewer than two bins.

    Notes
    -----
    Half an event is added to every bin, so that an empty one gives no infinity.
    Without drift the mean is :math:`(B - 1)(1/N + 1/M)`: the index is the symmetrised Kullback-Leibler
    divergence of the binned samples, of which the chi-square is the first term.

    References
    ----------
    B. Yurdakul and J. Naranjo, J. Risk Model Validation 14 (2020) 89, doi:10.21314/JRMV.2020.227.

    Examples
    --------
    >>> same = np.arange(100, dtype=np.float32)[:, None]
    >>> psi(same, same)
    array([0.])
    """
    return psi_from(reference, bins)(current)


def psi_from(reference: Table, bins: int = 10) -> Callable[[Table], Floats]:
    """Return :func:`psi` from one reference, which is binned once: for many batches."""
    _a_sample("reference", reference)
    if bins < 2:
        raise ValueError(f"bins = {bins} is out of range: expected at least 2")
    cuts = np.quantile(reference, np.arange(1, bins) / bins, axis=0).T
    edges = [np.unique(one).astype(np.float64) for one in cuts]
    shares = [_shares(one, reference[:, f]) for f, one in enumerate(edges)]

    def moved(current: Table) -> Floats:
        _comparable(reference, current)
        now = [_shares(one, current[:, f]) for f, one in enumerate(edges)]
        parts = [np.sum((c - r) * np.log(c / r)) for r, c in zip(shares, now, strict=True)]
        return np.array(parts, dtype=np.float64)

    return moved


def _shares(edges: Floats, values: NDArray[np.float32]) -> Floats:
    counts = np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1) + 0.5
    return np.asarray(counts / counts.sum(), dtype=np.float64)


def two_sample_auc(reference: Table, current: Table, seed: int = 0) -> float:
    r"""Return how well a classifier tells the current sample from the reference: 0.5 is not at all.

    Parameters
    ----------
    reference, current : numpy.ndarray of float32
        Features, shapes (N, F) and (M, F), in any unit; the larger sample is cut to the size of the other.
    seed : int
        Of the split in two halves.

    Returns
    -------
    float
        Area under the curve on the half that the classifier did not see, 0 to 1.

    Raises
    ------
    ValueError
        For fewer than 20 events in a sample or another number of features.

    Notes
    -----
    Twenty small boosted trees, which see how features depend on each other, as KS and PSI can't.
    Without drift its standard deviation is about :math:`1/\sqrt{6 n}` for :math:`n` events of each
    sample in the half that is judged.

    References
    ----------
    D. Lopez-Paz and M. Oquab, Revisiting classifier two-sample tests, ICLR 2017, arXiv:1610.06545.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier  # slow to import
    from threadpoolctl import threadpool_limits

    _comparable(reference, current)
    size = min(len(reference), len(current))
    if size < 20:
        raise ValueError(f"the smaller sample has {size} events: expected at least 20")
    rng = np.random.default_rng(seed)
    half = size // 2
    mixed = [one[rng.permutation(len(one))[: 2 * half]] for one in (reference, current)]
    which = np.repeat([0, 1], half)
    judge = HistGradientBoostingClassifier(
        max_iter=20, max_leaf_nodes=8, early_stopping=False, random_state=seed
    )
    with threadpool_limits(1):  # so few events that threads would only wait for each other
        judge.fit(np.concatenate([one[:half] for one in mixed]), which)
        said = judge.predict_proba(np.concatenate([one[half:] for one in mixed]))[:, 1]
    return above(said[half:], said[:half])


def _comparable(reference: Table, current: Table) -> None:
    _a_sample("reference", reference)
    _a_sample("current sample", current)
    if reference.shape[1] != current.shape[1]:
        raise ValueError(
            f"current sample has {current.shape[1]} features: expected {reference.shape[1]}, as the reference"
        )


def _a_sample(name: str, sample: Table) -> None:
    if sample.ndim != 2 or not len(sample):
        raise ValueError(f"{name} has the shape {sample.shape}: expected (events, features), not empty")
