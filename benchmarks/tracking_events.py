"""How fast are events made, and how much memory do they take?

    python benchmarks/tracking_events.py [--repeats 5]

One core and two, compilation apart; minima over the repeats.  The peak of memory is that of the process.
"""

import argparse
import os
import resource
import time

import awkward as ak
import numba

from ecosystem_nb.tracking.detector.pairs import double
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup

CASES = {
    "1,000 muons above 1 GeV": Setup.muons(1000),
    "pile-up 60": Setup(pile_up=60.0),
    "pile-up 140": Setup(pile_up=140.0),
    "pile-up 200": Setup(pile_up=200.0),
    "pile-up 200, all that can be wrong": Setup(
        pile_up=200.0, jets=4, displaced=0.1, dead=0.03, misalignment=0.02, noise=100.0
    ),
    "a million hits": Setup(pile_up=300.0, tracks=330.0),
}


def least(setup: Setup, repeats: int, detector=None) -> tuple[float, int]:
    """Return the shortest time of one event, s, and its hits."""
    times, hits = [], 0
    for seed in range(repeats):
        start = time.perf_counter()
        event = generate(setup, [seed], detector)
        times.append(time.perf_counter() - start)
        hits = int(ak.num(event.hits)[0])
    return min(times), hits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    wanted = parser.parse_args()
    numba.set_num_threads(min(wanted.threads, os.cpu_count() or 1))
    start = time.perf_counter()
    generate(Setup(pile_up=1.0), [0])
    print(f"compilation and first event: {time.perf_counter() - start:.1f} s, {wanted.threads} thread(s)")
    for name, setup in CASES.items():
        took, hits = least(setup, wanted.repeats)
        print(f"{name:36} {1e3 * took:8.1f} ms {hits:9,} hits {1e6 * took / max(hits, 1):6.2f} us a hit")
    took, hits = least(CASES["pile-up 200"], wanted.repeats, double())
    print(f"{'pile-up 200, pairs of sensors':36} {1e3 * took:8.1f} ms {hits:9,} hits")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
