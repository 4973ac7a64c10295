"""Kalman filters: time a track by vector width and batch, and by thread, compilation apart.

.venv/bin/python benchmarks/kalman.py [RECORD.csv]

The published time of mkFit's own fit stands beside; the conditions differ and are named.
"""

import csv
import platform
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numba
import numpy as np
from numba import njit

from ecosystem_nb.tracking.detector.layers import generic
from ecosystem_nb.tracking.detector.layout import curvature
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.hits.arrange import of_event, of_events
from ecosystem_nb.tracking.hits.lists import table_of
from ecosystem_nb.tracking.mkfit.find import Rules, find
from ecosystem_nb.tracking.mkfit.fit import fit
from ecosystem_nb.tracking.mkfit.kernels.filter import ROWS, propagate, scatter, update

LAYERS = 10
TARGET = 2.3  # us a track
MKFIT = 1.15  # us a track, notes on mkFit's own fit of 10 layers on one AVX2 core
WIDTHS = (1, 2, 4, 8, 16, 32, 64)
BATCHES = (16, 64, 256, 1024, 4096, 16384, 65536)


def steps_of(width: int) -> Callable[..., None]:
    """Compile the ten steps of a fit for one width of a block."""

    @njit(fastmath={"contract", "nsz", "arcp"}, error_model="numpy")
    def steps(blocks, barrel, where, measured, on, thick, c):  # noqa: PLR0917
        for b in range(len(blocks)):
            block = blocks[b]
            for k in range(LAYERS):
                radius = where[k]
                for n in range(width):
                    propagate(block, n, width, barrel[n], radius, c)
                for n in range(width):
                    scatter(block, n, width, barrel[n], thick[n], np.float32(1.6e-4), -on[n])
                for n in range(width):
                    update(
                        block, n, width, barrel[n], radius, measured[n], measured[n], np.float32(2e-4),
                        np.float32(2e-4), on[n],
                    )  # fmt: skip

    return steps


def blocks_of(count: int, width: int) -> np.ndarray:
    """Return states of muons that run near the x axis."""
    rng = np.random.default_rng(1)
    blocks = np.zeros((count // width, ROWS, width), np.float32)
    blocks[:, 0] = 1020.0
    blocks[:, 3] = rng.uniform(-1, 1, (count // width, width))
    blocks[:, 4] = 1.0
    blocks[:, 6] = rng.uniform(-1, 1, (count // width, width))
    for row, variance in ((7, 1.0), (9, 1.0), (12, 1.0), (16, 0.01), (21, 1e-4), (27, 1e-4)):
        blocks[:, row] = variance
    return blocks.reshape(count // width, -1)


def best(call: Callable[[], object], repeats: int = 7) -> float:
    """Return the shortest time of several calls, s."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return min(times)


def by_width(count: int = 4096) -> dict[int, float]:
    """Return microseconds a track by width."""
    found = {}
    radii = generic().position[:LAYERS][::-1].astype(np.float32)
    for width in WIDTHS:
        ones = np.ones(width, np.float32)
        steps = steps_of(width)
        rest = (ones, radii, ones * 0, ones, ones * np.float32(0.02), curvature(generic()))
        steps(blocks_of(width, width), *rest)
        times = []
        for _ in range(7):
            blocks = blocks_of(count, width)
            started = time.perf_counter()
            steps(blocks, *rest)
            times.append(time.perf_counter() - started)
        found[width] = min(times) / count * 1e6
    return found


def main() -> None:
    """Measure, print, and write the record where asked."""
    detector = generic()
    rows = [("width", width, took) for width, took in by_width().items()]
    event = generate(Setup.muons(4000), [1], detector)[0]
    hits = of_event(event, detector)
    tracks = find(hits, detector)
    ten = np.flatnonzero(tracks.lengths == LAYERS)
    lists = table_of(tracks, hits, LAYERS)[0][ten]
    numba.set_num_threads(1)
    for batch in BATCHES:
        some = lists[np.arange(batch) % len(lists)]
        lengths = np.full(batch, LAYERS, np.int32)
        took = best(lambda some=some, lengths=lengths: fit(hits, some, lengths, detector))
        rows.append(("batch", batch, took / batch * 1e6))
    events = generate(Setup(pile_up=50), range(8), detector)
    many = of_events(events, detector)
    for threads in (1, 2):
        numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))
        took = best(lambda: find(many, detector), 5)
        rows.append(("threads", threads, took / 8 * 1e6))
    numba.set_num_threads(1)
    for engine in ("best-hit", "clone", "standard"):
        took = best(lambda engine=engine: find(many, detector, rules=Rules(engine=engine)), 5)
        rows.append((engine, 50, took / 8 * 1e6))
    for what, at, took in rows:
        print(f"{what:10s} {at:6d} {took:12.3f} us")
    fitted = {at: took for what, at, took in rows if what == "batch"}[4096]
    print(f"fit of {LAYERS} layers: {fitted:.2f} us a track (target {TARGET} us, mkFit {MKFIT} us on AVX2)")
    two = {at: took for what, at, took in rows if what == "threads"}
    print(f"two threads: {two[1] / two[2]:.2f} x (target 1.7 x)")
    if len(sys.argv) > 1:
        write(sys.argv[1], rows)


def write(path: str, rows: list[tuple[str, int, float]]) -> None:
    """Write what was measured as the book's table."""
    cpu = numba.core.codegen.ll.get_host_cpu_name()
    cores = numba.config.NUMBA_NUM_THREADS
    machine = f"{cores} cores, {platform.machine()} {cpu}, numba {numba.__version__}"
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["measure", "at", "time", "machine", "date", "status", "source"])
        for what, at, took in rows:
            writer.writerow([what, at, f"{took:.4g}", machine, date.today().isoformat(), "measured", ""])


if __name__ == "__main__":
    main()
