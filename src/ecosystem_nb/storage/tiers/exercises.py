"""Exercises of the page on tiers."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.storage.tiers.media import Medium
from ecosystem_nb.storage.tiers.tiers import Tier, break_even, devices
from ecosystem_nb.storage.tiers.workloads import Workload

_DISK = Medium("disk", capacity=20.0, rate=200.0, iops=100.0, price=60.0)
_FLASH = Medium("flash", capacity=50.0, rate=2000.0, iops=1e6, price=240.0, serial=False)
_SIZE = 0.5  # MB
_JOB = Workload("analysis", volume=800.0, rate=1000.0, request=_SIZE, file=1500.0, wait=1.0)


EXERCISES = by_id(
    [
        Exercise(
            id="storage-tiers-1",
            question="A hard disk serves 100 small requests a second and transfers 200 MB/s. "
            "What does it deliver with requests of 0.5 MB?",
            unit="MB/s",
            solution=lambda: _DISK.throughput(_SIZE),
            explanation="Each request takes 10 ms to position and 2.5 ms to transfer: 80 a second, "
            "{answer:.0f} MB/s.",
            wrong=(
                WrongAnswer(
                    lambda: _DISK.iops * _SIZE,
                    "that leaves no time for the transfer: the head positions first and reads then.",
                ),
                WrongAnswer(lambda: _DISK.rate, "that is the rate of one endless request."),
                WrongAnswer(
                    lambda: 1.0 / _DISK.busy(_SIZE), "that is in requests a second: each moves 0.5 MB."
                ),
            ),
        ),
        Exercise(
            id="storage-tiers-2",
            question="800 TB of data are read at 1,000 MB/s in requests of 0.5 MB from disks of 20 TB "
            "like this one. Data are stored once, disks may be full, and half of a disk's time may be used. "
            "How many disks are needed?",
            unit="1",
            solution=lambda: max(devices([_JOB], Tier(_DISK, busy=0.5)).values()),
            explanation="Capacity asks for 800 / 20 = 40 disks. 2,000 requests a second of 12.5 ms keep 25 "
            "busy all the time; at half of it they ask for {answer:.0f}.",
            wrong=(
                WrongAnswer(
                    lambda: devices([_JOB], Tier(_DISK))["capacity"],
                    "that holds the data; have these disks the time to serve them?",
                ),
                WrongAnswer(
                    lambda: sum(devices([_JOB], Tier(_DISK, busy=0.5)).values()),
                    "a disk that holds data also serves them: take the larger limit, not the sum.",
                ),
                WrongAnswer(
                    lambda: devices([_JOB], Tier(_DISK))["time"],
                    "these would be busy all the time; and they could not hold the data.",
                ),
            ),
        ),
        Exercise(
            id="storage-tiers-3",
            question="Disk comes with 2 IO/s on each TB at 60 USD/TB, flash with far more at 240 USD/TB. "
            "From how many requests on a TB is flash the cheaper one?",
            unit="IO/s per TB",
            solution=lambda: break_even(Tier(_DISK, busy=0.5), Tier(_FLASH, busy=0.5), _SIZE),
            explanation="Up to 2 IO/s a TB on disk costs 60 USD, then in proportion to its requests; it "
            "reaches 240 USD at 2 × 240 / 60 = {answer:.0f} IO/s.",
            wrong=(
                WrongAnswer(
                    lambda: 2.0, "there disk begins to cost more than its capacity; flash costs more still."
                ),
                WrongAnswer(lambda: 4.0, "that is the ratio of the prices: what does disk serve for free?"),
                WrongAnswer(lambda: 0.5, "the dearer the flash, the more requests it needs to pay."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
