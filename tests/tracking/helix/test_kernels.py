"""Is the path a helix, do crossings lie on their surfaces, and is matter as the PDG says?"""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecosystem_nb.tracking.helix.kernels import (
    CURVATURE,
    MUON_MASS,
    advance,
    deflect,
    highland,
    ionisation,
    lower,
    path_to_cylinder,
    path_to_plane,
)
from ecosystem_nb.tracking.helix.reference import path_to_cylinder_reference, position_reference

places = st.floats(-200.0, 200.0)
angles = st.floats(-math.pi, math.pi)
turns = st.floats(1e-4, 2e-2).flatmap(lambda size: st.sampled_from([size, -size]))


def test_radius_is_momentum_over_field():
    """R = pT / (0.3 B): 1 GeV in 2 T bends with 1.668 m; half a turn lies one diameter off, to the right."""
    omega = CURVATURE * 2.0 * 1 / 1.0
    x, y, z, phi = advance(0.0, 0.0, 0.0, 0.0, 0.5, omega, math.pi / omega)
    assert math.hypot(x, y) == pytest.approx(2 * 1.0e3 / (0.299792458 * 2.0))
    assert y < 0 < z  # positive charge, clockwise
    assert z == pytest.approx(0.5 * math.pi / omega)
    assert phi == pytest.approx(-math.pi)


@settings(max_examples=100, deadline=None)
@given(places, places, angles, turns, st.floats(-500.0, 500.0))
def test_same_place_as_around_the_centre_and_back_again(x, y, phi, omega, s):
    there = advance(x, y, 1.0, phi, 0.7, omega, s)
    expected = position_reference(x, y, 1.0, phi, 0.7, omega, np.array([s]))[0]
    assert there[:3] == pytest.approx(expected.tolist(), abs=1e-7)
    back = advance(*there, 0.7, omega, -s)
    assert back == pytest.approx((x, y, 1.0, phi), abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(places, places, angles, turns, st.floats(20.0, 300.0))
def test_path_to_cylinder_is_the_first_outgoing_crossing(x, y, phi, omega, radius):
    assume(abs(math.hypot(x, y) - radius) > 1e-3)  # on it the answer may be now or a turn later
    s = path_to_cylinder(x, y, phi, omega, radius)
    expected = path_to_cylinder_reference(x, y, phi, omega, radius)
    if math.isfinite(expected):
        assert s == pytest.approx(expected, abs=1e-3)
        place = advance(x, y, 0.0, phi, 0.0, omega, s)
        assert math.hypot(place[0], place[1]) == pytest.approx(radius, abs=1e-6)
        assert place[0] * math.cos(place[3]) + place[1] * math.sin(place[3]) >= -1e-3
    elif math.isfinite(s):  # a graze, too short for the walk's steps
        place = advance(x, y, 0.0, phi, 0.0, omega, s)
        assert math.hypot(place[0], place[1]) == pytest.approx(radius, abs=1e-6)


def test_straight_tracks_and_tracks_that_never_arrive():
    assert path_to_cylinder(3.0, 4.0, 0.0, 0.0, 5.0) == pytest.approx(0.0)
    assert path_to_cylinder(-3.0, 4.0, 0.0, 0.0, 5.0) == pytest.approx(6.0)
    assert path_to_cylinder(6.0, 0.0, 0.0, 0.0, 5.0) == math.inf
    assert path_to_cylinder(0.0, 0.0, 0.0, 1.0 / 100.0, 199.0) < math.pi * 100.0
    assert path_to_cylinder(0.0, 0.0, 0.0, 1.0 / 100.0, 201.0) == math.inf
    assert path_to_plane(10.0, -2.0, -20.0) == pytest.approx(15.0)
    assert path_to_plane(10.0, 0.0, 20.0) == math.inf


def test_highland_at_a_value_worked_out_by_hand():
    """A muon of 1 GeV in 1 % of a radiation length: 13.6 / (0.99446 * 1000) * 0.1 * (1 - 0.038 * 4.594)."""
    beta = 1.0 / math.hypot(1.0, MUON_MASS)
    expected = 13.6e-3 / beta * 0.1 * (1 + 0.038 * math.log(0.01 / beta**2))
    assert highland(1.0, MUON_MASS, 0.01) == pytest.approx(expected, rel=1e-12)
    assert 1e3 * highland(1.0, MUON_MASS, 0.01) == pytest.approx(1.13, abs=0.01)
    assert highland(1.0, MUON_MASS, 0.0) == 0.0
    assert highland(1.0, MUON_MASS, 1e-15) == 0.0


def test_ionisation_has_the_published_minimum_of_silicon():
    """PDG: 1.664 MeV cm2/g at the minimum, which is near beta gamma = 3.5."""
    grid = np.geomspace(0.1, 100.0, 400)
    losses = [ionisation(one * MUON_MASS, MUON_MASS, 1.0 / 21.82) for one in grid]
    assert 1e3 * min(losses) == pytest.approx(1.664, rel=0.02)
    assert 2.5 < grid[int(np.argmin(losses))] < 5.0


def test_density_effect_leaves_the_growth_of_the_hardest_knock_only():
    """From beta gamma 1e3 to 1e4 the loss grows by K Z/A ln(W10 / W1) / 2, W the largest transfer."""

    def hardest(bg):
        ratio = 0.51099895e-3 / MUON_MASS
        return bg**2 / (1 + 2 * (1 + bg**2) ** 0.5 * ratio + ratio**2)

    expected = 0.307075 * 0.49848 * 0.5 * math.log(hardest(1e4) / hardest(1e3))  # MeV cm2/g
    low, high = (1e3 * ionisation(bg * MUON_MASS, MUON_MASS, 1.0 / 21.82) for bg in (1e3, 1e4))
    assert high - low == pytest.approx(expected, rel=1e-4)


def test_energy_is_what_is_lost_and_nothing_is_lost_without_matter():
    assert lower(2.0, MUON_MASS, 0.0) == pytest.approx(2.0, rel=1e-15)
    left = lower(2.0, MUON_MASS, 0.5)
    assert math.hypot(2.0, MUON_MASS) - math.hypot(left, MUON_MASS) == pytest.approx(0.5)
    assert ionisation(2.0, MUON_MASS, 0.0) == 0.0
    assert lower(0.1, MUON_MASS, 0.2) == 0.0


@settings(max_examples=50, deadline=None)
@given(angles, st.floats(-6.0, 6.0), st.floats(-0.1, 0.1), st.floats(-0.1, 0.1))
def test_a_kick_turns_the_direction_by_its_angle(phi, cot, across, along):
    after_phi, after_cot = deflect(phi, cot, across, along)
    before = np.array([math.cos(phi), math.sin(phi), cot]) / math.hypot(1.0, cot)
    after = np.array([math.cos(after_phi), math.sin(after_phi), after_cot]) / math.hypot(1.0, after_cot)
    if math.hypot(1.0, cot) * 0.1 < 0.9:
        tangent = np.linalg.norm(np.cross(before, after)) / before.dot(after)
        assert tangent == pytest.approx(math.hypot(across, along), abs=1e-7)
