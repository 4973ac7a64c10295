"""Exercises of the page on production."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.learning.registry.canary import events_needed

EXERCISES = by_id(
    [
        Exercise(
            id="learning-production-1",
            question="A network takes 22 inputs through two hidden layers of 64 nodes each to one output. "
            "How many weights and biases does it have?",
            unit="1",
            solution=lambda: 22 * 64 + 64 + 64 * 64 + 64 + 64 + 1,
            explanation="Each layer has inputs times nodes weights and a bias a node: 1472 + 4160 + 65 = "
            "{answer:,.0f}.",
            wrong=(
                WrongAnswer(lambda: 22 * 64 + 64 * 64 + 64, "each node has a bias as well."),
                WrongAnswer(lambda: 22 * 64 * 64, "layers follow each other: their weights add."),
                WrongAnswer(
                    lambda: 22 * 64 + 64 + 64 + 1, "there are two hidden layers, with weights between."
                ),
            ),
            rel_tol=0.002,
        ),
        Exercise(
            id="learning-production-2",
            question="Half of all events are accepted, and the canary gets a tenth of them. How many events "
            "do both arms need together until the 95 % interval of the difference of the rates is ± 1 %?",
            unit="event",
            solution=lambda: float(events_needed(0.5, 0.1, 0.02)),
            explanation="1.96² × 0.5 × 0.5 × (1/0.1 + 1/0.9) / 0.01² = {answer:,.0f}.",
            wrong=(
                WrongAnswer(
                    lambda: 1.96**2 * 0.25 / 0.01**2,
                    "that is for one rate; two arms differ, and one is small.",
                ),
                WrongAnswer(
                    lambda: 1.96**2 * 0.25 / (0.1 * 0.01**2),
                    "production's own rate is not known exactly either.",
                ),
                WrongAnswer(lambda: 0.25 * (10 + 10 / 9) / 0.01**2, "one standard deviation is not 95 %."),
            ),
        ),
        Exercise(
            id="learning-production-3",
            question="A gate has eight independent checks, and each stops a good model by chance once in a "
            "hundred times. What share of good models does the gate stop?",
            unit="1",
            solution=lambda: 1 - 0.99**8,
            explanation="All eight let it through with 0.99⁸ = 0.923, so {answer:.3f} are stopped.",
            wrong=(
                WrongAnswer(lambda: 0.01, "one check would do that; there are eight."),
                WrongAnswer(lambda: 0.99**8, "that is the share it lets through."),
                WrongAnswer(lambda: 0.01**8, "one failed check is enough, not all eight."),
            ),
            rel_tol=0.005,
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
