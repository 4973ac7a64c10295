"""One device: limits of large and small requests, a replay of requests, published numbers, refusals."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_nb.storage.tiers import media
from ecosystem_nb.storage.tiers.media import Medium, TapeDrive
from ecosystem_nb.storage.tiers.workloads import Sizes, Workload
from ecosystem_nb.tables import quantities

TABLE = quantities("storage/media")
DISK = Medium("disk", capacity=20.0, rate=225.0, iops=150.0, price=70.0)
FLASH = Medium("flash", capacity=60.0, rate=1000.0, iops=1e6, price=400.0, serial=False)
DRIVE = TapeDrive(
    18.0, 300.0, exchange=15.0, load=16.0, locate=65.0, rewind=62.0, unload=56.0, price=15.0, drive_price=1e4
)
SIZE = st.floats(1e-3, 1e4)


def played(medium: Medium, sizes: np.ndarray) -> float:
    """Throughput of a drive that serves one request after the other, MB/s: the plain twin."""
    clock = moved = 0.0
    for size in sizes.tolist():
        clock += 1.0 / medium.iops
        clock += size / medium.rate
        moved += size
    return moved / clock


def test_large_requests_reach_the_rate_and_small_ones_the_iops() -> None:
    assert DISK.throughput(1e7) == pytest.approx(DISK.rate, rel=1e-6)
    assert DISK.throughput(1e-7) / 1e-7 == pytest.approx(DISK.iops, rel=1e-6)


def test_at_the_half_size_a_serial_drive_gives_half_of_both() -> None:
    assert DISK.throughput(DISK.half_size) == pytest.approx(DISK.rate / 2.0)
    assert 1.0 / DISK.busy(DISK.half_size) == pytest.approx(DISK.iops / 2.0)


@given(SIZE)
def test_a_parallel_drive_is_bound_by_one_limit_and_a_serial_one_by_both(size: float) -> None:
    flash, serial = FLASH.throughput(size), replace(FLASH, serial=True).throughput(size)
    assert flash == pytest.approx(min(FLASH.rate, FLASH.iops * size))
    assert flash / 2.0 <= serial * (1.0 + 1e-12) <= flash * (1.0 + 1e-12)


@given(SIZE, SIZE)
def test_throughput_rises_and_requests_fall_with_the_size(a: float, b: float) -> None:
    small, large = min(a, b), max(a, b)
    for medium in (DISK, FLASH):
        assert medium.throughput(small) <= medium.throughput(large) * (1.0 + 1e-12)
        assert medium.busy(small) <= medium.busy(large)


def test_only_the_mean_size_matters_to_a_serial_drive() -> None:
    """Time is linear in the size, so a replay of lognormal sizes gives what their mean gives."""
    sizes = Sizes(mean=1.0, spread=1.0).draw(np.random.default_rng(7), 20_000)
    assert played(DISK, sizes) == pytest.approx(DISK.throughput(float(sizes.mean())), rel=1e-9)


def test_loads_are_what_one_limit_alone_asks() -> None:
    asks = DISK.loads(Workload("a", volume=400.0, rate=450.0, request=0.5, file=1000.0, wait=1.0))
    assert asks == pytest.approx({"capacity": 20.0, "rate": 2.0, "iops": 900.0 / 150.0})


def test_tape_moves_whole_files() -> None:
    asks = DRIVE.medium(1).loads(Workload("a", volume=36.0, rate=300.0, request=0.5, file=3000.0, wait=1e5))
    assert asks["capacity"] == pytest.approx(2.0)
    assert asks["iops"] == pytest.approx(300.0 / 3000.0 * DRIVE.overhead(1))


# Hard disks of the table


def test_iops_of_a_petabyte_are_those_of_the_vendors_table() -> None:
    """VAST's table: 20 TB drives, 50 for a petabyte, 63 with 25 % overhead: 9.45 IO/s for each usable TB."""
    disk = media.hard_disk(TABLE)
    drives = math.ceil(1.25 * 1000.0 / disk.capacity)
    assert drives == 63
    assert drives * disk.iops / 1000.0 == pytest.approx(9.45)
    assert drives * disk.rate / 1000.0 == pytest.approx(14.0, abs=0.5)  # GB/s, printed as 14


def test_a_larger_drive_has_fewer_iops_for_each_terabyte() -> None:
    disk = media.hard_disk(TABLE)
    double = replace(disk, capacity=2.0 * disk.capacity)
    assert double.iops / double.capacity == pytest.approx(disk.iops / disk.capacity / 2.0)


def test_a_queue_gives_more_than_one_request_at_a_time() -> None:
    """Seek and half a turn give 86 IO/s; with a queue the drive takes the near requests first."""
    disk = media.hard_disk(TABLE)
    assert 1.0 / disk.latency == pytest.approx(1000.0 / (7.4 + 4.16))
    assert 1.5 < disk.iops * disk.latency < 2.0


