"""Analysis facilities: bits and bytes, the slowest part, sizing and its inverse."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.facilities.analysis import facility as af
from ecosystem_nb.facilities.analysis import kernels
from ecosystem_nb.tables import quantities

SAMPLE = af.Sample(volume=200.0, event=10.0, file=1.0, share=0.25)
ONE = af.Facility(
    cores=2000.0,
    core_rate=100.0,
    servers=8.0,
    drives=4.0,
    drive_rate=1000.0,
    server_network=25.0,
    switch=400.0,
    store=100.0,
    hits=1.0,
    tasks=1000.0,
)
positive = st.floats(0.1, 1e4)
shares = st.floats(0.01, 1.0)


def test_half_an_hour_at_200_gbit_reads_45_tb() -> None:
    """The workshop's exercise: 200e9 bit/s × 1800 s / 8 are 45e12 bytes, 22.5 % of 200 TB."""
    assert kernels.volume_read(200.0, 1800.0) == 200e9 * 1800.0 / 8.0 / 1e12 == 45.0


@given(positive, positive)
def test_reading_and_its_time_are_inverse(rate, seconds) -> None:
    assert kernels.read_time(kernels.volume_read(rate, seconds), rate) == pytest.approx(seconds)


@given(
    st.floats(0.5, 60.0), st.floats(50.0, 500.0), st.floats(0.0, 99.0), st.floats(1.0, 99.0), st.floats(1, 9)
)
def test_makespan_agrees_with_its_twin(volume, rate, start, task, straggle) -> None:
    fast = kernels.makespan(volume, rate, start, task, straggle)
    assert fast == pytest.approx(kernels.makespan_reference(volume, rate, start, task, straggle), rel=1e-6)


def test_the_challenge_by_hand() -> None:
    """2000 cores × 100 Mbit/s, 8 × 25 Gbit/s, 32 drives × 8 Gbit/s, 1000 tasks × 0.25 GB × 8."""
    bounds = ONE.capacities(SAMPLE)
    assert bounds == pytest.approx(
        {"workers": 200.0, "flash": 256.0, "cache servers": 200.0, "switches": 400.0, "store": math.inf}
        | {"scheduler": 2000.0}
    )
    assert ONE.rate(SAMPLE)[0] == pytest.approx(200.0)
    assert ONE.time(SAMPLE) == pytest.approx(50e12 * 8.0 / 200e9)


@pytest.mark.parametrize(
    ("change", "binds", "rate"),
    [
        ({"cores": 1000.0}, af.WORKERS, 100.0),
        ({"drives": 1.0}, af.FLASH, 64.0),
        ({"server_network": 10.0}, af.CACHES, 80.0),
        ({"switch": 50.0}, af.SWITCH, 50.0),
        ({"hits": 0.0}, af.STORE, 100.0),
        ({"hits": 0.2}, af.STORE, 125.0),
        ({"tasks": 10.0}, af.SCHEDULER, 20.0),
    ],
)
def test_the_slowest_part_bounds_the_whole_and_is_named(change, binds, rate) -> None:
    found, name = replace(ONE, **change).rate(SAMPLE)
    assert (name, found) == (binds, pytest.approx(rate))


@given(st.sampled_from(["cores", "servers", "drives", "switch", "store", "tasks"]), st.floats(1.0, 5.0))
def test_more_of_any_part_never_slows(name, factor) -> None:
    before = replace(ONE, hits=0.5)
    after = replace(before, **{name: factor * getattr(before, name)})
    assert after.rate(SAMPLE)[0] >= before.rate(SAMPLE)[0]
    assert after.time(SAMPLE, 60.0, 1.0) <= before.time(SAMPLE, 60.0, 1.0)


@given(st.floats(1.0, 2000.0), shares)
def test_a_facility_of_the_size_that_was_asked_reaches_the_rate(rate, share) -> None:
    sample = replace(SAMPLE, share=share)
    size = af.sizing(rate, replace(ONE, hits=0.6), sample)
    assert size["store"] == pytest.approx(0.4 * rate)
    made = replace(
        ONE,
        cores=size["cores"],
        servers=size["servers"],
        drives=math.ceil(size["drives"] / size["servers"]),
        switch=rate,
        store=size["store"],
        hits=0.6,
        tasks=size["tasks"],
    )
    assert made.rate(sample)[0] == pytest.approx(rate)
    assert replace(made, cores=size["cores"] - 1).capacities(sample)[af.WORKERS] < rate


@given(st.floats(1.0, 500.0), shares)
def test_events_and_bits_are_one_rate(rate, share) -> None:
    """Events a second times bytes of an event that are read, times 8, are the bits."""
    sample = replace(SAMPLE, share=share)
    events = sample.event_rate(rate) * 1e6
    assert events * sample.event * 1e3 * share * 8.0 == pytest.approx(rate * 1e9)
    table = af.by_share({"goal": events / 1e6}, sample, [share], 100.0)
    assert table["rate"].tolist() == pytest.approx([rate])


def test_reading_less_of_each_event_passes_more_events() -> None:
    assert replace(SAMPLE, share=0.1).event_rate(200.0) == pytest.approx(2.5 * SAMPLE.event_rate(200.0))


def test_one_straggler_costs_the_rest_of_its_task() -> None:
    """A task reads 0.25 GB at 100 Mbit/s: 20 s; twice as slow, the end is 20 s later."""
    assert ONE.time(SAMPLE, 30.0, 2.0) - ONE.time(SAMPLE) == pytest.approx(30.0 + 20.0)


def test_the_table_holds_its_own_sums() -> None:
    figures = quantities("facilities/analysis")
    events = 1_694_555_330 + 5_383_448_881 + 5_629_171_712 + 6_367_686_831
    assert figures["atlas_data_events"].value == events
    assert figures["atlas_data_volume"].value == pytest.approx(10.277 + 38.9 + 43.827 + 49.632)
    assert figures["atlas_data_files"].value == 10_049 + 45_571 + 55_534 + 64_803
    data = figures["atlas_data_volume"].value + figures["atlas_simulation"].value
    assert data == pytest.approx(figures["atlas_sample"].value, abs=0.1)
    assert figures["columns_found"].value == pytest.approx(100 * (586.540165 - 2.00489) / 2311.894, abs=0.01)


def test_nothing_of_a_part_means_never() -> None:
    assert replace(ONE, cores=0.0).time(SAMPLE) == math.inf


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: replace(SAMPLE, share=1.5),
            "share read = 1.5 is out of range: expected above 0 and at most 1",
        ),
        (lambda: replace(SAMPLE, event=0.0), "event = 0 kB is out of range"),
        (lambda: replace(ONE, hits=-0.1), "hits = -0.1 is out of range"),
        (lambda: replace(ONE, core_rate=math.nan), "core_rate = nan Mbit/s"),
        (lambda: ONE.time(SAMPLE, straggle=0.5), "straggle = 0.5 is out of range: expected at least 1"),
        (lambda: af.sizing(0.0, ONE, SAMPLE), "rate = 0 Gbit/s is out of range"),
    ],
)
def test_bad_input_gets_one_clear_line(call, message) -> None:
    with pytest.raises(ValueError, match=message):
        call()
