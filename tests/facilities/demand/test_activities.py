"""CPU work and capacity by activity: the identities, and a case by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.facilities.demand.conftest import DAY

from ecosystem_nb.facilities.demand.activities import by_activity, tasks
from ecosystem_nb.facilities.demand.from_tables import experiment
from ecosystem_nb.facilities.demand.inputs import Analysis, Experiment, Pass, Step
from ecosystem_nb.facilities.demand.reference import work_reference
from ecosystem_nb.facilities.demand.timeline import Timeline, always

CMS = experiment("CMS-like")


def of(table: pd.DataFrame, year: int, activity: str) -> pd.DataFrame:
    return table[(table["year"] == year) & (table["activity"] == activity)]


def test_required_times_window_times_efficiency_is_work(model: Experiment) -> None:
    """For every task of every model."""
    made = tasks(model)
    assert len(made) > 10
    product = made["required_hs06"] * made["window_s"] * made["efficiency"]
    np.testing.assert_allclose(product, made["work_hs06_s"], rtol=1e-12)
    np.testing.assert_allclose(made["booked_hs06_s"] * made["efficiency"], made["work_hs06_s"], rtol=1e-12)


def test_the_sum_of_the_activities_is_the_work(model: Experiment) -> None:
    """Nothing is lost or counted twice between tasks and activities."""
    made = tasks(model)
    sums = by_activity(made).groupby("year")["work_hs06_s"].sum()
    np.testing.assert_allclose(sums, made.groupby("year")["work_hs06_s"].sum(), rtol=1e-12)


def test_the_work_of_a_year_of_running_is_that_of_the_plain_loops(model: Experiment) -> None:
    made = tasks(model)
    rest = made[made["activity"] != "analysis"].groupby("year")["work_hs06_s"].sum()
    for year in model.running.running:
        assert rest[year] == pytest.approx(work_reference(model, year), rel=1e-12)


def test_a_year_by_hand(toy: Experiment) -> None:
    """1e9 events × 100 HS06 s × 1.5 in 100 days; 0.75 × 400 + 0.25 × 40 + 100 for 2e9 simulated ones."""
    table = by_activity(tasks(toy))
    prompt = of(table, 2031, "prompt reconstruction").iloc[0]
    assert prompt["work_hs06_s"] == pytest.approx(1.5e11)
    assert prompt["peak_mhs06"] == pytest.approx(1.5e11 / 0.8 / (100 * DAY) / 1e6)
    assert prompt["mean_mhs06"] == pytest.approx(1.5e11 / 0.8 / (365 * DAY) / 1e6)
    simulation = table[(table["year"] == 2031) & (table["sample"] == "simulation")]
    assert simulation["work_hs06_s"].sum() == pytest.approx(2e9 * (300 + 10 + 100))
    rest = 1.5e11 + 1.25e11 + 2e9 * 410
    assert of(table, 2031, "analysis")["work_hs06_s"].iloc[0] == pytest.approx(0.5 * rest)


def test_passes_that_follow_one_another_ask_for_the_larger_capacity(toy: Experiment) -> None:
    """A quarter in 30 days or all in 90: the latter asks for more, and both make the work."""
    again = of(by_activity(tasks(toy)), 2031, "re-reconstruction").iloc[0]
    assert again["work_hs06_s"] == pytest.approx(1.25e11)
    assert again["peak_mhs06"] == pytest.approx(1e11 / 0.8 / (90 * DAY) / 1e6)


def test_re_reconstruction_is_divided_by_the_efficiency(toy: Experiment) -> None:
    """Half the efficiency books twice the time, of this activity as of all others."""
    half = replace(toy, processing=replace(toy.processing, efficiency=0.4))
    for activity in ("re-reconstruction", "prompt reconstruction", "full simulation", "analysis"):
        before, after = (of(by_activity(tasks(one)), 2031, activity).iloc[0] for one in (toy, half))
        assert after["booked_hs06_s"] == pytest.approx(2 * before["booked_hs06_s"])
        assert after["peak_mhs06"] == pytest.approx(2 * before["peak_mhs06"])
        assert after["work_hs06_s"] == pytest.approx(before["work_hs06_s"])


def test_a_shutdown_processes_the_last_years_once_more(toy: Experiment) -> None:
    """Three times the data and the simulation of 2032 in 2033, over the whole year; nothing prompt."""
    table = by_activity(tasks(toy))
    assert of(table, 2033, "prompt reconstruction").empty
    again = of(table, 2033, "re-reconstruction").iloc[0]
    assert again["work_hs06_s"] == pytest.approx(3 * 1e11)
    assert again["peak_mhs06"] == pytest.approx(again["mean_mhs06"])
    simulation = table[(table["year"] == 2033) & (table["sample"] == "simulation")]["work_hs06_s"].sum()
    assert simulation == pytest.approx(3 * 2e9 * 410)


def test_a_campaign_over_two_years_makes_the_same_work(toy: Experiment) -> None:
    """In 2033 and, beside the running, in 2034: half each."""
    two = replace(toy, processing=replace(toy.processing, campaign_years=always(2.0)))
    one = of(by_activity(tasks(two)), 2033, "re-reconstruction")["work_hs06_s"].sum()
    assert one == pytest.approx(1.5e11)
    made = tasks(two)
    late = made[(made["year"] == 2034) & (made["activity"] == "re-reconstruction")]["work_hs06_s"].sum()
    assert late == pytest.approx(1.5e11 + 1.25e11)


def test_a_year_of_new_detectors_has_half_the_time(toy: Experiment) -> None:
    """The same work of simulation, twice the capacity."""
    new = replace(toy, running=replace(toy.running, new_detector=frozenset({2031})))
    before, after = (of(by_activity(tasks(one)), 2031, "full simulation").iloc[0] for one in (toy, new))
    assert after["peak_mhs06"] == pytest.approx(2 * before["peak_mhs06"])
    assert after["mean_mhs06"] == pytest.approx(before["mean_mhs06"])


def test_analysis_reads_what_is_at_hand(toy: Experiment) -> None:
    """In 2032 data of 2030 and 2031 in two versions, 10 times, their simulation once; 2 HS06 s each."""
    rules = Analysis(
        read_time=2.0, reads={"data": always(10.0), "simulation": always(1.0)}, versions=2.0, first=2030
    )
    reads = replace(toy, processing=replace(toy.processing, analysis=rules))
    work = of(by_activity(tasks(reads)), 2032, "analysis")["work_hs06_s"].iloc[0]
    assert work == pytest.approx(2.0 * (2e9 * 2 * 10 + 4e9))


def test_analysis_that_grows_over_the_year_before(toy: Experiment) -> None:
    """From 2031 on 4/3 of the year before, whatever else is done."""
    rules = Analysis(share=0.5, growth={2031: 4 / 3, 2032: 1.0})
    grown = replace(toy, processing=replace(toy.processing, analysis=rules))
    work = by_activity(tasks(grown)).query("activity == 'analysis'").set_index("year")["work_hs06_s"]
    assert work[2031] == pytest.approx(4 / 3 * work[2030])
    assert work[2032] == pytest.approx(work[2031])


def test_faster_software_takes_the_gain_of_all_years_so_far(toy: Experiment) -> None:
    """10 % a year from 2030 on: in 2032 the work is that of today over 1.1^3."""
    gain = {"LHC": always(1.0), "HL-LHC": always(1.1)}
    fast = replace(toy, processing=replace(toy.processing, gain=gain))
    slow, quick = (
        of(by_activity(tasks(one)), 2032, "full simulation")["work_hs06_s"].sum() for one in (toy, fast)
    )
    assert quick == pytest.approx(slow / 1.1**3)


def test_no_events_no_work(still: Experiment) -> None:
    """Zero demand: no task but an analysis of nothing."""
    made = tasks(still)
    assert (made["work_hs06_s"] == 0.0).all()
    assert set(made["activity"]) == {"analysis"}


@settings(max_examples=10, deadline=None)
@given(st.floats(0.1, 10.0))
def test_work_scales_with_the_events(factor: float) -> None:
    """All of CMS's work is in proportion to the trigger rate."""
    rate = CMS.running.trigger_rate
    more = replace(CMS, running=replace(CMS.running, trigger_rate=rate.times(factor)))
    one, other = (tasks(each).groupby("year")["work_hs06_s"].sum() for each in (CMS, more))
    np.testing.assert_allclose(other, factor * one, rtol=1e-9)


