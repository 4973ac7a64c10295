"""Are fitted vertices where they were, with the uncertainty that they claim?"""

import numpy as np
import pytest

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.vertexing.fit import Beam, fit
from ecosystem_nb.tracking.vertexing.sample import crossing, resolution

BEAM = Beam(sigma_x=0.02, sigma_y=0.02)
SETUP = Setup(pile_up=290.0, tracks=20.0, sigma_z=50.0, sigma_xy=0.02, pt_min=0.5)
DETECTOR = generic()


@pytest.fixture(scope="module")
def many():
    """Return a crossing of many collisions, with the truth's own assignment."""
    return crossing(np.random.default_rng(11), SETUP, DETECTOR)


def test_pulls_are_of_unit_width_in_all_three_directions(many):
    """Errors of the smearing are Gaussian, so each pull is standard normal: 290 give 1 to 0.04."""
    made = fit(many.tracks, many.collision, many.position[:, 2], BEAM, cut=50.0)
    pulls = (made.position - many.position) / np.sqrt(np.diagonal(made.covariance, axis1=1, axis2=2))
    some = np.bincount(many.collision, minlength=len(many.position)) > 0
    assert pulls[some].mean(axis=0) == pytest.approx(np.zeros(3), abs=0.15)
    assert pulls[some].std(axis=0) == pytest.approx(np.ones(3), abs=0.1)
    number = np.bincount(many.collision, minlength=len(many.position))
    assert made.ndof == pytest.approx(2 * number - 3.0, abs=1e-6)
    assert made.chi2[some].sum() / (made.ndof[some].sum() + 2 * some.sum()) == pytest.approx(1.0, abs=0.05)


def test_one_vertex_is_the_least_squares_solution(many):
    """Without down-weighting: against a stacked design matrix with the beam spot as two more rows."""
    mine = np.flatnonzero(many.collision == many.collision[0])
    t, spot = many.tracks, BEAM
    rows, right = [[1 / spot.sigma_x, 0, 0], [0, 1 / spot.sigma_y, 0]], [0.0, 0.0]
    for i in mine:
        sd, sz = np.sqrt(t.covariance[i, [0, 1], [0, 1]])
        c, s = np.cos(t.phi[i]), np.sin(t.phi[i])
        rows += [np.array([-s, c, 0]) / sd, np.array([-t.cot_theta[i] * c, -t.cot_theta[i] * s, 1]) / sz]
        right += [t.d0[i] / sd, t.z0[i] / sz]
    expected = np.linalg.lstsq(np.array(rows), np.array(right))[0] + [spot.x, spot.y, 0]
    vertex = np.where(many.collision == many.collision[0], 0, -1)
    made = fit(t, vertex, [many.position[many.collision[0], 2]], spot, cut=1e3)
    assert made.position[0] == pytest.approx(expected, abs=1e-6)
    assert made.covariance[0] == pytest.approx(np.linalg.inv(np.transpose(rows) @ rows), rel=1e-6)


def test_an_outlier_loses_its_weight_and_moves_nothing(many):
    mine = np.flatnonzero(many.collision == many.collision[0])
    vertex = np.full(len(many.collision), -1)
    vertex[mine] = 0
    start = [many.position[many.collision[0], 2]]
    alone = fit(many.tracks, vertex, start, BEAM)
    far = np.abs(many.tracks.z0 - start[0])
    vertex[np.flatnonzero((vertex < 0) & (far > 5) & (far < 15))[0]] = 0
    together = fit(many.tracks, vertex, start, BEAM)
    assert together.weight[(vertex == 0) & (alone.weight == 0)] == pytest.approx(0.0, abs=1e-6)
    assert together.position == pytest.approx(alone.position, abs=1e-4)
    assert (together.weight[vertex < 0] == 0).all()


