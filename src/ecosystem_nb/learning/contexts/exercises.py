"""Exercises of the page on four contexts."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.learning.contexts.coverage import Coverage

EXERCISES = by_id(
    [
        Exercise(
            id="contexts-1",
            question="A detector has lost light: its response is 0.8. The trigger's threshold stands at "
            "32 GeV of measured energy. At which true energy do half of the electrons pass?",
            unit="GeV",
            solution=lambda: 32.0 / 0.8,
            explanation="Measured energy is 0.8 times the true one: {answer:.0f} GeV are measured as 32 GeV.",
            wrong=(
                WrongAnswer(lambda: 32.0 * 0.8, "an electron must have more, not less, to reach it."),
                WrongAnswer(lambda: 32.0 * 1.2, "divide by the response; adding what is lost is not enough."),
                WrongAnswer(lambda: 32.0, "that would be so with a response of one."),
            ),
        ),
        Exercise(
            id="contexts-2",
            question="84 % of 10,000 electrons pass a threshold. "
            "What is the binomial error of that efficiency?",
            unit="%",
            solution=lambda: 100.0 * math.sqrt(0.84 * 0.16 / 10_000),
            explanation="√(0.84 · 0.16/10,000) is {answer:.2f} %.",
            wrong=(
                WrongAnswer(
                    lambda: 100.0 * math.sqrt(8400) / 10_000, "those that pass can't be more than all."
                ),
                WrongAnswer(lambda: 1.0, "1/√N leaves out how likely passing is."),
                WrongAnswer(lambda: 100.0 * 0.84 * 0.16 / 100.0, "take the root of the product too."),
            ),
        ),
        Exercise(
            id="contexts-3",
            question="One bin: 100 electrons expected over 400 jets, which are known to 10 %. "
            "How large is the error of the signal strength?",
            unit="1",
            solution=lambda: math.sqrt(500.0 + 40.0**2) / 100.0,
            explanation="√(500 + 40²)/100 = {answer:.2f}: the statistical error of 0.22 and 0.40 from the "
            "jets, added in squares.",
            wrong=(
                WrongAnswer(lambda: math.sqrt(500.0) / 100.0, "the jets are not known exactly."),
                WrongAnswer(
                    lambda: (math.sqrt(500.0) + 40.0) / 100.0, "errors that are independent add in squares."
                ),
                WrongAnswer(lambda: 0.1, "that is what is known of the jets, over the jets."),
            ),
        ),
        Exercise(
            id="contexts-4",
            question="How well do 400 toys tell a coverage of 68.3 %?",
            unit="%",
            solution=lambda: 100.0 * Coverage(400, 273).error,
            explanation="√(0.683 · 0.317/400): {answer:.1f} %.",
            wrong=(
                WrongAnswer(lambda: 5.0, "1/√N leaves out how likely covering is."),
                WrongAnswer(lambda: 100.0 * 0.683 * 0.317 / 20.0, "take the root of the product too."),
                WrongAnswer(
                    lambda: 100.0 * math.sqrt(0.683 / 400.0), "that is Poisson's; toys cover or they do not."
                ),
            ),
        ),
        Exercise(
            id="contexts-5",
            question="One bin: 100 electrons over 400 jets, whose number is known. The template was filled "
            "with as many simulated events as are expected. How large is the error of the signal strength?",
            unit="1",
            solution=lambda: math.sqrt(500.0 + 500.0) / 100.0,
            explanation="√(500 + 500)/100 = {answer:.2f}: the template's own error is as large as that of "
            "the data.",
            wrong=(
                WrongAnswer(lambda: math.sqrt(500.0) / 100.0, "the template has an error as well."),
                WrongAnswer(
                    lambda: 2.0 * math.sqrt(500.0) / 100.0, "errors that are independent add in squares."
                ),
                WrongAnswer(lambda: math.sqrt(900.0) / 100.0, "the electrons are simulated as well."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
