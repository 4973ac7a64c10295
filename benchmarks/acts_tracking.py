"""How fast is our finder, beside ACTS on the events that ACTS itself simulated?

    python benchmarks/acts_tracking.py [--repeat 5] [--write]

Muons in the generic detector, 2 T, one thread each, compilation apart, the least of several runs.  ACTS is
timed by its own clock (space points, seeds, their parameters, two-way CKF, greedy ambiguity resolution);
ours over the whole call from columns of hits to fitted tracks (sorting, seeds, building, cleaning, fit).
Both are scored alike: particles of at least nine hits, ACTS's double matching.  ACTS runs with three
settings: as its example scripts have it, with wider doublets, and with wide doublets and six seeds a middle
hit.  ``--write`` stores the record in ``data/tracking/acts_benchmark.csv``.
"""

import argparse
import os

os.environ["NUMBA_NUM_THREADS"] = "1"  # before numba is imported

import resource
import time
from pathlib import Path

import numpy as np
import pandas as pd
from machine import processor

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.hits.arrange import arrange
from ecosystem_nb.tracking.mkfit.find import find
from ecosystem_nb.tracking.peer.run import reconstruct
from ecosystem_nb.tracking.peer.setup import Gun, Settings
from ecosystem_nb.tracking.scoring.score import score, summary
from ecosystem_nb.tracking.scoring.truth import Selection, truth
from ecosystem_nb.tracking.seeding.find import Cuts

CORE = f"one core of {processor()}"

CASES = ((1000, 1.0), (1000, 0.5), (4000, 1.0), (4000, 0.5))
SETTINGS = {
    "ACTS, doublets to 60 mm": Settings(doublet=60.0),
    "ACTS, doublets to 80 mm": Settings(doublet=80.0),
    "ACTS, doublets to 120 mm, six seeds": Settings(doublet=120.0, each=5),
}
OURS = "this book, mkFit-style"
PLACE = Path(__file__).parents[1] / "data" / "tracking" / "acts_benchmark.csv"


def row(finder: str, gun: Gun, seconds: float, tracks: object, event: object) -> dict[str, object]:
    """Score one finder's tracks."""
    known = truth(np.asarray(event.hits.particle), event.particles)
    table = summary(score(tracks, known, Selection(pt_min=0.0, eta_max=9.0, hits_min=9)))
    one = table.set_index("definition").loc["ACTS"]
    return {
        "muons": gun.muons,
        "pt_min": gun.pt_min,
        "finder": finder,
        "time": round(1e6 * seconds / gun.muons, 2),
        "efficiency": round(float(one["efficiency"]), 5),
        "fakes": round(float(one["fake_rate"]), 6),
        "duplicates": round(float(one["duplicate_rate"]), 6),
        "purity": round(float(one["purity"]), 5),
        "machine": CORE,
        "status": "measured",
        "source": "",
    }


def case(gun: Gun, repeat: int) -> list[dict[str, object]]:
    """Run one kind of event through both, in turns, so that a busy machine slows both alike."""
    detector, cuts = generic(), Cuts(pt_min=0.9 * gun.pt_min)
    event = reconstruct(gun, Settings(doublet=30.0)).event
    columns = [np.asarray(event.hits[name]) for name in ("x", "y", "z", "layer")]
    tracks = find(arrange(*columns, detector), detector, cuts)  # compiles
    least = dict.fromkeys([*SETTINGS, OURS], np.inf)
    resolved = {OURS: tracks}
    for _ in range(repeat):
        for name, settings in SETTINGS.items():
            run = reconstruct(gun, settings)
            least[name] = min(least[name], sum(run.seconds.values()))
            resolved[name] = run.resolved
            for _ in range(2):
                start = time.perf_counter()
                find(arrange(*columns, detector), detector, cuts)
                least[OURS] = min(least[OURS], time.perf_counter() - start)
    return [row(name, gun, least[name], resolved[name], event) for name in least]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="store the record")
    chosen = parser.parse_args()
    table = pd.DataFrame([one for muons, pt in CASES for one in case(Gun(muons, pt), chosen.repeat)])
    table["ratio"] = table["time"] / table.groupby(["muons", "pt_min"])["time"].transform("last")
    print(table.drop(columns=["machine", "status", "source"]).to_string(index=False))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{CORE}; most memory of the process that ran both: {memory:.2f} GiB")
    if chosen.write:
        table.drop(columns="ratio").to_csv(PLACE, index=False)


if __name__ == "__main__":
    main()
