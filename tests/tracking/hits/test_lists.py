"""Do lists of hits keep their hits when the hits are sorted?"""

import numpy as np

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.hits.arrange import arrange
from ecosystem_nb.tracking.hits.lists import table_of
from ecosystem_nb.tracking.tracks import Tracks

DETECTOR = generic()


def test_rows_of_the_table_are_the_hits_of_the_tracks():
    rng = np.random.default_rng(4)
    layer = rng.integers(0, 10, 40)
    phi = rng.uniform(-np.pi, np.pi, 40)
    r = DETECTOR.position[layer]
    hits = arrange(r * np.cos(phi), r * np.sin(phi), rng.uniform(-400, 400, 40), layer, DETECTOR)
    lists = [rng.choice(40, size=n, replace=False).tolist() for n in (5, 1, 7, 0)]
    found, lengths = table_of(Tracks.of(lists), hits)
    assert found.shape == (4, 7)
    assert [hits.order[row[:n]].tolist() for row, n in zip(found, lengths, strict=True)] == lists
    three, shorter = table_of(Tracks.of(lists), hits, most=3)
    assert [hits.order[row[:n]].tolist() for row, n in zip(three, shorter, strict=True)] == [
        one[:3] for one in lists
    ]


def test_no_track_no_row():
    empty = arrange([], [], [], np.zeros(0, int), DETECTOR)
    assert table_of(Tracks.of([]), empty)[0].shape == (0, 0)


def test_some_of_the_tracks_keep_what_is_known_of_them():
    tracks = Tracks(
        np.array([0, 2, 3, 6]), np.arange(6), np.eye(3, 6, dtype=np.float32), None, np.float32([1, 2, 3])
    )
    some = tracks.chosen(np.array([True, False, True]))
    assert some.offsets.tolist() == [0, 2, 5]
    assert some.hits.tolist() == [0, 1, 3, 4, 5]
    assert some.states.tolist() == np.eye(3, 6)[[0, 2]].tolist()
    assert some.covariances is None
    assert some.chi2.tolist() == [1, 3]
