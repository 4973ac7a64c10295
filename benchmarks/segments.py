"""How fast does segment linking find the tracks of an event, stage by stage, and how does that grow?

    python benchmarks/segments.py [--repeats 5] [--write]

Processor time of one core, compilation apart: for each pile-up and layout the fastest of the repeats of one
event, and how many objects each stage makes.  ``--write`` keeps the record in data/tracking/segments.csv.
LST itself takes 0.907 s an event on one CPU stream, for ttbar at pile-up 200 in CMS's Phase-2 tracker.
"""

import argparse
import csv
import resource
import time
from pathlib import Path

import numba
import numpy as np

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.detector.pairs import double
from ecosystem_nb.tracking.events.combinatorics import exponent
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.hits.arrange import arrange
from ecosystem_nb.tracking.scoring.score import score, summary
from ecosystem_nb.tracking.scoring.truth import Selection, truth
from ecosystem_nb.tracking.segments.find import finish
from ecosystem_nb.tracking.segments.link import link

LEVELS = (0, 20, 60, 100, 140, 200)
RECORD = Path(__file__).parents[1] / "data" / "tracking" / "segments.csv"


def measure(layout: str, pile_up: int, repeats: int) -> tuple[list[dict[str, object]], dict[str, float]]:
    """Return a row a stage, and what the scoring says."""
    detector = generic() if layout == "plain" else double()
    event = generate(Setup(pile_up=float(pile_up)), [11], detector)[0]
    of = {name: np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer", "particle")}
    known = truth(of["particle"], event.particles)
    best: dict[str, float] = {}
    for _ in range(repeats):
        start = time.process_time()
        hits = arrange(of["x"], of["y"], of["z"], of["layer"], detector)
        sorting = time.process_time() - start
        linked = link(hits, detector)
        tracks = finish(linked, detector)
        seconds = {"sorting": sorting} | linked.seconds
        best = {name: min(took, best.get(name, took)) for name, took in seconds.items()}
    made = linked.counts | {
        "sorting": len(hits),
        "cleaning": len(tracks),
        "extensions": len(linked.candidates()[1]),
    }
    rows = [
        {
            "layout": layout, "pile_up": pile_up, "stage": name, "time": round(1e3 * took, 3),
            "objects": made[name], "status": "measured",
        }
        for name, took in best.items()
    ]  # fmt: skip
    told = summary(score(tracks, known, Selection(pt_min=1.0, hits_min=9))).set_index("definition").loc["CMS"]
    return rows, {name: float(told[name]) for name in ("efficiency", "fake_rate", "duplicate_rate")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    numba.set_num_threads(1)
    start = time.process_time()
    measure("plain", 0, 1)
    measure("double", 0, 1)
    print(f"compilation and first events: {time.process_time() - start:.1f} s")
    record = []
    for layout in ("plain", "double"):
        totals = []
        for pile_up in LEVELS:
            rows, told = measure(layout, pile_up, wanted.repeats)
            record += rows
            total = sum(float(row["time"]) for row in rows)
            totals.append(total)
            stages = "  ".join(f"{row['stage']} {row['time']:.0f} ms, {row['objects']:,}" for row in rows)
            print(f"{layout:6} pile-up {pile_up:3}: {total:6.1f} ms, {1e3 / total:5.1f} events/s; {stages}")
            print("       " + ", ".join(f"{name} {value:.4f}" for name, value in told.items()))
        power = exponent(LEVELS[1:], totals[1:])
        print(f"{layout}: time grows as pile-up to the power {power:.2f} above {LEVELS[1]}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    if wanted.write:
        with RECORD.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(record[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(record)


if __name__ == "__main__":
    main()
