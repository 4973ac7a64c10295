"""Are events what was asked for, physical, and the same for the same seed?"""

from dataclasses import replace

import awkward as ak
import numba
import numpy as np
import pytest

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.detector.modules import grid
from ecosystem_nb.tracking.events.generate import _surfaces, generate
from ecosystem_nb.tracking.events.kernels.follow import follow_all
from ecosystem_nb.tracking.events.kernels.streams import normal, uniform
from ecosystem_nb.tracking.events.particles import draw, momentum_density
from ecosystem_nb.tracking.events.setup import Setup

CLEAN = Setup.muons(400, material=0.0)
SMALL = Setup(pile_up=4.0)


@pytest.fixture(scope="module")
def clean():
    return generate(CLEAN, [3])[0]


def columns(records):
    return {name: ak.to_numpy(records[name]) for name in records.fields}


def test_true_hits_lie_on_their_layers_within_their_ends(clean):
    hits, detector = columns(clean.hits), generic()
    layer, r = hits["layer"], np.hypot(hits["tx"], hits["ty"])
    barrel = detector.barrel[layer]
    assert np.where(barrel, r, hits["tz"]) == pytest.approx(detector.position[layer], abs=1e-9)
    v = np.where(barrel, hits["tz"], r)
    assert (v >= detector.low[layer]).all()
    assert (v <= detector.high[layer]).all()


def test_without_matter_momentum_is_kept_and_hits_lie_on_the_circle(clean):
    """Distance to the circle's centre is R = pT / (0.3 B) for each hit."""
    hits, particles = columns(clean.hits), columns(clean.particles)
    owner = hits["particle"]
    pt = np.hypot(particles["px"], particles["py"])
    assert np.hypot(hits["tpx"], hits["tpy"]) == pytest.approx(pt[owner], rel=1e-9)
    assert hits["tpz"] == pytest.approx(particles["pz"][owner], rel=1e-9, abs=1e-9)
    radius = pt / (0.299792458e-3 * 2.0)
    side = particles["q"] * radius / pt
    centre_x = particles["vx"] + side * particles["py"]
    centre_y = particles["vy"] - side * particles["px"]
    away = np.hypot(hits["tx"] - centre_x[owner], hits["ty"] - centre_y[owner])
    assert away == pytest.approx(radius[owner], abs=1e-4)


def test_measured_hits_stand_off_by_the_resolution_on_the_nominal_surface(clean):
    hits, detector = columns(clean.hits), generic()
    layer = hits["layer"]
    barrel = detector.barrel[layer]
    r, true_r = np.hypot(hits["x"], hits["y"]), np.hypot(hits["tx"], hits["ty"])
    assert r[barrel] == pytest.approx(true_r[barrel], abs=1e-9)
    assert (hits["z"] == hits["tz"])[~barrel].all()
    turn = np.arctan2(hits["y"], hits["x"]) - np.arctan2(hits["ty"], hits["tx"])
    u = np.mod(turn + np.pi, 2 * np.pi) - np.pi
    pull_u = u * true_r / detector.sigma_u[layer]
    pull_v = np.where(barrel, hits["z"] - hits["tz"], r - true_r) / detector.sigma_v[layer]
    for pull in (pull_u, pull_v):  # 4 000 hits: widths to 1.1 %, means to 0.016
        assert pull.std() == pytest.approx(1.0, abs=0.05)
        assert pull.mean() == pytest.approx(0.0, abs=0.07)


def test_flat_smearing_stays_within_half_a_pitch():
    hits = columns(generate(replace(CLEAN, smearing="uniform"), [3])[0].hits)
    pull = np.abs(hits["z"] - hits["tz"]) / generic().sigma_v[hits["layer"]]
    barrel = generic().barrel[hits["layer"]]
    assert pull[barrel].max() == pytest.approx(3.0**0.5, rel=0.01)


def test_every_hit_belongs_to_the_particle_that_counts_it(clean):
    counts = np.bincount(ak.to_numpy(clean.hits.particle), minlength=len(clean.particles))
    assert counts.tolist() == clean.particles.nhits.to_list()
    pairs = set(zip(clean.hits.particle.to_list(), clean.hits.layer.to_list(), strict=True))
    assert len(pairs) == len(clean.hits)  # a layer is hit once


