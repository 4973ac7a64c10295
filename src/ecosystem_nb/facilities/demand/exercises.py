"""Exercises of the page on the need of computing."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.facilities.demand.timeline import DAY, YEAR

_EVENTS, _TIME, _EFFICIENCY = 50e9, 600.0, 0.8  # events, HS06 s an event, 1


def _required(window: float, efficiency: float) -> float:
    return _EVENTS * _TIME / efficiency / window / 1e6


EXERCISES = by_id(
    [
        Exercise(
            id="facilities-demand-1",
            question="50 billion events are reconstructed again within 120 days, at 600 HS06 s each, "
            "with a CPU efficiency of 80 %. What capacity must stand ready?",
            unit="MHS06",
            solution=lambda: _required(120 * DAY, _EFFICIENCY),
            explanation="50×10⁹ × 600 HS06 s are 30 THS06 s of work; over 0.8 and over 120 × 86,400 s: "
            "**{answer:.2f} MHS06**.",
            wrong=(
                WrongAnswer(
                    lambda: _required(120 * DAY, 1 / _EFFICIENCY),
                    "the cores are booked for longer than they work: divide by the efficiency.",
                ),
                WrongAnswer(
                    lambda: _required(120 * DAY, 1.0),
                    "that holds for cores that never wait: the efficiency is missing.",
                ),
                WrongAnswer(
                    lambda: _required(YEAR, _EFFICIENCY),
                    "that spreads the work over the year: it has to be done in 120 days.",
                ),
            ),
        ),
        Exercise(
            id="facilities-demand-2",
            question="An analysis format has 50 kB an event. Of 200 billion events 3 versions are kept, "
            "with 2 replicas of each, on disks that are filled to 90 %. How much disk is that?",
            unit="PB",
            solution=lambda: 200e9 * 50e3 * 3 * 2 / 0.9 / 1e15,
            explanation="200×10⁹ × 50 kB = 10 PB; times 3 versions and 2 replicas, over 0.9: "
            "**{answer:.1f} PB**.",
            wrong=(
                WrongAnswer(
                    lambda: 200e9 * 50e3 * 3 * 2 * 0.9 / 1e15,
                    "a disk that is not filled to the brim asks for more disks, not fewer.",
                ),
                WrongAnswer(
                    lambda: 200e9 * 50e3 * 3 * 2 / 1e15,
                    "that is what is stored: the disks have free space too.",
                ),
                WrongAnswer(
                    lambda: 200e9 * 50e3 * (3 + 2) / 0.9 / 1e15,
                    "each of the versions has its replicas: multiply them.",
                ),
            ),
        ),
        Exercise(
            id="facilities-demand-3",
            question="A need is 4 times what a flat budget buys in 2032, at 10 % more a year from 2019. "
            "How many times would it be if the budget bought only 5 % more a year?",
            unit="1",
            solution=lambda: 4.0 * (1.10 / 1.05) ** 13,
            explanation="After thirteen years the capacities differ by (1.10/1.05)¹³ = 1.83: "
            "**{answer:.1f} times**.",
            wrong=(
                WrongAnswer(
                    lambda: 4.0 * (1.05 / 1.10) ** 13,
                    "a budget that buys less leaves a wider gap, not a narrower one.",
                ),
                WrongAnswer(
                    lambda: 4.0 * 1.10 / 1.05,
                    "that is one year: the difference adds up over thirteen.",
                ),
                WrongAnswer(
                    lambda: 8.0,
                    "half the growth is not half the capacity: growth compounds.",
                ),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
