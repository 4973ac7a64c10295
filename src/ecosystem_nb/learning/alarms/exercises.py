"""Exercises of the page on alarms."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="learning-alarms-1",
            question="An alarm looks at ten features, each with a false-alarm rate of 1 %, and rings when "
            "any of them does. The features are independent. What is its own rate?",
            unit="%",
            solution=lambda: 100.0 * (1.0 - 0.99**10),
            explanation="It stays silent with probability 0.99¹⁰, so it rings in {answer:.1f} % of the "
            "batches: set the threshold on the largest of all features, as this page does.",
            wrong=(
                WrongAnswer(lambda: 1.0, "each feature has a chance of its own to ring."),
                WrongAnswer(lambda: 10.0, "rates add up only as long as two never ring at once."),
                WrongAnswer(lambda: 100.0 * 0.01**10, "it rings when any of them does, not all."),
            ),
            rel_tol=0.005,
        ),
        Exercise(
            id="learning-alarms-2",
            question="Reference and batch have 4000 events each, without drift. Which PSI with ten bins does "
            "one feature have in the mean? In thousandths.",
            unit="1",
            solution=lambda: 1000.0 * 9 * (1 / 4000 + 1 / 4000),
            explanation="(B - 1)(1/N + 1/M) is 9/2000, or {answer:.1f} thousandths: a rule of thumb such as "
            "0.1 takes no notice of the number of events.",
            wrong=(
                WrongAnswer(lambda: 5.0, "ten bins have nine degrees of freedom."),
                WrongAnswer(lambda: 2.25, "both samples fluctuate."),
                WrongAnswer(lambda: 9.0, "add one over each of the sizes, not two."),
            ),
        ),
        Exercise(
            id="learning-alarms-3",
            question="With 4000 events in each sample the KS distance rings above 0.030. Of how large a "
            "batch and reference, equal in size, would a drift of KS distance 0.010 ring?",
            unit="1",
            solution=lambda: 4000.0 * (0.030 / 0.010) ** 2,
            explanation="The threshold falls with the square root of the size: nine times as many, "
            "{answer:,.0f} events, and to ring nearly always takes some more.",
            wrong=(
                WrongAnswer(lambda: 12_000.0, "fluctuations fall with the root of the number, not with it."),
                WrongAnswer(
                    lambda: 4000.0 * math.sqrt(3.0), "the root is on the other side: square the ratio."
                ),
                WrongAnswer(lambda: 4000.0 / 9.0, "a smaller drift takes more events."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
