"""How long does each finder take for an event, by pile-up?

    python benchmarks/decision_tracking.py [--repeat 3] [--write]

One core, compilation apart, least processor time of several runs, from columns of hits to tracks.  Events
of the generic detector as the decision page takes them, particles from 0.1 GeV, tracks from 0.9 GeV asked
for.  ``--write`` stores the record in ``data/tracking/decision_speed.csv``.
"""

import argparse
import os

os.environ["NUMBA_NUM_THREADS"] = "1"  # before numba is imported

import platform
import time
from pathlib import Path

import pandas as pd

from ecosystem_nb.tracking.decision.finders import FINDERS
from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup

PILE_UP = (0, 25, 50, 100, 150, 200)
PLACE = Path(__file__).parents[1] / "data" / "tracking" / "decision_speed.csv"


def machine() -> str:
    """Name the processor."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"one core of {names[0] if names else platform.processor()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="store the record")
    chosen = parser.parse_args()
    detector, rows = generic(), []
    for pile_up in PILE_UP:
        event = generate(Setup(pile_up=float(pile_up)), [1], detector)[0]
        for name, finder in FINDERS.items():
            times = []
            for _ in range(chosen.repeat + (pile_up == PILE_UP[0])):  # the first call compiles
                start = time.process_time()
                finder(event, detector, 0.9)
                times.append(time.process_time() - start)
            rows.append(
                {
                    "finder": name,
                    "pile_up": pile_up,
                    "hits": len(event.hits),
                    "time": round(1e3 * min(times), 3),
                    "machine": machine(),
                    "status": "measured",
                    "source": "",
                }
            )
    table = pd.DataFrame(rows).sort_values(["finder", "pile_up"])
    print(table.drop(columns=["machine", "status", "source"]).to_string(index=False))
    if chosen.write:
        table.to_csv(PLACE, index=False)


if __name__ == "__main__":
    main()
