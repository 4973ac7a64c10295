"""Processor time an event of the full simulation and of the fast one, on one core.

    python benchmarks/simulations.py [--record]

Both end with the features of the network: the full one simulates showers, pile-up and read-out and computes
features; the fast one draws them.  Processor time, least of seven calls, compilation and learning apart.
``--record`` writes data/learning/simulation_times.csv.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from machine import least, processor

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import simulate
from ecosystem_nb.learning.contexts.fast import Fast
from ecosystem_nb.learning.model.features import features

EVENTS = 20_480
TRIES = 7
RECORD = Path(__file__).parents[1] / "data" / "learning" / "simulation_times.csv"


def main() -> None:
    """Print times side by side, and write them down if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}")
    asked = parser.parse_args()
    full = features(simulate(Conditions(), EVENTS, seed=1))  # compiles
    fast = Fast.of(full)
    rng = np.random.default_rng(1)
    rows = [
        ("full", 1e6 / EVENTS * least(lambda: features(simulate(Conditions(), EVENTS, seed=2)), TRIES)),
        ("fast", 1e6 / EVENTS * least(lambda: fast.sample(EVENTS, rng), TRIES)),
    ]
    for name, microseconds in rows:
        print(f"{name}: {microseconds:8.2f} us an event")
    print(f"ratio: {rows[0][1] / rows[1][1]:.0f}")
    if asked.record:
        made = [(name, EVENTS, float(f"{value:.3g}"), processor()) for name, value in rows]
        columns = ["simulation", "events", "time", "machine"]
        pd.DataFrame(made, columns=columns).to_csv(RECORD, index=False)


if __name__ == "__main__":
    main()
