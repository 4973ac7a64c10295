"""ACTS, run live: its event in our form, its tracks, its own judgement."""

from dataclasses import replace

import numpy as np
import pytest

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.hits.arrange import arrange
from ecosystem_nb.tracking.peer import wheel
from ecosystem_nb.tracking.peer.chain import geometry
from ecosystem_nb.tracking.peer.run import reconstruct
from ecosystem_nb.tracking.peer.setup import Gun, Settings
from ecosystem_nb.tracking.scoring.score import score, summary
from ecosystem_nb.tracking.scoring.truth import Selection, truth

pytest.importorskip("acts", reason="ACTS has wheels for Linux only")

GUN = Gun(muons=200, sigma_xy=0.3, seed=7)
OMEGA = 0.299792458e-3 * 2.0  # 1/mm for 1 GeV in 2 T


@pytest.fixture(scope="module")
def one():
    return reconstruct(GUN)


def columns(table, *names):
    return [np.asarray(table[name]) for name in names]


def test_the_gun_is_as_asked(one):
    """Four muons a vertex, flat in log pT: a mean of log pT within four sigma of the middle."""
    px, py, pz, vertex, kind, q = columns(one.event.particles, "px", "py", "pz", "vertex", "kind", "q")
    pt = np.hypot(px, py)
    assert len(pt) == GUN.muons
    assert (np.bincount(vertex) == 4).all()
    assert len(one.event.vertices) == GUN.muons // 4
    assert ((pt > GUN.pt_min * (1 - 1e-6)) & (pt < GUN.pt_max * (1 + 1e-6))).all()
    assert (np.abs(np.arcsinh(pz / pt)) <= GUN.eta_max).all()
    width = np.log(GUN.pt_max / GUN.pt_min)
    assert np.log(pt).mean() == pytest.approx(width / 2, abs=4 * width / np.sqrt(12 * GUN.muons))
    assert (q == -np.sign(kind)).all()  # PDG: 13 is negative
    assert 40 < np.std(np.asarray(one.event.vertices.z)) < 60  # 50 vertices of 50 mm


def test_hits_stand_on_their_layers_and_smear_by_the_pitch(one):
    """arrange refuses a hit off its layer; z of a barrel and r of a disc have sigma_v."""
    detector = generic()
    hits = one.event.hits
    x, y, z, tz, layer = columns(hits, "x", "y", "z", "tz", "layer")
    assert len(arrange(x, y, z, layer, detector)) == len(x)
    for row in (0, 4):  # a pixel and a short-strip layer of the barrel
        on = layer == row
        spread = np.std((z - tz)[on])
        assert spread == pytest.approx(
            detector.sigma_v[row], abs=5 * detector.sigma_v[row] / np.sqrt(2 * on.sum())
        )
    disc = ~detector.barrel[layer]
    assert np.abs(z - tz)[disc].max() < 1e-6  # a disc's module lies across the beam


def test_counts_agree(one):
    """Each hit has its particle; nhits counts them."""
    (owner,) = columns(one.event.hits, "particle")
    assert owner.min() >= 0
    assert (np.bincount(owner, minlength=GUN.muons) == np.asarray(one.event.particles.nhits)).all()


def test_the_field_turns_positive_charges_clockwise_by_omega(one):
    """Between two true hits phi falls by omega q / pT times the path, to the scattering of a few layers."""
    tx, ty, px, py, owner, layer = columns(one.event.hits, "tx", "ty", "tpx", "tpy", "particle", "layer")
    (q,) = columns(one.event.particles, "q")
    first, last = (np.flatnonzero(layer == row) for row in (0, 9))
    ratios = []
    for start in first:
        for end in last[owner[last] == owner[start]][:1]:
            turned = np.arctan2(py[end], px[end]) - np.arctan2(py[start], px[start])
            turned = (turned + np.pi) % (2 * np.pi) - np.pi
            chord = np.hypot(tx[end] - tx[start], ty[end] - ty[start])
            w = -OMEGA * q[owner[start]] / np.hypot(px[start], py[start])
            ratios.append(turned / (2 * np.arcsin(w * chord / 2)))
    assert len(ratios) > 20
    assert np.median(ratios) == pytest.approx(1.0, abs=0.01)


