"""Exercises of the pages on rules, with the mistakes that people make."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.network.copy_cost import cost
from ecosystem_nb.network.fts import LOW_SUCCESS
from ecosystem_nb.network.fts_measures import EMA_ALPHA, average, success_percent
from ecosystem_nb.network.lab_measures import dead_band

_MINUTES = 5
_RATE = 40.0  # Gbit/s, in the question on the dead band
_RTT, _REQUESTS, _TRIPS = 0.09, 4, 3  # s; as the questions on copies give them
_ASKING = cost(1.5, 2.0, _RTT, _REQUESTS, _TRIPS).asking


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

_COPY = (
    Exercise(
        id="network-copy-1",
        question=(
            "A pull takes four requests one after the other, each on a new connection of three round trips. "
            "The round-trip time is 90 ms everywhere. How long do the requests take in all?"
        ),
        unit="s",
        solution=lambda: _ASKING,
        explanation="4 × 3 × 0.09 s = **{answer:.2f} s**, whatever the size of the file.",
        wrong=(
            WrongAnswer(lambda: _TRIPS * _RTT, "that is one request: COPY, GET and two HEADs make four."),
            WrongAnswer(
                lambda: _REQUESTS * _RTT, "that is one round trip a request: TCP and TLS want theirs too."
            ),
            WrongAnswer(lambda: _ASKING / 2, "90 ms is there and back already: do not halve it."),
        ),
    ),
    Exercise(
        id="network-copy-2",
        question=(
            "With those requests, and no slow start: what share of the time of a copy of 1.5 GB at 2 Gbit/s "
            "moves data?"
        ),
        unit="%",
        solution=lambda: 100.0 * 6.0 / (6.0 + _ASKING),
        explanation="1.5 GB at 2 Gbit/s take 6 s; 6 / (6 + 1.08) = **{answer:.1f} %**.",
        wrong=(
            WrongAnswer(
                lambda: 100.0 * 0.75 / (0.75 + _ASKING), "2 Gbit/s are 0.25 GB/s: a byte has eight bits."
            ),
            WrongAnswer(lambda: 100.0 * _ASKING / (6.0 + _ASKING), "that is the share of the requests."),
            WrongAnswer(
                lambda: 100.0 * (1.0 - _ASKING / 6.0), "divide by the whole time, requests and data together."
            ),
        ),
        rel_tol=0.005,
    ),
    Exercise(
        id="network-copy-3",
        question="How large is the file for which those requests take as long as the data, at 2 Gbit/s?",
        unit="GB",
        solution=lambda: 2.0 * _ASKING / 8.0,
        explanation="What 2 Gbit/s move in 1.08 s: **{answer:.2f} GB**. Smaller files mostly wait.",
        wrong=(
            WrongAnswer(lambda: 2.0 * _ASKING, "that is in Gbit: a byte has eight bits."),
            WrongAnswer(
                lambda: 2.0 * _RTT / 8.0, "that is one round trip: four requests of three take twelve."
            ),
            WrongAnswer(lambda: math.sqrt(2.0 * _ASKING / 8.0), "time and size are proportional: no root."),
        ),
    ),
)

EXERCISES = by_id((*_LAB, *_COPY))
check = checker(EXERCISES)
ask = asker(EXERCISES)
