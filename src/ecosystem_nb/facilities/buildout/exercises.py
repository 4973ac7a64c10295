"""Exercises of the build-out plan."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="build-out-1",
            question="A site lacks 2.3 PB and disk is sold in lots of 0.865 PB. How much does it buy?",
            unit="PB",
            solution=lambda: math.ceil(2.3 / 0.865) * 0.865,
            explanation="2.3 / 0.865 is between two and three lots: three, {answer:.3f} PB.",
            wrong=(
                WrongAnswer(lambda: 2.3, "lots are not divided."),
                WrongAnswer(lambda: 2 * 0.865, "that leaves a part of the need unmet: round up."),
                WrongAnswer(lambda: 3.0, "that counts lots; the question asks for capacity."),
            ),
        ),
        Exercise(
            id="build-out-2",
            question="Money buys 10 % more each year. By what factor is the same capacity dearer "
            "when it is bought three years early?",
            unit="1",
            solution=lambda: 1.1**3,
            explanation="1.1 for each year: {answer:.3f}.",
            wrong=(
                WrongAnswer(lambda: 1.3, "the years multiply, they do not add up."),
                WrongAnswer(lambda: 1.1**-3, "early is dearer, not cheaper."),
                WrongAnswer(lambda: 1.1**2, "count the years again: one factor for each."),
            ),
        ),
        Exercise(
            id="build-out-3",
            question="Divided lots cost 9.0 million USD, the best plan of whole lots that is known 9.9. "
            "By how much at most could a better plan be cheaper than the known one?",
            unit="%",
            solution=lambda: 100.0 * 0.9 / 9.9,
            explanation="No plan costs less than 9.0: at most 0.9 of 9.9, or {answer:.1f} %.",
            wrong=(
                WrongAnswer(lambda: 10.0, "that is over the bound: the question asks over the known plan."),
                WrongAnswer(
                    lambda: 0.9, "that is the amount in millions; the question asks for a percentage."
                ),
                WrongAnswer(lambda: 90.9, "that is what is left, not what could be saved."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
