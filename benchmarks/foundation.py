"""What does the foundation model cost, beside the network on features?

    python benchmarks/foundation.py [--record]

CPU time of one event on one thread, in batches of 4096 for scores and of the recipe's size for training;
the fastest of five, imports and first calls apart; the arithmetic of the features is timed, not counted.
``--record`` writes data/learning/foundation_speed.csv.
"""

import argparse
import csv
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from machine import processor

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import simulate
from ecosystem_nb.learning.foundation.cells import cells
from ecosystem_nb.learning.foundation.flat import Flat
from ecosystem_nb.learning.foundation.network import masked_loss
from ecosystem_nb.learning.foundation.pretrain import FIXED, masks
from ecosystem_nb.learning.foundation.recipe import Recipe
from ecosystem_nb.learning.foundation.shapes import first
from ecosystem_nb.learning.foundation.tune import Tuning, scores, tune
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.train import Recipe as Plain
from ecosystem_nb.learning.model.train import train

FILE = Path(__file__).parents[1] / "data" / "learning" / "foundation_speed.csv"
EVENTS = 4096


def fastest(call: Callable[[], object], events: int = EVENTS) -> float:
    """Return the least CPU time of five calls, us an event."""
    times = []
    for _ in range(6):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return round(1e6 * min(times[1:]) / events, 2)


def main() -> None:
    """Measure, print, and keep the record when asked to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--record", action="store_true")
    torch.set_num_threads(1)
    recipe, events = Recipe(), simulate(Conditions(), EVENTS, 1)
    shapes, x, f = recipe.shapes, cells(events), features(events)
    weights = first(shapes, np.random.default_rng(0))
    network = train(f, events.electron, seed=0, recipe=Plain(epochs=1))
    flat = Flat(weights, [name for name in weights if name not in FIXED], recipe.decay)
    fixed = {name: torch.from_numpy(weights[name]) for name in FIXED}
    rng, inputs = np.random.default_rng(0), torch.from_numpy(x)

    def pretraining() -> None:
        for batch in torch.arange(EVENTS).split(recipe.batch):
            hidden = torch.from_numpy(masks(len(batch), recipe.masked, rng))
            masked_loss(fixed | flat.tensors(), shapes, inputs[batch], hidden).backward()
            flat.adam.step(1e-4)

    once = Tuning(passes=1, least_epochs=1)
    small = sum(one.size for one in network.weights)
    steps = (
        ("transformer, pretraining", shapes.parameters, 3 * shapes.multiplications, pretraining),
        ("transformer, fine-tuning", shapes.parameters, 3 * shapes.multiplications,
         lambda: tune(weights, shapes, x, events.electron, seed=0, tuning=once)),
        ("transformer, score", shapes.parameters, shapes.multiplications, lambda: scores(weights, shapes, x)),
        ("network on features, training", network.parameters, 3 * small,
         lambda: train(f, events.electron, seed=0, recipe=Plain(epochs=1))),
        ("features and network, score", network.parameters, small, lambda: network.scores(features(events))),
    )  # fmt: skip
    rows = [
        (what, parameters, n, fastest(call), f"one core of {processor()}")
        for what, parameters, n, call in steps
    ]
    for row in rows:
        print(*row, sep="\t")
    if parser.parse_args().record:
        with FILE.open("w", encoding="utf-8", newline="") as out:
            write = csv.writer(out, lineterminator="\n")
            write.writerow(["what", "parameters", "multiplications", "time", "machine", "status", "source"])
            write.writerows([*row, "measured", ""] for row in rows)


if __name__ == "__main__":
    main()
