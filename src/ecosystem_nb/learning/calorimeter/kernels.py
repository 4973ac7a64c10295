"""How much of a shower does each cell of a square window take?  A closed form, cell by cell."""

import math

import numpy as np
from numba import njit

# Python's error model would check each divisor for zero, and a loop with a branch is not vectorised.


@njit(nogil=True, error_model="numpy")
def arc(t):
    """Return the arc tangent to 2e-8: without a branch, so that a loop over it is vectorised.

    Parameters
    ----------
    t : float
        Tangent.

    Returns
    -------
    float
        Angle, rad.

    References
    ----------
    Abramowitz and Stegun, Handbook of Mathematical Functions, 4.4.49.

    Examples
    --------
    >>> abs(arc(2.0) - math.atan(2.0)) < 2e-8
    True
    """
    a = abs(t)
    s = min(a, 1.0) / max(a, 1.0)
    q = s * s
    p = 0.0028662257
    p = p * q - 0.0161657367
    p = p * q + 0.0429096138
    p = p * q - 0.0752896400
    p = p * q + 0.1065626393
    p = p * q - 0.1420889944
    p = p * q + 0.1999355085
    p = p * q - 0.3333314528
    p = s * (p * q + 1.0)
    p = 0.5 * math.pi - p if a > 1.0 else p
    return math.copysign(p, t)


@njit(nogil=True, error_model="numpy")
def deposit(event, x, y, energy, core, tail, weight, pitch, cells):
    """Add showers to the cells of their events.

    f(x, y) = w Rc^2 / pi (x^2 + y^2 + Rc^2)^2 + (1 - w) Rt^2 / pi (x^2 + y^2 + Rt^2)^2 is the energy on
    an area; a cell takes E (F(x2, y2) - F(x1, y2) - F(x2, y1) + F(x1, y1)), with for each component
    F(x, y) = (x / a atan(y / a) + y / b atan(x / b)) / 2 pi, a^2 = x^2 + R^2, b^2 = y^2 + R^2.

    Parameters
    ----------
    event : ndarray of int64, shape (S,)
        To which event each shower belongs.
    x, y : ndarray of float64, shape (S,)
        Its axis, from the centre of the window, mm.
    energy : ndarray of float64, shape (S,)
        Energy, GeV.
    core, tail : ndarray of float64, shape (S,)
        Rc and Rt, mm.
    weight : float
        w, the share of the core.
    pitch : float
        Side of a cell, mm.
    cells : ndarray of float64, shape (N, n, n)
        Energies, GeV; added to.  The first index of a cell goes along x.

    Notes
    -----
    A point of the grid belongs to four cells, so F is computed once for each of the (n + 1)^2 points.
    Cells are exact to 3e-8 of the shower's energy.  O(S n^2).

    References
    ----------
    Grindhammer and Peters, arXiv:hep-ex/0001020 (the profile).
    """
    n = cells.shape[1]
    u, v = np.empty(n + 1), np.empty(n + 1)
    a, b = np.empty(n + 1), np.empty(n + 1)
    F = np.empty((n + 1, n + 1))
    for s in range(len(event)):
        for i in range(n + 1):
            u[i] = (i - 0.5 * n) * pitch - x[s]
            v[i] = (i - 0.5 * n) * pitch - y[s]
        F[:] = 0.0
        for component in range(2):
            R = core[s] if component == 0 else tail[s]
            share = weight if component == 0 else 1.0 - weight
            if share == 0.0:
                continue
            c = share * energy[s] / (2.0 * math.pi)
            for i in range(n + 1):
                a[i] = 1.0 / math.sqrt(u[i] * u[i] + R * R)
                b[i] = 1.0 / math.sqrt(v[i] * v[i] + R * R)
            for i in range(n + 1):
                for j in range(n + 1):
                    F[i, j] += c * (u[i] * a[i] * arc(v[j] * a[i]) + v[j] * b[j] * arc(u[i] * b[j]))
        for i in range(n):
            for j in range(n):
                cells[event[s], i, j] += F[i + 1, j + 1] - F[i, j + 1] - F[i + 1, j] + F[i, j]
