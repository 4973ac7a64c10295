"""Exercises of the page on durability."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

_DAYS = 365.25

EXERCISES = by_id(
    [
        Exercise(
            id="storage-durable-1",
            question="A site wants 10 PB of usable space under an 8+3 code. How much raw capacity is that?",
            unit="PB",
            solution=lambda: 10 * 11 / 8,
            explanation="Eight parts of data need eleven parts of space: 10 × 11/8 = {answer:.2f} PB.",
            wrong=(
                WrongAnswer(lambda: 10 * 8 / 11, "that is the usable part of 10 PB raw."),
                WrongAnswer(lambda: 10 * 4.0, "that would be four full copies, which are no safer."),
                WrongAnswer(lambda: 10 * 8 / 5, "the three parts come on top of the eight, not out of them."),
            ),
        ),
        Exercise(
            id="storage-durable-2",
            question="Two copies lie on two disks that fail at 2 % a year; "
            "a lost one is whole again after a day. "
            "What is the mean time to data loss, to the leading order?",
            unit="yr",
            solution=lambda: _DAYS / (2 * 0.02**2),
            explanation="μ/(2λ²) with μ = 365.25 and λ = 0.02 a year: {answer:,.0f} years. "
            "It is no lifetime: divided into one year it is the chance of a loss in that year.",
            wrong=(
                WrongAnswer(lambda: _DAYS / 0.02**2, "either of the two disks may fail first."),
                WrongAnswer(lambda: 1 / (2 * 0.02**2), "the repair takes a day, not a year."),
                WrongAnswer(lambda: 1.5 / 0.02, "that is without any repair."),
            ),
        ),
        Exercise(
            id="storage-durable-3",
            question="Repairs under an 8+3 code come to take twice as long. "
            "By which factor does the chance of a loss in a year grow, to the leading order?",
            unit="1",
            solution=lambda: 2.0**3,
            explanation="A loss needs three more failures, each within a repair time: 2³ = {answer:.0f}.",
            wrong=(
                WrongAnswer(lambda: 2.0, "a loss needs more than one failure within a repair."),
                WrongAnswer(
                    lambda: 2.0**4, "the first failure waits for nothing; the others fall into repairs."
                ),
                WrongAnswer(lambda: 2.0 * 3, "the factors multiply, one for each further failure."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
