"""Exact helices through a detector, for the tests."""

import math

import numpy as np

C = 0.299792458e-3 * 2.0  # 1/mm for 1 GeV at 2 T


def crossings(detector, pt, charge, phi, cot, z0, *, layers=None):
    """Return x, y, z and layer of a helix from the beam line at its crossings, up to a quarter turn.

    A circle through the origin has azimuth phi - omega s / 2 and radius 2 / omega sin(omega s / 2) at s.
    """
    omega = C * charge / pt
    rows = []
    for one in range(len(detector)) if layers is None else layers:
        position, low, high = detector.position[one], detector.low[one], detector.high[one]
        if detector.barrel[one]:
            if abs(omega) * position / 2 > 0.7:
                continue
            s = 2 / abs(omega) * math.asin(abs(omega) * position / 2)
            radius, z = position, z0 + cot * s
            inside = low <= z <= high
        else:
            s = (position - z0) / cot if abs(cot) > 1e-3 else -1.0
            if s <= 0 or abs(omega) * s > 1.4:
                continue
            radius, z = 2 / abs(omega) * math.sin(abs(omega) * s / 2), position
            inside = low <= radius <= high
        if inside:
            azimuth = phi - omega * s / 2
            rows.append((s, radius * math.cos(azimuth), radius * math.sin(azimuth), z, one))
    rows.sort()
    table = np.array([row[1:] for row in rows]).reshape(-1, 4)
    return table[:, 0], table[:, 1], table[:, 2], table[:, 3].astype(int)
