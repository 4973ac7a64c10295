"""Drives against capacity: the point where both bind, scaling, conservation, refusals."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.core_rates import core_rates
from ecosystem_nb.facilities.sites.consequences import consequences, scan
from ecosystem_nb.facilities.sites.throughput import (
    Drive,
    Load,
    asked,
    by_activity,
    by_drive,
    drive,
    load,
    mix,
)
from ecosystem_nb.tables import quantities, read

WORKLOADS = quantities("storage/workloads")
MEDIA = quantities("storage/media")
CPU = read("facilities/atlas_cpu_2018model")
DRIVE = Drive(capacity=20.0, rate=200.0, iops=100.0, usable=0.75, busy=0.5)
LOAD = Load(rate=0.4, requests=3.0, power=10.0)


def test_at_the_least_ratio_the_drives_are_busy_for_just_what_they_may() -> None:
    """1 MHS06 are 100,000 cores; the drives that hold the least disk then work u of their time."""
    terabytes = DRIVE.least(LOAD) * 1e6 / 1000.0
    drives = terabytes / (DRIVE.capacity * DRIVE.usable)
    seconds = 100_000 * (3.0 / 100.0 + 0.4 / 200.0)
    assert seconds / drives == pytest.approx(0.5)


@given(st.floats(1.0, 200.0))
def test_the_largest_drive_has_the_ratio_as_its_least(ratio: float) -> None:
    big = replace(DRIVE, capacity=DRIVE.largest(LOAD, ratio))
    assert big.least(LOAD) == pytest.approx(ratio)


def test_a_drive_twice_as_large_wants_twice_the_disk_and_offers_half_the_requests() -> None:
    table = by_drive(LOAD, DRIVE, [20.0, 40.0]).set_index("size")
    assert table.loc[40.0, "least"] == pytest.approx(2.0 * table.loc[20.0, "least"])
    assert table.loc[40.0, "iops_tb"] == pytest.approx(0.5 * 100.0 * 0.5 / 15.0)


def test_the_mix_adds_up_and_its_year_is_refused() -> None:
    """Simulation in 2030: generation 14.27, full 10.57 and fast 1.59 of 63.89 without heavy ions."""
    shares = mix(CPU, 2030)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["simulation"] == pytest.approx(26.43 / (69.37 - 5.48), rel=1e-3)
    with pytest.raises(ValueError, match="year = 2040: expected 2016 to 2032"):
        mix(CPU, 2040)


def test_a_site_that_only_analyses_asks_what_an_analysis_asks() -> None:
    only = dict.fromkeys(core_rates(WORKLOADS), 0.0) | {"analysis": 1.0}
    one = load(only, WORKLOADS)
    assert one.rate == WORKLOADS["analysis_rate"].value
    assert one.requests == pytest.approx(one.rate / WORKLOADS["analysis_request"].value)


def test_the_parts_are_what_the_mean_core_asks() -> None:
    shares = mix(CPU, 2028)
    parts = by_activity(shares, WORKLOADS)
    assert (parts["share"] * parts["core_rate"]).sum() == pytest.approx(load(shares, WORKLOADS).rate)


def test_raid6_of_twelve_with_a_tenth_free_keeps_three_quarters() -> None:
    assert drive(MEDIA).usable == pytest.approx(10.0 / 12.0 * 0.9)


def test_requests_on_a_terabyte_are_those_of_its_cores() -> None:
    """50 GB/HS06 and 10 HS06 a core are half a TB a core."""
    found = asked(LOAD, 50.0)
    assert found["requests_tb"] == pytest.approx(6.0)
    assert found["rate_tb"] == pytest.approx(0.8)


def test_half_the_ratio_reads_half_from_elsewhere() -> None:
    table = scan(LOAD, cores=1000.0, ratios=[0.0, 50.0, 100.0, 150.0], mean=100.0)
    assert table["missing"].tolist() == [1.0, 0.5, 0.0, 0.0]
    assert table["network"].tolist() == pytest.approx([3.2, 1.6, 0.0, 0.0])  # 0.4 MB/s × 8 × 1000 cores


def test_consequences_know_the_cores_and_the_network_of_a_site() -> None:
    sites = pd.DataFrame({"cpu": [10_000.0, 10_000.0], "disk": [500.0, 1500.0]})
    table = consequences(sites.assign(ratio=1000.0 * sites["disk"] / sites["cpu"]), LOAD, DRIVE)
    assert table["cores"].tolist() == [1000.0, 1000.0]
    assert table["missing"].tolist() == [0.5, 0.0]
    assert table["network"].tolist() == pytest.approx([1.6, 0.0])
    assert table["largest"].iloc[1] == pytest.approx(3.0 * table["largest"].iloc[0])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"capacity": 0.0}, "capacity = 0 TB is out of range: expected above 0 TB"),
        ({"usable": 1.1}, "usable share = 1.1 is out of range: expected above 0 and at most 1"),
        ({"busy": float("nan")}, "busy share = nan is out of range"),
    ],
)
def test_a_bad_drive_is_refused(change: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(DRIVE, **change)


def test_bad_loads_are_refused() -> None:
    with pytest.raises(ValueError, match="rate = -1 MB/s is out of range: expected at least 0 MB/s"):
        Load(-1.0, 1.0, 10.0)
    with pytest.raises(
        ValueError, match="remote share = 2 is out of range: expected at least 0 and at most 1"
    ):
        LOAD.network(1.0, 2.0)
    with pytest.raises(ValueError, match=r"share of analysis = -0\.1"):
        load(mix(CPU, 2030) | {"analysis": -0.1}, WORKLOADS)
