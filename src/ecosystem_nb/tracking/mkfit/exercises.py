"""Exercises of the page on many Kalman filters at once."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="mkfit-1",
            question="A prediction has a width of 40 μm across the strips, and the sensor 30 μm. "
            "How wide is the filter's answer after the hit?",
            unit="um",
            solution=lambda: (1 / (1 / 40.0**2 + 1 / 30.0**2)) ** 0.5,
            explanation="Weights add: 1/40² + 1/30² is 1/24². That is {answer:.0f} μm, better than both.",
            wrong=(
                WrongAnswer(lambda: 50.0, "that is the width of the residual, hit minus prediction."),
                WrongAnswer(lambda: 35.0, "a mean of the widths would be worse than the sensor alone."),
                WrongAnswer(lambda: 30.0, "the prediction knows something too: the answer beats the sensor."),
            ),
        ),
        Exercise(
            id="mkfit-2",
            question="How many numbers does a block of 16 filters hold, each with a state of 6 components "
            "and a symmetric covariance (count the azimuth's cosine and sine as two numbers)?",
            unit="1",
            solution=lambda: 16.0 * (7 + 21),
            explanation="6 x 7 / 2 = 21 for the covariance, 7 for the state, times 16: {answer:.0f}.",
            wrong=(
                WrongAnswer(lambda: 16.0 * (7 + 36), "it is symmetric: 21 numbers do."),
                WrongAnswer(lambda: 16.0 * 27, "the azimuth is kept as two numbers: 7 in all."),
                WrongAnswer(lambda: 28.0, "that is one filter; the block holds 16."),
            ),
        ),
        Exercise(
            id="mkfit-3",
            question="The pulls of a fit have a width of 1.25. By what factor are its variances too small?",
            unit="1",
            solution=lambda: 1.25**2,
            explanation="A pull is a difference over the fit's own standard deviation; "
            "the variance goes with its square: {answer:.2f}.",
            wrong=(
                WrongAnswer(lambda: 1.25, "that is the factor of the standard deviation."),
                WrongAnswer(lambda: 1 / 1.25**2, "pulls wider than 1 mean errors too small, not too large."),
                WrongAnswer(lambda: 1.25**0.5, "the variance goes with the square, not with the root."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
