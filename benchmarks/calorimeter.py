"""Events a second of one core: simulation, features and training of the calorimeter, compilation apart.

    python benchmarks/calorimeter.py [--record]

Beside the compiled shares stands their readable twin, which adds up the profile on 60 x 60 points a crystal.
CPU time of this process; best of three for what takes less than a minute.
``--record`` writes data/learning/calorimeter_speed.csv.
"""

import argparse
import csv
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from machine import processor

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.crystals import CORE, PITCH, TAIL, WINDOW, core_weight
from ecosystem_nb.learning.calorimeter.kernels import deposit
from ecosystem_nb.learning.calorimeter.reference import deposit_reference
from ecosystem_nb.learning.calorimeter.simulate import simulate
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.train import train

RECORD = Path(__file__).parents[1] / "data" / "learning" / "calorimeter_speed.csv"
EVENTS = 100_000


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the least CPU time of some calls, s."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def shares(how: Callable[..., object], count: int) -> float:
    """Return the rate at which showers are shared over the crystals, 1/s."""
    rng = np.random.default_rng(1)
    one, where = np.ones(count), PITCH * (rng.random((2, count)) - 0.5)
    cells = np.zeros((count, WINDOW, WINDOW))
    event = np.arange(count)
    given = (event, *where, one, CORE * one, TAIL * one, core_weight(), PITCH, cells)
    return count / best(lambda: how(*given))


def main() -> None:
    """Print rates side by side, and write them down if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}")
    asked = parser.parse_args()
    start = time.process_time()
    simulate(Conditions(), 1, 1)
    print(f"compilation and first event: {time.process_time() - start:.1f} s")
    fast, slow = shares(deposit, 100_000), shares(deposit_reference, 100)
    print(f"showers shared: {fast:,.0f} a second, readable twin {slow:,.0f}: {fast / slow:,.0f} times")
    rows = [("showers shared over 49 crystals", fast), ("the same by the readable twin", slow)]
    for mu in (60.0, 140.0, 200.0):
        state = Conditions(pile_up=mu)
        rows.append(
            (f"simulation, pile-up {mu:g}", EVENTS / best(lambda state=state: simulate(state, EVENTS, 1)))
        )
    events = simulate(Conditions(), EVENTS, 1)
    rows.append(("features", EVENTS / best(lambda: features(events))))
    x = features(events)
    rows.append(("training, 6 epochs", EVENTS / best(lambda: train(x, events.electron, seed=1))))
    for name, rate in rows:
        print(f"{name:34s} {rate:12,.0f} a second")
    if asked.record:
        with RECORD.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["work", "rate", "machine"])
            writer.writerows([name, float(f"{rate / 1000:.2g}"), processor()] for name, rate in rows)


if __name__ == "__main__":
    main()
