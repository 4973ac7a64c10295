"""CPU time of the baselines of the retraining challenge, on courses of the page's size.

    python benchmarks/challenge.py [--record] [--seeds N]

One policy at a time, in a process of its own with one thread; time of the process while it prepares the
models of a whole course, median of the seeds, so that importing torch, once a process, does not count.
``--record`` writes data/learning/challenge_cost.csv.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
from machine import processor

from ecosystem_nb.learning.challenge.baselines import BASELINES
from ecosystem_nb.learning.challenge.campaign import Effort, campaign, courses
from ecosystem_nb.learning.challenge.course import Settings
from ecosystem_nb.learning.challenge.entrant import Entrant

FILE = Path(__file__).parents[1] / "data" / "learning" / "challenge_cost.csv"


def main() -> None:
    """Play, print and, where asked for, record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--seeds", type=int, default=5)
    chosen = parser.parse_args()
    played = courses(Settings(), range(1, chosen.seeds + 1))
    entries = campaign([Entrant(name) for name in BASELINES], played, Effort(1))
    rows = [(one.entrant.name, float(np.median([run.cpu_s for run in one.runs]))) for one in entries]
    for name, seconds in rows:
        print(f"{name:<20} {seconds:8.2f} s")
    if chosen.record:
        with FILE.open("w", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(("policy", "cpu", "machine", "status", "source"))
            writer.writerows(
                (name, round(s, 2), f"one core of {processor()}", "measured", "") for name, s in rows
            )
        print(f"wrote {FILE}")


if __name__ == "__main__":
    main()
