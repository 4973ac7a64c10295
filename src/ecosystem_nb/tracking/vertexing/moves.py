"""When a prototype becomes two, when two become one, and when one goes."""

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats


def critical_temperature(sums: Floats, zk: Floats) -> Floats:
    """Return the temperature below which each prototype is better off as two.

    Parameters
    ----------
    sums : ndarray of float64, shape (K, 9)
        As ``kernels.moments`` returns them.
    zk : ndarray of float64, shape (K,)
        Positions, mm.

    Returns
    -------
    ndarray of float64, shape (K,)
        In units of chi2; 0 for a prototype without tracks.
    """
    spread = sums[:, 4] - 2 * zk * sums[:, 3] + zk**2 * sums[:, 2]
    return 2 * np.maximum(spread, 0) / np.where(sums[:, 1] > 0, sums[:, 1], np.inf)


def split(sums: Floats, zk: Floats, rk: Floats, temperature: float) -> tuple[Floats, Floats]:
    """Put two prototypes, at the means of the left and the right tracks, where one is unstable."""
    hot = critical_temperature(sums, zk) > temperature
    pl, al, alz = sums[:, 5], sums[:, 6], sums[:, 7]
    ar, arz = sums[:, 1] - al, zk * sums[:, 1] - alz
    pr = sums[:, 0] - pl
    hot &= (pl > 1e-9) & (pr > 1e-9) & (al > 0) & (ar > 0)
    if not hot.any():
        return zk, rk
    left = alz[hot] / al[hot]
    right = arz[hot] / ar[hot]
    part = pl[hot] / sums[hot, 0]
    apart = right - left > 1e-3
    gone = np.flatnonzero(hot)[apart]
    z = np.concatenate([np.delete(zk, gone), left[apart], right[apart]])
    r = np.concatenate([np.delete(rk, gone), rk[gone] * part[apart], rk[gone] * (1 - part[apart])])
    order = np.argsort(z, kind="stable")
    return z[order], r[order]


def merged(
    sums: Floats, zk: Floats, rk: Floats, temperature: float, distance: float
) -> tuple[Floats, Floats]:
    """Join neighbours that are close, and stable as one."""
    close = np.diff(zk) < distance
    if not close.any():
        return zk, rk
    sums, z, r = sums.copy(), zk.copy(), rk.copy()
    alive = np.ones(len(z), dtype=np.bool_)
    for k in np.flatnonzero(close):
        if z[k + 1] - z[k] >= distance:
            continue
        both = sums[k] + sums[k + 1]
        at = (z[k] * r[k] + z[k + 1] * r[k + 1]) / (r[k] + r[k + 1])
        if critical_temperature(both[None], np.array([at]))[0] < temperature:
            sums[k + 1], z[k + 1], r[k + 1] = both, at, r[k] + r[k + 1]
            alive[k] = False
    return z[alive], r[alive]


def without_tracks(sums: Floats) -> NDArray[np.bool_]:
    """Tell which prototypes lack two tracks of their own; of neighbours, only the weakest."""
    poor = sums[:, 8] < 2
    weight = np.where(poor, sums[:, 0], np.inf)
    before = np.concatenate([[np.inf], weight[:-1]])
    after = np.concatenate([weight[1:], [np.inf]])
    return poor & (weight < before) & (weight <= after)
