"""Policies that the tests enter, as the texts that a user's files would be."""

from ecosystem_nb.learning.challenge.entrant import Entrant

HEAD = """
import numpy as np
from ecosystem_nb.learning.challenge.policy import Deployed
"""


def policy(body: str, name: str = "Mine", head: str = HEAD) -> Entrant:
    """Return the entrant whose ``prepare`` has these lines."""
    lines = "\n".join(f"        {line}" for line in body.splitlines())
    return Entrant(name, f"{head}\nclass {name}:\n    def prepare(self, situation):\n{lines}\n")


HALF = policy(
    "y = situation.labels(situation.interval - 1, 1000)\n"
    "scores = situation.deployed.scores(situation.past[-1])[:1000]\n"
    "return Deployed(situation.deployed.model, float(np.quantile(scores[y], 0.05)))",
    "Half",
)
"""Sets the threshold from a thousand labels of the interval before."""

SIGMOID_HEAD = f"""{HEAD}
class Sigmoid:
    def scores(self, x):
        return 1 / (1 + np.exp(-x[:, 0].astype(np.float64)))
"""
SIGMOID = policy(
    "return Deployed(Sigmoid(), situation.deployed.threshold, reads='cells')", "Own", SIGMOID_HEAD
)
"""A model of one's own: a logistic function of the first cell."""

LOOKS = {
    "labels of the interval": ("situation.labels(situation.interval)", r"labels of interval 1 are not given"),
    "labels of a later one": (
        "situation.labels(3, 5)",
        r"labels of interval 3 are not given .* expected 0 to 0",
    ),
    "an attribute": ("situation.electron", r"a policy sees no 'electron': it has current, deployed"),
    "events there are not": (
        "situation.labels(0, 4001)",
        r"expected up to 4000 events, or positions from 0 to 3999",
    ),
    "a mask": ("situation.labels(0, np.ones(4000, bool))", "positions from 0 to 3999"),
    "no whole interval": ("situation.labels(0.0)", r"labels of interval 0\.0 are not given"),
}
"""Ways to look that are refused, and what is said."""
