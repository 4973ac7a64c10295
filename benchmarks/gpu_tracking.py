"""Seeding, building and fitting on a real GPU: events a second, time a track, by batch of events.

.venv/bin/python benchmarks/gpu_tracking.py [RECORD.csv]

Needs CUDA.  Transfers to the GPU are measured apart; compilation is done before.  The same events run on
one core of the processor beside.
"""

import csv
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numba
from numba import cuda

from ecosystem_nb.tables import quantities
from ecosystem_nb.tracking.detector.layers import Detector, generic
from ecosystem_nb.tracking.device import Device, require, simulated
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.hits.arrange import Hits, of_events
from ecosystem_nb.tracking.hits.lists import table_of
from ecosystem_nb.tracking.mkfit.find import find, grow
from ecosystem_nb.tracking.mkfit.fit import fit
from ecosystem_nb.tracking.portability.compiled import bound, operations
from ecosystem_nb.tracking.seeding.find import Cuts
from ecosystem_nb.tracking.seeding.find import find as find_seeds
from ecosystem_nb.tracking.seeding.triples import triples

BATCHES = (1, 2, 4, 8, 16)
PILE_UP = 200
CUTS = Cuts(pt_min=0.8)


def together(count: int, detector: Detector) -> Hits:
    """Return the hits of several events in one arrangement."""
    return of_events(generate(Setup(pile_up=PILE_UP), range(count), detector), detector)


def best(call: Callable[[], object], repeats: int = 5) -> float:
    """Return the shortest time of several calls, s."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        call()
        if not simulated() and cuda.is_available():
            cuda.synchronize()
        times.append(time.perf_counter() - started)
    return min(times)


def stages(hits: Hits, detector: Detector, device: Device) -> tuple[dict[str, float], int]:
    """Return the time of each stage, s, and the number of tracks."""
    layers = triples(detector)
    seeds = find_seeds(hits, detector, layers, CUTS)
    tracks = find(hits, detector, CUTS, device=device)
    lists, lengths = table_of(tracks, hits)
    calls = {
        "seed": lambda: find_seeds(hits, detector, layers, CUTS, device=device),
        "build": lambda: grow(hits, seeds, detector, device=device),
        "fit": lambda: fit(hits, lists, lengths, detector, device=device),
        "all": lambda: find(hits, detector, CUTS, device=device),
    }
    return {name: best(call) for name, call in calls.items()}, len(tracks)


def main() -> None:
    """Measure by batch, print beside one core, and write the record where asked."""
    require("cuda")
    if simulated():
        sys.exit("benchmarks/gpu_tracking.py measures a real GPU: unset NUMBA_ENABLE_CUDASIM")
    detector, name = generic(), cuda.get_current_device().name.decode()
    numba.set_num_threads(1)
    rows = []
    for batch in BATCHES:
        hits = together(batch, detector)
        took, tracks = stages(hits, detector, "cuda")
        beside, _ = stages(hits, detector, "cpu")
        for stage, seconds in took.items():
            each = seconds / tracks * 1e6
            rows.append((stage, batch, f"{each:.4g}", f"{batch / seconds:.4g}", name))
            gain = beside[stage] / seconds
            print(f"{stage:6s} {batch:3d} events {each:9.3f} us a track, {gain:6.1f} x one core")
    peaks = quantities("tracking/gpu")
    least = bound(*operations(), peaks["h100_flops"].value * 1e12, peaks["h100_bandwidth"].value * 1e12)
    print(f"bound of one filter step: {1e12 * max(least['arithmetic'], least['memory']):.1f} ps on an H100")
    if len(sys.argv) > 1:
        with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["stage", "batch", "time", "events", "device", "date", "status", "source"])
            writer.writerows([*row, date.today().isoformat(), "measured", ""] for row in rows)


if __name__ == "__main__":
    main()