def test_the_tier_0_of_the_draft(atlas_like: Experiment) -> None:
    """Printed there: 5100 kHS06 at pile-up 200 and 2600 with the target time, for jobs that never wait."""
    for time, printed in ((584.0, 5.1), (295.0, 2.6), (402.0, 3.5), (215.0, 1.9)):
        steps = tuple(
            replace(step, time=always(time)) if step.sample == "data" else step
            for step in atlas_like.processing.steps
        )
        one = replace(atlas_like, processing=replace(atlas_like.processing, steps=steps, efficiency=1.0))
        prompt = of(by_activity(tasks(one)), 2027, "prompt reconstruction").iloc[0]
        assert prompt["peak_mhs06"] == pytest.approx(printed, abs=0.05)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda: Step("x", "neutrino", always(1.0)),
            "x: sample = 'neutrino': expected one of data, simulation",
        ),
        (lambda: Step("x", "data", always(-1.0)), "x: time = -1 HS06 s is out of range"),
        (lambda: Step("x", "data", always(1.0), share=1.2), "x: share = 1.2 is out of range"),
        (lambda: Pass("x", "y", 1.0, 0.5, DAY), "x: overhead = 0.5 is out of range: expected at least 1"),
        (lambda: Pass("x", "y", 1.0, 1.0, 0.0), "x: window = 0 s is out of range: expected above 0"),
        (lambda: Analysis(share=-0.1), "analysis: share = -0.1 is out of range"),
        (lambda: Analysis(read_time=float("nan")), "analysis: read time = nan HS06 s is out of range"),
    ],
)
def test_bad_input_is_one_clear_line(make: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()  # type: ignore[operator]


def test_bad_processing_is_one_clear_line(toy: Experiment) -> None:
    """An efficiency of zero, a pass without its step, a shutdown where a year of running is asked for."""
    with pytest.raises(
        ValueError, match="CPU efficiency = 0 is out of range: expected above 0 and at most 1"
    ):
        replace(toy.processing, efficiency=0.0)
    with pytest.raises(ValueError, match="prompt: step = 'tracking': expected one of reconstruction"):
        replace(toy.processing, passes=(Pass("prompt", "tracking", 1.0, 1.0, DAY),))
    with pytest.raises(ValueError, match=r"campaign: years = 0\.5 is out of range"):
        replace(toy.processing, campaign_years=Timeline.of({2030: 0.5}))
    with pytest.raises(ValueError, match="year = 2033 is a shutdown: expected one of"):
        work_reference(toy, 2033)
