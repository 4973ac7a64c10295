"""How fast is the transfer simulator, beside SimGrid at the same model?

    python benchmarks/transfers.py [--simgrid /usr/bin/python3] [--no-large]

Fifty sites on a dumbbell, 25 a side, 100 Gbit/s each and 1,000 Gbit/s between the halves; all transfers go
from left to right.  One core, compilation apart.  Ours is timed over the whole call with a table of
transfers; SimGrid over ``Engine.run`` alone.  SimGrid is asked for its pure max-min model (no latency,
no TCP window, all factors 1) and must give the same finish times to 1e-6.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from ecosystem_nb.network.transfers.simulator import simulate
from ecosystem_nb.network.transfers.topology import Topology, dumbbell

SITES, ACCESS, CORE = 50, 100.0, 1000.0  # Gbit/s
DAY = 86_400.0  # s
CHALLENGE = 1_000_000  # transfers a day
STREAM = 2.0  # Gbit/s
CASES = (
    (1_000, 0.6),
    (10_000, 0.6),
    (100_000, 0.6),
    (1_000, 0.95),
    (10_000, 0.95),
    (1_000, 0.0),
    (10_000, 0.0),
)
LARGE = (1_000, 10_000, 100_000, 1_000_000)

SIMGRID = """
import json, sys, time
import simgrid
from simgrid import Actor, Comm, Engine, LinkInRoute, this_actor

with open(sys.argv[1]) as file:
    work = json.load(file)
settings = ("network/model:CM02", "network/optim:Full", "network/TCP-gamma:0", "network/latency-factor:0",
            "network/bandwidth-factor:1", "network/weight-S:0", "network/crosstraffic:0",
            "surf/precision:1e-12", "maxmin/precision:1e-12")
engine = Engine(["bench", "--log=root.thres:error", *(f"--cfg={one}" for one in settings)])
zone = simgrid.NetZone.create_full_zone("all")
half, access, core = work["half"], work["access"], work["core"]
names = [f"{side}{i}" for side in "LR" for i in range(half)]
hosts = {name: zone.create_host(name, 1e9) for name in names}
links = {name: zone.create_link(name + "-link", access * 1e9 / 8).set_latency(0).seal() for name in names}
middle = zone.create_link("core", core * 1e9 / 8).set_latency(0).seal()
for i in range(half):
    for j in range(half):
        path = [LinkInRoute(one) for one in (links[f"L{i}"], middle, links[f"R{j}"])]
        zone.add_route(hosts[f"L{i}"].netpoint, hosts[f"R{j}"].netpoint, None, None, path, False)
zone.seal()
def sender():
    comms = []
    for s, d, size, at in zip(work["source"], work["destination"], work["size"], work["arrival"]):
        if at > Engine.clock:
            this_actor.sleep_until(at)
        comms.append(Comm.sendto_async(hosts[f"L{s}"], hosts[f"R{d}"], int(size)))
    for comm in comms:
        comm.wait()
        finish.append(comm.finish_time)

finish = []
Actor.create("sender", hosts["L0"], sender)
start = time.perf_counter()
engine.run()
wall = time.perf_counter() - start
with open(sys.argv[2], "w") as file:
    json.dump({"finish": finish, "wall": wall}, file)
