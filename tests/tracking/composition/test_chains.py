"""Does one finder's result reach the next unharmed, and does the chain gain what it should?"""

import numpy as np
import pytest

from ecosystem_nb.tracking.composition.chains import (
    graph_tracks,
    kalman_then_segments,
    refit,
    seeds_of,
    segments_then_kalman,
)
from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.hits.arrange import arrange, of_event
from ecosystem_nb.tracking.mkfit.find import find
from ecosystem_nb.tracking.scoring.score import score, summary
from ecosystem_nb.tracking.scoring.truth import Selection, truth
from ecosystem_nb.tracking.seeding.find import Cuts
from ecosystem_nb.tracking.tracks import Tracks

DETECTOR = generic()


@pytest.fixture(scope="module")
def event():
    setup = Setup(pile_up=3, hard_tracks=250, pt_min=0.5, displaced=0.5, decay_length=40.0)
    return generate(setup, [6], DETECTOR)[0]


@pytest.fixture(scope="module")
def hits(event):
    return of_event(event, DETECTOR)


def acts(tracks, event):
    known = truth(np.asarray(event.hits.particle), event.particles)
    table = summary(score(tracks, known, Selection(pt_min=1.0, hits_min=7)))
    return table.set_index("definition").loc["ACTS"]


def true_lists(event, least=6):
    particle = np.asarray(event.hits.particle)
    of = [np.flatnonzero(particle == one).tolist() for one in range(len(event.particles))]
    return [one for one in of if len(one) >= least]


def test_seeds_are_the_first_three_hits(event, hits):
    lists = true_lists(event)
    seeds = seeds_of(Tracks.of(lists), hits)
    assert hits.order[seeds.hits].tolist() == [one[:3] for one in lists]
    assert (seeds.event == 0).all()


def test_a_track_of_two_hits_is_no_seed(hits):
    with pytest.raises(ValueError, match=r"track 1 has 2 hits: expected at least 3 for a seed"):
        seeds_of(Tracks.of([[0, 1, 2], [3, 4]]), hits)


def test_a_refit_keeps_true_tracks_in_any_order_and_drops_mixed_ones(event, hits):
    lists = true_lists(event, least=8)
    rng = np.random.default_rng(2)
    shuffled = [rng.permutation(one).tolist() for one in lists]
    mixed = [a[:4] + b[4:8] for a, b in zip(lists[:-1:2], lists[1::2], strict=False)]
    kept = refit(Tracks.of(shuffled + mixed), hits, DETECTOR)
    got = {
        frozenset(kept.hits[a:b].tolist()) for a, b in zip(kept.offsets[:-1], kept.offsets[1:], strict=True)
    }
    assert len(got & {frozenset(one) for one in lists}) > 0.95 * len(lists)
    assert len(got & {frozenset(one) for one in mixed}) < 0.05 * len(mixed)
    assert kept.chi2.max() <= 5.0 * (2 * kept.lengths - 5).max()


def test_of_two_hits_on_a_layer_one_is_fitted(event, hits):
    x, y, z, layer = (np.repeat(np.asarray(event.hits[name]), 2) for name in ("x", "y", "z", "layer"))
    twice = arrange(x, y, z, layer, DETECTOR)
    one = true_lists(event, least=8)[0]
    doubled = Tracks.of([[2 * hit + k for hit in one for k in (0, 1)]])
    kept = refit(doubled, twice, DETECTOR)
    assert len(kept.hits) == len(one)


def test_segments_on_the_rest_find_particles_beside_the_beam(event, hits):
    cuts = Cuts(pt_min=0.8)
    alone, both = find(hits, DETECTOR, cuts), kalman_then_segments(hits, DETECTOR, cuts)
    assert acts(both, event)["efficiency"] > acts(alone, event)["efficiency"] + 0.03
    assert len(np.unique(both.hits)) >= len(both.hits) - int(0.01 * len(both.hits))
    # what the first pass found stands first, unchanged
    assert np.array_equal(both.hits[: len(alone.hits)], alone.hits)
    assert both.states.shape == (len(both), 6)
    assert both.covariances.shape == (len(both), 21)
    rest = both.hits[len(alone.hits) :]
    assert not np.isin(rest, alone.hits).any()


def test_linked_tracks_seed_the_building(event, hits):
    row = acts(segments_then_kalman(hits, DETECTOR), event)
    assert row["efficiency"] > 0.6
    assert row["fake_rate"] < 0.02


def test_graph_tracks_are_rows_of_the_event_and_can_be_fitted(event, hits):
    """Of two events in one list each is searched alone, so that the first gives what it gives alone."""
    alone = graph_tracks(hits)
    columns = [np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer")]
    far = [np.concatenate([one, one]) for one in columns]
    both = arrange(*far, DETECTOR, event=np.repeat([0, 1], len(columns[0])))
    found = graph_tracks(both)
    assert np.array_equal(found.hits[: len(alone.hits)], alone.hits)
    assert len(found) == 2 * len(alone)
    row = acts(alone, event)
    fitted = acts(refit(alone, hits, DETECTOR), event)
    assert row["efficiency"] > 0.5
    assert fitted["fake_rate"] <= row["fake_rate"]


def test_nothing_gives_nothing():
    empty = arrange([], [], [], np.zeros(0, int), DETECTOR)
    assert len(segments_then_kalman(empty, DETECTOR)) == 0
    assert len(kalman_then_segments(empty, DETECTOR)) == 0
    assert len(graph_tracks(empty)) == 0
    assert len(refit(Tracks.of([]), empty, DETECTOR)) == 0
