"""Exercises of the page on an event of the HL-LHC."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.tracking.events.combinatorics import window
from ecosystem_nb.tracking.helix.kernels import CURVATURE, MUON_MASS, highland

EXERCISES = by_id(
    [
        Exercise(
            id="tracking-event-1",
            question="In a field of 2 T, what is the smallest transverse momentum with which a particle from "
            "the beam line reaches the layer at r = 1020 mm?",
            unit="GeV",
            solution=lambda: CURVATURE * 2.0 * 510.0,
            explanation="The circle goes through the beam line, so its diameter must be 1020 mm: "
            "pT = 0.3 B R with R = 0.51 m gives {answer:.3f} GeV.",
            wrong=(
                WrongAnswer(
                    lambda: CURVATURE * 2.0 * 1020.0,
                    "the particle comes back to the beam: how far away does its circle get?",
                ),
                WrongAnswer(lambda: CURVATURE * 1.0 * 510.0, "look at the strength of the field again."),
                WrongAnswer(
                    lambda: 0.51 * 2.0, "a radius times a field is no momentum yet: what does 1 T m bend?"
                ),
            ),
        ),
        Exercise(
            id="tracking-event-2",
            question="At a pile-up of 60, pairs within some windows number 20,000 an event. "
            "How many are there at 200, if nothing else changes?",
            unit="1",
            solution=lambda: 20_000.0 * (200.0 / 60.0) ** 2,
            explanation="Both hits of a pair become more in step with the pile-up, so pairs grow with its "
            "square: {answer:,.0f}.",
            wrong=(
                WrongAnswer(
                    lambda: 20_000.0 * 200.0 / 60.0, "that is the growth of the hits; a pair takes two."
                ),
                WrongAnswer(lambda: 20_000.0 * (200.0 / 60.0) ** 3, "that is the growth of triplets."),
                WrongAnswer(lambda: 20_000.0, "windows take a share of all pairs, and those become more."),
            ),
        ),
        Exercise(
            id="tracking-event-3",
            question="A muon of 1 GeV crosses the beam pipe at a right angle, 0.23 % of a radiation length, "
            "at r = 19 mm. By how much does that spread its crossing of the layer at r = 32 mm, across the "
            "beam?",
            unit="um",
            solution=lambda: 1e3 * (32.0 - 19.0) * highland(1.0, MUON_MASS, 0.0023),
            explanation="Highland gives 0.51 mrad, and the arm is 13 mm: {answer:.1f} um, about half of what "
            "a pixel's pitch over the root of 12 is.",
            wrong=(
                WrongAnswer(
                    lambda: 1e3 * 32.0 * highland(1.0, MUON_MASS, 0.0023),
                    "the particle is scattered at the pipe, not at the beam.",
                ),
                WrongAnswer(
                    lambda: 1e3 * 13.0 * 13.6e-3 * 0.0023**0.5,
                    "for thin layers the bracket with the logarithm is well below 1.",
                ),
                WrongAnswer(
                    lambda: 1e3 * 13.0 * 13.6e-3 * 0.0023,
                    "many small kicks add up like a random walk, not in step with the thickness.",
                ),
            ),
        ),
        Exercise(
            id="tracking-event-4",
            question="Between r = 32 and 72 mm in 2 T: how wide, to both sides together, is the window in "
            "azimuth for particles above 1 GeV?",
            unit="mrad",
            solution=lambda: 2e3 * window(32.0, 72.0, 1.0, 2.0),
            explanation="asin(0.3 B r / 2 pT) at both radii differs by 12.0 mrad, and charges bend to "
            "either side: {answer:.1f} mrad.",
            wrong=(
                WrongAnswer(lambda: 1e3 * window(32.0, 72.0, 1.0, 2.0), "both charges are wanted."),
                WrongAnswer(
                    lambda: 4e3 * window(32.0, 72.0, 1.0, 2.0),
                    "the chord turns by half of what the direction turns.",
                ),
                WrongAnswer(
                    lambda: 2e3 * math.asin(0.5 * CURVATURE * 2.0 * 72.0),
                    "the inner hit has turned already: what counts is the difference.",
                ),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
