"""Exercises of the page on the foundation model."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="foundation-1",
            question="A window has 58 cells, and each is hidden with a chance of 0.4. The loss is a mean "
            "over hidden cells. In how many events of a batch of 256 is a given cell hidden, in the mean?",
            unit="1",
            solution=lambda: 0.4 * 256,
            explanation="Each event hides it with a chance of 0.4: {answer:.1f} of 256.",
            wrong=(
                WrongAnswer(lambda: 0.6 * 256, "that is how often it is seen."),
                WrongAnswer(lambda: 0.4 * 58, "that is how many cells of one event are hidden."),
                WrongAnswer(lambda: 0.4 * 256 * 58, "that counts all cells of the batch."),
            ),
        ),
        Exercise(
            id="foundation-2",
            question="A block of a transformer with width 32 and 64 hidden nodes: how many weights do its "
            "matrices hold (query, key, value, joining, up, down), biases not counted?",
            unit="1",
            solution=lambda: 4 * 32**2 + 2 * 32 * 64,
            explanation="Four matrices of 32 × 32, and two of 32 × 64: {answer:.0f}.",
            wrong=(
                WrongAnswer(lambda: 3 * 32**2 + 2 * 32 * 64, "the heads are joined by a matrix too."),
                WrongAnswer(lambda: 4 * 32**2 + 32 * 64, "up, and down again."),
                WrongAnswer(lambda: 18 * (4 * 32**2 + 2 * 32 * 64), "all tokens share the same weights."),
            ),
        ),
        Exercise(
            id="foundation-3",
            question="From scratch a model reaches an area of 0.80 with 1000 labels and 0.84 with 10 000; "
            "pretrained, another reaches 0.82 with 1000. Along a straight line in the logarithm of the "
            "labels, how many labels does the first need for 0.82?",
            unit="1",
            solution=lambda: 1000 * 10**0.5,
            explanation="Half of the way from 0.80 to 0.84 is half a decade: {answer:.0f} labels, so the "
            "pretraining is worth two thirds of them.",
            wrong=(
                WrongAnswer(lambda: 5500, "half of the way in the labels is not half of their logarithm."),
                WrongAnswer(lambda: 5000, "the line is straight in the logarithm."),
                WrongAnswer(lambda: 10_000 / 10**0.25, "0.82 lies in the middle of 0.80 and 0.84."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
