"""Events by year, sample and conditions."""

from dataclasses import replace

import pytest

from ecosystem_nb.facilities.demand.events import events, recorded, simulated
from ecosystem_nb.facilities.demand.inputs import Experiment, Running
from ecosystem_nb.facilities.demand.timeline import Timeline, always
from ecosystem_nb.tables import read


def test_recorded_is_rate_times_live_time(toy: Experiment) -> None:
    """1e9 events in each year of running, none in the shutdown."""
    counts = [recorded(toy.running, year) for year in toy.running.years]
    assert counts == pytest.approx([1e9, 1e9, 1e9, 0.0, 1e9])


def test_simulation_goes_on_in_a_shutdown(toy: Experiment) -> None:
    """Twice the data of the year, or of the last year of running."""
    counts = [simulated(toy.running, year, "HL-LHC") for year in toy.running.years]
    assert counts == pytest.approx([2e9] * 5)


def test_before_the_hl_lhc_its_simulation_looks_ahead(toy: Experiment) -> None:
    """In 2030 for 2032, with 100 times the rate from then on: a tenth of what 2032 will record."""
    rate = toy.running.trigger_rate.values[0]
    running = replace(
        toy.running,
        hllhc=2032,
        trigger_rate=Timeline.of({2030: rate, 2032: 100 * rate}),
        ratio={"LHC": always(1.0), "HL-LHC": always(0.1)},
    )
    assert simulated(running, 2030, "HL-LHC") == pytest.approx(0.1 * 100e9)
    assert simulated(running, 2030, "LHC") == pytest.approx(1e9)


def test_each_event_has_the_conditions_of_its_kind(cms_like: Experiment) -> None:
    """Data those of their year; simulation for the LHC never those after it, for the HL-LHC never before."""
    found = events(cms_like.running)
    data = found[found["sample"] == "data"]
    assert (data["like"] == data["year"]).all()
    assert ((data["conditions"] == "HL-LHC") == (data["year"] >= 2026)).all()
    simulation = found[found["sample"] == "simulation"]
    assert (simulation.loc[simulation["conditions"] == "LHC", "like"] < 2026).all()
    assert (simulation.loc[simulation["conditions"] == "HL-LHC", "like"] >= 2026).all()


def test_the_draft_of_atlas_gives_its_own_number_of_events(atlas_like: Experiment) -> None:
    """5e10 events a year at 10 kHz, half in the first year, and 2e11 simulated."""
    assert recorded(atlas_like.running, 2027) == pytest.approx(5e10, rel=1e-3)
    assert recorded(atlas_like.running, 2026) == pytest.approx(2.5e10, rel=1e-3)
    assert simulated(atlas_like.running, 2027, "HL-LHC") == pytest.approx(2e11, rel=1e-3)


def test_shutdowns_of_atlas_are_where_no_raw_reaches_tape(atlas_like: Experiment) -> None:
    """From 2026 on RAW of the curve stands still in the shutdown of the inputs, and only there."""
    raw = read("facilities/atlas_tape_t0_2018model").set_index("year")["raw"].diff()
    years = range(2026, 2033)
    assert {year for year in years if raw[year] == 0.0} == set(atlas_like.running.shutdown)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"trigger_rate": always(-1.0)}, "trigger rate = -1 Hz is out of range: expected at least 0 Hz"),
        ({"live": always(1.5)}, "live fraction = 1.5 is out of range: expected at least 0 and at most 1"),
        ({"last": 2029}, "last year = 2029 is out of range: expected 2030 or later"),
        ({"ratio": {"LHC": always(-0.1)}}, "simulated over recorded events = -0.1 is out of range"),
    ],
)
def test_bad_input_is_one_clear_line(toy: Experiment, change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(toy.running, **change)
    assert isinstance(toy.running, Running)
