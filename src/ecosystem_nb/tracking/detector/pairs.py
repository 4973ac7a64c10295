"""The same detector with modules of two sensors, which tell a stiff track from a soft one by themselves."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb import tables
from ecosystem_nb.bounds import Floats, within
from ecosystem_nb.tracking.detector.layers import Detector, generic

_STRIP = 0.06  # mm: a coarser pitch across is a strip's


def double(detector: Detector | None = None, gap: float | None = None) -> Detector:
    """Return a detector whose strip layers are pairs of sensors, a few mm apart.

    Parameters
    ----------
    detector : Detector, optional
        The generic one unless told.
    gap : float, optional
        Distance between the two sensors of a pair, mm, above 0 and at most 10; the table's one unless told.

    Returns
    -------
    Detector
        Barrel layers by radius, then discs as before, each strip layer followed by its partner, which
        stands further out by ``gap``; see ``partner`` for the pairs.

    Raises
    ------
    ValueError
        For a gap out of range.

    Notes
    -----
    Both sensors keep the layer's pitch and modules, and half of its material each.  In CMS's outer tracker
    the gap is 1.6 to 4 mm by place, and one sensor of the inner modules has macro-pixels; here one gap
    serves all.  The partner has the layer's number in TrackML plus one, which TrackML leaves free.

    Examples
    --------
    >>> pairs = double()
    >>> len(pairs), [float(r) for r in pairs.position[3:6]]
    (78, [172.0, 258.7, 261.3])
    """
    plain = generic() if detector is None else detector
    if gap is None:
        gap = tables.quantities("tracking/material")["pair_gap"].value
    within("gap", gap, "mm", above=0.0, most=10.0)
    strips = plain.sigma_u * 12.0**0.5 > _STRIP
    rows = np.repeat(np.arange(len(plain)), np.where(strips, 2, 1))
    second = np.concatenate([[False], rows[1:] == rows[:-1]])
    side = np.where(second, 0.5, -0.5) * strips[rows]
    outward = np.where(plain.barrel, 1.0, np.sign(plain.position))[rows]

    def taken(column: Floats) -> Floats:
        return column[rows]

    return replace(
        plain,
        name=f"{plain.name} with pairs",
        barrel=plain.barrel[rows],
        position=taken(plain.position) + side * outward * gap,
        low=taken(plain.low),
        high=taken(plain.high),
        spread=taken(plain.spread),
        sigma_u=taken(plain.sigma_u),
        sigma_v=taken(plain.sigma_v),
        thickness=taken(plain.thickness) / np.where(strips[rows], 2.0, 1.0),
        volume=plain.volume[rows],
        layer=plain.layer[rows] + second,
        modules=plain.modules[rows],
    )


def partner(detector: Detector) -> NDArray[np.int64]:
    """Return the layer that makes a pair with each layer, as a row of the detector; -1 where there is none.

    Parameters
    ----------
    detector : Detector
        From ``double``, or any other: then all are -1.

    Returns
    -------
    ndarray of int64, shape (L,)

    Examples
    --------
    >>> partner(double())[2:8].tolist()
    [-1, -1, 5, 4, 7, 6]
    """
    rows = {(int(v), int(n)): i for i, (v, n) in enumerate(zip(detector.volume, detector.layer, strict=True))}
    return np.array(
        [rows.get((v, n - 1 if n % 2 else n + 1), -1) for v, n in rows],
        dtype=np.int64,
    )
