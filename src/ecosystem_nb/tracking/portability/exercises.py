"""Exercises of the page on one kernel and two machines."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="machines-1",
            question="A GPU does 67 Tflop/s and moves 3.35 TB/s. Up to how many operations a byte does its "
            "memory bound a kernel?",
            unit="1",
            solution=lambda: 67.0 / 3.35,
            explanation="67 / 3.35 is {answer:.0f} operations a byte: below, memory is the bound; above, "
            "arithmetic.",
            wrong=(
                WrongAnswer(lambda: 3.35 / 67.0, "that is bytes for each operation."),
                WrongAnswer(lambda: 67.0 * 3.35, "the bound is where both take the same time: divide."),
                WrongAnswer(lambda: 67.0 / 3.35 / 4, "count operations a byte, not a number of four bytes."),
            ),
        ),
        Exercise(
            id="machines-2",
            question="A launch takes 5 μs, the work of one track 0.001 μs. How many tracks must a launch "
            "have so that it takes less time than the work?",
            unit="1",
            solution=lambda: 5.0 / 0.001,
            explanation="5 / 0.001 is {answer:,.0f} tracks: one event at a time leaves a GPU idle.",
            wrong=(
                WrongAnswer(lambda: 5.0, "divide the launch by the work of one track."),
                WrongAnswer(lambda: 0.005, "multiply by the number of tracks, do not divide by it."),
                WrongAnswer(lambda: 500.0, "a thousandth of a microsecond: 5 over 0.001."),
            ),
        ),
        Exercise(
            id="machines-3",
            question="In a warp of 32 threads 4 follow a track for 14 layers and 28 for 7. "
            "Which share of the threads' time is of use?",
            unit="%",
            solution=lambda: 100.0 * (4 * 14 + 28 * 7) / (32 * 14),
            explanation="All wait for the longest: 252 of 448 layer-steps are of use, {answer:.0f} %.",
            wrong=(
                WrongAnswer(lambda: 50.0, "that is the 28 short ones alone."),
                WrongAnswer(lambda: 12.5, "that is the share of the long tracks."),
                WrongAnswer(lambda: 100.0, "a warp ends when its longest thread ends."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
