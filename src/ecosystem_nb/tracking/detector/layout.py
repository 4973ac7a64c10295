"""The detector as the kernels take it: a table of its layers, and the order in which a track meets them."""

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.tracking.detector.layers import Detector

_LIGHT = 0.299792458e-3  # GeV / (T mm): transverse momentum over charge, field and radius
_HIGHLAND = 13.6e-3  # GeV


def curvature(detector: Detector) -> np.float32:
    """Return the curvature of a particle with 1 GeV of transverse momentum and charge 1, 1/mm."""
    return np.float32(_LIGHT * detector.field)


def layer_table(detector: Detector) -> NDArray[np.float32]:
    """Return the layers' constants, one row a layer.

    Returns
    -------
    ndarray of float32, shape (L, 8)
        Barrel (1 or 0), position, low, high (mm), variances across and along the strips (mm2), thickness
        (radiation lengths), and the square of Highland's factor at normal incidence (GeV2).
    """
    factor = _HIGHLAND * (1.0 + 0.038 * np.log(detector.thickness))
    columns = [detector.barrel, detector.position, detector.low, detector.high]
    columns += [detector.sigma_u**2, detector.sigma_v**2, detector.thickness, factor**2]
    return np.column_stack(columns).astype(np.float32)


def outward(detector: Detector) -> NDArray[np.int32]:
    """Return the layers in the order in which a track meets them, for each side.

    Returns
    -------
    ndarray of int32, shape (2, M)
        Row 0 for tracks towards negative z, row 1 towards positive z; a track meets a part of a row.

    Notes
    -----
    Barrel layers by radius and discs by distance, and a disc before the first barrel layer that lies
    outside all of its radii: pixel discs thus come before the barrel strips.
    """
    barrel = np.flatnonzero(detector.barrel)
    barrel = barrel[np.argsort(detector.position[barrel])]
    rows = []
    for side in (-1.0, 1.0):
        discs = np.flatnonzero(~detector.barrel & (np.sign(detector.position) == side))
        discs = discs[np.argsort(np.abs(detector.position[discs]), kind="stable")]
        row: list[int] = []
        waiting = discs.tolist()
        for one in barrel.tolist():
            radius = detector.position[one]
            row += [disc for disc in waiting if detector.high[disc] < radius + detector.spread[one]]
            waiting = [disc for disc in waiting if disc not in row]
            row.append(one)
        rows.append(row + waiting)
    return np.array(rows, dtype=np.int32)


def crosses(detector: Detector, layer: int, z0: Floats, slope: Floats) -> NDArray[np.bool_]:
    """Return which straight lines cross a layer.

    Parameters
    ----------
    detector : Detector
    layer : int
        Row of the detector.
    z0, slope : ndarray of float64
        Lines z = z0 + slope r, mm and 1; their shapes go together.

    Returns
    -------
    ndarray of bool
    """
    position = detector.position[layer]
    if detector.barrel[layer]:
        where = z0 + slope * position
    else:
        where = (position - z0) / np.where(slope == 0, np.inf, slope)
    inside: NDArray[np.bool_] = (where >= detector.low[layer]) & (where <= detector.high[layer])
    return inside
