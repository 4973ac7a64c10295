"""Is our TrackML score the challenge's?"""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.tracking.scoring.trackml import trackml_score, trackml_weights
from ecosystem_nb.tracking.scoring.truth import truth
from ecosystem_nb.tracking.tracks import Tracks


def by_hand(track_of_hit, particle, weight):
    """Score as the challenge defines it, hit by hit: noise is one more particle, of weight 0."""
    good = 0.0
    for track in set(track_of_hit):
        mine = [i for i, one in enumerate(track_of_hit) if one == track]
        (major, most), *_ = Counter(particle[i] for i in mine).most_common()
        if 2 * most > len(mine) and 2 * most > sum(one == major for one in particle):
            good += sum(weight[i] for i in mine if particle[i] == major)
    return good / sum(weight)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_score_is_the_challenges(seed):
    """Random tracks, most of them good; every hit stands on exactly one, as a submission has it."""
    rng = np.random.default_rng(seed)
    particle = rng.integers(-1, 8, 60)
    track_of_hit = np.where(rng.random(60) < 0.3, rng.integers(0, 12, 60), particle + 1)
    weight = np.where(particle >= 0, rng.random(60), 0.0)
    lists = [np.flatnonzero(track_of_hit == t).tolist() for t in range(12)]
    known = truth(particle, {"pt": np.ones(8), "eta": np.zeros(8)}, weight)
    expected = by_hand(track_of_hit.tolist(), particle.tolist(), weight.tolist())
    assert trackml_score(Tracks.of(lists), known) == pytest.approx(expected, abs=1e-12)


def test_perfect_tracks_score_one_and_empty_events_nothing():
    particle = np.repeat(np.arange(5), 9)
    known = truth(particle, {"pt": np.ones(5), "eta": np.zeros(5)}, np.full(45, 1 / 45))
    perfect = Tracks.of([np.flatnonzero(particle == k).tolist() for k in range(5)])
    assert trackml_score(perfect, known) == pytest.approx(1.0)
    assert trackml_score(Tracks.of([]), known) == 0.0
    assert np.isnan(trackml_score(Tracks.of([]), truth([-1, -1], {"pt": [], "eta": []})))


def test_a_hit_on_two_tracks_counts_once():
    """Hit 3 goes to the longer track; what is left of the other still holds 3 of 4 hits, and then 2."""
    known = truth([0, 0, 0, 0, 1, 1, 1, 1, 1], {"pt": [1.0, 1.0], "eta": [0.0, 0.0]})
    lists = [[0, 1, 2, 3], [4, 5, 6, 7, 8, 3]]
    assert trackml_score(Tracks.of(lists), known) == pytest.approx(8 / 9)
    assert trackml_score(Tracks.of(lists[::-1]), known) == pytest.approx(8 / 9)
    lists[0] = [0, 1, 3]
    assert trackml_score(Tracks.of(lists), known) == pytest.approx(5 / 9)


def test_weights_are_the_challenges():
    """Nine hits take the nine proposed weights as they are; four take 10, interpolated 5.33, 3 and 6."""
    nine = trackml_weights([0] * 9, np.arange(9.0), [3.0])
    assert nine == pytest.approx(np.array([10, 8, 6, 5, 3, 3, 3, 5, 6]) / 49)
    four = np.interp(np.arange(4) * 8 / 3, np.arange(9), [10, 8, 6, 5, 3, 3, 3, 5, 6])
    assert trackml_weights([0] * 4, [4.0, 3.0, 2.0, 1.0], [9.0]) == pytest.approx(four[::-1] / four.sum())


def test_weights_rise_with_transverse_momentum_from_a_fifth_to_one():
    """Straight between 0.2 at 0.5 GeV and 1 at 3 GeV, nothing below 0.05 GeV, the same beyond 3 GeV."""
    pt = np.array([0.04, 0.3, 0.5, 1.75, 3.0, 20.0])
    particle = np.repeat(np.arange(6), 5)
    weight = trackml_weights(particle, np.tile(np.arange(5.0), 6), pt)
    shares = np.bincount(particle, weight)
    assert shares == pytest.approx(np.array([0, 0.2, 0.2, 0.6, 1, 1]) / 3)
    assert weight.sum() == pytest.approx(1.0)


def test_short_particles_noise_and_late_hits_do_not_count():
    assert trackml_weights([0, 0, 0, -1], np.arange(4.0), [3.0]).tolist() == [0, 0, 0, 0]
    long = trackml_weights([0] * 25, np.arange(25.0), [3.0])
    assert (long[20:] == 0).all()
    assert (long[:20] > 0).all()
