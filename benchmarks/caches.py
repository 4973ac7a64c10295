"""Requests a second through each cache policy, on one core, compilation apart.

.venv/bin/python benchmarks/caches.py [REQUESTS]
"""

import sys
import time

import numpy as np

from ecosystem_nb.storage.caches import POLICIES, replay, served, trace

TARGET = 5e6  # requests a second, LRU


def main() -> None:
    """Replay one trace through each policy and print its speed."""
    requests = int(float(sys.argv[1])) if len(sys.argv) > 1 else 10_000_000
    options = {"files": 1_000_000, "zipf": 0.8, "size_mean": 2e9, "size_spread": 1.0, "correlation": -0.4}
    small = trace(np.random.default_rng(0), requests=1000, **options)
    one = trace(np.random.default_rng(1), requests=requests, **options)
    print(f"{requests:g} requests for {one.sizes.size:g} files, cache 10 % of them (LRU target {TARGET:g}/s)")
    print(f"{'policy':<12} {'requests/s':>11} {'request hits':>13} {'byte hits':>10}")
    for policy in POLICIES:
        replay(small, 1e9, policy)
        started = time.perf_counter()
        hits = replay(one, 0.1 * one.catalogue, policy)
        speed = requests / (time.perf_counter() - started)
        share, volume = served(one, hits)
        print(f"{policy:<12} {speed:>11.3g} {share:>13.3f} {volume:>10.3f}")


if __name__ == "__main__":
    main()
