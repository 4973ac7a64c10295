"""Exercises of the page on tape that needs to be larger."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.facilities.sensitivity.duals import rent

EXERCISES = by_id(
    [
        Exercise(
            id="tape-1",
            question="Tape is 9 % of a site's cost, disk 30 %. Everything scales with its need. How much "
            "does 20 % more tape add to the cost?",
            unit="%",
            solution=lambda: 0.2 * 9.0,
            explanation="A fifth of a part of 9 %: {answer:.1f} %.",
            wrong=(
                WrongAnswer(lambda: 20.0, "only tape grows, not the whole."),
                WrongAnswer(lambda: 0.2 * 30.0, "that is 20 % more disk."),
                WrongAnswer(lambda: 0.018, "that is a fraction; the question asks for per cent."),
            ),
        ),
        Exercise(
            id="tape-2",
            question="The cost is Y = 2a + b, and a and b are even between 0 and 1, each on its own. What "
            "part of the variance of Y would go if a were known: the first-order index of a?",
            unit="1",
            solution=lambda: 4.0 / 5.0,
            explanation="Variances add, with the square of the factor: 4 of 4 + 1, or {answer:.1f}.",
            wrong=(
                WrongAnswer(lambda: 2.0 / 3.0, "variances go with the square of the factor."),
                WrongAnswer(lambda: 1.0 / 5.0, "that is the index of b."),
                WrongAnswer(lambda: 0.5, "equal ranges do not make equal parts: a counts twice."),
            ),
        ),
        Exercise(
            id="tape-3",
            question="A terabyte costs 30 USD, serves five years, and next year's costs 10 % less for the "
            "same, r = 0.1. Something is bought every year. What does one terabyte more for this year "
            "alone cost?",
            unit="USD",
            solution=lambda: 30.0 * rent(0.1, 5.0),
            explanation="It brings forward a purchase that is then cheaper: 30 over 1 + 1/1.1 + … + 1/1.1⁴, "
            "or {answer:.2f} USD.",
            wrong=(
                WrongAnswer(lambda: 30.0, "after this year it serves on, and saves a later purchase."),
                WrongAnswer(lambda: 6.0, "a fifth holds where prices stand still; here early is dearer."),
                WrongAnswer(lambda: 3.0, "that is the fall of the price alone, as if it lasted for ever."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
