"""Exercises of the page on the live testbed."""

from ecosystem_nb.exercises import Exercise, WrongAnswer, asker, by_id, checker
from ecosystem_nb.network.marking.labels import flow_id
from ecosystem_nb.network.testbed.pacing import simulated
from ecosystem_nb.network.testbed.wire import ADDED, RECORD, with_tls

_GB = 1_000_000_000

EXERCISES = by_id(
    [
        Exercise(
            id="network-testbed-1",
            question="A server is limited to 10 MB/s. A copy of 30 MB and one of 70 MB begin at the same "
            "moment and share it fairly. When is the larger one done?",
            unit="s",
            solution=lambda: simulated([30.0, 70.0], 10.0)[1],
            explanation="Nothing is idle before the end: 100 MB over 10 MB/s are {answer:.0f} s. "
            "The smaller one is done after 6 s, when both have moved 30 MB.",
            wrong=(
                WrongAnswer(lambda: 7.0, "so long it would take alone; for a while it has only half."),
                WrongAnswer(lambda: 14.0, "when the smaller one is done, the larger one has all of it."),
                WrongAnswer(lambda: 13.0, "the smaller one needs twice its own time, for it has half."),
            ),
        ),
        Exercise(
            id="network-testbed-2",
            question="How many bytes does TLS 1.3 add to a file of 1 GB, in records of 16,384 B with 22 B "
            "beside the content each?",
            unit="MB",
            solution=lambda: (with_tls(_GB) - _GB) / 1e6,
            explanation="1e9 / 16,384 are 61,036 records, of 22 B each: {answer:.2f} MB, or 0.13 %.",
            wrong=(
                WrongAnswer(lambda: with_tls(_GB) / 1e6, "that is the whole; only what is added was asked."),
                WrongAnswer(
                    lambda: 16 * _GB / RECORD / 1e6, "the tag alone has 16 B; a record has a head too."
                ),
                WrongAnswer(lambda: ADDED * _GB / 1500 / 1e6, "a record of TLS is not a packet of 1,500 B."),
            ),
        ),
        Exercise(
            id="network-testbed-3",
            question="CMS has the number 3 in the registry, its export from Tier-0 the number 17. "
            "Which value of `scitag.flow` marks such a copy?",
            unit="1",
            solution=lambda: float(flow_id(3, 17)),
            explanation="The activity has six bits: 3 × 64 + 17 = {answer:.0f}.",
            wrong=(
                WrongAnswer(lambda: 317.0, "the numbers are packed in bits, not written side by side."),
                WrongAnswer(
                    lambda: 3 * 512 + 17.0,
                    "the experiment has nine bits, but stands above the activity's six.",
                ),
                WrongAnswer(lambda: 17 * 64 + 3.0, "the other way round: the experiment stands above."),
            ),
            rel_tol=1e-4,
        ),
    ]
)
check = checker(EXERCISES)
ask = asker(EXERCISES)
