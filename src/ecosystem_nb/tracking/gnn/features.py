"""What the networks see of hits and of pairs of hits: measured r, phi and z, and nothing else."""

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.gnn.graph import Edges, Points

HIT = ("r (m)", "z (m)", "pseudorapidity", "z over r")
EDGE = (
    "r, inner (m)",
    "z, inner (m)",
    "r, outer (m)",
    "z, outer (m)",
    "dr (m)",
    "dz (m)",
    "10 dphi (rad)",
    "bend (1/m)",
    "cot theta",
    "z at the beam line (100 mm)",
)
"""Names of the features; the azimuth stands only in differences, so turning the event changes nothing."""

_STEEP = 10.0  # 1: a straight line from the beam to any layer is less steep within |eta| < 2.5
_FAR = 5.0  # of each bounded feature


def hit_features(hits: Points) -> NDArray[np.float32]:
    """Return the features of hits.

    Parameters
    ----------
    hits : Points

    Returns
    -------
    ndarray of float32, shape (N, 4)
        As named in ``HIT``.
    """
    r, z = hits.r / 1e3, hits.z / 1e3
    slope = np.clip(hits.z / np.maximum(hits.r, 1e-6), -_STEEP, _STEEP)
    return np.stack([r, z, np.arcsinh(slope), slope / 5.0], axis=1).astype(np.float32)


def edge_features(hits: Points, edges: Edges) -> NDArray[np.float32]:
    r"""Return the features of pairs of hits.

    Parameters
    ----------
    hits : Points
    edges : ndarray of int64, shape (2, E)
        Inner and outer end.

    Returns
    -------
    ndarray of float32, shape (E, 10)
        As named in ``EDGE``.

    Notes
    -----
    For a particle from the beam line, the bend :math:`\Delta\phi/\Delta r` is half of its curvature, as
    long as the radius is small against that of its circle; 1 GeV in 2 T makes 0.3 in 1/m.
    """
    inner, outer = edges
    r1, r2, z1, z2 = hits.r[inner], hits.r[outer], hits.z[inner], hits.z[outer]
    dr = np.maximum(r2 - r1, 1.0)
    turn = np.mod(hits.phi[outer] - hits.phi[inner] + np.pi, 2 * np.pi) - np.pi
    slope = np.clip((z2 - z1) / dr, -_STEEP, _STEEP)
    columns = (
        r1 / 1e3,
        z1 / 1e3,
        r2 / 1e3,
        z2 / 1e3,
        (r2 - r1) / 1e3,
        (z2 - z1) / 1e3,
        10.0 * turn,
        np.clip(1e3 * turn / dr, -_FAR, _FAR),
        slope / 5.0,
        np.clip((z1 - r1 * slope) / 100.0, -_FAR, _FAR),
    )
    return np.stack(columns, axis=1).astype(np.float32)