def test_same_seed_same_event_whatever_stands_beside_it_and_on_any_thread():
    two = generate(SMALL, [5, 6])
    assert ak.array_equal(generate(SMALL, [6]), two[1:])
    assert not ak.array_equal(two[0].hits, two[1].hits)
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    alone = generate(SMALL, [5])
    numba.set_num_threads(before)
    assert ak.array_equal(alone, two[:1])


def test_a_particle_does_not_depend_on_the_others():
    """Particles in another order leave the same hits."""
    setup, detector = Setup(pile_up=1.0, hard_tracks=50.0), generic()
    surfaces = _surfaces(setup, detector)
    particles = draw(setup, np.random.default_rng(2))
    one = (particles.start, particles.momentum, particles.charge.astype(np.float64), particles.masses)
    streams = np.arange(len(particles), dtype=np.uint64)
    rest = (surfaces.cylinders, surfaces.planes, surfaces.sensors, surfaces.cells, surfaces.shifts)
    rest += (surfaces.dead, 2.0, 0.9, False, surfaces.most)
    forth = follow_all(*one, streams, *rest)
    back = follow_all(*(column[::-1].copy() for column in one), streams[::-1].copy(), *rest)
    assert forth[0].tolist() == back[0][::-1].tolist()
    for i, count in enumerate(forth[0]):
        assert (forth[1][i, :count] == back[1][-1 - i, :count]).all()


def test_scattering_bends_by_highlands_angle_and_matter_slows():
    """On the first layer the direction was kicked once, by the beam pipe, whose width is worked out here."""
    gun = Setup.muons(2000, pt_min=1.0, pt_max=1.001, eta_max=0.1)
    event = generate(gun, [1])[0]
    hits, particles = columns(event.hits), columns(event.particles)
    first = hits["layer"] == 0
    owner, pt = hits["particle"][first], np.hypot(hits["tpx"], hits["tpy"])[first]
    rise = hits["tpz"][first] / pt - (particles["pz"] / np.hypot(particles["px"], particles["py"]))[owner]
    x = 0.0023
    expected = 13.6e-3 * x**0.5 * (1 + 0.038 * np.log(x))  # beta = 0.994
    assert rise.std() == pytest.approx(expected, rel=0.06)
    last = hits["layer"] == 9
    slower = np.hypot(hits["tpx"], hits["tpy"])[last].mean()
    assert 0.98 < slower < 0.999


def test_efficiency_dead_modules_and_noise_have_their_shares():
    full = len(generate(CLEAN, [1])[0].hits)
    part = len(generate(replace(CLEAN, efficiency=0.9), [1])[0].hits)
    assert part / full == pytest.approx(0.9, abs=0.02)
    dead = generate(replace(CLEAN, dead=0.5), [1])[0]
    assert len(dead.hits) / full == pytest.approx(0.5, abs=0.05)
    loud = columns(generate(replace(CLEAN, dead=0.5, noise=2000.0), [1])[0].hits)
    few = generic().modules[loud["layer"]] < 200  # there the noise finds every live module
    seen = loud["layer"].astype(int) * 1000 + loud["module"]
    assert set(seen[few & (loud["particle"] >= 0)]) <= set(seen[few & (loud["particle"] == -1)])
    noisy = generate(replace(CLEAN, noise_share=0.3), [1])[0]
    assert ak.sum(noisy.hits.particle == -1) / full == pytest.approx(0.3, abs=0.05)
    only = generate(Setup(pile_up=0.0, hard_tracks=0.0, noise=20.0), [1])[0]
    assert ak.all(only.hits.particle == -1)
    assert len(only.hits) == pytest.approx(20 * 48, rel=0.15)


def test_misalignment_moves_whole_modules():
    """Within a module all hits are shifted alike: the spread of the shifts is that of the modules."""
    shifted = generate(replace(CLEAN, misalignment=0.5), [3])[0]
    hits, plain = columns(shifted.hits), columns(generate(CLEAN, [3])[0].hits)
    pixels = hits["layer"] < 4
    dz = (hits["z"] - plain["z"])[pixels]
    turn = np.arctan2(hits["y"], hits["x"]) - np.arctan2(plain["y"], plain["x"])
    du = (np.hypot(hits["x"], hits["y"]) * (np.mod(turn + np.pi, 2 * np.pi) - np.pi))[pixels]
    module = hits["layer"][pixels] * 10_000 + hits["module"][pixels]
    for shift in (du, dz):
        assert shift.std() == pytest.approx(0.5, rel=0.2)
        for one in np.unique(module)[:20]:
            assert np.ptp(shift[module == one]) < 1e-9


