"""Are the tracks found the true ones, do the fits tell the truth, and does nothing depend on chance?"""

import os
import subprocess
import sys
from pathlib import Path

import awkward as ak
import numba
import numpy as np
import pytest

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.detector.layout import curvature, layer_table, outward
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.hits.arrange import arrange, of_events
from ecosystem_nb.tracking.mkfit.find import Rules, find
from ecosystem_nb.tracking.mkfit.fit import fit
from ecosystem_nb.tracking.mkfit.kernels.clean import clean
from ecosystem_nb.tracking.mkfit.reference import clean_reference, fit_reference, helix, path
from ecosystem_nb.tracking.scoring.score import score, summary
from ecosystem_nb.tracking.scoring.truth import Selection, truth
from ecosystem_nb.tracking.seeding.find import Cuts

DETECTOR = generic()


def columns(event):
    return [np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer")]


def tracks_of(event, **options):
    return find(arrange(*columns(event), DETECTOR), DETECTOR, **options)


def scores(event, tracks, **selection):
    known = truth(np.asarray(event.hits.particle), event.particles)
    return summary(score(tracks, known, Selection(**selection))).set_index("definition")


@pytest.fixture(scope="module")
def muons():
    return generate(Setup.muons(1500, pt_min=0.5), [11], DETECTOR)[0]


@pytest.fixture(scope="module")
def pileup():
    return generate(Setup(pile_up=20), [12], DETECTOR)[0]


@pytest.fixture(scope="module")
def found(muons):
    return tracks_of(muons)


def test_nearly_every_muon_is_found_once(muons, found):
    table = scores(muons, found, pt_min=0.5, hits_min=9)
    assert table.loc["ACTS", "efficiency"] > 0.985
    assert table.loc["ACTS", "fake_rate"] <= 1e-3
    assert table.loc["ACTS", "duplicate_rate"] <= 1e-3
    assert table.loc["ACTS", "purity"] > 0.995


def test_pulls_have_width_one_and_no_bias(muons, found):
    first = found.hits[found.offsets[:-1]]
    hit = {name: np.asarray(muons.hits[name])[first] for name in ("particle", "tpx", "tpy", "tpz")}
    pt = np.hypot(hit["tpx"], hit["tpy"])
    charge = np.asarray(muons.particles.q)[hit["particle"]]
    true = {3: charge / pt, 4: np.arctan2(hit["tpy"], hit["tpx"]), 5: hit["tpz"] / pt}
    diagonal = [0, 2, 5, 9, 14, 20]
    for k, value in true.items():
        off = found.states[:, k] - value
        off = (off + np.pi) % (2 * np.pi) - np.pi if k == 4 else off
        pull = off / np.sqrt(found.covariances[:, diagonal[k]])
        core = pull[np.abs(pull) < 4]
        assert len(core) > 0.99 * len(pull)
        assert core.std() == pytest.approx(1.0, abs=0.1)
        assert core.mean() == pytest.approx(0.0, abs=0.12)
    assert (found.chi2 / (2 * found.lengths - 5)).mean() == pytest.approx(1.0, abs=0.08)


def test_the_fit_is_that_of_whole_matrices_in_double_precision(muons, found):
    x, y, z, layer = columns(muons)
    layers, c = layer_table(DETECTOR).astype(np.float64), float(curvature(DETECTOR))
    for track in range(0, 40, 4):
        rows = found.hits[found.offsets[track] : found.offsets[track + 1]]
        points = np.column_stack([x, y, z])[rows].astype(np.float32).astype(np.float64)
        # another beginning than the kernel's, as wide: the result must not depend on it
        k = found.states[track, 3]
        direction = points[-1, :2] - points[-2, :2]
        t = (points[-1, 2] - points[-2, 2]) / np.hypot(*direction)
        begin = np.array([*points[-1], k, np.arctan2(direction[1], direction[0]), t])
        wide = np.diag([1.0, 1.0, 900.0, 0.09 * k * k + 0.0025, 4e-4, 1e-2])
        state, covariance, _ = fit_reference(points, layer[rows], layers, begin, wide, c)
        sigma = np.sqrt(np.diag(covariance))
        got = found.states[track].astype(np.float64)
        turn = (got[4] - state[4] + np.pi) % (2 * np.pi) - np.pi
        off = np.abs(np.append(got[[0, 1, 2, 3, 5]] - state[[0, 1, 2, 3, 5]], turn))
        assert (off < 0.15 * np.maximum(sigma[[0, 1, 2, 3, 5, 4]], 1e-3)).all()
        low = np.tril_indices(6)
        matrix = np.zeros((6, 6))
        matrix[low] = found.covariances[track]
        assert np.sqrt(np.diag(matrix))[3:] == pytest.approx(sigma[3:], rel=0.05)


def test_standard_and_clone_engine_find_the_same_and_best_hit_less(pileup):
    clone, standard, best = (
        tracks_of(pileup, rules=Rules(engine=engine)) for engine in ("clone", "standard", "best-hit")
    )
    assert np.array_equal(clone.hits, standard.hits)
    assert np.array_equal(clone.offsets, standard.offsets)
    efficiency = [
        scores(pileup, one, pt_min=0.5, hits_min=9).loc["CMS", "hit_efficiency"] for one in (clone, best)
    ]
    assert efficiency[0] >= efficiency[1] - 0.002


def test_one_thread_and_two_and_any_order_of_the_hits_give_the_same_tracks(pileup):
    x, y, z, layer = columns(pileup)
    together = tracks_of(pileup)
    try:
        numba.set_num_threads(1)
        alone = tracks_of(pileup)
    finally:
        numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)
    assert np.array_equal(together.hits, alone.hits)
    assert np.isfinite(together.states).all()
    assert np.array_equal(together.states, alone.states)
    order = np.random.default_rng(1).permutation(len(x))
    shuffled = find(arrange(x[order], y[order], z[order], layer[order], DETECTOR), DETECTOR)
    assert np.array_equal(order[shuffled.hits], together.hits)


