"""Exercises of the page on inference as a service."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.learning.service.queueing import mean_wait, saturation

EXERCISES = by_id(
    [
        Exercise(
            id="learning-service-1",
            question="Requests come at random, 400 a second, to a server that takes exactly 2 ms for each. "
            "How long does a request wait in the mean before its service begins?",
            unit="ms",
            solution=lambda: 1e3 * mean_wait(400.0, 0.002, 0.0),
            explanation="The utilisation is 0.8, so the wait is 0.8 × 2 / (2 × 0.2) = {answer:.0f} ms.",
            wrong=(
                WrongAnswer(lambda: 8.0, "that is for exponential times; these are all the same."),
                WrongAnswer(lambda: 6.0, "that is the time until the answer, service included."),
                WrongAnswer(lambda: 0.8 * 2 / 2, "divide by the share of the time that the server is idle."),
            ),
        ),
        Exercise(
            id="learning-service-2",
            question="A job computes for 95 ms, asks a coprocessor and waits 5 ms for it, of which 1 ms "
            "is on the "
            "way. The coprocessor takes requests one by one. How many such jobs does it serve before it "
            "has no "
            "idle time left?",
            unit="1",
            solution=lambda: saturation(0.095, 0.001, 0.004, 0.0, 1),
            explanation="It is busy 4 ms of each job's 100 ms, so {answer:.0f} jobs fill it.",
            wrong=(
                WrongAnswer(lambda: 100 / 5, "on the way the coprocessor does something else."),
                WrongAnswer(lambda: 95 / 4, "a job's turn is 100 ms: it also waits for its answer."),
                WrongAnswer(
                    lambda: 95 / 5, "the turn is 100 ms, and the way does not occupy the coprocessor."
                ),
            ),
        ),
        Exercise(
            id="learning-service-3",
            question="A batch of b events takes 1 ms + 0.1 ms b. By what factor does the largest rate "
            "grow when "
            "the server takes 32 events together instead of one by one?",
            unit="1",
            solution=lambda: (32 / (1 + 0.1 * 32)) / (1 / 1.1),
            explanation="32 events in 4.2 ms against one in 1.1 ms: {answer:.2f}.",
            wrong=(
                WrongAnswer(lambda: 32.0, "a larger batch takes longer, too."),
                WrongAnswer(lambda: 11.0, "that is the limit for batches without end."),
                WrongAnswer(lambda: 32 / 4.2, "compare with one event, which takes 1.1 ms."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
