"""Does annealing obey its physics: free energy, critical temperature, one vertex when it is hot?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.tracking.vertexing import kernels
from ecosystem_nb.tracking.vertexing import reference as plain
from ecosystem_nb.tracking.vertexing.find import READABLE, Schedule, cluster
from ecosystem_nb.tracking.vertexing.moves import critical_temperature, merged, split

REACH = 4.0
RNGS = st.integers(0, 2**32 - 1).map(np.random.default_rng)


def tracks(rng, collisions=6, each=8, width=5.0, sigma=0.1):
    """Return sorted tracks of some collisions: z, 1 / sigma^2 and weights; and prototypes near them."""
    where = np.sort(rng.normal(0, width, collisions))
    s = sigma * np.exp(rng.normal(0, 0.4, collisions * each))
    z = np.repeat(where, each) + rng.normal(0, 1, len(s)) * s
    order = np.argsort(z)
    near = np.sort(where + rng.normal(0, 0.5 * sigma, collisions))
    return (z[order], 1 / s[order] ** 2, rng.uniform(0.2, 1, len(s))), (
        near,
        rng.dirichlet(np.ones(collisions)),
    )


@settings(max_examples=25, deadline=None)
@given(RNGS, st.sampled_from([2.0, 50.0, 5000.0]))
def test_the_free_energy_falls_at_each_step(rng, temperature):
    """Each step is one of expectation maximisation, which can't raise F (Dempster, Laird and Rubin 1977)."""
    some, (zk, rk) = tracks(rng)
    zk = zk + rng.normal(0, 1, len(zk))
    before = plain.free_energy_reference(*some, temperature, 0.0, zk, rk)
    for _ in range(6):
        zk, rk, _ = plain.thermalise_reference(*some, temperature, 0.0, REACH, zk, rk, 0.0, 1)
        after = plain.free_energy_reference(*some, temperature, 0.0, zk, rk)
        assert after <= before + 1e-9 * abs(before)
        before = after


@settings(max_examples=25, deadline=None)
@given(RNGS, st.sampled_from([2.0, 50.0]), st.sampled_from([0.0, 1e-3]))
def test_shares_of_a_track_add_up_to_one(rng, temperature, rest):
    (z, w, _), (zk, rk) = tracks(rng)
    share, log_sum = plain.shares_reference(z, w, temperature, rest, zk, rk)
    assert share.sum(axis=1) + rest * np.exp(-log_sum) == pytest.approx(np.ones(len(z)))
    sums = kernels.moments(z, w, np.ones(len(z)), temperature, 0.0, REACH, zk, rk, 0.8)
    assert sums[:, 0].sum() == pytest.approx(len(z))  # without outliers nothing is lost
    far = kernels.moments(z + 900.0, w, np.ones(len(z)), temperature, 0.0, REACH, zk, rk, 0.8)
    assert far[-1, 0] == len(z)  # nothing in reach: the nearest takes all
    gap = np.array([4.0]), np.array([100.0]), np.ones(1)
    pair = np.array([0.0, 10.0]), np.full(2, 0.5)
    assert kernels.moments(*gap, 2.0, 0.0, REACH, *pair, 0.8)[:, 0].tolist() == [1, 0]


@settings(max_examples=25, deadline=None)
@given(RNGS, st.sampled_from([2.0, 50.0, 5000.0]), st.sampled_from([0.0, 1e-4]))
def test_the_kernel_does_as_the_twin_does(rng, temperature, rest):
    """The window leaves out shares below exp(-16) = 1e-7."""
    some, start = tracks(rng)
    ours = kernels.thermalise(*some, temperature, rest, REACH, *start, 0.0, 5)
    theirs = plain.thermalise_reference(*some, temperature, rest, REACH, *start, 0.0, 5)
    assert ours[0] == pytest.approx(theirs[0], abs=1e-4)
    assert ours[1] == pytest.approx(theirs[1], abs=1e-4)
    a = kernels.moments(*some, temperature, rest, REACH, *theirs[:2], 0.8)
    b = plain.moments_reference(*some, temperature, rest, REACH, *theirs[:2], 0.8)
    assert a == pytest.approx(b, rel=1e-4, abs=1e-4 * np.abs(b).max())
    which, share = kernels.assign(*some[:2], temperature, rest, REACH, *theirs[:2])
    plainly = plain.assign_reference(*some[:2], temperature, rest, REACH, *theirs[:2])
    assert share == pytest.approx(plainly[1], abs=1e-4)
    assert (which == plainly[0])[share > 0.51].all()