def test_weights_are_those_of_temperature_one(many):
    """1 / (1 + exp((chi2 - 9) / 2)), with chi2 from the distance to the fitted vertex.

    The fit stops at steps of 1e-5 mm: for sigma = 17 um and 3 sigma off, chi2 is known to 0.004.
    """
    made = fit(many.tracks, many.collision, many.position[:, 2], BEAM)
    t = many.tracks
    x, y, z = (made.position[many.collision] - [BEAM.x, BEAM.y, 0]).T
    d0 = t.d0 - (y * np.cos(t.phi) - x * np.sin(t.phi))
    z0 = t.z0 - (z - t.cot_theta * (x * np.cos(t.phi) + y * np.sin(t.phi)))
    chi2 = d0**2 / t.covariance[:, 0, 0] + z0**2 / t.covariance[:, 1, 1]
    assert made.weight == pytest.approx(1 / (1 + np.exp((chi2 - 9) / 2)), abs=5e-3)


def test_nothing_to_fit_and_vertices_without_tracks(many):
    nothing = fit(many.tracks, np.full(len(many.tracks), -1), [], BEAM)
    assert nothing.position.shape == (0, 3)
    lonely = fit(many.tracks, np.full(len(many.tracks), -1), [4.0], BEAM)
    assert lonely.position[0] == pytest.approx([BEAM.x, BEAM.y, 4.0])
    with pytest.raises(ValueError, match=r"vertex: expected \d+ values of -1 to 0"):
        fit(many.tracks, np.full(len(many.tracks), 1), [4.0], BEAM)


def test_the_resolution_has_its_two_limits():
    """Fast tracks: the line through 32, 72, 116, 172 mm.

    Slow ones: as 1 / (p sin^(3/2) theta) in d0 and 1 / (p sin^(5/2) theta) in z0, p = pT / sin theta.
    """
    r = np.array([32.0, 72.0, 116.0, 172.0])
    lever = np.sqrt(np.linalg.inv(np.array([[4, r.sum()], [r.sum(), r @ r]]))[0, 0])
    d0, z0 = resolution(1e4, 0.0, DETECTOR)
    assert d0 == pytest.approx(lever * 0.05 / np.sqrt(12), rel=1e-6)
    assert z0 == pytest.approx(lever * 0.05625 / np.sqrt(12), rel=1e-4)
    slow = np.array([resolution(1e-3, eta, DETECTOR) for eta in (0.0, 2.0)])
    assert slow[1, 0] / slow[0, 0] == pytest.approx(np.cosh(2.0) ** 0.5, rel=1e-3)
    assert slow[1, 1] / slow[0, 1] == pytest.approx(np.cosh(2.0) ** 1.5, rel=1e-3)
    assert resolution(1e-3, 0.0, DETECTOR)[0] / resolution(2e-3, 0.0, DETECTOR)[0] == pytest.approx(
        2, rel=1e-3
    )


def test_a_crossing_is_what_was_asked_for(many):
    """Smeared by what is claimed, and the same from the same seed."""
    assert len(many.position) == pytest.approx(290, abs=4 * np.sqrt(290))
    t, at = many.tracks, many.position[many.collision]
    d0 = at[:, 1] * np.cos(t.phi) - at[:, 0] * np.sin(t.phi)
    z0 = at[:, 2] - t.cot_theta * (at[:, 0] * np.cos(t.phi) + at[:, 1] * np.sin(t.phi))
    for got, true, k in ((t.d0, d0, 0), (t.z0, z0, 1)):
        pull = (got - true) / np.sqrt(t.covariance[:, k, k])
        assert pull.std() == pytest.approx(1.0, abs=0.05)
    expected = resolution(many.pt, many.eta, DETECTOR)
    assert np.sqrt(t.covariance[:, 0, 0]) == pytest.approx(expected[0])
    assert np.sqrt(t.covariance[:, 1, 1]) == pytest.approx(expected[1])
    assert np.abs(many.eta).max() <= SETUP.eta_max
    assert many.pt.min() >= 0.5
    again = crossing(np.random.default_rng(11), SETUP, DETECTOR)
    assert (again.tracks.z0 == t.z0).all()
