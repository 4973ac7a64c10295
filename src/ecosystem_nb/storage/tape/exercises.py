"""Exercises of the page on tape recalls."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

_MOUNT = 15.0 + 16.0 + 65.0 + 62.0 + 56.0  # s: robot, load, locate, rewind, unload
_RATE = 300.0  # MB/s
_FILE = 3000.0  # MB

EXERCISES = by_id(
    [
        Exercise(
            id="storage-tape-1",
            question="A half-high LTO-9 drive reads one file of 3 GB at 300 MB/s. "
            "Robot, load, mean locate, mean rewind and unload take 15, 16, 65, 62 and 56 s. "
            "What does the drive deliver while it is busy?",
            unit="MB/s",
            solution=lambda: _FILE / (_MOUNT + _FILE / _RATE),
            explanation="10 s of reading and 214 s of everything else: "
            "3,000 MB in 224 s are {answer:.1f} MB/s.",
            wrong=(
                WrongAnswer(lambda: _RATE, "that is the rate while it reads; it rarely does."),
                WrongAnswer(lambda: _FILE / _MOUNT, "the reading takes time too."),
                WrongAnswer(
                    lambda: _FILE / (15 + 16 + 65 + _FILE / _RATE),
                    "the drive is not free before it has put the tape away.",
                ),
            ),
        ),
        Exercise(
            id="storage-tape-2",
            question="A tape is wound from end to end in 120 s. Two places on it are drawn at random. "
            "How long does the way from one to the other take on average?",
            unit="s",
            solution=lambda: 120 / 3,
            explanation="Two uniform places are a third of the length apart on average: {answer:.0f} s. "
            "The order in which files were written does not help: "
            "neighbours in it lie on random places of different wraps.",
            wrong=(
                WrongAnswer(lambda: 60.0, "that is the mean way from the end of the tape."),
                WrongAnswer(lambda: 120.0, "that is the longest way."),
                WrongAnswer(lambda: 30.0, "that is the mean way from the middle."),
            ),
        ),
        Exercise(
            id="storage-tape-3",
            question="40 files of 3 GB lie on one tape. After each locate, of 20 s on average, "
            "one is read at 300 MB/s; the mount costs 150 s more. "
            "How many such tapes can a drive recall in a day?",
            unit="1",
            solution=lambda: 86_400 / (150 + 40 * (20 + 10)),
            explanation="A tape takes 150 + 40 × (20 + 10) = 1,350 s; a day holds {answer:.0f} of them.",
            wrong=(
                WrongAnswer(lambda: 86_400 / (40 * 30), "each tape must be mounted."),
                WrongAnswer(lambda: 86_400 / (150 + 20 + 400), "there is a locate before each file."),
                WrongAnswer(lambda: 86_400 / (40 * (150 + 30)), "one mount serves all files of a tape."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
