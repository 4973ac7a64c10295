"""How sure a share of so many is."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from ecosystem_nb.bounds import Floats

ONE_SIGMA = 0.682689492137086


def clopper_pearson(found: ArrayLike, total: ArrayLike, level: float = ONE_SIGMA) -> tuple[Floats, Floats]:
    """Return the interval that covers the true share with at least this probability.

    Parameters
    ----------
    found, total : array_like of int
        How many of how many.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    low, high : ndarray of float64
        0 and 1 where there is nothing to count.

    Notes
    -----
    The central interval of Clopper and Pearson [1]_: each end is a quantile of a beta distribution.
    It never covers less than ``level``, and often more.

    References
    ----------
    .. [1] Clopper and Pearson, Biometrika 26 (1934) 404, DOI 10.1093/biomet/26.4.404.

    Examples
    --------
    >>> low, high = clopper_pearson(95, 100)
    >>> round(float(low), 3), round(float(high), 3)
    (0.918, 0.971)
    """
    k, n = np.broadcast_arrays(np.asarray(found, dtype=np.float64), np.asarray(total, dtype=np.float64))
    if not ((k >= 0) & (k <= n)).all():
        raise ValueError("found: expected 0 to total of each count")
    if not 0 < level < 1:
        raise ValueError(f"level = {level:g} is out of range: expected above 0 and below 1")
    tail = (1 - level) / 2
    low = np.where(k > 0, betaincinv(np.maximum(k, 1), n - k + 1, tail), 0.0)
    high = np.where(k < n, betaincinv(k + 1, np.maximum(n - k, 1), 1 - tail), 1.0)
    return low, high
