"""Exercises of the decision page."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.tracking.decision.scorecard import Scale, cost

EXERCISES = by_id(
    [
        Exercise(
            id="tracking-which-1",
            question="A finder takes 0.8 s for an event on one core. How many core-hours are ten million "
            "events?",
            unit="h",
            solution=lambda: cost(800.0, 1e7, 1.0)[0],
            explanation="0.8 s times ten million is 8 million seconds: {answer:,.0f} core-hours.",
            wrong=(
                WrongAnswer(lambda: 0.8e7, "those are seconds."),
                WrongAnswer(lambda: 0.8e7 / 60, "those are minutes."),
                WrongAnswer(lambda: 0.8e6 / 3600, "count the events again."),
            ),
        ),
        Exercise(
            id="tracking-which-2",
            question="Times of an event are marked on a logarithmic scale, 0 at 10 s and 1 at 10 ms. "
            "Which mark has 100 ms?",
            unit="1",
            solution=lambda: Scale(10_000.0, 10.0, logarithmic=True).mark(100.0),
            explanation="The scale has three decades, and 100 ms is two of them above the worst: "
            "{answer:.2f}.",
            wrong=(
                WrongAnswer(lambda: 9900 / 9990, "that is the mark on a linear scale."),
                WrongAnswer(lambda: 1 / 3, "count the decades from the worst value, not from the best."),
                WrongAnswer(lambda: 0.01, "a mark is a place between the two ends, not a ratio of times."),
            ),
        ),
        Exercise(
            id="tracking-which-3",
            question="One finder has an efficiency of 0.99 for a particle, another 0.97. In how many of a "
            "hundred events with two wanted particles does the first find both, and the second does not, "
            "if losses are independent of each other, also between the finders?",
            unit="events",
            solution=lambda: 100 * 0.99**2 * (1 - 0.97**2),
            explanation="The first finds both with 0.99 squared, the second misses one or more with "
            "1 - 0.97 squared: {answer:.2f} events.",
            wrong=(
                WrongAnswer(lambda: 100 * (0.99 - 0.97), "that is for one particle, and for a difference."),
                WrongAnswer(
                    lambda: 100 * (0.99**2 - 0.97**2),
                    "that is how many more events the first finds; the second sometimes wins.",
                ),
                WrongAnswer(lambda: 100 * 0.99 * 0.03, "both particles must be found, or not."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
