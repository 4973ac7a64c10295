"""Exercises of the page on coordination."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.learning.coordination.benchmarks import holding
from ecosystem_nb.tables import read


def _both(first: str, second: str) -> float:
    return float(len(holding(read("learning/benchmarks"), (first, second))))


EXERCISES = by_id(
    [
        Exercise(
            id="learning-ownership-1",
            question="The HL-LHC takes data for about 12 years. A model is kept right by grants of "
            "three years, one after the other, each of which is renewed with a chance of 70 %. How "
            "likely is it that somebody is there to the end?",
            unit="1",
            solution=lambda: 0.7**3,
            explanation="Four grants in a row, of which three are renewals: 0.7 to the power of 3 is "
            "{answer:.2f}.",
            wrong=(
                WrongAnswer(lambda: 0.7**4, "the first grant is there already: how many renewals follow?"),
                WrongAnswer(lambda: 0.7, "that is one renewal."),
                WrongAnswer(lambda: 0.7**12, "grants are renewed every three years, not every year."),
            ),
        ),
        Exercise(
            id="learning-ownership-2",
            question="How many of the benchmarks in the table are open to anyone and change their "
            "conditions?",
            unit="1",
            solution=lambda: _both("open", "drifts"),
            explanation="{answer:.0f}: a challenge on systematic shifts, and the one of this book.",
            wrong=(
                WrongAnswer(
                    lambda: float(len(holding(read("learning/benchmarks"), ("drifts",)))),
                    "one of those with changing conditions is open to its experiment only.",
                ),
                WrongAnswer(
                    lambda: float(len(holding(read("learning/benchmarks"), ("open",)))),
                    "most of the open ones draw training and test data from the same conditions.",
                ),
                WrongAnswer(
                    lambda: float(len(read("learning/benchmarks"))),
                    "both conditions must hold of the same row.",
                ),
            ),
        ),
        Exercise(
            id="learning-ownership-3",
            question="Ten groups each keep one model in production, and each loses two months of a "
            "year to rebuild what the others have. How many months a year does a shared tool save "
            "that takes one person six months a year to keep?",
            unit="months",
            solution=lambda: 10 * 2 - 6.0,
            explanation="Twenty months are lost, six are spent: {answer:.0f} are saved. With three "
            "groups or fewer it would not pay, which is why nobody begins alone.",
            wrong=(
                WrongAnswer(lambda: 20.0, "the tool has to be kept by somebody."),
                WrongAnswer(lambda: 10 * (2 - 6.0), "the six months are spent once, not in each group."),
                WrongAnswer(lambda: 2 - 6.0, "each of the groups saves its months."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
