"""How long does the graph tracker take for an event, stage by stage, and how does that grow?

    python benchmarks/gnn.py [--repeats 3] [--write]

One core, compilation apart: for each pile-up the fastest of the repeats of one event, the edges that the
graph and the filter leave, and what the scoring says.  Above 60 interactions the graph grows past what a
small machine holds.  ``--write`` keeps the record in data/tracking/gnn_speed.csv.
"""

import argparse
import csv
import os

os.environ["NUMBA_NUM_THREADS"] = "1"  # before numba is imported

import resource
from pathlib import Path

import numpy as np

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.events.combinatorics import exponent
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.gnn.find import find
from ecosystem_nb.tracking.gnn.study import SELECTION
from ecosystem_nb.tracking.scoring.score import score, summary
from ecosystem_nb.tracking.scoring.truth import truth

LEVELS = (0, 5, 10, 20, 40, 60)
RECORD = Path(__file__).parents[1] / "data" / "tracking" / "gnn_speed.csv"


def measure(pile_up: int, repeats: int) -> tuple[list[dict[str, object]], dict[str, float]]:
    """Return a row a stage, and what the scoring says."""
    event = generate(Setup(pile_up=float(pile_up)), [11], generic())[0]
    of = {name: np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer")}
    best: dict[str, float] = {}
    for _ in range(repeats):
        found = find(**of)
        best = {name: min(took, best.get(name, took)) for name, took in found.seconds.items()}
    rows = [
        {
            "pile_up": pile_up, "hits": len(found.hits), "graph": found.graph.shape[1],
            "edges": found.edges.shape[1], "stage": name, "time": round(1e3 * took, 3), "status": "measured",
        }
        for name, took in best.items()
    ]  # fmt: skip
    known = truth(np.asarray(event.hits.particle), event.particles)
    told = summary(score(found.tracks, known, SELECTION)).set_index("definition").loc["ACTS"]
    return rows, {name: float(told[name]) for name in ("efficiency", "fake_rate", "duplicate_rate")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    measure(0, 1)
    record, hits, totals = [], [], []
    for pile_up in LEVELS:
        rows, told = measure(pile_up, wanted.repeats)
        record += rows
        total = sum(float(row["time"]) for row in rows)
        hits.append(rows[0]["hits"])
        totals.append(total)
        stages = "  ".join(f"{row['stage']} {row['time']:.0f} ms" for row in rows)
        print(
            f"pile-up {pile_up:3}, {hits[-1]:,} hits, {rows[0]['graph']:,} edges: {total:7.0f} ms; {stages}"
        )
        print("       " + ", ".join(f"{name} {value:.4f}" for name, value in told.items()))
    print(f"time grows as hits to the power {exponent(hits[1:], totals[1:]):.2f} above {LEVELS[1]}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    if wanted.write:
        with RECORD.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(record[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(record)


if __name__ == "__main__":
    main()