def test_flash_is_no_faster_than_its_network() -> None:
    assert media.flash(TABLE).rate == TABLE["flash_share"].value < TABLE["flash_rate"].value
    assert not media.flash(TABLE).serial


# Tape


def test_mean_ways_of_the_head_are_those_of_random_places() -> None:
    """Uniform places: 1/2 from the end of the tape, 1/3 between two; the drive's mean is the first."""
    places = np.random.default_rng(3).random((200_000, 2))
    whole = DRIVE.locate / places[:, 0].mean()
    assert np.abs(places[:, 0] - places[:, 1]).mean() * whole == pytest.approx(DRIVE.between, rel=0.01)


def test_recall_is_a_mount_played_step_by_step() -> None:
    steps = [15.0, 16.0, 65.0, 5.0, *[65.0 * 2.0 / 3.0, 5.0] * 3, 62.0, 56.0]
    assert DRIVE.recall_rate(4, 1500.0) == pytest.approx(4 * 1500.0 / sum(steps))


@given(st.integers(1, 500), SIZE)
def test_more_files_a_mount_help_up_to_a_limit(files: int, size: float) -> None:
    """However many files a mount reads, each costs a way: the limit is s / (way + s / rate)."""
    limit = size / (DRIVE.between + size / DRIVE.rate)
    assert DRIVE.recall_rate(files, size) < DRIVE.recall_rate(files + 1, size) < limit


@given(st.integers(1, 500), SIZE, st.booleans())
def test_the_medium_of_a_drive_recalls_as_fast_as_the_drive(files: int, size: float, row: bool) -> None:
    medium = DRIVE.medium(files, in_a_row=row)
    assert medium.throughput(size) == pytest.approx(DRIVE.recall_rate(files, size, in_a_row=row))


def test_files_in_a_row_are_one_long_file() -> None:
    assert DRIVE.recall_rate(8, 1500.0, in_a_row=True) == pytest.approx(DRIVE.recall_rate(1, 8 * 1500.0))


def test_a_drive_rewinds_for_longer_after_long_reads() -> None:
    """The manual's three cases: under 5 GB, 5 to 50 GB in one piece, all else."""
    cases = [
        (0.0, False),
        (4999.0, True),
        (5000.0, True),
        (50_000.0, True),
        (50_001.0, True),
        (5000.0, False),
    ]
    found = [media.tape_drive(TABLE, moved, in_a_row=row).rewind for moved, row in cases]
    assert found == [62.0, 62.0, 124.0, 124.0, 186.0, 186.0]
    with pytest.raises(ValueError, match="moved = -1 MB is out of range"):
        media.tape_drive(TABLE, -1.0)


def test_a_published_recall_needs_files_in_a_row() -> None:
    """RAL, 2017: 900 MB/s, at most 10 drives.  Files of 1.5 GB anywhere can't do that, 24 in a row can."""
    each = TABLE["ral_recall_rate"].value / TABLE["ral_recall_drives"].value
    assert each == 90.0
    assert media.tape_drive(TABLE).recall_rate(1000, 1525.0) < each / 2.0
    rows = [
        media.tape_drive(TABLE, files * 1525.0, in_a_row=True).recall_rate(files, 1525.0, in_a_row=True)
        for files in (23, 24)
    ]
    assert rows[0] < each < rows[1]


# What is refused


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"capacity": 0.0}, r"disk: capacity = 0 TB is out of range: expected above 0 TB"),
        ({"rate": float("nan")}, r"disk: rate = nan MB/s is out of range"),
        ({"iops": -1.0}, r"disk: iops = -1 IO/s is out of range: expected above 0 IO/s"),
        ({"price": float("inf")}, r"disk: price = inf USD/TB is out of range"),
        ({"latency": -1.0}, r"disk: latency = -1 s is out of range: expected at least 0 s"),
    ],
)
def test_bad_media_are_refused_in_one_line(change: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(DISK, **change)


@pytest.mark.parametrize("size", [0.0, -1.0, float("nan")])
def test_bad_sizes_are_refused(size: float) -> None:
    with pytest.raises(ValueError, match=r"size = .* MB is out of range: expected above 0 MB"):
        DISK.busy(size)
    with pytest.raises(ValueError, match=r"size = .* MB is out of range: expected above 0 MB"):
        DRIVE.recall_rate(1, size)


def test_bad_drives_are_refused() -> None:
    with pytest.raises(ValueError, match="files = 0 is out of range: expected at least 1"):
        DRIVE.overhead(0)
    with pytest.raises(ValueError, match="tape: load = -1 s is out of range"):
        replace(DRIVE, load=-1.0)


def test_the_first_byte_comes_in_the_order_of_the_tiers() -> None:
    """Half a millisecond, some ten, and minutes: robot, load and way of the tape."""
    found = [media.flash(TABLE), media.hard_disk(TABLE), media.tape_drive(TABLE).medium(10)]
    assert [one.latency for one in found] == pytest.approx([500e-6, 7.4e-3 + 4.16e-3, 15.0 + 16.0 + 65.0])
