"""The decay of the neutral pion has its mass, momenta balance, windows stand on the hardest shower."""

import numpy as np
import pytest

from ecosystem_nb.learning.calorimeter import showers
from ecosystem_nb.learning.calorimeter.showers import Particles


def candidates(electron: bool, number: int = 400) -> Particles:
    rng = np.random.default_rng(1)
    x, y = 22.0 * (rng.random((2, number)) - 0.5)
    energy = rng.uniform(20.0, 80.0, number)
    return Particles(np.full(number, electron), energy, rng.uniform(0.1, 1.3, number), x, y)


def test_two_photons_have_the_mass_of_the_pion(monkeypatch):
    """m^2 = E1 E2 angle^2, and E1 r1 + E2 r2 = 0 about the pion's own direction."""
    monkeypatch.setattr(showers, "material", lambda eta: 0.0 * eta)  # nothing converts
    one = candidates(electron=False)
    early, _ = showers.jets(one, np.random.default_rng(2))
    first, second = slice(0, 400), slice(400, 800)
    apart = np.hypot(early.x[first] - early.x[second], early.y[first] - early.y[second])
    root = np.sqrt(early.energy[first] * early.energy[second])
    central = root > 0.1 * (early.energy[first] + early.energy[second])  # not cut off at very wide angles
    np.testing.assert_allclose((root * apart / 1290.0)[central], 0.1349768, rtol=1e-6)
    balance = early.energy[first] * early.x[first] + early.energy[second] * early.x[second]
    assert np.abs(balance).max() < 1e-9


@pytest.mark.parametrize("electron", [True, False])
def test_windows_stand_on_the_hardest_shower(electron):
    """The hardest shower of each event hits where the particle does; distances within it stay."""
    one = candidates(electron)
    rng = np.random.default_rng(3)
    early, late = (showers.electrons(one, rng),) * 2 if electron else showers.jets(one, rng)
    moved, _ = showers.centred(one, early, late)
    for event in range(0, 400, 40):
        mine = np.flatnonzero(moved.event == event)
        top = mine[moved.energy[mine].argmax()]
        assert (moved.x[top], moved.y[top]) == pytest.approx((one.x[event], one.y[event]))
        np.testing.assert_allclose(np.ptp(moved.x[mine]), np.ptp(early.x[mine]), atol=1e-9)
