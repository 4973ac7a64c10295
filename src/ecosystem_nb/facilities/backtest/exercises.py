"""Exercises of the backtest."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="backtest-1",
            question="Pledges grew from 100 to 200 PB in five years. Growing on at this rate, "
            "what are they five years later?",
            unit="PB",
            solution=lambda: 400.0,
            explanation="A factor of 2 in five years, once more: {answer:.0f} PB.",
            wrong=(
                WrongAnswer(lambda: 300.0, "that adds 100 PB: the rate is a factor, not a sum."),
                WrongAnswer(lambda: 200.0, "that is the last value, without any growth."),
                WrongAnswer(lambda: 800.0, "that is ten years later, not five."),
            ),
        ),
        Exercise(
            id="backtest-2",
            question="100 ranges promise 90 % each, and all methods are right. "
            "How many pledges are expected to lie outside of their range?",
            unit="1",
            solution=lambda: 10.0,
            explanation="One in ten: {answer:.0f}.",
            wrong=(
                WrongAnswer(lambda: 90.0, "that many lie inside."),
                WrongAnswer(lambda: 0.0, "a range that holds everything promises more than it was asked to."),
                WrongAnswer(lambda: 5.0, "that counts the pledges on one side of the range alone."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
