"""Exercises of the page on third-party copy, with the mistakes that people make."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.network.copies.cost import cost

_RTT, _REQUESTS, _TRIPS = 0.09, 4, 3  # s; as the questions on copies give them
_ASKING = cost(1.5, 2.0, _RTT, _REQUESTS, _TRIPS).asking


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

EXERCISES = by_id(_COPY)
check = checker(EXERCISES)
ask = asker(EXERCISES)
