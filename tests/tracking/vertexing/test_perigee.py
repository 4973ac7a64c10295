"""Is the closest approach the closest, and its covariance the derivative's?"""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from ecosystem_nb.tracking.tracks import Tracks
from ecosystem_nb.tracking.vertexing.perigee import perigees, significance, to_beam_line

FIELD = 2.0
LINE = (0.3, -0.2)


def states(count, seed):
    """Return states near the first layer, of both charges."""
    rng = np.random.default_rng(seed)
    phi = rng.uniform(-np.pi, np.pi, count)
    r = rng.uniform(20.0, 60.0, count)
    charge = rng.choice([-1.0, 1.0], count)
    rows = [r * np.cos(phi), r * np.sin(phi), rng.uniform(-100, 100, count)]
    rows += [charge / rng.uniform(0.3, 20, count), phi + rng.normal(0, 0.1, count), rng.normal(0, 1, count)]
    return np.stack(rows, axis=1)


def along(state, path):
    """Follow the helix: dphi/ds = -omega, so x and y are integrals of cos and sin of phi - omega s."""
    x, y, z, qpt, phi, cot = state
    omega = 0.299792458e-3 * FIELD * qpt
    turned = phi - omega * path
    return (
        x + (np.sin(phi) - np.sin(turned)) / omega,
        y + (np.cos(turned) - np.cos(phi)) / omega,
        z + cot * path,
        turned,
    )


def test_no_point_of_the_helix_is_closer():
    """Against a numerical minimum over the path; the sign is that of (-d0 sin phi, d0 cos phi)."""
    for state in states(20, 1):
        ours = to_beam_line(state, np.zeros((6, 6)), FIELD, *LINE)

        def distance(path, state=state):
            x, y, _, _ = along(state, path)
            return np.hypot(x - LINE[0], y - LINE[1])

        best = minimize_scalar(distance, bounds=(-120.0, 20.0), method="bounded", options={"xatol": 1e-9})
        x, y, z, phi = along(state, best.x)
        assert abs(ours.d0[0]) == pytest.approx(best.fun, abs=1e-6)
        assert ours.z0[0] == pytest.approx(z, abs=1e-4)
        assert np.cos(ours.phi[0] - phi) == pytest.approx(1.0)
        assert x == pytest.approx(LINE[0] - ours.d0[0] * np.sin(phi), abs=1e-4)
        assert y == pytest.approx(LINE[1] + ours.d0[0] * np.cos(phi), abs=1e-4)


def test_the_covariance_is_that_of_the_derivatives():
    """Against central differences; J C J^T with C the unit matrix in turn for each component."""
    step = np.array([1e-4, 1e-4, 1e-4, 1e-6, 1e-6, 1e-6])
    some = states(10, 2)
    some[0, 3] = 1e-8  # nearly straight, but bent
    some[1, 3] = 0.0
    for k in range(6):
        up, down = some.copy(), some.copy()
        up[:, k] += step[k]
        down[:, k] -= step[k]
        high, low = (to_beam_line(one, np.zeros((10, 6, 6)), FIELD, *LINE) for one in (up, down))
        slope = [
            (getattr(high, name) - getattr(low, name)) / (2 * step[k])
            for name in ("d0", "z0", "phi", "q_over_pt", "cot_theta")
        ]
        unit = np.zeros((10, 6, 6))
        unit[:, k, k] = 1.0
        ours = to_beam_line(some, unit, FIELD, *LINE).covariance
        expected = np.einsum("in,jn->nij", slope, slope)
        assert ours == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_tracks_hand_over_their_triangles():
    lower = np.arange(1.0, 22.0, dtype=np.float32)[None]
    state = np.array([[32.0, 0.5, 16.0, 0.0, 0.0, 0.5]], dtype=np.float32)
    tracks = Tracks(np.array([0, 1]), np.array([0]), state, lower)
    one = perigees(tracks, FIELD)
    assert len(one) == 1
    assert one.d0 == pytest.approx([0.5])
    assert one.covariance[0, 3, 3] == 10.0  # q/pT stays: row 3 of the triangle ends at its tenth number
    assert one.covariance[0, 3, 4] == one.covariance[0, 4, 3] == 19.0
    assert significance(one, 1.0) == pytest.approx(0.5 / np.sqrt(one.covariance[0, 0, 0] + 1.0))
    with pytest.raises(ValueError, match="tracks have no states"):
        perigees(Tracks.of([[0]]), FIELD)
    with pytest.raises(ValueError, match="state of track 0 is"):
        to_beam_line(np.full((1, 6), np.nan), np.zeros((1, 6, 6)), FIELD)
