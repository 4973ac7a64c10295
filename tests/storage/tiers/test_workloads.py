"""What workloads ask: a core's rate from its events, sizes whose mean and median agree, refusals."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.core_rates import core_rate
from ecosystem_nb.storage.tiers.workloads import NAMES, Profile, Sizes, Workload, profiles
from ecosystem_nb.tables import quantities

TABLE = quantities("storage/workloads")
ONE = Workload("analysis", volume=1000.0, rate=5000.0, request=0.1, file=1500.0, wait=1.0)


def test_a_core_reads_what_its_events_hold() -> None:
    """Played: 100 events of 600 HS06 s on 15 HS06 take 4000 s; at 4 MB each that is 0.1 MB/s."""
    seconds = 100 * 600.0 / 15.0
    assert core_rate(4.0, 600.0, 15.0) == pytest.approx(100 * 4.0 / seconds)


def test_profiles_follow_from_the_table() -> None:
    """Reconstruction reads 3.6 MB and writes 0.35 MB in 584 HS06 s on a core of 13.4 HS06."""
    found = profiles(TABLE)
    assert tuple(found) == NAMES
    assert found["reconstruction"].rate == pytest.approx(3.95 / (584.0 / 13.4))
    assert found["simulation"].rate == pytest.approx(1.54699 / (5684.0 / 13.4))
    assert found["derivation"].rate == pytest.approx(0.41 / (20.0 / 13.4))


def test_simulation_asks_least_and_analysis_most() -> None:
    rates = {name: one.rate for name, one in profiles(TABLE).items()}
    assert sorted(rates, key=rates.__getitem__) == ["simulation", "reconstruction", "derivation", "analysis"]


def test_cms_asks_for_more_than_all_but_analysis() -> None:
    """CMS asks of a site 1 MB/s on each core; only analysis needs more here."""
    asked = TABLE["cms_core_rate"].value
    assert [name for name, one in profiles(TABLE).items() if one.rate > asked] == ["analysis"]


def test_the_range_of_analysis_is_that_of_its_two_sources() -> None:
    challenge = TABLE["challenge_rate"].value * 1000.0 / 8.0 / TABLE["challenge_cores"].value
    assert TABLE["analysis_rate"].high == pytest.approx(challenge)
    assert TABLE["analysis_rate"].low == TABLE["cms_core_rate"].value


def test_only_what_is_planned_may_wait() -> None:
    """Tape needs minutes: only reconstruction, which is a campaign, can wait for it."""
    assert [name for name, one in profiles(TABLE).items() if one.wait > 600.0] == ["reconstruction"]


@given(st.floats(0.0, 1e6), st.floats(1e-3, 1e6))
def test_a_workload_is_a_profile_times_its_cores(cores: float, volume: float) -> None:
    made = Profile("a", rate=2.0, request=0.5, file=1000.0, wait=1.0).on(cores, volume)
    assert made.rate == pytest.approx(2.0 * cores)
    assert made.iops == pytest.approx(4.0 * cores)
    assert made.intensity * volume == pytest.approx(made.iops)


@given(st.floats(0.1, 1e4), st.floats(0.0, 2.0))
def test_mean_and_median_give_the_sizes_back(mean: float, spread: float) -> None:
    one = Sizes(mean, spread)
    assert Sizes.through(mean, one.median).spread == pytest.approx(spread, abs=1e-6)


def test_drawn_sizes_have_the_mean_and_the_median() -> None:
    one = Sizes(mean=2.0, spread=0.8)
    drawn = one.draw(np.random.default_rng(11), 400_000)
    assert drawn.mean() == pytest.approx(2.0, rel=0.01)
    assert np.median(drawn) == pytest.approx(2.0 * math.exp(-0.32), rel=0.01)


def test_the_published_files_of_simulation_are_nearly_alike() -> None:
    mean, median = (TABLE[name].value for name in ("mc_file", "mc_file_median"))
    assert Sizes.through(mean, median).spread == pytest.approx(0.33, abs=0.005)
    with pytest.raises(
        ValueError, match=r"median = 2\.14 MB is out of range: expected above 0 and at most 1\.79"
    ):
        Sizes.through(TABLE["data_file"].value, TABLE["data_file_median"].value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"volume": 0.0}, "analysis: volume = 0 TB is out of range: expected above 0 TB"),
        ({"rate": -1.0}, "analysis: rate = -1 MB/s is out of range: expected at least 0 MB/s"),
        ({"request": float("nan")}, "analysis: request = nan MB is out of range"),
        ({"file": 0.0}, "analysis: file = 0 MB is out of range"),
        ({"wait": float("inf")}, "analysis: wait = inf s is out of range"),
    ],
)
def test_bad_workloads_are_refused_in_one_line(change: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(ONE, **change)


def test_bad_events_are_refused() -> None:
    with pytest.raises(ValueError, match=r"work = 0 HS06\.s is out of range: expected above 0 HS06\.s"):
        core_rate(1.0, 0.0, 10.0)
    with pytest.raises(ValueError, match="spread = 6 is out of range"):
        Sizes(1.0, 6.0)
