"""Exercises of the optimizer's laboratory, with the mistakes that people make."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.network.lab.measures import dead_band
from ecosystem_nb.network.rules.fts import LOW_SUCCESS
from ecosystem_nb.network.rules.fts_measures import EMA_ALPHA, average, success_percent

_MINUTES = 5
_RATE = 40.0  # Gbit/s, in the question on the dead band


def _ema() -> float:
    ema = 8.0
    for _ in range(_MINUTES):
        ema = average(ema, 4.0)
    return ema


def _most_failures() -> float:
    """Return the most failures of 1,000 transfers that do not count as bad."""
    return float(max(bad for bad in range(1001) if success_percent(1000 - bad, bad) >= LOW_SUCCESS))


_LAB = (
    Exercise(
        id="network-lab-1",
        question=(
            "A link carries a steady 8 Gbit/s, and suddenly 4. What does the optimizer's moving average "
            "($\\alpha = 0.1$) say after five intervals?"
        ),
        unit="Gbit/s",
        solution=_ema,
        explanation="The old value weighs $0.9^5$: $4 + 4 \\times 0.9^5$ = **{answer:.2f} Gbit/s**.",
        wrong=(
            WrongAnswer(lambda: 4.0, "the average has a memory: five intervals do not wipe it out."),
            WrongAnswer(
                lambda: 8.0 - _MINUTES * EMA_ALPHA * 4.0,
                "that takes the same step five times: each step is a tenth of what is left.",
            ),
            WrongAnswer(
                lambda: 8.0 - 4.0 * (1.0 - EMA_ALPHA) ** _MINUTES,
                "that exchanges old and new: it is the old value that fades.",
            ),
            WrongAnswer(lambda: average(8.0, 4.0), "that is after one interval: the question asks for five."),
        ),
    ),
    Exercise(
        id="network-lab-2",
        question=(
            "A link carries 40 Gbit/s, and no transfer fails. What share of it may be lost before the "
            "published rule takes a step down? The rule rounds the decimal logarithm of the bytes a second."
        ),
        unit="%",
        solution=lambda: 100.0 * dead_band(_RATE),
        explanation=(
            "40 Gbit/s are $5\\times 10^9$ B/s, which rounds to the tenth power; the edge is $10^{{9.5}}$ "
            "B/s or 25.3 Gbit/s. So **{answer:.1f} %** may be lost."
        ),
        wrong=(
            WrongAnswer(
                lambda: 90.0, "rounding jumps at half a power of ten, not at a factor of ten below the rate."
            ),
            WrongAnswer(
                lambda: 100.0 * (1.0 - 10.0**10.5 / 40e9), "that takes bits: the rule counts bytes a second."
            ),
            WrongAnswer(
                lambda: 100.0 * (1.0 - dead_band(_RATE)),
                "that is what is left: the question asks what is lost.",
            ),
            WrongAnswer(
                lambda: 100.0 * (1.0 - 1e9 / 5e9),
                "that is the next whole power of ten: rounding jumps half-way.",
            ),
        ),
    ),
    Exercise(
        id="network-lab-3",
        question=(
            "Of 1,000 transfers in the averaging window, how many may fail before FTS calls the success rate "
            "bad? It rounds the percentage up to a whole number, and takes less than 97 as bad."
        ),
        unit="1",
        solution=_most_failures,
        explanation=(
            "961 of 1,000 are 96.1 %, rounded up 97 %: not bad. With **{answer:.0f}** failures it holds, "
            "with one more it steps down."
        ),
        wrong=(
            WrongAnswer(
                lambda: 30.0, "97 % exactly is not the edge: the rate is rounded up before it is compared."
            ),
            WrongAnswer(lambda: 40.0, "then 96 % exactly are left, which nothing rounds up."),
            WrongAnswer(
                lambda: 1000.0 - _most_failures(),
                "that is how many must succeed: the question asks for failures.",
            ),
        ),
    ),
)

EXERCISES = by_id(_LAB)
check = checker(EXERCISES)
ask = asker(EXERCISES)
