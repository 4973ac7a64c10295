"""Exercises of the page on the budget exercise."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.facilities.vintages.reference import follow_need_reference


def _first_years(count: int) -> float:
    """Purchases of the first years after half of a constant need left, over those without, %."""
    bought = follow_need_reference([50.0] * count, 5.0, [20.0] * 5)
    return 100.0 * sum(row[0] for row in bought) / (20.0 * count)


EXERCISES = by_id(
    [
        Exercise(
            id="facilities-budget-exercise-1",
            question="CPU takes 60 % of a budget, disk 30 % and tape 10 %. What part of what is left goes to "
            "disk when the spend on CPU halves?",
            unit="%",
            solution=lambda: 100.0 * 30.0 / (30.0 + 30.0 + 10.0),
            explanation="30 of 70: {answer:.0f} %. Nothing was bought for disk that was not bought before.",
            wrong=(
                WrongAnswer(lambda: 30.0, "the whole has become smaller too."),
                WrongAnswer(lambda: 60.0, "the spend halves on CPU only, not on everything."),
                WrongAnswer(lambda: 50.0, "tape stays as well."),
            ),
        ),
        Exercise(
            id="facilities-budget-exercise-2",
            question="A need grows by 21 % a year, money buys 10 % more each year, and the park has long had "
            "the age pattern of that growth. How many times the budget does it take eight years later?",
            unit="1",
            solution=lambda: (1.21 / 1.1) ** 8,
            explanation="Purchases grow as the need, by 1.21, and prices fall by 1.1: "
            "(1.21/1.1)⁸ = {answer:.2f}. A flat budget meets a need that grows by 10 %.",
            wrong=(
                WrongAnswer(lambda: 1.11**8, "rates don't subtract: divide the growth factors."),
                WrongAnswer(lambda: 1.21**8, "prices fall meanwhile."),
                WrongAnswer(lambda: 1.0 + 8 * 0.1, "growth compounds."),
            ),
        ),
        Exercise(
            id="facilities-budget-exercise-3",
            question="A site needs 100 kHS06, replaces a fifth of it each year, and prices stand still. From "
            "now on half of the need runs elsewhere. What part of the former spend on CPU does it take in "
            "the first three years together?",
            unit="%",
            solution=lambda: _first_years(3),
            explanation="The 80 and 60 kHS06 that still serve are enough for two years; in the third 10 are "
            "bought where it would have been 60 in three: {answer:.0f} %. Old servers pay for the start; "
            "in the long run it is half.",
            wrong=(
                WrongAnswer(lambda: 50.0, "what stands serves on: look at what retires each year."),
                WrongAnswer(lambda: 0.0, "in the third year 40 kHS06 still serve, and 50 are needed."),
                WrongAnswer(
                    lambda: 100.0 / 3.0, "in the third year less than a year's replacement is bought."
                ),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
