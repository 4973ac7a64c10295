"""Exercises of the page on networks in fixed point."""

import math

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.learning.quantised.budget import CROSSINGS_MHZ, Budget
from ecosystem_nb.learning.quantised.formats import Format, enough

_FORM = Format(6, 2)
_HALF, _TOP = 32 * 63, 31 * 63
_SLOW = Budget(latency=50.0, clock=200.0, adders_a_clock=5, luts=1e6, share=0.01)
_FAST = Budget(latency=50.0, clock=480.0, adders_a_clock=2, luts=1e6, share=0.01)

EXERCISES = by_id(
    [
        Exercise(
            id="quantised-1",
            question="What is the distance of neighbouring values of `ap_fixed<6,2>`?",
            unit="1",
            solution=lambda: _FORM.step,
            explanation="Two of the six bits stand left of the binary point, the sign among them; "
            "four are left for the fraction: 2⁻⁴ = {answer:g}.",
            wrong=(
                WrongAnswer(lambda: 2.0**-6, "not all of the bits stand right of the point."),
                WrongAnswer(lambda: 2.0**-3, "the sign is one of the integer bits, not one more."),
                WrongAnswer(lambda: 2.0**-2, "two bits stand left of the point: count those right of it."),
            ),
        ),
        Exercise(
            id="quantised-2",
            question="Sixteen activations of six bits without sign, each times a weight of six bits with "
            "sign, are added. How many bits must the sum have so that it can never overflow?",
            unit="1",
            solution=lambda: float(enough(-16 * _HALF, 16 * _TOP, 0).bits),
            explanation="The largest product is 63 · 32 in size; sixteen of them are 32,256, "
            "which {answer:.0f} bits with sign hold.",
            wrong=(
                WrongAnswer(lambda: 12.0, "that holds one product; sixteen of them are added."),
                WrongAnswer(
                    lambda: 28.0, "adding sixteen numbers makes the size sixteen times larger at most."
                ),
                WrongAnswer(lambda: 15.0, "that is the size alone: sums can be negative."),
            ),
        ),
        Exercise(
            id="quantised-3",
            question="A network is 22 adders deep, five of which fit into one tick of a clock of 200 MHz. "
            "How long does it take?",
            unit="ns",
            solution=lambda: _SLOW.time(math.ceil(22 / 5)),
            explanation="22 adders need five ticks, the last of them not full; five ticks of 5 ns are "
            "{answer:.0f} ns.",
            wrong=(
                WrongAnswer(lambda: _SLOW.time(22), "several adders fit into one tick."),
                WrongAnswer(lambda: _SLOW.time(4), "what is left over after four ticks needs a tick too."),
                WrongAnswer(lambda: 22.0, "registers stand at ticks of the clock: count whole ticks."),
            ),
        ),
        Exercise(
            id="quantised-4",
            question="A pipelined network takes a new candidate at every tick of 480 MHz. "
            "How many candidates can one copy of it judge in each bunch crossing?",
            unit="1",
            solution=lambda: _FAST.candidates,
            explanation="Crossings come at 40 MHz: 480/40 = {answer:.0f}, however deep the network is.",
            wrong=(
                WrongAnswer(lambda: 1.0, "a pipeline does not wait for the last candidate to leave it."),
                WrongAnswer(
                    lambda: 480.0 / 25.0, "25 is the time between crossings in ns; their rate is 40 MHz."
                ),
                WrongAnswer(
                    lambda: CROSSINGS_MHZ * 50e-3, "the latency does not limit how many follow each other."
                ),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