def test_several_events_at_once_are_each_alone():
    events = generate(Setup.muons(60), [1, 2, 3], DETECTOR)
    hits = of_events(events, DETECTOR)
    together = find(hits, DETECTOR)
    rows = np.cumsum(ak.num(events.hits).to_numpy()) - ak.num(events.hits).to_numpy()
    alone = {
        tuple(one.hits[a:b] + row)
        for event, row in zip(events, rows, strict=True)
        for one in [tracks_of(event)]
        for a, b in zip(one.offsets[:-1], one.offsets[1:], strict=True)
    }
    got = {
        tuple(together.hits[a:b]) for a, b in zip(together.offsets[:-1], together.offsets[1:], strict=True)
    }
    assert got == alone


def test_one_missing_hit_loses_no_track():
    event = generate(Setup.muons(300), [5], DETECTOR)[0]
    x, y, z, layer = columns(event)
    for gone in range(4):
        left = layer != gone
        tracks = find(arrange(x[left], y[left], z[left], layer[left], DETECTOR), DETECTOR)
        known = truth(np.asarray(event.hits.particle)[left], event.particles)
        table = summary(score(tracks, known, Selection(pt_min=1.0, hits_min=8))).set_index("definition")
        assert table.loc["ACTS", "efficiency"] > 0.97


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_hits_make_no_track(n):
    hits = arrange([32.0] * n, [0.0] * n, np.zeros(n), np.zeros(n, int), DETECTOR)
    tracks = find(hits, DETECTOR)
    assert len(tracks) == 0
    assert tracks.states.shape == (0, 6)


def test_noise_makes_next_to_no_tracks():
    rng = np.random.default_rng(3)
    layer = rng.integers(0, len(DETECTOR), 20_000)
    along, phi = (
        rng.uniform(DETECTOR.low[layer], DETECTOR.high[layer]),
        rng.uniform(-np.pi, np.pi, len(layer)),
    )
    r = np.where(DETECTOR.barrel[layer], DETECTOR.position[layer], along)
    z = np.where(DETECTOR.barrel[layer], along, DETECTOR.position[layer])
    tracks = find(arrange(r * np.cos(phi), r * np.sin(phi), z, layer, DETECTOR), DETECTOR)
    assert len(tracks) <= 3
    assert np.isfinite(tracks.states).all()


