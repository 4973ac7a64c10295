"""What the code takes for its sizes and rates is what the table says, with its source."""

import numpy as np
import pytest

from ecosystem_nb.learning.calorimeter import crystals, readout
from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.tables import quantities

TABLE = quantities("learning/calorimeter")


@pytest.mark.parametrize(
    ("name", "unit", "value"),
    [
        ("crystal_side", "mm", crystals.PITCH),
        ("moliere_radius", "mm", crystals.MOLIERE),
        ("front_radius", "mm", crystals.RADIUS),
        ("field", "T", crystals.FIELD),
        ("stochastic", "1", readout.STOCHASTIC),
        ("crystal_noise", "GeV", Conditions().noise),
        ("loss_centre", "1", float(crystals.loss_rate(np.zeros(1))[0])),
        ("loss_slope", "1", float(np.diff(crystals.loss_rate(np.arange(2.0)))[0])),
        ("loss_spread", "1", crystals.LOSS_SPREAD),
        ("gain_spread", "1", crystals.GAIN_SPREAD),
        ("noise_growth", "1", readout.NOISE_GROWTH),
        ("suppression", "1", readout.SUPPRESSION),
        ("tower_stochastic", "1", readout.TOWER_STOCHASTIC),
        ("tower_noise", "GeV", readout.TOWER_NOISE),
        ("core_radius", "1", crystals.CORE / crystals.MOLIERE),
        ("tail_radius", "1", crystals.TAIL / crystals.MOLIERE),
        ("pile_up_run3", "1", Conditions().pile_up),
    ],
)
def test_the_code_is_the_table(name, unit, value):
    assert value == pytest.approx(TABLE[name].in_unit(unit))


def test_a_fifth_of_the_light_is_lost_at_dose_one():
    """The unit of dose: the mean of exp(-k) over the half barrel is 0.8."""
    eta = (np.arange(crystals.ETAS) + 0.5) * crystals.STEP
    assert np.exp(-crystals.loss_rate(eta)).mean() == pytest.approx(0.8, abs=0.02)
    assert pytest.approx(TABLE["crystal_angle"].in_unit("1"), rel=0.01) == crystals.STEP
