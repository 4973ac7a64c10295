"""Exercises of the page on analysis facilities."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.facilities.analysis.facility import Sample
from ecosystem_nb.facilities.analysis.kernels import read_time, volume_read

_SAMPLE = Sample(200.0, 10.0, 1.0, 0.2)

EXERCISES = by_id(
    [
        Exercise(
            id="analysis-1",
            question="How much does a facility read in half an hour at 400 Gbit/s?",
            unit="TB",
            solution=lambda: volume_read(400.0, 1800.0),
            explanation="400 Gbit/s are 50 GB/s; times 1,800 s that is {answer:.0f} TB.",
            wrong=(
                WrongAnswer(lambda: 400.0 * 1800.0 / 1000.0, "those are terabits: a byte has eight."),
                WrongAnswer(lambda: volume_read(400.0, 30.0), "half an hour is not thirty seconds."),
                WrongAnswer(lambda: 400.0 * 1800.0 / 8.0, "that is in GB."),
            ),
        ),
        Exercise(
            id="analysis-2",
            question="An event takes 10 kB, of which an analysis reads a fifth. "
            "How many MHz of events pass at 200 Gbit/s?",
            unit="MHz",
            solution=lambda: _SAMPLE.event_rate(200.0),
            explanation="25 GB/s over 2 kB for each event: {answer:.1f} MHz.",
            wrong=(
                WrongAnswer(lambda: 200e9 / 2e3 / 1e6, "that divides bits by bytes: bring both to one unit."),
                WrongAnswer(
                    lambda: 25e9 / 10e3 / 1e6, "that is with all columns; a part of the event is read."
                ),
                WrongAnswer(
                    lambda: 25e9 / 50e3 / 1e6, "reading less of an event makes it smaller, not larger."
                ),
            ),
        ),
        Exercise(
            id="analysis-3",
            question="2,000 cores read 100 Mbit/s each; 8 cache servers have 10 Gbit/s each; the switches "
            "carry 400 Gbit/s. How many minutes do 30 TB take?",
            unit="min",
            solution=lambda: read_time(30.0, 80.0) / 60.0,
            explanation="The least of 200, 80 and 400 Gbit/s is 80: 30 TB take {answer:.0f} minutes.",
            wrong=(
                WrongAnswer(
                    lambda: read_time(30.0, 200.0) / 60.0,
                    "the cores wait for something slower than they are.",
                ),
                WrongAnswer(
                    lambda: read_time(30.0, 680.0) / 60.0,
                    "parts in a row do not add: the slowest bounds them.",
                ),
                WrongAnswer(lambda: read_time(30.0, 80.0), "that is in seconds."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
