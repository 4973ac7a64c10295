"""Exercises of the page on segment linking."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.tracking.helix.kernels import CURVATURE

_BEND = 2.0 * CURVATURE  # 1/mm for 1 GeV at 2 T


def _gap(r: float, gap: float, pitch: float) -> float:
    """Return the curvature error, over that of 1 GeV, of a mini-doublet."""
    sigma = pitch / math.sqrt(12.0)
    return 2.0 * math.sqrt(2.0) * sigma / (r * gap) / _BEND


EXERCISES = by_id(
    [
        Exercise(
            id="tracking-segments-1",
            question="Five items have 3, 0, 2, 1 and 4 objects. At which place, counted from 0, does the "
            "fifth item write its first object?",
            unit="1",
            solution=lambda: 6.0,
            explanation="The objects of the items before it take the places 0 to 5: 3 + 0 + 2 + 1 = "
            "{answer:.0f}.",
            wrong=(
                WrongAnswer(lambda: 10.0, "that is where the item after it would begin."),
                WrongAnswer(lambda: 4.0, "that is the item's own number of objects, or its own place."),
                WrongAnswer(lambda: 7.0, "places are counted from 0."),
            ),
        ),
        Exercise(
            id="tracking-segments-2",
            question="Two sensors, 2.6 mm apart at a radius of 260 mm, measure azimuth with a pitch of "
            "80 um. How well does a mini-doublet measure curvature, as a share of the curvature of a 1 GeV "
            "particle in 2 T?",
            unit="%",
            solution=lambda: 100.0 * _gap(260.0, 2.6, 0.08),
            explanation="Both azimuths are off by the pitch over the root of 12 and the radius, and "
            "bend = 2 sin(dphi) / gap: {answer:.1f} %.",
            wrong=(
                WrongAnswer(
                    lambda: 100.0 * _gap(260.0, 2.6, 0.08) / math.sqrt(2.0),
                    "both hits are measured, not one.",
                ),
                WrongAnswer(
                    lambda: 100.0 * _gap(260.0, 2.6, 0.08) * math.sqrt(12.0),
                    "the width of a flat distribution is its pitch over the root of 12.",
                ),
                WrongAnswer(lambda: 50.0 * _gap(260.0, 2.6, 0.08), "look at the factor before the sine."),
            ),
        ),
        Exercise(
            id="tracking-segments-3",
            question="A layer records 97 % of its crossings. A quintuplet without a skip needs five "
            "neighbours out of six layers: for which share of the particles is there one?",
            unit="%",
            solution=lambda: 100.0 * (2 * 0.97**5 - 0.97**6),
            explanation="The first five or the last five must be there; both at once is counted twice: "
            "2 p^5 - p^6 = {answer:.1f} %.",
            rel_tol=0.005,
            wrong=(
                WrongAnswer(
                    lambda: 100.0 * 0.97**5, "there are two ways to have five neighbours out of six."
                ),
                WrongAnswer(
                    lambda: 100.0 * (6 * 0.97**5 * 0.03 + 0.97**6),
                    "a hit that is missing in the middle leaves no five neighbours.",
                ),
                WrongAnswer(lambda: 100.0 * 0.97**6, "one of the six may be missing, if it is at an end."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