def test_hits_that_lie_on_each_other_do_not_break_it(muons):
    x, y, z, layer = (np.repeat(one, 2) for one in columns(muons))
    tracks = find(arrange(x, y, z, layer, DETECTOR), DETECTOR)
    known = truth(np.repeat(np.asarray(muons.hits.particle), 2), muons.particles)
    # CMS's definition: a track takes one hit of each pair, so half of the particle's
    assert (
        summary(score(tracks, known, Selection(pt_min=0.5))).set_index("definition").loc["CMS", "fakes"] == 0
    )


def helix_hits(pt: float, off: float = 0.0):
    """Return the ten barrel hits of a central particle, ``off`` mm off their layers, in and out in turn."""
    c = float(curvature(DETECTOR))
    state = np.array([0.0, 0.0, 4.0, 1.0 / pt, 0.7, 0.3])
    radii = DETECTOR.position[:10] + off * np.resize([1.0, -1.0], 10)
    return np.array([helix(state, path(state, True, radius, c), c)[:3] for radius in radii]), np.arange(10)


def test_hits_that_stand_off_their_layer_are_found():
    points, layer = helix_hits(0.6, off=9.0)
    tracks = find(arrange(*points.T, layer, DETECTOR), DETECTOR)
    assert len(tracks) == 1
    assert tracks.hits.tolist() == list(range(10))


def test_of_two_hits_in_a_window_the_nearer_is_taken():
    points, layer = helix_hits(2.0)
    strips = layer >= 4
    across = np.column_stack([-points[:, 1], points[:, 0], 0 * layer]) / np.hypot(*points[:, :2].T)[:, None]
    true = np.concatenate([np.ones(10, bool), np.zeros(strips.sum(), bool)])
    layers = np.concatenate([layer, layer[strips]])
    for side in (3.0, -3.0):  # before or behind the true hit in order of azimuth
        decoys = (points + side * DETECTOR.sigma_u[layer][:, None] * across)[strips]
        together = np.concatenate([points, decoys])
        tracks = find(arrange(*together.T, layers, DETECTOR), DETECTOR)
        assert len(tracks) == 1
        assert true[tracks.hits].all()
        assert len(tracks.hits) == 10


@pytest.mark.parametrize("pt", [0.6, 5.0])
def test_where_modules_overlap_both_hits_are_on_the_track(pt):
    points, layer = helix_hits(pt)
    c, state = float(curvature(DETECTOR)), np.array([0.0, 0.0, 4.0, 1.0 / pt, 0.7, 0.3])
    twice = [0, 2, 5, 9]
    seconds = np.array([helix(state, path(state, True, DETECTOR.position[k] + 1.5, c), c)[:3] for k in twice])
    across = np.array([-seconds[2, 1], seconds[2, 0], 0.0]) / np.hypot(*seconds[2, :2])
    foreign = seconds[2] + 1.0 * across  # 1 mm beside the track, in the other module
    near = points[[7]] + [[0.1, 0.0, 0.0]]  # in the same module
    together = np.concatenate([points, seconds, [foreign], near])
    layers = np.concatenate([layer, twice, [5], [7]])
    tracks = find(arrange(*together.T, layers, DETECTOR), DETECTOR)
    assert len(tracks) == 1
    assert set(tracks.hits.tolist()) - {7, 15} == set(range(14)) - {7}
    assert len({7, 15} & set(tracks.hits.tolist())) == 1
    assert (np.diff(layers[tracks.hits]) >= 0).all()


@pytest.mark.parametrize(("holes", "reaches"), [(1, False), (2, True)])
def test_a_track_ends_at_one_hole_more_than_allowed(holes, reaches):
    points, layer = helix_hits(2.0)
    left = (layer != 5) & (layer != 7)  # two holes
    rules = Rules(holes=holes, holes_in_a_row=holes, hits=3)
    tracks = find(arrange(*points[left].T, layer[left], DETECTOR), DETECTOR, rules=rules)
    assert len(tracks) == 1
    assert (len(tracks.hits) == left.sum()) == reaches


