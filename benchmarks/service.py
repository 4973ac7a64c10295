"""Inference as a service on the loopback, beside inference in the process: rate, latency and its tail.

    python benchmarks/service.py [--record] [--seconds S]

Two dense networks: one of the size of the e/gamma model, and one a thousand times larger, whose weights do
not fit into a core's cache, so that a batch costs little more than one event, as on a GPU.  In the process:
median of many calls by batch size.  As a service: the server in a process of its own, clients that compute
(here: sleep) for an exponential time, send one event, and wait for its score; all of them in one loop of one
process.  Latency is taken by the client, from before it sends until the whole answer is there; of three runs
the one with the middle tail counts.  ``--record`` writes data/learning/service_calls.csv and
data/learning/service_clients.csv.
"""

import argparse
import csv
import heapq
import multiprocessing as mp
import selectors
import socket
import time
from pathlib import Path

import numpy as np
import pandas as pd
from machine import processor

from ecosystem_nb.learning.service import wire
from ecosystem_nb.learning.service.in_process import Model
from ecosystem_nb.learning.service.server import Batching, Server
from ecosystem_nb.learning.service.stand_ins import network

NETWORKS = {"small": (20, 64, 64, 1), "large": (64, 2048, 2048, 2048, 1)}
BATCHES = (1, 2, 4, 8, 16, 32, 64)
THINK = 0.020  # s
CLIENTS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
CASES = [("large", 1), ("large", 32), ("small", 1), ("small", 32)]
DATA = Path(__file__).parents[1] / "data" / "learning"


def calls(name: str) -> list[tuple[str, int, float]]:
    """Return the median time of a call in the process, us, by batch."""
    model = Model(network(NETWORKS[name]))
    x = np.random.default_rng(1).normal(size=(max(BATCHES), model.features)).astype(np.float32)
    rows = []
    for batch in BATCHES:
        times = []
        for _ in range(300):
            start = time.perf_counter()
            model.scores(x[:batch])
            times.append(time.perf_counter() - start)
        rows.append((name, batch, round(1e6 * float(np.median(times)), 2)))
    return rows


def serve(name: str, most: int, pipe) -> None:  # type: ignore[no-untyped-def]
    """Serve until told to stop; then tell the sizes of the batches."""
    server = Server(network(NETWORKS[name]), Batching(most))
    pipe.send(server.address)
    server.serve()
    pipe.send(dict(server.sizes))


def load(address: tuple[str, int], features: int, clients: int, think: float, seconds: float) -> np.ndarray:
    """Return the latencies, s, that clients see within some seconds, the first fifth left out."""
    rng, ears = np.random.default_rng(clients), selectors.DefaultSelector()
    body = wire.ask(rng.normal(size=(1, features)).astype(np.float32))
    size, lines, sent = wire.HEAD.size + 4, [], [0.0] * clients
    for k in range(clients):
        line = socket.create_connection(address)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ears.register(line, selectors.EVENT_READ, k)
        lines.append(line)
    pauses = rng.exponential(think, 1 << 20) if think else np.zeros(1 << 20)
    begin = time.perf_counter()
    due = [(begin + pauses[k], k) for k in range(clients)]
    heapq.heapify(due)
    found, used = [], clients
    while (now := time.perf_counter()) < begin + seconds:
        while due and due[0][0] <= now:
            _, k = heapq.heappop(due)
            sent[k] = time.perf_counter()
            lines[k].sendall(body)
        for key, _ in ears.select(max(0.0, due[0][0] - time.perf_counter()) if due else 0.1):
            lines[key.data].recv(size, socket.MSG_WAITALL)
            done = time.perf_counter()
            if done > begin + seconds / 5:
                found.append(done - sent[key.data])
            heapq.heappush(due, (done + pauses[used % pauses.size], key.data))
            used += 1
    for line in lines:
        line.close()
    return np.array(found)


def tried(name: str, most: int, clients: int, think: float, seconds: float) -> tuple[float, ...]:
    """Return rate, 1/s, mean, median and 99th percentile of the latency, us, and requests a batch."""
    near, far = mp.Pipe()
    process = mp.Process(target=serve, args=(name, most, far))
    process.start()
    address = near.recv()
    latency = load(address, NETWORKS[name][0], clients, think, seconds)
    bell = socket.create_connection(address)  # wakes it, then SIGTERM ends it
    bell.close()
    process.terminate()
    process.join()
    us = 1e6 * np.array([latency.mean(), *np.quantile(latency, [0.5, 0.99])])
    return (len(latency) / (0.8 * seconds), *us)


def main() -> None:
    """Print what is measured, and write it down if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the two tables of data/learning")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of each run (default: 2)")
    asked = parser.parse_args()
    machine, inside, outside = f"two cores of {processor()}", [], []
    for name in NETWORKS:
        for row in calls(name):
            print("in the process: {:>6}, batch of {:>3}: {:>8.1f} us".format(*row), flush=True)
            inside.append((*row, machine, "measured", ""))
    for name, most in CASES:
        runs = [(64, 0.0), *((clients, THINK) for clients in CLIENTS)]
        for clients, think in runs:
            three = [tried(name, most, clients, think, asked.seconds) for _ in range(3)]
            rate, mean, half, tail = sorted(three, key=lambda one: one[3])[1]  # the median run, by its tail
            row = (
                name,
                most,
                clients,
                1e3 * think,
                round(rate, 1),
                round(mean, 1),
                round(half, 1),
                round(tail, 1),
            )
            print(
                "{:>6} most {:>2}, {:>3} clients, think {:>4.1f} ms: {:>8.1f} 1/s, mean {:>8.1f}, "
                "median {:>8.1f}, p99 {:>9.1f} us".format(*row),
                flush=True,
            )
            outside.append((*row, machine, "measured", ""))
    if asked.record:
        more = ["machine", "status", "source"]
        tables = {
            "service_calls": (inside, ["network", "batch", "time"]),
            "service_clients": (
                outside,
                ["network", "most", "clients", "think", "rate", "mean", "median", "tail"],
            ),
        }
        DATA.mkdir(exist_ok=True)
        for table, (rows, columns) in tables.items():
            frame = pd.DataFrame(rows, columns=columns + more)
            frame.to_csv(DATA / f"{table}.csv", index=False, quoting=csv.QUOTE_MINIMAL)


if __name__ == "__main__":
    main()
