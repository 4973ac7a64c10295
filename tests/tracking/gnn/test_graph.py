"""The graph in the embedding: its pairs against all pairs, its truth, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.tracking.gnn.features import EDGE, HIT, edge_features, hit_features
from ecosystem_nb.tracking.gnn.graph import contained, points, radius_graph, true_edges
from ecosystem_nb.tracking.gnn.truth import FALSE, IGNORED, TRUE, Known, labels, quality


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 60), st.floats(0.05, 2.0), st.integers(0, 10_000))
def test_radius_graph_has_exactly_the_pairs_that_brute_force_finds(n, radius, seed):
    rng = np.random.default_rng(seed)
    at, layer = rng.uniform(size=(n, 3)), rng.integers(0, 4, n)
    found = {tuple(pair) for pair in radius_graph(at, radius, layer).T}
    expected = {
        (i, j)
        for i in range(n)
        for j in range(i + 1, n)
        if layer[i] != layer[j] and sum((at[i] - at[j]) ** 2) <= radius**2
    }
    assert found == expected


def test_a_graph_too_large_for_memory_is_refused_before_it_is_made():
    with pytest.raises(ValueError, match=r"radius = 1 would join about .* pairs of 2000 hits: .*smaller"):
        radius_graph(np.zeros((2000, 2)), 1.0, np.zeros(2000), most=1000)


def test_points_run_outwards_and_know_where_they_came_from():
    x, y = np.array([3.0, 0.0, -1.0]), np.array([0.0, 2.0, 0.0])
    hits = points(x, y, [7.0, 8.0, 9.0], [2, 1, 0])
    assert hits.order.tolist() == [2, 1, 0]
    assert hits.r.tolist() == [1.0, 2.0, 3.0]
    assert hits.z.tolist() == [9.0, 8.0, 7.0]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_hit_that_is_nowhere_is_named(bad):
    with pytest.raises(ValueError, match=r"z = (nan|inf) mm of hit 1: expected a finite number"):
        points([1.0, 2.0], [0.0, 0.0], [0.0, bad], [0, 1])


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="four columns of one length"):
        points([1.0], [0.0], [0.0], [0, 1])


def test_true_edges_join_n_minus_one_pairs_a_particle_and_no_noise():
    particle = np.array([4, -1, 4, 2, 4, -1, 2])
    edges = true_edges(particle)
    assert {tuple(one) for one in edges.T} == {(0, 2), (2, 4), (3, 6)}
    assert contained(edges, np.array([[2], [4]]), 7).tolist() == [False, True, False]


def track(z0, slope, turn, radii):
    """Hits of a straight line in r and z that turns by ``turn`` rad per mm of radius."""
    r = np.array(radii)
    return r * np.cos(turn * r), r * np.sin(turn * r), z0 + slope * r


def test_features_of_an_edge_know_bend_slope_and_origin_of_a_track():
    """phi = 1e-4 r, z = 20 + 2 r: bend 0.1 in 1/m, cot theta 2 (shown over 5), origin at 20 mm."""
    hits = points(*track(20.0, 2.0, 1e-4, [100.0, 200.0]), [0, 1])
    seen = dict(zip(EDGE, edge_features(hits, np.array([[0], [1]]))[0].tolist(), strict=True))
    assert seen["bend (1/m)"] == pytest.approx(0.1, rel=1e-5)
    assert seen["cot theta"] == pytest.approx(2.0 / 5.0)
    assert seen["z at the beam line (100 mm)"] == pytest.approx(0.2)
    assert seen["10 dphi (rad)"] == pytest.approx(10 * 0.01, rel=1e-5)
    slope = dict(zip(HIT, hit_features(hits)[0].tolist(), strict=True))["pseudorapidity"]
    assert np.sinh(slope) == pytest.approx(220.0 / 100.0, rel=1e-5)


def test_azimuth_differences_pass_over_the_seam():
    hits = points([-10.0, -20.0], [0.1, -0.2], [0.0, 0.0], [0, 1])
    turn = edge_features(hits, np.array([[0], [1]]))[0, EDGE.index("10 dphi (rad)")]
    assert turn == pytest.approx(10 * 2 * np.arctan(0.01), rel=1e-4)


@pytest.fixture
def truth():
    """Four hits of a 2 GeV particle (7), three of 0.6 GeV (5), one noise hit, in turn."""
    particle = np.array([7, 5, 7, 5, -1, 7, 5, 7])
    pt = np.where(particle == 7, 2.0, np.where(particle == 5, 0.6, 0.0))
    n = np.arange(8.0)
    hits = points(10 + n, 0 * n, n, np.arange(8))
    return Known(hits, particle, pt, true_edges(particle))


def test_labels(truth):
    """Consecutive; one skipped; of low pT; of two particles; with noise."""
    edges = np.array([[0, 0, 1, 0, 4], [2, 5, 3, 1, 5]])
    assert labels(truth, edges, 0.8, 0.5).tolist() == [TRUE, IGNORED, IGNORED, FALSE, FALSE]
    assert labels(truth, edges, 0.8, 0.8).tolist() == [TRUE, IGNORED, FALSE, FALSE, FALSE]


def test_quality_counts_the_pairs_asked_for_and_the_edges_of_one_particle(truth):
    """Of three pairs above 1 GeV the graph has one; of its four edges two join one particle."""
    good = quality(truth, np.array([[0, 1, 0, 4], [2, 3, 1, 5]]))
    assert (good.true, good.kept, good.edges, good.right) == (3, 1, 4, 2)
    assert (good.efficiency, good.purity) == (1 / 3, 0.5)
    assert (good + good).efficiency == 1 / 3
