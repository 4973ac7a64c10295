"""How long does each finder take for an event, by pile-up, and how long for the slowest of many?

    python benchmarks/decision_tracking.py [--repeat 3] [--events 200] [--write]

One core, compilation apart, processor time from columns of hits to tracks: of one event the least of several
runs, by pile-up; and of many events, plain and with dense jets, each once.  Events of the generic detector
as the decision page takes them, particles from 0.1 GeV, tracks from 0.9 GeV asked for.  ``--write`` stores
the records in ``data/tracking/decision_speed.csv`` and ``data/tracking/decision_tails.csv``.
"""

import argparse
import os

os.environ["NUMBA_NUM_THREADS"] = "1"  # before numba is imported

import time
from pathlib import Path

import awkward as ak
import pandas as pd
from machine import processor

from ecosystem_nb.tracking.decision.compare import PLAIN, conditions
from ecosystem_nb.tracking.decision.finders import FINDERS, Finder
from ecosystem_nb.tracking.detector.layers import Detector, generic
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.scoring.timing import timings

PILE_UP = (0, 25, 50, 100, 150, 200)
MOST = {"graph network": 100}  # its graph grows past 2 GB above
FEWER = {"graph network": 4}  # it takes the tail from this part of the events
CROWD = 40.0  # pile-up of the many events
RECORDS = Path(__file__).parents[1] / "data" / "tracking"


def taken(finder: Finder, event: ak.Record, detector: Detector) -> float:
    """Return the processor time of one event, s."""
    start = time.process_time()
    finder(event, detector, 0.9)
    return time.process_time() - start


def by_pile_up(detector: Detector, repeat: int) -> pd.DataFrame:
    """Time one event of each pile-up."""
    rows = []
    for pile_up in PILE_UP:
        event = generate(Setup(pile_up=float(pile_up)), [1], detector)[0]
        for name, finder in FINDERS.items():
            if pile_up > MOST.get(name, pile_up):
                continue
            calls = repeat + (pile_up == PILE_UP[0])  # the first call compiles
            least = min(taken(finder, event, detector) for _ in range(calls))
            rows.append((name, pile_up, len(event.hits), round(1e3 * least, 3)))
    return pd.DataFrame(rows, columns=["finder", "pile_up", "hits", "time"]).sort_values(
        ["finder", "pile_up"]
    )


def tails(detector: Detector, number: int) -> pd.DataFrame:
    """Time many events, plain and with jets."""
    hard, parts = conditions(Setup(pile_up=CROWD)), []
    for kind in (PLAIN, "dense jets"):
        events = generate(hard[kind], range(number), detector)
        times = {
            name: [taken(one, event, detector) for event in events[: number // FEWER.get(name, 1)]]
            for name, one in FINDERS.items()
        }
        table = timings(times).rename(columns={"stage": "finder"})
        table[["median", "p95", "p99", "worst"]] *= 1e3
        parts.append(table.assign(kind=kind, pile_up=CROWD))
    columns = ["finder", "kind", "pile_up", "events", "median", "p95", "p99", "worst"]
    return pd.concat(parts)[columns].round(3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--events", type=int, default=200, help="how many for the tails")
    parser.add_argument("--write", action="store_true", help="store the records")
    chosen = parser.parse_args()
    detector = generic()
    found = {"speed": by_pile_up(detector, chosen.repeat), "tails": tails(detector, chosen.events)}
    for name, table in found.items():
        print(table.to_string(index=False))
        if chosen.write:
            kept = table.assign(machine=f"one core of {processor()}", status="measured", source="")
            kept.to_csv(RECORDS / f"decision_{name}.csv", index=False)


if __name__ == "__main__":
    main()