def test_when_it_is_hot_there_is_one_vertex_at_the_weighted_mean():
    """For T to infinity all shares are equal, and z is the mean with weights p / sigma^2."""
    (z, w, p), _ = tracks(np.random.default_rng(1))
    zk, rk, _ = kernels.thermalise(
        z, w, p, 1e12, 0.0, REACH, np.array([-3.0, 0.0, 2.0]), np.full(3, 1 / 3), 0.0, 3
    )
    assert zk == pytest.approx(np.full(3, (p * w) @ z / (p @ w)))
    assert rk.sum() == pytest.approx(1.0)


def test_two_collisions_separate_at_the_temperature_that_the_closed_form_says():
    """Tracks at +-d/2 of one sigma: T_c = 2 (d/2)^2 / sigma^2, as their variance is (d/2)^2."""
    d, sigma = 3.0, 0.2
    z = np.array([-d / 2] * 5 + [d / 2] * 5)
    w, p = np.full(10, sigma**-2), np.ones(10)
    sums = kernels.moments(z, w, p, 1e9, 0.0, REACH, np.zeros(1), np.ones(1), 0.8)
    critical = critical_temperature(sums, np.zeros(1))[0]
    assert critical == pytest.approx(d**2 / (2 * sigma**2))
    for ratio, expected in ((1.05, 1e-3), (0.8, 0.3)):
        zk, _, _ = kernels.thermalise(
            z, w, p, ratio * critical, 0.0, REACH, np.array([-0.1, 0.1]), np.full(2, 0.5), 1e-9, 5000
        )
        apart = zk[-1] - zk[0]
        assert apart < expected if ratio > 1 else apart > expected


def test_a_split_keeps_the_tracks_and_a_merge_needs_a_stable_whole():
    """Three tracks left and one right share as 3 to 1; what is above T_c = 12.5 * 2 * 3 / 4 may merge."""
    z = np.array([-1.0, -1.0, -1.0, 1.0])
    tracks = (z, np.full(4, 25.0), np.ones(4))
    one = np.array([-0.5]), np.ones(1)
    sums = kernels.moments(*tracks, 30.0, 0.0, REACH, *one, 0.8)
    assert critical_temperature(sums, one[0]) == pytest.approx([2 * 25 * 0.75])
    zk, rk = split(sums, *one, 30.0)
    assert zk == pytest.approx([-1.0, 1.0])
    assert rk == pytest.approx([0.75, 0.25])
    assert split(sums, *one, 38.0)[0] == pytest.approx(one[0])
    pair = kernels.moments(*tracks, 2.0, 0.0, REACH, zk, rk, 0.8)
    assert len(merged(pair, zk, rk, 30.0, 3.0)[0]) == 2
    assert merged(pair, zk, rk, 38.0, 3.0)[0] == pytest.approx([-0.5])
    assert len(merged(pair, zk, rk, 38.0, 1.9)[0]) == 2


def test_a_track_half_way_belongs_to_neither():
    z = np.array([-1.0] * 6 + [1.0] * 6 + [0.0])
    found = cluster(z, np.array([0.1] * 12 + [0.9]))
    assert len(found.z) == 2
    assert found.vertex[-1] == -1
    assert found.share[-1] == pytest.approx(0.5, abs=0.01)


