"""Fit tracks whose hits are known, whoever found them."""

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.detector.layers import Detector
from ecosystem_nb.tracking.detector.layout import curvature, layer_table
from ecosystem_nb.tracking.device import Device, require
from ecosystem_nb.tracking.hits.arrange import Hits
from ecosystem_nb.tracking.mkfit.kernels.fit import fit_tracks
from ecosystem_nb.tracking.tracks import Tracks


def fit(
    hits: Hits,
    found: NDArray[np.int32],
    lengths: NDArray[np.int32],
    detector: Detector,
    *,
    device: Device = "cpu",
) -> Tracks:
    """Fit tracks by a Kalman filter from the outermost hit inwards.

    Parameters
    ----------
    hits : Hits
    found : ndarray of int32, shape (T, M)
        Rows of the sorted hits, from the inside out; what follows a track's length is not read.
    lengths : ndarray of int32, shape (T,)
        Number of hits, at least 3.
    detector : Detector
    device : {"cpu", "cuda"}

    Returns
    -------
    Tracks
        With states and covariances at the innermost hit, before the matter of that layer.

    Raises
    ------
    ValueError
        Where a track has fewer than three hits.

    Notes
    -----
    Six components in single precision, sixteen tracks at a time.
    """
    if len(lengths) and lengths.min() < 3:
        short = int(lengths.argmin())
        raise ValueError(f"track {short} has {lengths[short]} hits: expected at least 3 for a fit")
    states = np.empty((len(lengths), 6), dtype=np.float32)
    covariances = np.empty((len(lengths), 21), dtype=np.float32)
    chi2 = np.empty(len(lengths), dtype=np.float32)
    run = fit_tracks
    if require(device) == "cuda":
        from ecosystem_nb.tracking.mkfit.cuda import fit_tracks as run  # numba's CUDA part loads slowly
    run(
        found, lengths, hits.x, hits.y, hits.z, hits.layer, layer_table(detector), curvature(detector),
        states, covariances, chi2,
    )  # fmt: skip
    inside = np.arange(found.shape[1]) < lengths[:, None]
    offsets = np.append(0, np.cumsum(lengths)).astype(np.int64)
    return Tracks(offsets, hits.order[found[inside]], states, covariances, chi2)
