"""Intervals follow each other, scripts do what their name says, no calibration means an error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_nb.learning.calorimeter.conditions import Calibration, Conditions
from ecosystem_nb.learning.timeline.intervals import Interval, Period, Timeline
from ecosystem_nb.learning.timeline.scripts import SCRIPTS


@pytest.mark.parametrize("name", sorted(SCRIPTS))
@given(length=st.integers(2, 24), seed=st.integers(0, 50))
@settings(max_examples=15, deadline=None)
def test_every_script_repeats_and_has_no_gaps(name, length, seed):
    """Same seed, same timeline; one period an interval, and each has a calibration that holds."""
    line = SCRIPTS[name](length, seed)
    assert line == SCRIPTS[name](length, seed)
    assert [period.interval.start for period in line] == list(range(length))
    assert all(period.conditions.calibration.holds_at(period.interval.start) for period in line)
    assert line[0].conditions == Conditions(map_seed=seed)


def test_scripts_do_what_they_say():
    """Doses never fall, pile-up ends at 140 within 2 x 3 %, a fault starts halfway and stays."""
    doses = [p.conditions.dose for p in SCRIPTS["steady_ageing"](12, 1)]
    assert doses == sorted(doses)
    assert doses[-1] == pytest.approx(1.0)
    lasers = [p.conditions.calibration.dose for p in SCRIPTS["steady_ageing"](12, 1)]
    assert lasers == [doses[0], *doses[:-1]]  # the laser is one interval late
    assert SCRIPTS["pile_up_ramp"](12, 1)[-1].conditions.pile_up == pytest.approx(140.0, rel=0.061)
    dead = [p.conditions.dead_towers > 0 for p in SCRIPTS["sudden_fault"](12, 1)]
    assert dead == [False] * 6 + [True] * 6
    scales = [p.conditions.calibration.scale for p in SCRIPTS["wrong_calibration"](12, 1)]
    assert scales == [1.0] * 4 + [0.92] * 4 + [1.0] * 4
    repaired = SCRIPTS["recovery"](12, 1)
    assert repaired[6].conditions.dead_towers > 0 == repaired[7].conditions.dead_towers


def test_faults_of_a_timeline_are_told():
    """A gap, an expired calibration and a time beyond the end each give one line."""
    first, third = (Period(Interval(t, t + 1), Conditions()) for t in (0, 2))
    with pytest.raises(ValueError, match="ends at 1 and the next starts at 2"):
        Timeline((first, third))
    with pytest.raises(ValueError, match="calibration that holds from 0 to 3"):
        Period(Interval(2, 4), Conditions(calibration=Calibration(stop=3)))
    with pytest.raises(ValueError, match="time = 1 is out of range"):
        Timeline((first,)).at(1)
