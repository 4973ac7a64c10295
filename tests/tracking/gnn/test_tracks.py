"""From edges to tracks: components against union-find, walks on graphs drawn by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.tracking.gnn.tracks import components, connected, walked


def graph(*edges):
    """Edges (inner, outer, score), sorted."""
    rows = sorted(edges)
    pairs = np.array([one[:2] for one in rows], dtype=np.int64).reshape(-1, 2).T
    return pairs, np.array([one[2] for one in rows], dtype=np.float32)


def lists(tracks):
    return [one.tolist() for one in np.split(tracks.hits, tracks.offsets[1:-1])] if len(tracks) else []


def union_find(edges, n):
    parent = list(range(n))

    def root(i):
        while parent[i] != i:
            i = parent[i]
        return i

    for i, j in edges:
        parent[max(root(i), root(j))] = min(root(i), root(j))
    return [root(i) for i in range(n)]


random_graphs = st.integers(1, 25).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda e: e[0] < e[1])),
    )
)


@settings(max_examples=60, deadline=None)
@given(random_graphs)
def test_components_are_those_of_union_find(drawn):
    n, edges = drawn
    pairs, _ = graph(*((i, j, 0.5) for i, j in edges))
    label, expected = components(pairs, n), union_find(edges, n)
    assert [[label[i] == label[j] for i in range(n)] for j in range(n)] == [
        [expected[i] == expected[j] for i in range(n)] for j in range(n)
    ]
    sizes = sorted(expected.count(one) for one in set(expected) if expected.count(one) >= 3)
    assert sorted(connected(pairs, np.arange(n)).lengths.tolist()) == sizes


def longest(edges, n, free):
    """Most hits on any path through free hits, by trying all."""

    def from_(i):
        return 1 + max((from_(j) for a, j in edges if a == i and j in free), default=0)

    return max((from_(i) for i in free), default=0)


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 8).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda e: e[0] < e[1])),
    )
))  # fmt: skip
def test_every_walk_is_the_longest_that_is_left_in_its_component(drawn):
    n, edges = drawn
    found = lists(walked(*graph(*((i, j, 0.5) for i, j in edges)), np.arange(n)))
    root = union_find(edges, n)
    for component in set(root):
        free = {i for i in range(n) if root[i] == component}
        for path in (one for one in found if root[one[0]] == component):
            assert all((a, b) in edges for a, b in itertools.pairwise(path))
            assert len(path) == longest(edges, n, free)
            free -= set(path)
        assert longest(edges, n, free) < 3


def test_two_tracks_that_share_a_hit_are_one_component_and_two_walks():
    """0-2-4-6-8 and 1-3-4-5-7 cross in 4: one component of 9; the walk keeps the better whole."""
    crossing = graph(
        (0, 2, 0.9), (2, 4, 0.9), (4, 6, 0.9), (6, 8, 0.9), (8, 9, 0.9),
        (1, 3, 0.8), (3, 4, 0.8), (4, 5, 0.8), (5, 7, 0.8),
    )  # fmt: skip
    assert lists(connected(crossing[0], np.arange(10))) == [list(range(10))]
    assert lists(walked(*crossing, np.arange(10))) == [[0, 2, 4, 6, 8, 9]]


def test_between_equally_long_ways_the_better_scores_decide():
    fork = graph((0, 1, 0.9), (1, 2, 0.4), (1, 3, 0.6))
    assert lists(walked(*fork, np.arange(4))) == [[0, 1, 3]]


def test_tracks_are_rows_of_the_event_as_it_came_in():
    chain = graph((0, 1, 0.9), (1, 2, 0.9))
    order = np.array([30, 10, 20])
    assert lists(walked(*chain, order)) == lists(connected(chain[0], order)) == [[30, 10, 20]]


def test_short_pieces_are_no_tracks():
    assert len(walked(*graph((0, 1, 0.9), (2, 3, 0.9)), np.arange(4))) == 0
    assert lists(walked(*graph((0, 1, 0.9)), np.arange(2), fewest=2)) == [[0, 1]]
    beside, _ = graph((0, 1, 0.9), (2, 3, 0.9), (3, 4, 0.9))
    assert lists(connected(beside, np.arange(5))) == [[2, 3, 4]]


@pytest.mark.parametrize("n", [0, 1, 5])
def test_no_edges_no_tracks(n):
    none = graph()
    assert len(walked(*none, np.arange(n))) == len(connected(none[0], np.arange(n))) == 0


def test_edges_that_point_inwards_are_refused():
    with pytest.raises(ValueError, match="from a smaller to a larger"):
        walked(np.array([[1], [0]]), np.ones(1, np.float32), np.arange(2))
