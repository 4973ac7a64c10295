"""Exercises of the page on what a million dollars buys."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.facilities.budget.capacity import bought_by

EXERCISES = by_id(
    [
        Exercise(
            id="facilities-million-1",
            question="A server costs 5 USD for each HS06, prices stand still, and servers serve five years. "
            "What does 1 MUSD a year, spent for ever, keep running?",
            unit="MHS06",
            solution=lambda: bought_by(1.0, 5.0, 0.0, 5.0, 20),
            explanation="Each year buys 0.2 MHS06, and five purchases serve at a time: {answer:.1f} MHS06.",
            wrong=(
                WrongAnswer(
                    lambda: 0.2, "that is what one year buys; the purchases of four years before serve too."
                ),
                WrongAnswer(lambda: 4.0, "what was bought more than five years ago serves no more."),
                WrongAnswer(lambda: 0.04, "money isn't divided by the lifetime: it flows every year."),
            ),
        ),
        Exercise(
            id="facilities-million-2",
            question="At a flat budget of 6 MUSD a year and 10 % improvement, a need grows by 20 % a year. "
            "By how much must the budget grow each year to keep up, once the park has this age pattern?",
            unit="%",
            solution=lambda: 100.0 * (1.2 / 1.1 - 1.0),
            explanation="Purchases grow by 1.2 a year and prices fall by 1.1: the spend grows by "
            "1.2/1.1 - 1 = {answer:.1f} %.",
            wrong=(
                WrongAnswer(lambda: 10.0, "rates don't subtract: divide the growth factors."),
                WrongAnswer(lambda: 32.0, "improvement works against the growth of the need, not with it."),
                WrongAnswer(lambda: 20.0, "prices fall meanwhile."),
            ),
        ),
        Exercise(
            id="facilities-million-3",
            question="A result of R&D halves the work of reconstruction, which is 40 % of the CPU need. "
            "CPU is 60 % "
            "of the spend on hardware. Which part of the whole spend does it save, at most?",
            unit="%",
            solution=lambda: 100.0 * 0.5 * 0.4 * 0.6,
            explanation="Half of 40 % of the CPU is 20 % of it, and CPU is 60 % of the money: {answer:.0f} "
            "%.",
            wrong=(
                WrongAnswer(lambda: 20.0, "that is the part of the CPU need; CPU is not all of the money."),
                WrongAnswer(lambda: 30.0, "that would be if all of the CPU were halved."),
                WrongAnswer(lambda: 24.0, "the lever halves reconstruction, it does not remove it."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
