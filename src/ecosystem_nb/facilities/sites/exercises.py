"""Exercises of the page on sites that are not alike."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.facilities.sites.kernels import drives_for_core, remote_best

EXERCISES = by_id(
    [
        Exercise(
            id="sites-1",
            question="Two sites have the same CPU, and one has three times the disk of the other. "
            "Jobs go to their data as far as cores reach. Which share of the reads crosses the network?",
            unit="%",
            solution=lambda: 100.0 * remote_best([1.0, 1.0], [3.0, 1.0]),
            explanation="Disk is shared 75 to 25, cores 50 to 50. The sites serve 50 + 25 themselves; "
            "{answer:.0f} % is left.",
            wrong=(
                WrongAnswer(
                    lambda: 50.0, "that adds the surplus of one site to the lack of the other: count it once."
                ),
                WrongAnswer(lambda: 75.0, "that is the share that is read at home."),
                WrongAnswer(lambda: 0.25, "that is a fraction; the question asks for per cent."),
            ),
        ),
        Exercise(
            id="sites-2",
            question="A drive answers 150 requests a second, and may be busy for 70 % of its time. "
            "A core reads 4.5 MB/s in requests of 0.1 MB; a drive transfers 225 MB/s. "
            "How many cores keep one drive busy?",
            unit="1",
            solution=lambda: 1.0 / drives_for_core(4.5, 45.0, 225.0, 150.0, 0.7),
            explanation="45 requests take 0.3 s and the transfer 0.02 s: 0.32 s of a drive for each second "
            "of a core. 0.7 / 0.32 is {answer:.2f}.",
            wrong=(
                WrongAnswer(
                    lambda: 0.7 * 225.0 / 4.5,
                    "that counts the transfer alone: a head has to position for each request.",
                ),
                WrongAnswer(
                    lambda: 0.7 * 150.0 / 45.0,
                    "that counts the positioning alone: the transfer takes time too.",
                ),
                WrongAnswer(lambda: 1.0 / 0.32, "the drive may be busy for 70 % of its time only."),
            ),
        ),
        Exercise(
            id="sites-3",
            question="A site replaces its drives of 20 TB by drives of 40 TB that are as quick, "
            "and buys the same capacity. By what factor do the requests change that it can answer?",
            unit="1",
            solution=lambda: 0.5,
            explanation="Half as many drives, each as quick as before: a factor of {answer:.1f}.",
            wrong=(
                WrongAnswer(lambda: 1.0, "the capacity stays, but half as many heads serve it."),
                WrongAnswer(lambda: 2.0, "larger drives are fewer drives, not more."),
                WrongAnswer(
                    lambda: 0.25, "the requests on each TB halve once: the number of TB is the same."
                ),
            ),
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
