"""Exercises of the page on ageing."""

import math
from statistics import NormalDist

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

_NORMAL = NormalDist()
_CUT = _NORMAL.inv_cdf(0.95)

EXERCISES = by_id(
    [
        Exercise(
            id="ageing-1",
            question="A crystal loses light as exp(−k D) with k = 0.25. It was last calibrated at the dose "
            "D = 0.2, and D is 1 now. What is its response?",
            unit="1",
            solution=lambda: math.exp(-0.25 * 0.8),
            explanation="The calibration corrects what was lost up to 0.2; the rest is "
            "exp(−0.25 × 0.8) = {answer:.3f}.",
            wrong=(
                WrongAnswer(lambda: math.exp(-0.25), "what was lost up to 0.2 is corrected."),
                WrongAnswer(lambda: math.exp(-0.25 * 1.2), "the calibration multiplies by exp(+k 0.2)."),
                WrongAnswer(lambda: math.exp(-0.05), "that is what the calibration corrects."),
            ),
            rel_tol=0.005,
        ),
        Exercise(
            id="ageing-2",
            question="The noise of a crystal is 0.04 GeV before any dose, and its square grows as 1 + 8 D. "
            "At D = 1 half of the light is left, and a new calibration corrects for that. What is the noise "
            "of 49 crystals together, after calibration?",
            unit="GeV",
            solution=lambda: 0.04 * 3.0 * 2.0 * 7.0,
            explanation="Three times the noise by dose, twice by the correction, seven times for 49 "
            "independent crystals: {answer:.2f} GeV.",
            wrong=(
                WrongAnswer(lambda: 0.04 * 3.0 * 7.0, "the correction multiplies the noise as well."),
                WrongAnswer(lambda: 0.04 * 9.0 * 2.0 * 7.0, "it is the square that grows by nine."),
                WrongAnswer(lambda: 0.04 * 3.0 * 2.0 * 49.0, "independent noise adds in quadrature."),
            ),
        ),
        Exercise(
            id="ageing-3",
            question="The scores of electrons are a Gaussian of width 1, and the threshold keeps 95 % of "
            "them. Ageing moves the scores of electrons and of jets down by 1, so the area under the curve "
            "stays. What share of the electrons does the old threshold keep?",
            unit="1",
            solution=lambda: _NORMAL.cdf(_CUT - 1.0),
            explanation="The threshold was 1.645 below the middle and is 0.645 below it now: {answer:.3f}.",
            wrong=(
                WrongAnswer(lambda: 0.95, "the area stays, the threshold does not move along."),
                WrongAnswer(lambda: _NORMAL.cdf(_CUT + 1.0), "the scores move down, towards the threshold."),
                WrongAnswer(lambda: _NORMAL.cdf(1.0), "the distance was 1.645 before the shift."),
            ),
            rel_tol=0.02,
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
