"""Is each vertex called what it is?"""

import numpy as np
import pytest

from ecosystem_nb.tracking.vertexing.compare import CLEAN, FAKE, MERGED, SPLIT, compare


def test_perfect_vertices_are_all_clean():
    own = np.repeat(np.arange(5), 4)
    one = compare(own, own, 5, 5)
    assert (one.kind == CLEAN).all()
    assert one.efficiency == 1.0
    assert (one.purity == 1.0).all()


def test_seventy_per_cent_is_clean_and_less_is_merged():
    collision = [0] * 7 + [1] * 3 + [2] * 6 + [3] * 4
    one = compare([0] * 10 + [1] * 10, collision, 2, 4)
    assert one.kind.tolist() == [CLEAN, MERGED]
    assert one.purity.tolist() == [0.7, 0.6]
    assert one.found.tolist() == [True, False, True, False]
    assert one.efficiency == 0.5


def test_of_two_vertices_of_one_collision_the_lighter_is_split():
    one = compare([0, 0, 1, 1, 1], [0] * 5, 2, 1)
    assert one.kind.tolist() == [SPLIT, CLEAN]
    assert one.efficiency == 1.0
    weighted = compare([0, 0, 1, 1, 1], [0] * 5, 2, 1, [1.0, 1.0, 0.5, 0.5, 0.5])
    assert weighted.kind.tolist() == [CLEAN, SPLIT]


def test_vertices_of_fake_tracks_or_none_are_fakes():
    one = compare([0, 0, 0, 1, 2, 2, 2], [-1, -1, 0, -1, 1, 1, 1], 4, 2)
    assert one.kind.tolist() == [FAKE, FAKE, CLEAN, FAKE]
    assert one.collision.tolist() == [-1, -1, 1, -1]
    assert one.count(FAKE) == 3


def test_a_collision_with_one_track_is_not_asked_for():
    one = compare([-1, 0, 0], [0, 1, 1], 1, 3)
    assert one.findable.tolist() == [False, True, False]
    assert one.efficiency == 1.0
    assert np.isnan(compare([], [], 0, 3).efficiency)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="expected columns of one length, got 1, 2, 1"):
        compare([0], [0, 0], 1, 1)
    with pytest.raises(ValueError, match="collision: expected -1 to 0, got 1 to 1"):
        compare([0], [1], 1, 1)
