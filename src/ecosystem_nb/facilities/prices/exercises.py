"""Exercises of the page on prices."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.facilities.prices.fits import improvement_of_decline
from ecosystem_nb.facilities.prices.regimes import Shock, years_lost

EXERCISES = by_id(
    [
        Exercise(
            id="facilities-prices-1",
            question="The price of a terabyte falls by 20 % a year. By how much does what a million "
            "dollars buys "
            "grow each year?",
            unit="%",
            solution=lambda: 100.0 * float(improvement_of_decline(0.2)),
            explanation="The same money buys 1/0.8 = 1.25 times as much: {answer:.0f} %.",
            wrong=(
                WrongAnswer(
                    lambda: 20.0, "a fall of the price by a fifth is not a rise of the amount by a fifth."
                ),
                WrongAnswer(lambda: 80.0, "that is what the price is after a year, in per cent of before."),
                WrongAnswer(lambda: 0.25, "that is a fraction; the question asks for per cent."),
            ),
        ),
        Exercise(
            id="facilities-prices-2",
            question="Money buys 10 % more disk each year, until prices jump by 46 %. "
            "How many years of progress are undone?",
            unit="yr",
            solution=lambda: float(years_lost(1.46, 0.1)),
            explanation="1.1 to which power is 1.46? ln 1.46 / ln 1.1 = {answer:.2f} years.",
            wrong=(
                WrongAnswer(lambda: 4.6, "growth compounds: divide logarithms, not per cents."),
                WrongAnswer(
                    lambda: math.log(1.46) / -math.log(0.9),
                    "10 % more for the money is a price divided by 1.1, not multiplied by 0.9.",
                ),
                WrongAnswer(
                    lambda: 1.46 / 1.1, "that is the price one year after; how many years bring it back?"
                ),
            ),
        ),
        Exercise(
            id="facilities-prices-3",
            question="A quote is 4 times the plan. Half of the excess is gone every 3 years. "
            "How many times the plan is the price 6 years later, apart from all other progress?",
            unit="1",
            solution=lambda: float(Shock(2026, 4.0, 3.0).multiplier(2032)),
            explanation="The excess is 3 at first, 1.5 after three years and 0.75 after six: {answer:.2f} "
            "times the plan.",
            wrong=(
                WrongAnswer(lambda: 1.0, "you halved the whole price: only what is above the plan fades."),
                WrongAnswer(lambda: 0.75, "that is what is left above the plan."),
                WrongAnswer(lambda: 2.5, "that is after one half-life; six years are two."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
