"""Exercises of the page on what to ask of an HPC centre."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.facilities.demand.timeline import DAY, YEAR
from ecosystem_nb.facilities.offload.kernels import node_hours, occupancy, ported_for

EXERCISES = by_id(
    [
        Exercise(
            id="facilities-hpc-1",
            question="Work of 1 MHS23, as a mean over the year, leaves for a machine whose nodes have "
            "3,600 HS23 and reach 80 % of it. How many million node-hours a year is that?",
            unit="1e6 node-h",
            solution=lambda: float(node_hours(1e6 * YEAR, 3600.0, 0.8)) / 1e6,
            explanation="1e6 HS23 over 2,880 HS23 are 347 nodes, for 8,760 hours: {answer:.2f} million "
            "node-hours.",
            wrong=(
                WrongAnswer(lambda: 1e6 * 8760.0 / 3600.0 / 1e6, "a node does less than its benchmark says."),
                WrongAnswer(
                    lambda: 0.8 * 1e6 * 8760.0 / 3600.0 / 1e6,
                    "less efficient nodes take more hours, not fewer.",
                ),
                WrongAnswer(
                    lambda: 1e6 / 2880.0 / 1e6, "that many nodes are busy; for how many hours a year?"
                ),
            ),
        ),
        Exercise(
            id="facilities-hpc-2",
            question="The GPUs of a node are ten times as fast as its CPU at what has been ported. Which "
            "part of the work must be ported so that the node does twice as much as its CPU alone?",
            unit="%",
            solution=lambda: 100.0 * float(ported_for(2.0, 10.0)),
            explanation="Half of the time must go: $0.9\\,p = 0.5$, so {answer:.1f} % is ported.",
            wrong=(
                WrongAnswer(lambda: 50.0, "that would do with GPUs that take no time at all."),
                WrongAnswer(lambda: 20.0, "a fifth at ten times the speed saves 18 % of the time only."),
                WrongAnswer(lambda: 90.0, "that is what the GPUs save of the ported part."),
            ),
        ),
        Exercise(
            id="facilities-hpc-3",
            question="A centre reads 60 PB a year over the network, evenly, and each file waits three "
            "days until it is used. How much disk do the waiting files fill on average?",
            unit="PB",
            solution=lambda: float(occupancy(60.0 / YEAR, 3.0 * DAY)),
            explanation="Little's law: 60 PB / 365 d × 3 d = {answer:.2f} PB.",
            wrong=(
                WrongAnswer(lambda: 60.0 / 365.0, "that comes in a day; the files of three days wait."),
                WrongAnswer(lambda: 60.0 / 365.0 / 3.0, "longer waits fill more disk, not less."),
                WrongAnswer(lambda: 180.0, "rate and time must be in the same unit: a year has 365 days."),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
