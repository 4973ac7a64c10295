"""Exercises of the page on judging a storage technology."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

_DATA, _DISK = 10_000.0, 20.0  # TB
_FOR_CAPACITY = _DATA * 1.2 / 0.9 / _DISK
_FOR_REQUESTS = 100_000 / (150 * 0.7)

EXERCISES = by_id(
    [
        Exercise(
            id="storage-judging-1",
            question="10 PB of data lie under a 10+2 code on disks of 20 TB, which may be filled to 90 %. "
            "How many disks does the capacity ask for?",
            unit="1",
            solution=lambda: _FOR_CAPACITY,
            explanation="10,000 TB × 12/10 / 0.9 / 20 TB = {answer:.0f} disks.",
            wrong=(
                WrongAnswer(lambda: _DATA / _DISK, "the code and the filling take space too."),
                WrongAnswer(lambda: _DATA * 1.2 / _DISK, "the disks may not be full."),
                WrongAnswer(lambda: _DATA / 0.9 / _DISK, "parity lies on disks as well."),
                WrongAnswer(
                    lambda: _DATA * 1.2 * 0.9 / _DISK, "disks that may not be full are more, not fewer."
                ),
            ),
        ),
        Exercise(
            id="storage-judging-2",
            question="Jobs ask these disks for 100,000 small requests a second in all. "
            "A disk serves 150 a second and may be busy for 70 % of its time. "
            "How many disks do the requests ask for?",
            unit="1",
            solution=lambda: _FOR_REQUESTS,
            explanation="Each disk gives 150 × 0.7 = 105 a second: {answer:.0f} disks. That is more than the "
            "capacity asks for, so that requests bind, and the disks are never full.",
            wrong=(
                WrongAnswer(lambda: 100_000 / 150, "no disk can be busy all the time."),
                WrongAnswer(lambda: 100_000 * 0.7 / 150, "that lets the disks do more than they can."),
                WrongAnswer(
                    lambda: _FOR_REQUESTS + _FOR_CAPACITY,
                    "the same disks hold the data and serve the requests.",
                ),
            ),
        ),
        Exercise(
            id="storage-judging-3",
            question="Disk costs 70 USD a raw TB. Flash would hold the same data under a 16+4 code, "
            "filled to 90 %, and serve all requests easily. "
            "Below which price does it cost less than the disks of exercise 2?",
            unit="USD/TB",
            solution=lambda: 70 * _FOR_REQUESTS * _DISK / (_DATA * 1.25 / 0.9),
            explanation="The disks cost 952 × 20 TB × 70 USD; "
            "flash needs 10,000 × 1.25/0.9 = 13,889 TB raw: {answer:.0f} USD/TB.",
            wrong=(
                WrongAnswer(
                    lambda: 70 * _FOR_CAPACITY * _DISK / (_DATA * 1.25 / 0.9),
                    "count the disks that the requests ask for.",
                ),
                WrongAnswer(
                    lambda: 70 * _FOR_REQUESTS * _DISK / _DATA, "flash needs a code and free space too."
                ),
                WrongAnswer(lambda: 70.0, "that compares price lists, not equal service."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