def test_displaced_particles_and_jets():
    rng = np.random.default_rng(1)
    setup = Setup(pile_up=40.0, displaced=0.25, decay_length=30.0)
    particles = draw(setup, rng)
    away = np.hypot(*(particles.start - particles.vertices[particles.vertex])[:, :2].T)
    moved = away > 0
    assert moved.mean() == pytest.approx(0.25, abs=0.04)
    assert away[moved].mean() == pytest.approx(30.0, rel=0.15)
    jets = draw(Setup(pile_up=0.0, hard_tracks=0.0, jets=2, jet_pt=300.0, jet_tracks=20), rng)
    pt = np.hypot(jets.momentum[:, 0], jets.momentum[:, 1]).reshape(2, 20)
    assert pt.sum(axis=1) == pytest.approx([300.0, 300.0])


def test_spectrum_has_the_published_mean():
    """CMS measured a mean pT of 0.545 +- 0.015 GeV for charged hadrons at 7 TeV."""
    pt = np.geomspace(1e-3, 100.0, 20_000)
    density = momentum_density(pt, Setup())
    mean = np.trapezoid(pt * density, pt) / np.trapezoid(density, pt)
    assert mean == pytest.approx(0.545, abs=0.03)
    drawn = draw(Setup(pt_min=0.05), np.random.default_rng(0)).momentum
    cut = pt[(pt > 0.05) & (pt < 20.0)]
    inside = momentum_density(cut, Setup())
    expected = np.trapezoid(cut * inside, cut) / np.trapezoid(inside, cut)
    assert np.hypot(drawn[:, 0], drawn[:, 1]).mean() == pytest.approx(expected, rel=0.05)


def test_random_numbers_are_uniform_and_normal():
    state = np.array([42], dtype=np.uint64)
    flat = np.array([uniform(state) for _ in range(4000)])
    bell = np.array([normal(state) for _ in range(4000)])
    assert flat.min() > 0
    assert flat.max() <= 1
    assert (flat.mean(), flat.var()) == pytest.approx((0.5, 1 / 12), abs=0.02)
    assert (bell.mean(), bell.std()) == pytest.approx((0.0, 1.0), abs=0.05)


def test_modules_add_up_to_the_table():
    detector = generic()
    cells = grid(detector)
    assert (cells[:, 0] * cells[:, 1]).tolist() == detector.modules.tolist()
    assert cells[-1, 2] + detector.modules[-1] == detector.modules.sum()


def test_nothing_is_an_event_too():
    empty = generate(Setup(pile_up=0.0, hard_tracks=0.0), [1, 2])
    assert [len(event.hits) for event in empty] == [0, 0]
    none = generate(SMALL, [])
    assert len(none) == 0
    assert none.fields == empty.fields


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"pile_up": 400.0}, "pile_up = 400 interactions is out of range: .* at most 300"),
        ({"pt_min": float("nan")}, "pt_min = nan GeV"),
        ({"pt_min": 5.0, "pt_max": 2.0}, "pt_max = 2 GeV: expected above pt_min = 5 GeV"),
        ({"spectrum": "flat"}, "spectrum = 'flat': expected one of tsallis, log-uniform"),
        ({"efficiency": -0.1}, "efficiency = -0.1 is out of range"),
    ],
)
def test_a_setup_says_what_is_wrong(wrong, message):
    with pytest.raises(ValueError, match=message):
        Setup(**wrong)


def test_a_setup_takes_numbers_only():
    with pytest.raises(TypeError, match=r"jets = 1\.5: expected a whole number"):
        Setup(jets=1.5)
    with pytest.raises(TypeError, match="momentum is not an attribute"):
        Setup.muons(3, momentum=2.0)
    with pytest.raises(ValueError, match="seed = -1"):
        generate(SMALL, [-1])
