"""Exercises of the page on reserved paths."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker

EXERCISES = by_id(
    [
        Exercise(
            id="network-reservation-1",
            question="A dataset of 400 TB is released now and must be there in 16 hours. "
            "Which rate, held for the whole time, is just enough?",
            unit="Gbit/s",
            solution=lambda: 400e12 * 8 / (16 * 3600) / 1e9,
            explanation="400 × 10¹² B × 8 / (16 × 3,600 s) = **{answer:.1f} Gbit/s**: the thinnest promise "
            "that keeps the deadline.",
            wrong=(
                WrongAnswer(lambda: 400e12 / (16 * 3600) / 1e9, "a byte has eight bits."),
                WrongAnswer(lambda: 400e12 * 8 / (24 * 3600) / 1e9, "the window is 16 hours, not a day."),
                WrongAnswer(lambda: 400e12 * 8 / (16 * 60) / 1e9, "an hour has 3,600 seconds."),
            ),
        ),
        Exercise(
            id="network-reservation-2",
            question="A path of 400 Gbit/s; datasets with deadlines are 30 % of it in volume, and each asks "
            "for exactly 1.6 times what it uses. None is refused, reservations are hard. "
            "Which rate is on average reserved and empty?",
            unit="Gbit/s",
            solution=lambda: 400 * 0.3 * 0.6,
            explanation="Used are 400 × 0.3 = 120 Gbit/s; reserved 1.6 times that; the difference, "
            "120 × 0.6 = **{answer:.0f} Gbit/s**, is empty.",
            wrong=(
                WrongAnswer(lambda: 400 * 0.3 * 1.6, "that is all that is reserved; a part of it is used."),
                WrongAnswer(
                    lambda: 400 * 0.6, "only the datasets' part of the path is asked for twice over."
                ),
                WrongAnswer(
                    lambda: 400 * 0.3 * (1 - 1 / 1.6), "0.6 of what is used is empty, not 0.6/1.6 of it."
                ),
            ),
        ),
        Exercise(
            id="network-reservation-3",
            question="On a link shared by all alike a transfer takes on average 1/(1 − load) times its time "
            "alone. 60 % of the link are reserved all the time and other traffic is 25 % of the link. "
            "If nothing is lent, how many times its time alone on the *whole* link does a transfer of the "
            "other traffic take?",
            unit="1",
            solution=lambda: 1 / (1 - 0.25 / 0.4) / 0.4,
            explanation="What is left is 0.4 of the link. On it the load is 0.25/0.4 = 0.625, so a transfer "
            "takes 1/(1 − 0.625) times its time alone there, which is 1/0.4 times that on the whole link: "
            "**{answer:.2f}**, or 1/(0.4 − 0.25).",
            wrong=(
                WrongAnswer(lambda: 1 / (1 - 0.25), "only 40 % of the link are left to it."),
                WrongAnswer(
                    lambda: 1 / (1 - 0.25 / 0.4),
                    "that is against its time alone on what is left of the link.",
                ),
                WrongAnswer(
                    lambda: 1 / (1 - 0.25) / 0.4, "the load on what is left is larger than on the whole link."
                ),
            ),
        ),
        Exercise(
            id="network-reservation-4",
            question="Each of four domains on a path has room for a request with probability 0.8, whatever "
            "the others have. How likely is the request refused?",
            unit="1",
            solution=lambda: 1 - 0.8**4,
            explanation="All four must have room: 1 − 0.8⁴ = **{answer:.2f}**. In truth their calendars are "
            "alike, for they hold the same through requests, and fewer are refused.",
            wrong=(
                WrongAnswer(lambda: 0.8**4, "that is how likely it is admitted."),
                WrongAnswer(lambda: 0.2, "that is one domain alone."),
                WrongAnswer(lambda: 0.2**4, "one domain without room is enough for a refusal."),
                WrongAnswer(lambda: 0.8, "four times a fifth counts twice what two domains refuse together."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
