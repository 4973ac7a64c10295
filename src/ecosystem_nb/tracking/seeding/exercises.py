"""Exercises of the page on seeds."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="seeds-1",
            question="The circle through three hits has a radius of 1.5 m, and the field is 2 T. "
            "How large is the transverse momentum of a particle of charge 1?",
            unit="GeV",
            solution=lambda: 0.299792458 * 2.0 * 1.5,
            explanation="pT is 0.3 GeV for each tesla and metre: 0.3 x 2 x 1.5 is {answer:.2f} GeV.",
            wrong=(
                WrongAnswer(lambda: 2.0 * 1.5, "the factor 0.3 is missing, which turns T m into GeV."),
                WrongAnswer(lambda: 0.299792458 * 2.0 / 1.5, "a wider circle means more momentum, not less."),
                WrongAnswer(lambda: 0.299792458 * 1.5, "the field of 2 T is missing."),
            ),
        ),
        Exercise(
            id="seeds-2",
            question="Pile-up doubles. By what factor does the number of triplets grow "
            "if each hit of one layer is tried with each hit of the next two?",
            unit="1",
            solution=lambda: 8.0,
            explanation="Hits double in all three layers, and 2 x 2 x 2 is {answer:.0f}.",
            wrong=(
                WrongAnswer(lambda: 2.0, "that is how the hits of one layer grow."),
                WrongAnswer(lambda: 4.0, "that is how pairs grow."),
                WrongAnswer(lambda: 6.0, "the factors of the three layers multiply."),
            ),
        ),
        Exercise(
            id="seeds-3",
            question="A particle with p = 1 GeV and a velocity near that of light crosses 0.017 radiation "
            "lengths. By how many milliradians do simple scattering angles scatter (13.6 MeV, with the "
            "logarithm)?",
            unit="mrad",
            solution=lambda: 13.6 * math.sqrt(0.017) * (1 + 0.038 * math.log(0.017)),
            explanation="13.6 x 0.130 x 0.845: {answer:.2f} mrad. Over 44 mm it moves the track by 66 μm, "
            "four times the resolution of a pixel.",
            wrong=(
                WrongAnswer(lambda: 13.6 * 0.017, "the thickness enters by its root."),
                WrongAnswer(
                    lambda: 13.6 * math.sqrt(0.017), "the logarithm takes another sixth off thin layers."
                ),
                WrongAnswer(
                    lambda: 0.0136 * math.sqrt(0.017) * (1 + 0.038 * math.log(0.017)),
                    "that is in radians; the question asks for milliradians.",
                ),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
