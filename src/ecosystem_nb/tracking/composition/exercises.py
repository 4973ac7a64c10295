"""Exercises of the page on composed finders."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="together-1",
            question="One finder finds 80 % of the particles. Another, on the hits that are left, finds half "
            "of those that the first missed. Which share do both find together?",
            unit="%",
            solution=lambda: 100 * (0.8 + 0.5 * 0.2),
            explanation="Of the 20 % that were missed half are found: 80 + 10 is {answer:.0f} %.",
            wrong=(
                WrongAnswer(lambda: 130.0, "the second looks only at what the first missed."),
                WrongAnswer(lambda: 65.0, "that is the mean of both; found tracks stay found."),
                WrongAnswer(lambda: 40.0, "that is the product: the chance that both find the same."),
            ),
        ),
        Exercise(
            id="together-2",
            question="A track has nine hits, each with two coordinates, and five parameters are fitted. "
            "How many degrees of freedom does its chi-squared have?",
            unit="1",
            solution=lambda: 2.0 * 9 - 5,
            explanation="18 measured numbers less 5 parameters: {answer:.0f}.",
            wrong=(
                WrongAnswer(lambda: 18.0, "the five parameters are taken from the measured numbers."),
                WrongAnswer(lambda: 4.0, "each hit has two coordinates."),
                WrongAnswer(lambda: 12.0, "a helix has five parameters; the sixth is fixed by the surface."),
            ),
        ),
        Exercise(
            id="together-3",
            question="A first pass takes 300 ms and uses 40 % of the hits. A second pass takes 500 ms on all "
            "hits, and its time grows with the power 1.5 of their number. How long do both take in a row?",
            unit="ms",
            solution=lambda: 300 + 500 * 0.6**1.5,
            explanation="60 % of the hits are left, and 0.6 to the power 1.5 is 0.46: 300 + 232 is "
            "{answer:.0f} ms.",
            wrong=(
                WrongAnswer(lambda: 800.0, "the second pass sees only the hits that are left."),
                WrongAnswer(lambda: 600.0, "the time does not grow in proportion to the hits."),
                WrongAnswer(lambda: 300 + 500 * 0.4**1.5, "40 % of the hits are used; 60 % are left."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
