"""Exercises of the page on vertices."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="vertices-1",
            question="200 collisions are spread along the beam as a Gaussian of 50 mm. How many of them are "
            "there in a millimetre at the centre?",
            unit="1",
            solution=lambda: 200 / (math.sqrt(2 * math.pi) * 50),
            explanation="A Gaussian's height is 1 / (σ √(2π)): 200 times that is {answer:.2f} a millimetre.",
            wrong=(
                WrongAnswer(lambda: 200 / 100, "that spreads them evenly over ± 50 mm."),
                WrongAnswer(lambda: 200 / 50, "σ is not the whole width."),
                WrongAnswer(lambda: 200 / (2 * math.pi * 50), "the root of 2π, not 2π."),
            ),
        ),
        Exercise(
            id="vertices-2",
            question="Two collisions with equally many tracks lie 0.6 mm apart. Every track's z is known to "
            "0.1 mm, and the tracks stand exactly at their collision. "
            "Below which temperature does one prototype become two?",
            unit="1",
            solution=lambda: 0.6**2 / (2 * 0.1**2),
            explanation="The variance about the middle is (d/2)², so the critical temperature is "
            "2 (d/2)² / σ² = {answer:.0f}.",
            wrong=(
                WrongAnswer(lambda: 0.6**2 / 0.1**2, "each is half of the distance from the middle."),
                WrongAnswer(lambda: 0.3**2 / 0.1**2, "the critical temperature is twice the variance."),
                WrongAnswer(lambda: 0.6 / (2 * 0.1**2), "the distance enters squared."),
            ),
        ),
        Exercise(
            id="vertices-3",
            question="Collisions come at random, 1.6 to a millimetre, and two closer than 0.2 mm can't be "
            "told apart. What share of them has no other within 0.2 mm on either side?",
            unit="1",
            solution=lambda: math.exp(-2 * 1.6 * 0.2),
            explanation="The number of others within ± 0.2 mm is Poisson with mean 0.64; "
            "none has probability {answer:.2f}.",
            wrong=(
                WrongAnswer(lambda: math.exp(-1.6 * 0.2), "there are neighbours on both sides."),
                WrongAnswer(lambda: 1 - math.exp(-2 * 1.6 * 0.2), "that is the share with a neighbour."),
                WrongAnswer(lambda: 1 - 2 * 1.6 * 0.2, "that holds only where the mean is far below 1."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
