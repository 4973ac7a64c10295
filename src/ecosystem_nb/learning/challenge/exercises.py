"""Exercises of the page on the retraining challenge."""

from statistics import NormalDist

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

_N = NormalDist()

EXERCISES = by_id(
    [
        Exercise(
            id="learning-challenge-1",
            question="Over the course the frozen model has a mean loss of 0.59, a full retrain one of 0.39 "
            "and your policy one of 0.43. What does it recover?",
            unit="%",
            solution=lambda: 100.0 * (0.59 - 0.43) / (0.59 - 0.39),
            explanation="It wins back 0.59 - 0.43 = 0.16 of a gap of 0.59 - 0.39 = 0.20: {answer:.0f} %.",
            wrong=(
                WrongAnswer(
                    lambda: 100.0 * (0.43 - 0.39) / (0.59 - 0.39),
                    "that is the share of the gap that stays open.",
                ),
                WrongAnswer(
                    lambda: 100.0 * (0.59 - 0.43) / 0.59,
                    "divide by the gap to the full retrain, not by the loss.",
                ),
                WrongAnswer(lambda: 100.0 * 0.39 / 0.43, "recovery compares differences, not losses."),
            ),
        ),
        Exercise(
            id="learning-challenge-2",
            question="A threshold is set on labelled electrons so that 95 % of them lie above. How many must "
            "they be for its efficiency to be right to 0.5 points, one standard deviation?",
            unit="1",
            solution=lambda: 0.95 * 0.05 / 0.005**2,
            explanation="The binomial standard deviation is sqrt(0.95 · 0.05 / n); 0.005 takes n = "
            "{answer:,.0f} electrons, and about twice as many labels, for half of the events are jets.",
            wrong=(
                WrongAnswer(lambda: 2 * 0.95 * 0.05 / 0.005**2, "only electrons count here, not all events."),
                WrongAnswer(lambda: 0.25 / 0.005**2, "a half would be the worst case; the share is 95 %."),
                WrongAnswer(lambda: 0.05 / 0.005**2, "that is Poisson; a share of 95 % is binomial."),
            ),
        ),
        Exercise(
            id="learning-challenge-3",
            question="The scores of electrons are normal with a width of 1, and drift down by 0.1 each "
            "interval. The threshold keeps 95 % of the electrons of the interval before. What does it keep?",
            unit="%",
            solution=lambda: 100.0 * _N.cdf(-_N.inv_cdf(0.05) - 0.1),
            explanation="The threshold lies 1.645 below the mean of the interval before, 1.545 below the new "
            "one: {answer:.1f} %. A threshold that follows is always off by one step of the drift.",
            wrong=(
                WrongAnswer(lambda: 95.0, "the events to come have drifted by one interval more."),
                WrongAnswer(lambda: 85.0, "a shift of 0.1 widths is not a loss of 10 points."),
                WrongAnswer(
                    lambda: 100.0 * _N.cdf(-_N.inv_cdf(0.05) + 0.1),
                    "the scores drift down, towards the threshold.",
                ),
            ),
            rel_tol=0.002,
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