def test_cleaning_keeps_the_best_of_those_that_share():
    rng = np.random.default_rng(8)
    found = [sorted(rng.choice(60, size=rng.integers(5, 12), replace=False).tolist()) for _ in range(80)]
    worth = rng.permutation(80).astype(np.float32)
    table = np.full((80, 12), -1, np.int32)
    for row, hits in enumerate(found):
        table[row, : len(hits)] = hits
    kept = np.zeros(80, np.bool_)
    lengths = np.array([len(hits) for hits in found], np.int32)
    clean(np.argsort(-worth, kind="stable"), table, lengths, np.zeros(60, np.bool_), 6, 0.3, kept)
    assert kept.tolist() == clean_reference(found, worth.tolist(), 6, 0.3)
    assert 0 < kept.sum() < 80


def test_a_track_of_two_hits_is_refused(muons):
    hits = arrange(*columns(muons), DETECTOR)
    with pytest.raises(ValueError, match=r"track 0 has 2 hits: expected at least 3"):
        fit(hits, np.zeros((1, 4), np.int32), np.array([2], np.int32), DETECTOR)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Rules(engine="greedy"), "engine = 'greedy': expected 'best-hit', 'standard' or 'clone'"),
        (lambda: Rules(candidates=0), "candidates = 0 is out of range"),
        (lambda: Rules(shared=1.5), "shared = 1.5 is out of range"),
        (lambda: Cuts(pt_min=0.0), "pt_min = 0 GeV is out of range"),
        (lambda: Cuts(impact=float("nan")), "impact = nan mm is out of range"),
    ],
)
def test_bad_rules_are_refused_in_one_line(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_every_track_meets_the_layers_in_order():
    for side, order in enumerate(outward(DETECTOR)):
        assert len(set(order.tolist())) == len(order) == 29
        discs = order[~DETECTOR.barrel[order]]
        assert (np.sign(DETECTOR.position[discs]) == 2 * side - 1).all()
        pixel_discs = [one for one in discs if DETECTOR.high[one] < 200]
        strips = [one for one in order if DETECTOR.barrel[one] and DETECTOR.position[one] > 200]
        places = order.tolist()
        assert max(places.index(one) for one in pixel_discs) < min(places.index(one) for one in strips)


SIMULATED = """
import sys, numpy as np
from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.hits.arrange import arrange, of_events
from ecosystem_nb.tracking.mkfit.find import find
data = np.load(sys.argv[1])
hits = arrange(data["x"], data["y"], data["z"], data["layer"], generic())
one = find(hits, generic(), device="cuda")
np.savez(sys.argv[2], hits=one.hits, offsets=one.offsets, states=one.states, covariances=one.covariances)
"""


@pytest.mark.skipif(not os.environ.get("EVERY_PAGE"), reason="compiles for long: EVERY_PAGE=1 runs it")
def test_the_cuda_kernels_find_the_same_tracks_on_the_simulator(tmp_path: Path):
    event = generate(Setup.muons(20), [4], DETECTOR)[0]
    want = tracks_of(event)
    x, y, z, layer = columns(event)
    np.savez(tmp_path / "in.npz", x=x, y=y, z=z, layer=layer)
    environment = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1"}
    command = [sys.executable, "-c", SIMULATED, str(tmp_path / "in.npz"), str(tmp_path / "out.npz")]
    subprocess.run(command, env=environment, check=True, timeout=240)
    got = np.load(tmp_path / "out.npz")
    assert np.array_equal(got["hits"], want.hits)
    assert np.array_equal(got["offsets"], want.offsets)
    sigma = np.sqrt(want.covariances[:, [0, 2, 5, 9, 14, 20]])
    assert (np.abs(got["states"] - want.states) < 0.05 * np.maximum(sigma, 1e-3)).all()
