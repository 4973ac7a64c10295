"""Energy is kept, the response is linear, resolution terms come out, seeds repeat."""

from dataclasses import replace

import numpy as np
import pytest

from ecosystem_nb.learning.calorimeter import readout
from ecosystem_nb.learning.calorimeter.conditions import Calibration, Conditions
from ecosystem_nb.learning.calorimeter.crystals import Channels, channels, loss_rate
from ecosystem_nb.learning.calorimeter.simulate import CHUNK, deposits, simulate

QUIET = Conditions(pile_up=0.0, dose=0.0, noise=0.0, calibration=Calibration(dose=0.0))


@pytest.fixture(scope="module")
def left():
    return deposits(0.0, 3000, np.random.default_rng(1))


@pytest.fixture(scope="module")
def equal():
    """Channels without any difference."""
    same = channels(0.0, 0.0, 0)
    return Channels(same.dead_crystals, same.dead_towers, np.ones_like(same.gain), np.ones_like(same.gain))


def read(energy, state, channel, seed=1):
    middle = np.full(len(energy), 40)
    return readout.crystals(energy, middle, middle, state, channel, rng=np.random.default_rng(seed))


def test_energy_is_conserved(left):
    """Without pile-up all that came in is the true energy: crystals + towers + outside."""
    total = left.crystals.sum(axis=(1, 2)) + left.towers.sum(axis=(1, 2)) + left.outside
    np.testing.assert_allclose(total, left.particles.energy, rtol=1e-12)
    assert left.outside.min() > -1e-5  # arc tangents to 2e-8 of up to 80 GeV
    assert left.crystals.min() > -1e-5


def test_pile_up_adds_in_proportion():
    """The energy that pile-up brings is proportional to the number of interactions."""
    came = []
    for mu in (50.0, 150.0):
        one = deposits(mu, 2000, np.random.default_rng(2))
        total = one.crystals.sum(axis=(1, 2)) + one.towers.sum(axis=(1, 2)) + one.outside
        came.append((total - one.particles.energy).mean())
    assert came[1] / came[0] == pytest.approx(3.0, rel=0.05)


@pytest.mark.parametrize("energy", [1.0, 16.0])
def test_stochastic_term_is_recovered(equal, energy):
    """sigma / E = 2.8 % / sqrt(E) for quiet new crystals, summed over 49 of them."""
    cells = np.full((4000, 7, 7), energy / 49.0)
    ratio = read(cells, QUIET, equal).sum(axis=(1, 2)) / energy
    assert ratio.mean() == pytest.approx(1.0, abs=0.03 if energy < 2 else 2e-3)
    assert ratio.std() == pytest.approx(0.028 / np.sqrt(energy), rel=0.1 if energy < 2 else 0.04)


def test_constant_term_is_the_spread_of_the_gains(left):
    """At an energy without statistics or noise, the spread over crystals is that of intercalibration."""
    channel = channels(0.0, 0.0, 3)
    cells = np.zeros((4000, 7, 7))
    cells[:, 3, 3] = 1e6
    where = np.random.default_rng(5)
    got = readout.crystals(
        cells, where.integers(5, 80, 4000), where.integers(0, 360, 4000), QUIET, channel, rng=where
    )
    assert (got[:, 3, 3] / 1e6).std() == pytest.approx(0.005, rel=0.05)


def test_noise_grows_with_dose(equal):
    """Noise^2 = noise^2 (1 + 8 dose); a correction for lost light makes it grow by as much again."""
    state = replace(QUIET, noise=0.001, dose=1.0, calibration=Calibration(dose=1.0))
    cells = np.full((2000, 7, 7), 1.0)
    eta = (40.5) * np.pi / 180.0
    light = float(np.exp(-loss_rate(np.array(eta))))
    got = read(cells, replace(state, noise=1.0, pile_up=0.0), equal)[:, 3, 3]
    got = got[got > 3.0]  # far above the suppression: a half Gaussian about 1
    sigma = np.sqrt(np.mean((got - 1.0) ** 2))
    assert sigma > 3.0 / light * 0.9


def test_response_is_linear_and_calibrated(equal):
    """Without calibration the response is exp(-dose k), with it 1, at every energy."""
    k = float(loss_rate(np.array(40.5 * np.pi / 180.0)))
    for energy in (10.0, 1000.0):
        cells = np.zeros((400, 7, 7))
        cells[:, 3, 3] = energy
        old = read(cells, replace(QUIET, dose=1.0), equal)[:, 3, 3].mean()
        new = read(cells, replace(QUIET, dose=1.0, calibration=Calibration(1.0)), equal)[:, 3, 3].mean()
        assert old / energy == pytest.approx(np.exp(-k), rel=2e-3)
        assert new / energy == pytest.approx(1.0, rel=2e-3)


def test_dead_channels_are_silent():
    """All dead: nothing; a map with more dead channels keeps those that were dead."""
    events = simulate(replace(QUIET, dead_crystals=1.0, dead_towers=1.0), 20, seed=1)
    assert not events.crystals.any()
    assert not events.towers.any()
    few, many = channels(0.02, 0.05, 7), channels(0.1, 0.2, 7)
    assert (many.dead_crystals >= few.dead_crystals).all()
    assert few.dead_crystals.mean() == pytest.approx(0.02, abs=0.003)


def test_seed_repeats_and_a_longer_run_starts_the_same():
    """Same seed, same bits; the first events do not depend on how many follow."""
    state = Conditions()
    short, long = simulate(state, 50, seed=4), simulate(state, CHUNK + 10, seed=4)
    assert len(long) == CHUNK + 10
    np.testing.assert_array_equal(short.crystals, long.crystals[:50])
    np.testing.assert_array_equal(short.towers, long.towers[:50])
    assert (simulate(state, 50, seed=5).crystals != short.crystals).any()
    assert len(simulate(state, 0, seed=4)) == 0


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("pile_up", 301, "pile_up = 301 interactions is out of range"),
        ("dose", float("nan"), "dose = nan is out of range"),
        ("dead_towers", 1.5, "dead_towers = 1.5 is out of range"),
        ("noise", -0.1, "noise = -0.1 GeV is out of range"),
    ],
)
def test_conditions_out_of_range(name, value, told):
    with pytest.raises(ValueError, match=told):
        Conditions(**{name: value})
