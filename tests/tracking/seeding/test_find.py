"""Do the windows of the seeding lose nothing that the cuts allow?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.detector.layout import curvature, layer_table
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.hits.arrange import arrange, of_event
from ecosystem_nb.tracking.mkfit.reference import helix, path
from ecosystem_nb.tracking.seeding.find import Cuts, find
from ecosystem_nb.tracking.seeding.kernels import bend_and_impact
from ecosystem_nb.tracking.seeding.reference import circle_reference, triplets_reference
from ecosystem_nb.tracking.seeding.triples import SHORT_STRIPS, triples

DETECTOR = generic()


def arranged(event):
    return of_event(event, DETECTOR)


@pytest.mark.parametrize(("last", "resolution"), [(3, 0.03), (4, SHORT_STRIPS)])
def test_windows_lose_nothing(last, resolution):
    hits = arranged(
        generate(Setup(pile_up=1.5, pt_min=0.3, displaced=0.5, decay_length=4.0), [7], DETECTOR)[0]
    )
    layers, cuts = triples(DETECTOR, last=last, resolution=resolution), Cuts(each=3)
    seeds = find(hits, DETECTOR, layers, cuts)
    got = {}
    for a, b, d in seeds.hits.tolist():
        got.setdefault(b, []).append((a, d))
    limits = [cuts.pt_min, cuts.impact, cuts.z0, np.sinh(cuts.eta) ** 2, cuts.kink**2, 1.0]
    want = triplets_reference(
        *(getattr(hits, name).astype(np.float64).tolist() for name in "xyz"), hits.layer.tolist(),
        layer_table(DETECTOR).astype(np.float64), layers.layers.tolist(), float(curvature(DETECTOR)), limits,
        cuts.each,
    )  # fmt: skip
    assert len(want) > 30
    same = sum(got.get(b) == one for b, one in want.items())
    # a cut or an order may fall the other way by a rounding of single precision
    assert same >= 0.98 * len(want)
    assert len(got) <= 1.02 * len(want)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.3, 50), st.sampled_from([-1, 1]), st.floats(-5, 5), st.floats(-3, 3))
def test_the_circle_of_three_points_is_the_one_through_them(pt, charge, impact, phi):
    radius = pt / (0.299792458e-3 * 2.0)
    # a circle that passes the origin at the impact parameter
    centre = np.array([np.cos(phi), np.sin(phi)]) * (radius + impact)
    inward = np.arctan2(-centre[1], -centre[0])
    angles = inward + charge * np.array([32.0, 72.0, 116.0]) / radius
    points = centre + radius * np.column_stack([np.cos(angles), np.sin(angles)])
    bend, distance = circle_reference(*points)
    assert bend == pytest.approx(charge / radius, rel=1e-6)
    assert distance == pytest.approx(abs(impact), abs=1e-5)
    fast = bend_and_impact(*points.astype(np.float32).ravel())
    assert fast[0] == pytest.approx(bend, abs=3e-8)
    assert fast[1] == pytest.approx(distance, abs=2e-3)


def test_a_stiff_particle_that_begins_beside_the_beam_has_a_seed():
    c, d0 = float(curvature(DETECTOR)), 0.9
    state = np.array([0.0, d0, 0.0, 1 / 20.0, 0.0, 0.4])
    points = np.array([helix(state, path(state, True, radius, c), c)[:3] for radius in (32.0, 72.0, 116.0)])
    hits = arrange(*points.T, np.arange(3), DETECTOR)
    for impact, number in ((1.0, 1), (0.8, 0)):
        assert len(find(hits, DETECTOR, triples(DETECTOR), Cuts(pt_min=10.0, impact=impact))) == number


def test_every_muon_has_a_seed_and_few_others():
    event = generate(Setup.muons(400, pt_min=0.5), [3], DETECTOR)[0]
    hits = arranged(event)
    seeds = find(hits, DETECTOR, triples(DETECTOR))
    particle = np.asarray(event.hits.particle)[hits.order[seeds.hits]]
    true = (particle == particle[:, :1]).all(axis=1)
    assert len(set(particle[true, 0].tolist())) > 0.97 * len(event.particles)
    assert true.mean() > 0.9


def test_the_triples_are_those_that_a_line_crosses():
    first, four = triples(DETECTOR), triples(DETECTOR, last=4)
    assert {tuple(one) for one in first.layers.tolist()} < {tuple(one) for one in four.layers.tolist()}
    assert [0, 1, 2] in first.layers.tolist()
    for layers in (first, four):
        for middle in range(len(DETECTOR)):
            block = layers.layers[layers.start[middle] : layers.start[middle + 1]]
            assert (block[:, 1] == middle).all()
        assert layers.start[-1] == len(layers.layers)


def test_no_hit_no_seed():
    assert len(find(arrange([], [], [], np.zeros(0, int), DETECTOR), DETECTOR, triples(DETECTOR))) == 0
