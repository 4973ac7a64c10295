"""One tier: which limit sets the number of drives, what comes free with capacity, where flash pays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.storage.tiers.media import Medium, TapeDrive
from ecosystem_nb.storage.tiers.tiers import Tier, break_even, demand, devices, free_intensity
from ecosystem_nb.storage.tiers.workloads import Workload

DISK = Tier(
    Medium("disk", capacity=20.0, rate=200.0, iops=100.0, price=70.0, latency=0.01),
    protection=1.2,
    fill=0.8,
    busy=0.5,
)
FLASH = Tier(
    Medium("flash", capacity=50.0, rate=1000.0, iops=1e5, price=400.0, serial=False, latency=0.001),
    protection=1.1,
    fill=0.9,
    busy=0.5,
)
TAPE = Tier(
    TapeDrive(18.0, 300.0, 15.0, 16.0, 65.0, 62.0, 56.0, 15.0, 1e4).medium(4, in_a_row=True),
    busy=0.5,
    behind="disk",
    window=0.1,
)
TIERS = {tier.name: tier for tier in (DISK, FLASH, TAPE)}
JOB = Workload("job", volume=1000.0, rate=500.0, request=0.5, file=2000.0, wait=1e5)


def test_a_disk_needs_what_its_capacity_or_its_time_asks_for() -> None:
    """1000 TB as 1.2 on 80 % of 20 TB: 75 drives; 1000 IO/s of 0.5 MB at 12.5 ms, half the time: 25."""
    asks = devices([JOB], DISK)
    assert asks == pytest.approx({"capacity": 1000 * 1.2 / 0.8 / 20, "time": 1000 * (0.01 + 0.0025) / 0.5})


def test_flash_has_three_limits_of_its_own() -> None:
    asks = devices([JOB], FLASH)
    wanted = {"capacity": 1000 * 1.1 / 0.9 / 50, "rate": 500 / 1000 / 0.5, "iops": 1000 / 1e5 / 0.5}
    assert asks == pytest.approx(wanted)


def test_tape_needs_cartridges_and_drives() -> None:
    """Each file takes a quarter of a mount's 214 s and its transfer; half of a drive's time may be used."""
    asks = devices([JOB], TAPE)
    assert asks["capacity"] == pytest.approx(1000 / 18)
    assert asks["time"] == pytest.approx(500 / 2000 * (214 / 4 + 2000 / 300) / 0.5)


def test_data_from_tape_pass_through_the_tier_behind() -> None:
    """A tenth stands on disk; each byte is written once in whole files and read as online."""
    total: dict[tuple[str, str], float] = {}
    for rows in demand(JOB, TAPE, TIERS).values():
        for row, count in rows.items():
            total[row] = total.get(row, 0.0) + count
    disk = 500 / 0.5 * (1 / 100 + 0.5 / 200) + 500 / 2000 * (1 / 100 + 2000 / 200)
    assert total["disk", "time"] == pytest.approx(disk / 0.5)
    assert total["disk", "capacity"] == pytest.approx(0.1 * 1000 * 1.2 / 0.8 / 20)
    assert total["tape", "time"] == pytest.approx(devices([JOB], TAPE)["time"])


@given(st.floats(0.1, 10.0))
def test_demand_is_linear(factor: float) -> None:
    more = replace(JOB, volume=factor * JOB.volume, rate=factor * JOB.rate)
    for tier in TIERS.values():
        one, many = demand(JOB, tier, TIERS), demand(more, tier, TIERS)
        for cause, rows in one.items():
            assert many[cause] == pytest.approx({row: factor * count for row, count in rows.items()})


def test_what_two_workloads_ask_adds_up() -> None:
    both = devices([JOB, replace(JOB, name="other")], DISK)
    assert both == pytest.approx({limit: 2.0 * count for limit, count in devices([JOB], DISK).items()})


@given(st.floats(0.01, 10.0))
def test_at_the_free_intensity_both_limits_ask_the_same(request_size: float) -> None:
    iops = free_intensity(DISK, request_size) * JOB.volume
    asks = devices([replace(JOB, rate=iops * request_size, request=request_size)], DISK)
    assert asks["time"] == pytest.approx(asks["capacity"])


def cost(tier: Tier, iops: float, request_size: float) -> float:
    """Price of drives for 1 TB and its requests, USD."""
    job = replace(JOB, volume=1.0, rate=iops * request_size, request=request_size)
    return max(devices([job], tier).values()) * tier.medium.device_price


@given(st.floats(0.01, 0.3), st.floats(150.0, 600.0))
def test_at_the_break_even_both_tiers_cost_the_same(request_size: float, price: float) -> None:
    dear = replace(FLASH, medium=replace(FLASH.medium, price=price))
    edge = break_even(DISK, dear, request_size)
    assert cost(DISK, edge, request_size) == pytest.approx(cost(dear, edge, request_size))
    assert cost(DISK, 0.9 * edge, request_size) < cost(dear, 0.9 * edge, request_size)
    assert cost(DISK, 1.1 * edge, request_size) > cost(dear, 1.1 * edge, request_size)


def test_a_larger_drive_brings_the_break_even_nearer() -> None:
    """Twice the capacity at the same price of a TB: half the spindles, half the free requests."""
    large = replace(DISK, medium=replace(DISK.medium, capacity=40.0))
    assert free_intensity(large, 0.1) == pytest.approx(free_intensity(DISK, 0.1) / 2.0)
    assert break_even(large, FLASH, 0.1) == pytest.approx(break_even(DISK, FLASH, 0.1) / 2.0)


def test_a_break_even_needs_a_cheap_and_a_fast_tier() -> None:
    with pytest.raises(ValueError, match=r"flash at .* USD/TB, disk at .*: expected the first to be cheaper"):
        break_even(FLASH, DISK, 0.1)
    slow = replace(DISK, medium=replace(DISK.medium, name="slow", price=100.0))
    with pytest.raises(ValueError, match=r"slow serves .* IO/s per TB: expected more than"):
        break_even(DISK, slow, 0.1)


def test_who_can_wait_is_taken() -> None:
    assert [tier.takes(JOB) for tier in TIERS.values()] == [True, True, True]
    assert [tier.takes(replace(JOB, wait=1.0)) for tier in TIERS.values()] == [True, True, False]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"protection": 0.9}, "disk: protection = 0.9 is out of range: expected at least 1"),
        ({"fill": 0.0}, "disk: fill = 0 is out of range: expected above 0 and at most 1"),
        ({"busy": 1.1}, "disk: busy = 1.1 is out of range"),
        ({"window": -0.1}, "disk: window = -0.1 is out of range"),
        ({"most": -1.0}, "disk: most = -1 TB is out of range: expected at least 0 TB"),
        ({"most": float("nan")}, "disk: most = nan TB is out of range"),
    ],
)
def test_bad_tiers_are_refused_in_one_line(change: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(DISK, **change)
