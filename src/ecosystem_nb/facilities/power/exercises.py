"""Exercises of the page on power and carbon."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.facilities.power.lifetime import break_even_age, pay_back, running

EXERCISES = by_id(
    [
        Exercise(
            id="power-1",
            question="A site runs 200,000 HS23 on nodes of 4 HS23/W, with a PUE of 1.5, at full load all "
            "year. The grid emits 250 g/kWh. How many tonnes of CO₂ does it emit in a year?",
            unit="t/yr",
            solution=lambda: running(200_000 / 4.0, 1.5, 250.0) / 1000.0,
            explanation="50 kW of machines are 75 kW of the hall, and 657 MWh in 8,766 hours; "
            "at 0.25 kg/kWh that is {answer:.0f} t.",
            wrong=(
                WrongAnswer(
                    lambda: running(200_000 / 4.0, 1.0, 250.0) / 1000.0, "the hall takes power as well."
                ),
                WrongAnswer(lambda: running(200_000 / 4.0, 1.5, 250.0), "that is in kg."),
                WrongAnswer(
                    lambda: running(200_000 * 4.0, 1.5, 250.0) / 1000.0,
                    "more HS23 for each W means fewer watts.",
                ),
            ),
        ),
        Exercise(
            id="power-2",
            question="Making a new node emits 2,000 kg. It replaces a node that emits 900 kg/yr by running, "
            "and itself emits 500 kg/yr. After how many years has it saved what it took to make it?",
            unit="yr",
            solution=lambda: pay_back(2000.0, 900.0, 500.0),
            explanation="It saves 400 kg each year: {answer:.0f} years.",
            wrong=(
                WrongAnswer(lambda: 2000.0 / 900.0, "the new node emits by running, too."),
                WrongAnswer(lambda: 2000.0 / 500.0, "what counts is what is saved, not what is emitted."),
                WrongAnswer(lambda: 400.0, "that is what it saves each year, in kg."),
            ),
        ),
        Exercise(
            id="power-3",
            question="Making a node took as much carbon as running it for five years, and new hardware gets "
            "10 % better each year in both. The work goes on for five years. "
            "How old must the node be for a replacement to break even?",
            unit="yr",
            solution=lambda: break_even_age(5.0, 1.0, 0.1, 5.0),
            explanation="E / (p R) is 1, so the age is ln 2 / ln 1.1: {answer:.1f} years.",
            wrong=(
                WrongAnswer(
                    lambda: 5.0, "that is the time to emit as much by running; nothing is saved yet."
                ),
                WrongAnswer(lambda: 10.0, "10 % a year compounds: it doubles in fewer than ten years."),
                WrongAnswer(
                    lambda: math.log(6.0) / math.log(1.1),
                    "carbon of making has to be put beside that of all years left, not of one.",
                ),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
