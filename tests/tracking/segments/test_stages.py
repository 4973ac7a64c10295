"""Are the objects those that the cuts ask for, each once, and the same for hits in any order?"""

import numpy as np
import pytest
from tests.tracking.segments.conftest import arranged, columns
from tests.tracking.segments.helices import C, crossings

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.detector.layout import layer_table
from ecosystem_nb.tracking.detector.pairs import double, partner
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.hits.arrange import arrange
from ecosystem_nb.tracking.segments.connect import connections
from ecosystem_nb.tracking.segments.find import find, finish
from ecosystem_nb.tracking.segments.kernels import drivers
from ecosystem_nb.tracking.segments.link import link
from ecosystem_nb.tracking.segments.objects import Cuts
from ecosystem_nb.tracking.segments.reference import (
    circle_reference,
    doublets_reference,
    greedy_reference,
    segments_reference,
    triplets_reference,
)

PLAIN, CUTS = generic(), Cuts()


def linked_pairs(detector):
    table = connections(detector, skip=CUTS.skip, z0=CUTS.z0).linked
    return {
        (one, int(two))
        for one in range(len(detector))
        for two in table.layers[table.start[one] : table.start[one + 1]]
    }


def test_objects_are_those_of_plain_loops(crowd):
    _, hits, _ = crowd
    linked = link(hits, PLAIN)
    x, y, z = (one.astype(float) for one in (hits.x, hits.y, hits.z))
    table = layer_table(PLAIN).astype(float)
    pairs = segments_reference(x, y, z, hits.layer, table, linked_pairs(PLAIN), C, CUTS.pt_min, CUTS.z0)
    assert len(pairs) > 500
    assert sorted(map(tuple, linked.segments.tolist())) == pairs
    rows = [tuple(row) for row in linked.segments.tolist()]
    three = triplets_reference(rows, x, y, z, hits.layer, table, C, CUTS.pt_min, CUTS.impact, CUTS.kink)
    assert sorted(map(tuple, linked.triplets.tolist())) == three
    assert len(three) > 50


def test_quintuplets_are_two_triplets_that_share_a_hit_and_bend_alike(crowd):
    _, hits, _ = crowd
    linked = link(hits, PLAIN)
    assert len(linked.quintuplets) > 20
    for inner, outer in linked.quintuplets:
        one, two = linked.triplet_hits(np.array([inner, outer]))
        assert one[2] == two[0]
        rows = [*one, *two[1:]]
        bends = [
            circle_reference(hits.x[part].astype(float), hits.y[part].astype(float))[0] for part in (one, two)
        ]
        assert abs(bends[0] - bends[1]) < 2e-4 + 0.4 * max(map(abs, bends))
        assert len(set(hits.layer[rows].tolist())) == 5
    assert len(np.unique(linked.quintuplets, axis=0)) == len(linked.quintuplets)


def test_what_is_counted_is_filled(crowd):
    _, hits, _ = crowd
    linked = link(hits, PLAIN)
    for objects, start in (
        (linked.segments, linked.segment_start),
        (linked.triplets, linked.triplet_start),
        (linked.quintuplets, linked.quintuplet_start),
    ):
        owner = np.repeat(np.arange(len(start) - 1), np.diff(start))
        assert start[-1] == len(objects)
        assert (objects[:, 0] == owner).all()


@pytest.mark.parametrize("charge", [-1, 1])
@pytest.mark.parametrize("cot", [0.0, 0.7, -1.6, 3.3, -5.2])
def test_a_perfect_helix_passes_every_cut_above_the_least_pt_and_none_below(charge, cot):
    """Without scattering the limit is sharp: 5 % above it everything passes, far below nothing does."""
    for factor, there in ((1.05, True), (20.0, True), (0.7, False)):
        x, y, z, layer = crossings(PLAIN, factor * CUTS.pt_min, charge, 3.1, cot, 40.0)
        hits = arrange(x, y, z, layer, PLAIN)
        linked = link(hits, PLAIN)
        if not there:
            assert len(linked.triplets) == len(linked.quintuplets) == len(linked.links) == 0
            continue
        tracks = finish(linked, PLAIN)
        assert len(tracks) == 1
        assert sorted(tracks.hits.tolist()) == list(range(len(x)))
        radius = np.hypot(x, y)[tracks.hits]
        assert (np.diff(radius) > 0).all()
        assert tracks.states[0, 3] == pytest.approx(charge / (factor * CUTS.pt_min), rel=1e-3, abs=1e-4)
        assert tracks.states[0, 5] == pytest.approx(cot, abs=2e-3)


