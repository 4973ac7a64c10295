"""Exercises of the page on a failed cable."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

_SHORT = 600.0 - 800.0 / 2  # Gbit/s

EXERCISES = by_id(
    [
        Exercise(
            id="network-cable-1",
            question="Two equal cables carry 800 Gbit/s together; 600 Gbit/s of traffic arrive. "
            "One cable is down for two hours. How much waits when it comes back?",
            unit="TB",
            solution=lambda: _SHORT * 2 * 3600 / 8 / 1000,
            explanation="400 Gbit/s are left, so 200 Gbit/s stay behind: "
            "200 × 7,200 s / 8 bits a byte = {answer:.0f} TB.",
            wrong=(
                WrongAnswer(lambda: _SHORT * 2 * 3600 / 1000, "a byte has eight bits."),
                WrongAnswer(lambda: 600 * 2 * 3600 / 8 / 1000, "the other cable goes on carrying."),
                WrongAnswer(lambda: 400 * 2 * 3600 / 8 / 1000, "that is what the other cable carried."),
                WrongAnswer(lambda: _SHORT * 3600 / 8 / 1000, "the cable is down for two hours, not one."),
            ),
        ),
        Exercise(
            id="network-cable-2",
            question="In the same network, how long after the repair is the backlog gone?",
            unit="h",
            solution=lambda: _SHORT * 2 / (800 - 600),
            explanation="New traffic takes 600 of the 800 Gbit/s; the other 200 clear what 200 left behind "
            "for two hours: {answer:.0f} h.",
            wrong=(
                WrongAnswer(
                    lambda: _SHORT * 2 / 800, "new traffic arrives meanwhile: only what is left clears."
                ),
                WrongAnswer(
                    lambda: _SHORT * 2 / 600, "divide by what is free after the repair, not by the traffic."
                ),
                WrongAnswer(lambda: 4.0, "count from the repair, not from the failure."),
            ),
        ),
        Exercise(
            id="network-cable-3",
            question="Three equal cables. Which provisioning factor, capacity over traffic, lets one fail "
            "without any backlog?",
            unit="1",
            solution=lambda: 1 / (1 - 1 / 3),
            explanation="What is left, two thirds of the capacity, must be the traffic: {answer:.1f}.",
            wrong=(
                WrongAnswer(lambda: 3.0, "two cables are left, not one."),
                WrongAnswer(lambda: 2 / 3, "that is the share that is left; the factor is its inverse."),
                WrongAnswer(
                    lambda: 4 / 3,
                    "a third more is lost again with the cable: a third of the larger capacity.",
                ),
                WrongAnswer(lambda: 2.0, "that is what two cables would need."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
