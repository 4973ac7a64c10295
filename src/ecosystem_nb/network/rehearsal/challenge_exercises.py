"""Exercises of the rehearsal of a data challenge."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.network.rehearsal.climb import climb_s, late_tb, streams, throttled_gbit_s

_RATE, _CAP = 400.0, 0.8  # Gbit/s
_NEED = streams(_RATE, _CAP)
_MAX, _SIZE, _EVERY = 5000, 1.5, 600.0  # transfers, GB, s

EXERCISES = by_id(
    [
        Exercise(
            id="network-rehearsal-1",
            question="A link is to carry 400 Gbit/s with transfers of 0.8 Gbit/s each. An incident has left "
            "it with 2 transfers at once, and FTS adds 2 a minute. How long until it has enough?",
            unit="min",
            solution=lambda: climb_s(_NEED) / 60.0,
            explanation="500 transfers make up the rate; 498 are missing, two a minute: {answer:.0f} min.",
            wrong=(
                WrongAnswer(
                    lambda: float(_NEED), "that is how many transfers it takes, not how many minutes."
                ),
                WrongAnswer(
                    lambda: climb_s(_NEED, step=1) / 60.0, "FTS adds two a minute here: you counted one."
                ),
                WrongAnswer(lambda: _NEED / 2.0, "two of them run already."),
                WrongAnswer(
                    lambda: climb_s(_NEED) / 3600.0, "that is in hours; the question asks for minutes."
                ),
            ),
            rel_tol=1e-3,
        ),
        Exercise(
            id="network-rehearsal-2",
            question="While that link climbs, files arrive at 400 Gbit/s all the time. How much is late when "
            "it has enough transfers? Take the climb as even, from nothing.",
            unit="TB",
            solution=lambda: late_tb(_RATE, climb_s(_NEED)),
            explanation="On average half of the rate is missing: 400 Gbit/s × 249 min × 60 s / 2, over "
            "8 bits a byte, is {answer:.0f} TB.",
            wrong=(
                WrongAnswer(
                    lambda: 2.0 * late_tb(_RATE, climb_s(_NEED)),
                    "that is all that arrived: the link carries half of it while it climbs.",
                ),
                WrongAnswer(
                    lambda: 8.0 * late_tb(_RATE, climb_s(_NEED)),
                    "that is in terabits: a byte has eight bits.",
                ),
                WrongAnswer(
                    lambda: late_tb(_RATE, climb_s(_NEED)) / 60.0, "minutes are not seconds: times 60."
                ),
            ),
        ),
        Exercise(
            id="network-rehearsal-3",
            question="Rucio's throttler runs every 600 s with a limit of 5,000 transfers for a Tier-1, files "
            "of 1.5 GB, and FTS is quick. How much does it let through?",
            unit="Gbit/s",
            solution=lambda: throttled_gbit_s(_MAX, _SIZE, _EVERY),
            explanation="5,000 × 1.5 GB × 8 bits a byte in 600 s: {answer:.0f} Gbit/s.",
            wrong=(
                WrongAnswer(
                    lambda: throttled_gbit_s(_MAX, _SIZE, _EVERY) / 8.0,
                    "that is in gigabytes a second: a byte has eight bits.",
                ),
                WrongAnswer(
                    lambda: 0.8 * throttled_gbit_s(_MAX, _SIZE, _EVERY),
                    "the 0.8 says when it releases; then it fills up to the whole limit.",
                ),
                WrongAnswer(
                    lambda: 0.2 * throttled_gbit_s(_MAX, _SIZE, _EVERY),
                    "if FTS is quick nothing is left after 600 s: it releases the whole limit.",
                ),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