def test_a_track_at_the_cut_of_d0_counts_half():
    found = cluster([0.0, 0.0, 0.1], [0.1] * 3, [0.0, 0.0, 3.0])
    assert found.z == pytest.approx([0.1 * 0.5 / 2.5], rel=1e-3)


@pytest.mark.parametrize("seed", range(5))
def test_well_separated_collisions_are_all_found(seed):
    rng = np.random.default_rng(seed)
    truth = np.arange(12) * 4.0 + rng.uniform(-0.5, 0.5, 12)
    own = np.repeat(np.arange(12), 10)
    sigma = rng.uniform(0.05, 0.2, len(own))
    z = truth[own] + rng.normal(0, 1, len(own)) * sigma
    order = rng.permutation(len(z))
    found = cluster(z[order], sigma[order])
    assert len(found.z) == 12
    assert found.z == pytest.approx(truth, abs=0.25)
    kept = found.vertex >= 0
    assert kept.mean() > 0.95
    assert (found.vertex[kept] == own[order][kept]).all()
    temperatures = [T for T, _ in found.history]
    assert (np.diff(temperatures) <= 0).all()
    assert temperatures[-1] == 0.5


def test_both_ways_give_the_same_vertices():
    rng = np.random.default_rng(7)
    where = rng.normal(0, 15, 25)
    sigma = rng.uniform(0.05, 0.4, 250)
    z = np.repeat(where, 10) + rng.normal(0, 1, 250) * sigma
    far = np.abs(rng.normal(0, 1.5, 250))
    ours, theirs = cluster(z, sigma, far), cluster(z, sigma, far, steps=READABLE)
    assert ours.z == pytest.approx(theirs.z, abs=1e-3)
    assert (ours.vertex == theirs.vertex).mean() > 0.99


def test_tracks_close_together_stay_one_and_further_apart_become_two():
    """With 0.117 mm (0.1 and the vertex's 0.06) T = 2 separates beyond 2 sigma = 0.23 mm."""
    sigma = np.full(20, 0.1)
    for d, expected in ((0.15, 1), (0.5, 2)):
        z = np.repeat([-d / 2, d / 2], 10)
        assert len(cluster(z, sigma).z) == expected


def test_an_outlier_belongs_to_no_vertex():
    z = np.array([0.0] * 6 + [30.0] * 6 + [12.0])
    found = cluster(z, np.full(13, 0.1))
    assert found.z == pytest.approx([0.0, 30.0], abs=1e-6)
    assert found.vertex.tolist() == [0] * 6 + [1] * 6 + [-1]


def test_tracks_far_off_the_beam_line_do_not_count():
    z = np.array([0.0] * 6 + [5.0] * 6)
    far = np.array([0.0] * 6 + [20.0] * 6)
    assert cluster(z, np.full(12, 0.1), far).z == pytest.approx([0.0], abs=1e-6)
    assert not len(cluster(z, np.full(12, 0.1), np.full(12, 100.0)).z)


def test_few_tracks_and_none():
    assert not len(cluster([], []).z)
    one = cluster([3.0], [0.1])
    assert not len(one.z)
    assert one.vertex.tolist() == [-1]
    assert cluster([3.0, 3.1], [0.1, 0.1]).z == pytest.approx([3.05])
    assert len(cluster([3.0] * 50, [0.1] * 50).z) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([np.nan], [0.1]), r"z = nan mm is out of range"),
        (([1.0], [0.0]), r"sigma = 0 mm is out of range: expected above 0 mm"),
        (([1.0, 2.0], [0.1]), r"z and sigma: expected two columns of one length"),
        (([1.0], [0.1], [1.0, 2.0]), r"d0_significance: expected 1 values, got 2"),
    ],
)
def test_what_is_no_track_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        cluster(*arguments)


def test_a_schedule_falls():
    with pytest.raises(ValueError, match="cooling = 1 is out of range"):
        Schedule(cooling=1.0)
    with pytest.raises(ValueError, match="t_stop, t_purge, t_min = 3, 2, 2"):
        Schedule(t_stop=3.0)
