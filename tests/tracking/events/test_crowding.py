"""Are pairs and neighbours those that the plain way finds, and do they grow as they must?"""

import math

import awkward as ak
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.events import combinatorics, crowding, display
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.kernels.neighbours import count_pairs, nearest_foreign
from ecosystem_nb.tracking.events.reference import count_pairs_reference, nearest_foreign_reference
from ecosystem_nb.tracking.events.setup import Setup


@pytest.fixture(scope="module")
def events():
    return generate(Setup(pile_up=6.0, jets=1), [1, 2])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.integers(0, 40), st.floats(0.001, 3.1))
def test_pairs_are_those_of_the_plain_way(seed, n, m, window):
    rng = np.random.default_rng(seed)
    phi_in, phi_out = rng.uniform(-np.pi, np.pi, n), np.sort(rng.uniform(-np.pi, np.pi, m))
    z_in, z_out = rng.uniform(-400, 400, n), rng.uniform(-400, 400, m)
    given_to = (phi_in, z_in, phi_out, z_out, 32.0, 72.0, window, 150.0)
    onward, back = count_pairs(*given_to)
    assert onward.sum() == back.sum() == count_pairs_reference(*given_to)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 40))
def test_the_nearest_hit_is_that_of_the_plain_way(seed, n):
    rng = np.random.default_rng(seed)
    phi, v = np.sort(rng.uniform(-np.pi, np.pi, n)), rng.uniform(-50, 50, n)
    owner, r = rng.integers(-1, 5, n), np.full(n, 32.0)
    fast = nearest_foreign(phi, v, r, owner, 1.0, 2.0, 60.0)
    assert fast == pytest.approx(np.minimum(nearest_foreign_reference(phi, v, r, owner, 1.0, 2.0), 60.0))


def test_the_window_is_what_a_circle_through_the_beam_turns():
    """The chord from the beam to radius r makes the angle asin(r / 2R) with the start."""
    radius = 1.0e3 / (0.299792458 * 2.0)
    expected = math.asin(72.0 / (2 * radius)) - math.asin(32.0 / (2 * radius))
    assert combinatorics.window(32.0, 72.0, 1.0, 2.0) == pytest.approx(expected)
    with pytest.raises(ValueError, match=r"pt = 0\.01 GeV is out of range"):
        combinatorics.window(32.0, 72.0, 0.01, 2.0)


def test_true_combinations_lie_within_the_windows_without_matter_and_noise():
    """A particle from the beam line above the cut passes its own windows."""
    gun = Setup.muons(100, pt_min=2.0, material=0.0, sigma_xy=0.0, eta_max=1.0)
    one = combinatorics.combinatorics(generate(gun, [4])[0], 1.0, 400.0)
    assert one["true_pairs"] == one["true_triplets"] == 100
    assert one["any_pairs"] == 100**2
    assert one["any_triplets"] == 100**3
    assert 100 <= one["pairs"] <= one["any_pairs"]
    assert one["triplets"] >= 100


def test_pairs_grow_with_the_square_and_triplets_with_the_cube():
    table = combinatorics.growth(Setup(hard_tracks=0.0), [60.0, 240.0], events=2, seed=3, pt=1.0, reach=150.0)
    for name, power in (("hits", 1), ("any_pairs", 2), ("any_triplets", 3), ("pairs", 2), ("triplets", 3)):
        assert combinatorics.exponent_of(table, name) == pytest.approx(power, rel=0.15), name
    assert combinatorics.exponent_of(table.iloc[:1], "hits") == 0.0


def test_occupancy_counts_every_hit_and_the_fullest_module(events):
    table = crowding.occupancy(events)
    assert table["hits"].sum() * 2 == ak.sum(ak.num(events.hits))
    assert (table["a_module"] * table["modules"]).tolist() == pytest.approx(table["hits"].tolist())
    first = [np.bincount(one.hits.module[one.hits.layer == 0].to_numpy()).max() for one in events]
    assert table["fullest"][0] == max(first)
    channels = 2 * np.pi * 32.0 * 982.0 / (0.05 * 0.05625)
    assert table["share"][0] == pytest.approx(table["hits"][0] / channels, rel=1e-6)


def test_neighbours_and_their_shares(events):
    far = crowding.neighbours(events[0])
    layer = events[0].hits.layer.to_numpy()
    rows = np.flatnonzero(layer == 4)
    hits = events[0].hits[rows]
    r, phi = np.hypot(hits.x, hits.y).to_numpy(), np.arctan2(hits.y, hits.x).to_numpy()
    sigmas = (generic().sigma_u[4], generic().sigma_v[4])
    plain = nearest_foreign_reference(phi, hits.z.to_numpy(), r, hits.particle.to_numpy(), *sigmas)
    assert far[rows] == pytest.approx(np.minimum(plain, crowding.FURTHEST), rel=1e-6)
    shares = crowding.nearer(far, np.where(layer < 4, "pixels", "strips"))
    for _, one in shares.groupby("kind"):
        assert one["share"].is_monotonic_increasing


def test_the_spectrum_counts_each_particle_once(events):
    table = crowding.spectrum(events)
    every = table[table["which"] == "all"]
    edges = np.geomspace(every["pt"].min(), 1e9, 2)
    assert edges[0] > 0
    ratio = every["pt"].iloc[1] / every["pt"].iloc[0]
    made = (every["count"] * every["pt"] * (ratio - 1)).sum() * 2
    assert made == pytest.approx(ak.sum(ak.num(events.particles)), rel=1e-6)
    assert crowding.above(events, 0.0) == 1.0
    assert crowding.above(events, 0.5) > crowding.above(events, 1.0) > 0


def test_a_slice_shows_what_lies_in_it(events):
    event = events[0]
    across, along = display.slice_of(event, half_length=50.0, slope=0.0, phi=3.1, half_angle=0.3)
    hits = event.hits[(event.hits.particle >= 0) & (event.hits.layer < 10)]
    assert len(across) == ak.sum(abs(hits.z) <= 50.0)
    turn = np.angle(np.exp(1j * (np.arctan2(event.hits.y, event.hits.x).to_numpy() - 3.1)))
    assert len(along) == ((np.abs(turn) <= 0.3) & (event.hits.particle >= 0).to_numpy()).sum()
    assert display.shown(across, len(event.vertices)) == len(across)
    assert display.shown(across, 0) == ak.sum(
        (abs(hits.z) <= 50) & (event.particles.vertex[hits.particle] == 0)
    )
    lead = display.hardest(event, 3)
    assert sorted(lead["track"].unique()) == [0, 1, 2]
    stiff = np.hypot(event.particles.px, event.particles.py)[event.vertices.hard[event.particles.vertex]]
    assert lead["pt"].max() == pytest.approx(ak.max(stiff), abs=0.051)
    assert (lead.groupby("track")["r"].diff().dropna() > 0).mean() > 0.9


def test_nothing_is_crowded_in_an_empty_event():
    empty = generate(Setup(pile_up=0.0, hard_tracks=0.0), [1])
    counts = combinatorics.combinatorics(empty[0], 1.0, 150.0)
    assert set(counts.values()) == {0}
    assert len(crowding.neighbours(empty[0])) == 0
    assert crowding.above(empty, 1.0) == 0.0
    assert crowding.occupancy(empty)["hits"].sum() == 0
    across, along = display.slice_of(empty[0], half_length=5.0, slope=0.0, phi=0.0, half_angle=1.0)
    assert (len(across), len(along), len(display.hardest(empty[0], 4))) == (0, 0, 0)
    assert isinstance(across, pd.DataFrame)
