"""Does each definition draw its line where its authors do?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.tracking.scoring.kernels import shared_hits
from ecosystem_nb.tracking.scoring.matching import (
    ACTS,
    CMS,
    DEFINITIONS,
    DUPLICATE,
    FAKE,
    MATCHED,
    ONE_WAY,
    TWO_WAY,
    match,
    share,
)
from ecosystem_nb.tracking.scoring.reference import shared_hits_reference
from ecosystem_nb.tracking.scoring.truth import truth
from ecosystem_nb.tracking.tracks import Tracks


def known(particle, count=None):
    """Return the truth of an event whose particles differ in nothing but their hits."""
    n = max([*particle, -1]) + 1 if count is None else count
    return truth(particle, {"pt": np.full(n, 2.0), "eta": np.zeros(n)})


def outcomes(lists, particle, definition):
    return match(share(Tracks.of(lists), known(particle)), definition).outcome.tolist()


# Particle 0 has hits 0 to 7, particle 1 hits 8 to 15; 16 to 23 are noise.
PARTICLE = [0] * 8 + [1] * 8 + [-1] * 8


@pytest.mark.parametrize(
    ("track", "acts", "cms", "one_way", "two_way"),
    [
        ([0, 1, 2, 3, 4, 5], 1, 1, 1, 1),  # pure, 6 of 8
        ([0, 1, 2, 3, 16, 17, 18, 19], 1, 0, 0, 0),  # half of the track and half of the particle
        ([0, 1, 2, 3, 4, 16, 17, 18, 19], 1, 0, 1, 1),  # 5 of 9, and 5 of 8
        ([0, 1, 2, 16], 0, 0, 1, 0),  # exactly 75 % of the track, 3 of 8
        ([0, 1, 2, 3, 16], 1, 1, 1, 0),  # 80 %, exactly half of the particle
        ([0, 1, 2, 3, 4, 5, 16, 17], 1, 0, 1, 1),  # exactly 75 %, 6 of 8
        ([0, 1, 2], 0, 1, 1, 0),  # pure, but 3 of 8
        ([16, 17, 18], 0, 0, 0, 0),  # noise
    ],
)
def test_where_each_definition_draws_its_line(track, acts, cms, one_way, two_way):
    """ACTS takes exactly 50 %; CMS wants more than 75 %; Exa.TrkX and TrackML want more than 50 %."""
    for definition, expected in ((ACTS, acts), (CMS, cms), (ONE_WAY, one_way), (TWO_WAY, two_way)):
        assert outcomes([track], PARTICLE, definition) == [MATCHED if expected else FAKE], definition.name


def test_one_way_finds_a_particle_on_an_impure_track_and_trusts_a_pure_piece():
    """Particle 1's 8 hits drown among 9 of others: found, but the track is a fake."""
    particle = [0] * 8 + [1] * 8 + [-1] * 9
    one = match(share(Tracks.of([[*range(8, 16), *range(16, 25)]]), known(particle)), ONE_WAY)
    assert one.found.tolist() == [False, True]
    assert one.best[1] == 1.0
    assert one.outcome.tolist() == [FAKE]
    piece = match(share(Tracks.of([[0, 1, 2]]), known(particle)), ONE_WAY)
    assert piece.outcome.tolist() == [MATCHED]
    assert not piece.found.any()


def test_a_split_track_is_one_find_and_one_duplicate():
    halves = [[0, 1, 2, 3, 4], [5, 6, 7]]
    for definition, expected in ((CMS, [MATCHED, DUPLICATE]), (TWO_WAY, [MATCHED, FAKE])):
        assert outcomes(halves, PARTICLE, definition) == expected
    assert outcomes(halves[::-1], PARTICLE, CMS) == [DUPLICATE, MATCHED]  # the longer one is the match


def test_between_equals_the_particle_with_fewer_hits_is_the_majority():
    particle = [0] * 8 + [1] * 2
    shared = share(Tracks.of([[0, 1, 8, 9]]), known(particle))
    assert shared.particle[shared.majority].tolist() == [1]
    assert match(shared, ACTS).found.tolist() == [False, True]


def test_nothing_in_nothing_out():
    for lists, particle in (([], []), ([], [0, 0]), ([[]], [0]), ([[0, 1]], [-1, -1])):
        shared = share(Tracks.of(lists), known(particle))
        assert shared.purity.tolist() == [0.0] * len(lists)
        for definition in DEFINITIONS:
            one = match(shared, definition)
            assert not one.found.any()
            assert (one.outcome == FAKE).all()


@pytest.mark.parametrize(
    ("lists", "message"),
    [
        ([[0], [1, 2, 1]], r"hit 1 stands twice on track 1: expected once"),
        ([[0], [24]], r"hit 24 of track 1: expected 0 to 23"),
        ([[-1]], r"hit -1 of track 0"),
    ],
)
def test_what_is_no_track_is_refused_in_one_line(lists, message):
    with pytest.raises(ValueError, match=message):
        share(Tracks.of(lists), known(PARTICLE))


EVENTS = st.integers(0, 2**32 - 1).map(np.random.default_rng)


def drawn(rng, shared_hits=True):
    """Return some tracks and the particles of the hits."""
    particle = rng.integers(-1, 6, 40)
    if shared_hits:
        lists = [rng.choice(40, rng.integers(0, 12), replace=False).tolist() for _ in range(8)]
    else:
        cuts = np.sort(rng.integers(0, 41, 9))
        lists = [part.tolist() for part in np.split(rng.permutation(40), cuts)]
    return lists, particle


@settings(max_examples=50, deadline=None)
@given(EVENTS)
def test_the_kernel_counts_as_the_reference_does(rng):
    lists, particle = drawn(rng)
    if rng.integers(4) == 0 and lists[3]:
        lists[3].append(lists[3][0])
    if rng.integers(4) == 0:
        lists[0] = list(range(40)) * 2  # longer than what is sorted by insertion
        particle = np.repeat(particle, 2)
        lists[0] = list(range(80))
    tracks = Tracks.of(lists)
    ours = shared_hits(tracks.offsets, tracks.hits, particle)
    theirs = shared_hits_reference(tracks.offsets, tracks.hits, particle)
    for a, b in zip(ours, theirs, strict=True):
        assert np.array_equal(a, b)


@settings(max_examples=50, deadline=None)
@given(EVENTS)
def test_the_order_of_hits_and_tracks_does_not_matter(rng):
    lists, particle = drawn(rng)
    moved = [rng.permutation(one).tolist() for one in lists]
    order = rng.permutation(len(lists))
    before = share(Tracks.of(lists), known(particle, 6))
    after = share(Tracks.of([moved[i] for i in order]), known(particle, 6))
    for definition in DEFINITIONS:
        a, b = match(before, definition), match(after, definition)
        assert np.array_equal(a.found, b.found)
        assert np.array_equal(a.best, b.best, equal_nan=True)
        assert sorted(a.outcome) == sorted(b.outcome)
        assert np.array_equal(a.outcome[order] == FAKE, b.outcome == FAKE)


@settings(max_examples=50, deadline=None)
@given(EVENTS)
def test_a_stricter_definition_finds_no_more(rng):
    """More than 50 % of both sides implies at least 50 %; each match is one found particle."""
    lists, particle = drawn(rng)
    shared = share(Tracks.of(lists), known(particle, 6))
    acts, two = match(shared, ACTS), match(shared, TWO_WAY)
    assert (two.found <= acts.found).all()
    for definition in (ACTS, CMS, TWO_WAY):
        one = match(shared, definition)
        assert one.found.sum() == (one.outcome == MATCHED).sum()