def test_acts_judges_its_tracks_as_our_scoring_does(one):
    """Two independent programs, one definition: particles of nine hits, double matching."""
    known = truth(np.asarray(one.event.hits.particle), one.event.particles)
    for name, tracks in (("ckf", one.found), ("ambi", one.resolved)):
        ours = summary(score(tracks, known, Selection(pt_min=0.0, eta_max=9.0, hits_min=9)))
        ours = ours.set_index("definition").loc["ACTS"]
        assert ours["efficiency"] == pytest.approx(one.own[name]["efficiency"], abs=1e-12)
        assert ours["fake_rate"] == pytest.approx(one.own[name]["fakes"], abs=1e-12)
        assert ours["efficiency"] > 0.95
    assert len(one.resolved) <= len(one.found)


def test_states_are_the_muons(one):
    """At the beam line q/pT is known to a few per cent, and the origin to a fraction of a millimetre."""
    tracks = one.resolved
    owner = np.asarray(one.event.hits.particle)[tracks.hits[tracks.offsets[:-1]]]
    px, py, pz, q, vx, vy, vz = columns(one.event.particles, "px", "py", "pz", "q", "vx", "vy", "vz")
    pt = np.hypot(px, py)[owner]
    assert np.median(np.abs(tracks.states[:, 3] * pt / q[owner] - 1)) < 0.03
    assert np.median(np.abs(tracks.states[:, 5] - pz[owner] / pt)) < 0.01
    phi = np.arctan2(py, px)[owner]  # the origin is seen across the track only
    away = (vy[owner] - tracks.states[:, 1]) * np.cos(phi) - (vx[owner] - tracks.states[:, 0]) * np.sin(phi)
    assert np.median(np.abs(away)) < 0.05
    assert np.median(np.abs(tracks.states[:, 2] - vz[owner])) < 0.5


def test_hits_of_a_track_come_from_the_inside_out(one):
    tx, ty, tz = columns(one.event.hits, "tx", "ty", "tz")
    away = np.sqrt(tx**2 + ty**2 + tz**2)
    tracks = one.resolved
    steps = [
        np.diff(away[tracks.hits[a:b]]).min()
        for a, b in zip(tracks.offsets, tracks.offsets[1:], strict=False)
    ]
    assert min(steps) > -10.0  # overlapping modules of one layer stand up to some millimetres apart


def test_the_same_gun_gives_the_same_event_silently(one, capfd):
    geometry.cache_clear()  # built once: also that must be silent
    again = reconstruct(replace(GUN))
    said = capfd.readouterr()
    assert said.out == said.err == ""
    assert (np.asarray(again.event.hits.x) == np.asarray(one.event.hits.x)).all()
    assert (again.resolved.hits == one.resolved.hits).all()
    other = reconstruct(replace(GUN, muons=8, seed=8)), reconstruct(replace(GUN, muons=8))
    assert other[0].event.particles.px[0] != other[1].event.particles.px[0]


def test_a_narrow_doublet_finds_no_more_seeds(one):
    """Layers are 40 mm apart at least: doublets of 30 mm exist in overlaps and discs only."""
    narrow = reconstruct(GUN, Settings(doublet=30.0))
    assert narrow.own["ambi"]["efficiency"] < one.own["ambi"]["efficiency"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"muons": 6}, "muons = 6: expected a multiple of 4"),
        ({"muons": 0}, "muons = 0 is out of range: expected at least 4"),
        ({"pt_min": 30.0}, "pt_max = 20 GeV is out of range: expected above 30"),
        ({"seed": -1}, "seed = -1 is out of range"),
    ],
)
def test_a_gun_that_can_not_be_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        Gun(**wrong)


def test_without_the_wheel_one_line_says_so(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(wheel.importlib, "import_module", missing)
    with pytest.raises(wheel.NoPeerError, match="wheel is for Linux only"):
        wheel.load()