def test_tracks_do_not_depend_on_the_order_of_the_hits(crowd):
    event, hits, _ = crowd
    x, y, z, layer = (np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer"))
    shuffle = np.random.default_rng(0).permutation(len(x))
    again = arrange(x[shuffle], y[shuffle], z[shuffle], layer[shuffle], PLAIN)
    one, two = find(hits, PLAIN), find(again, PLAIN)
    assert len(one) > 10
    assert one.offsets.tolist() == two.offsets.tolist()
    assert one.hits.tolist() == shuffle[two.hits].tolist()


def test_events_side_by_side_give_the_tracks_of_each(crowd, muons):
    both = [
        np.concatenate([np.asarray(one.hits[name]) for one, *_ in (crowd, muons)])
        for name in ("x", "y", "z", "layer")
    ]
    size = len(crowd[1])
    event = np.repeat([0, 1], [size, len(muons[1])])
    together = find(arrange(*both, PLAIN, event=event), PLAIN)
    apart = [find(one[1], PLAIN) for one in (crowd, muons)]
    assert together.hits.tolist() == apart[0].hits.tolist() + (apart[1].hits + size).tolist()


def test_muons_are_found_with_all_their_hits(muons):
    _, hits, known = muons
    tracks = find(hits, PLAIN)
    owner = known.particle[tracks.hits]
    first = owner[tracks.offsets[:-1]]
    long = np.flatnonzero(known.nhits >= 9)
    assert len(set(first.tolist())) == len(tracks)
    assert len(set(long.tolist()) - set(first.tolist())) <= 0.03 * len(long)
    assert np.mean(owner == np.repeat(first, tracks.lengths)) > 0.99
    assert len(tracks.hits) > 0.97 * known.nhits[first].sum()


def test_double_layers_pair_as_plain_loops_do_and_link_fewer_false_pairs(crowd):
    """A mini-doublet knows its curvature, so that of its segments a larger share is true."""
    event = generate(Setup(pile_up=5.0), [3], double())[0]
    hits = arranged(event, double())
    linked = link(hits, double())
    owner = columns(event)["particle"]
    inner, outer = linked.points.inner, linked.points.outer
    seen = outer >= 0
    x, y, z = (one.astype(float) for one in (hits.x, hits.y, hits.z))
    table, other = layer_table(double()).astype(float), partner(double())
    outwards = np.where(other > np.arange(len(other)), other, -1)
    pairs = doublets_reference(
        x, y, z, hits.layer, table, outwards, hits.off, C, CUTS.pt_min, CUTS.z0, CUTS.stub
    )
    place = hits.place()
    assert sorted(zip(place[inner[seen]].tolist(), place[outer[seen]].tolist(), strict=True)) == pairs
    assert seen.sum() > 200
    assert np.mean(owner[inner[seen]] == owner[outer[seen]]) > 0.8

    def true_share(of, found):
        return np.mean((of[found[:, 0]] == of[found[:, 1]]) & (of[found[:, 0]] >= 0))

    plain = link(crowd[1], PLAIN)
    of_plain = crowd[2].particle[plain.points.inner]
    assert true_share(owner[inner], linked.segments) > 2 * true_share(of_plain, plain.segments)
    tracks = finish(linked, double())
    assert len(tracks) > 5
    assert len(np.unique(tracks.hits[: tracks.offsets[1]])) == tracks.lengths[0]


@pytest.mark.parametrize("seed", range(5))
def test_cleaning_side_by_side_is_going_through_from_the_best(seed):
    rng = np.random.default_rng(seed)
    found = np.array([rng.choice(60, 8, replace=False) for _ in range(80)], np.int32)
    lengths = rng.choice([5, 6, 8], 80).astype(np.int32)
    rank = rng.permutation(80).astype(np.int32)
    kept = drivers.clean(found, lengths, rank, 60, np.float32(0.3))
    lists = [row[:n].tolist() for row, n in zip(found, lengths, strict=True)]
    assert kept.tolist() == greedy_reference(lists, rank, 0.3)
    assert 3 < kept.sum() < 40


@pytest.mark.parametrize("detector", [generic(), double()], ids=["plain", "double"])
@pytest.mark.parametrize("number", [0, 1, 300])
def test_noise_or_nothing_gives_no_track(detector, number):
    rng = np.random.default_rng(number)
    layer = rng.integers(0, len(detector), number)
    along = rng.uniform(detector.low[layer], detector.high[layer])
    phi = rng.uniform(-np.pi, np.pi, number)
    r = np.where(detector.barrel[layer], detector.position[layer], along)
    z = np.where(detector.barrel[layer], along, detector.position[layer])
    assert len(find(arrange(r * np.cos(phi), r * np.sin(phi), z, layer, detector), detector)) == 0


def test_a_hit_that_stands_twice_is_used_once(muons):
    event, hits, _ = muons
    x, y, z, layer = (np.tile(np.asarray(event.hits[name]), 2) for name in ("x", "y", "z", "layer"))
    tracks = find(arrange(x, y, z, layer, PLAIN), PLAIN)
    single = find(hits, PLAIN)
    first = tracks.hits[: tracks.offsets[1]] % len(hits)
    assert len(set(first.tolist())) == len(first)
    assert len(tracks) >= len(single)


def test_bad_cuts_are_refused_in_one_line():
    with pytest.raises(
        ValueError, match=r"pt_min = 0 GeV is out of range: expected at least 0.1 and at most 100 GeV"
    ):
        Cuts(pt_min=0.0)
    with pytest.raises(ValueError, match=r"shared = 1.5 is out of range"):
        Cuts(shared=1.5)
    with pytest.raises(ValueError, match=r"device = 'tpu': expected 'cpu' or 'cuda'"):
        link(arrange([], [], [], np.zeros(0, int), PLAIN), PLAIN, device="tpu")