"""


def workload(transfers: int, load: float, seed: int = 1) -> dict[str, np.ndarray]:
    """Draw transfers: Poisson arrivals at the rate of the challenge day, log-normal sizes that make the load.

    ``load`` 0 stands for a burst: all arrive at 0 s.  Sizes are whole bytes.
    """
    rng = np.random.default_rng(seed)
    mean = (load or 0.6) * CORE / 8 * 1e9 * DAY / CHALLENGE  # bytes
    size = np.ceil(mean * rng.lognormal(-0.5, 1.0, transfers))
    arrival = np.cumsum(rng.exponential(DAY / CHALLENGE, transfers)) if load else np.zeros(transfers)
    source, destination = rng.integers(0, SITES // 2, (2, transfers))
    return {"source": source, "destination": destination, "size": size, "arrival": arrival}


def table(work: dict[str, np.ndarray], cap: float) -> pd.DataFrame:
    """Return the same transfers as a table."""
    left, right = (np.array([f"{side}{i}" for i in range(SITES // 2)], dtype=object) for side in "LR")
    return pd.DataFrame(
        {
            "source": left[work["source"]],
            "destination": right[work["destination"]],
            "size": work["size"] / 1e9,
            "arrival": work["arrival"],
            "cap": cap,
        }
    )


def ours(topology: Topology, work: dict[str, np.ndarray], cap: float = np.inf) -> tuple[float, np.ndarray]:
    """Return wall time (s, the least of three for short runs) and finish times (s)."""
    transfers = table(work, cap)
    least = np.inf
    for _ in range(3 if len(transfers) <= 100_000 else 1):
        start = time.perf_counter()
        made = simulate(topology, transfers)
        least = min(least, time.perf_counter() - start)
    return least, made.transfers["finish"].to_numpy()


def simgrid(python: str, work: dict[str, np.ndarray]) -> tuple[float, np.ndarray]:
    """Return SimGrid's wall time (s) and finish times (s), from a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "work.json"), Path(folder, "made.json")
        lists = {name: values.tolist() for name, values in work.items()}
        given.write_text(json.dumps({"half": SITES // 2, "access": ACCESS, "core": CORE, **lists}))
        subprocess.run([python, "-c", SIMGRID, str(given), str(made)], check=True)
        read = json.loads(made.read_text())
        return read["wall"], np.array(read["finish"])


def beside_simgrid(topology: Topology, python: str) -> None:
    """Print both times, their ratio and the largest difference of finish times."""
    print(f"{'transfers':>9} {'load':>6} {'ours s':>9} {'SimGrid s':>9} {'ratio':>7} {'differ by s':>12}")
    for transfers, load in CASES:
        work = workload(transfers, load)
        mine, finish = ours(topology, work)
        theirs, other = simgrid(python, work)
        name = f"{load:g}" if load else "burst"
        apart = np.max(np.abs(finish - other))
        print(
            f"{transfers:>9} {name:>6} {mine:>9.4f} {theirs:>9.3f} {theirs / mine:>7.1f} {apart:>12.1e}",
            flush=True,
        )


def growth(topology: Topology) -> None:
    """Print how the time grows with the number of transfers, with and without stream caps."""
    print(f"{'transfers':>9} {'load':>6} {'cap Gbit/s':>10} {'ours s':>9} {'us/transfer':>12} {'growth':>7}")
    for load in (0.6, 0.95):
        for cap in (np.inf, STREAM):
            before = None
            for transfers in LARGE:
                wall, _ = ours(topology, workload(transfers, load), cap)
                slope = "" if before is None else f"{np.log10(wall / before):.2f}"
                before = wall
                each = 1e6 * wall / transfers
                print(f"{transfers:>9} {load:>6} {cap:>10} {wall:>9.4f} {each:>12.2f} {slope:>7}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"most memory of the process: {peak:.2f} GB")


def main() -> None:
    """Run both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simgrid", default="/usr/bin/python3", help="a Python that can import simgrid")
    parser.add_argument("--no-large", action="store_true", help="leave out the runs up to 1e6 transfers")
    given = parser.parse_args()
    topology = dumbbell(SITES, ACCESS, CORE)
    start = time.perf_counter()
    simulate(topology, table(workload(10, 0.6), np.inf))
    print(f"compilation and first run: {time.perf_counter() - start:.1f} s")
    if not given.no_large:
        growth(topology)
    has = shutil.which(given.simgrid) and subprocess.run(
        [given.simgrid, "-c", "import simgrid"], capture_output=True, check=False
    )
    if not has or has.returncode:
        sys.exit(f"{given.simgrid} cannot import simgrid: nothing to stand beside (Debian: python3-simgrid)")
    beside_simgrid(topology, given.simgrid)


if __name__ == "__main__":
    main()
