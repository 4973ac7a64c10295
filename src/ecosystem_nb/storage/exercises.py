"""Exercises of the storage pages."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.storage.caches import size_ratio

DAY = 86_400.0  # s

EXERCISES = by_id(
    [
        Exercise(
            id="storage-cache-1",
            question="A cache answers 80 % of the requests and 50 % of the bytes. "
            "How many times larger is the average file that it fetches than the average one that it serves?",
            unit="1",
            solution=lambda: size_ratio(0.8, 0.5),
            explanation="Fetched: 50 % of the bytes in 20 % of the requests, 2.5 units a request. "
            "Served: 50 % in 80 %, 0.625 units. The ratio is {answer:.0f}.",
            wrong=(
                WrongAnswer(
                    lambda: 0.8 / 0.5,
                    "you divided the two hit ratios: each group's bytes go by its own requests.",
                ),
                WrongAnswer(
                    lambda: 1 / size_ratio(0.8, 0.5),
                    "the question asks for fetched over served, not the other way.",
                ),
                WrongAnswer(
                    lambda: 0.5 / 0.2,
                    "that compares the fetched file with the mean of all, not with the served one.",
                ),
            ),
        ),
        Exercise(
            id="storage-cache-2",
            question="A cache takes 12.3 TB a day off a link. What mean rate is that?",
            unit="Gbit/s",
            solution=lambda: 12.3e12 * 8 / DAY / 1e9,
            explanation="12.3 TB × 8 bits a byte over 86,400 s: {answer:.2f} Gbit/s.",
            wrong=(
                WrongAnswer(lambda: 12.3e12 / DAY / 1e9, "that is in GB/s: a byte has eight bits."),
                WrongAnswer(lambda: 12.3e12 * 8 / 3600 / 1e9, "a day has 86,400 s, not 3,600."),
                WrongAnswer(lambda: 12.3e12 * 8 / DAY / 1e6, "that is in Mbit/s."),
            ),
        ),
        Exercise(
            id="storage-cache-3",
            question="Requests go to 1,000 equal files, equally popular and independent of each other. "
            "A cache holds 250 of them. Which share of the requests does it serve once it is full?",
            unit="%",
            solution=lambda: 25.0,
            explanation="Whatever it holds, 250 of 1,000 requests on average are for that: {answer:.0f} %. "
            "No policy can do better without foresight.",
            wrong=(
                WrongAnswer(lambda: 75.0, "that is the share of the misses."),
                WrongAnswer(lambda: 100.0, "the other files are asked for just as often."),
                WrongAnswer(lambda: 0.25, "that is a fraction; the question asks for per cent."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
