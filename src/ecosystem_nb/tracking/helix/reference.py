"""The same steps, the plain way: from the circle's centre, and by search instead of a closed form."""

import math

import numpy as np
from numpy.typing import NDArray


def position_reference(
    x: float, y: float, z: float, phi: float, cot: float, omega: float, s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the positions after transverse paths s, on the circle around its centre.

    Parameters
    ----------
    x, y, z : float
        mm.
    phi : float
        rad.
    cot : float
        pz / pT.
    omega : float
        1/mm, not 0.
    s : numpy.ndarray of float64, shape (n,)
        mm.

    Returns
    -------
    numpy.ndarray of float64, shape (n, 3)
        mm.
    """
    centre_x, centre_y = x + math.sin(phi) / omega, y - math.cos(phi) / omega
    turned = phi - omega * s
    return np.stack(
        [centre_x - np.sin(turned) / omega, centre_y + np.cos(turned) / omega, z + cot * s], axis=-1
    )


def path_to_cylinder_reference(
    x: float, y: float, phi: float, omega: float, radius: float, steps: int = 4001
) -> float:
    """Return the transverse path to the first outgoing crossing, found by walking one turn and bisecting.

    Parameters
    ----------
    x, y : float
        mm.
    phi : float
        rad.
    omega : float
        1/mm, not 0.
    radius : float
        mm.
    steps : int
        Points of the walk.

    Returns
    -------
    float
        mm; infinite where there is none.
    """

    def outside(s: NDArray[np.float64]) -> NDArray[np.float64]:
        place = position_reference(x, y, 0.0, phi, 0.0, omega, s)
        return np.asarray(np.hypot(place[:, 0], place[:, 1]) - radius)

    walk = np.linspace(0.0, 2.0 * math.pi / abs(omega), steps)
    side = outside(walk)
    leaves = np.flatnonzero((side[:-1] < 0.0) & (side[1:] >= 0.0))
    if len(leaves) == 0:
        return math.inf
    low, high = walk[leaves[0]], walk[leaves[0] + 1]
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if outside(np.array([middle]))[0] < 0.0 else (low, middle)
    return float(high)
