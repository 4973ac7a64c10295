"""Train the three networks, one after the other: ``make train-gnn``."""

import datetime as dt
import json
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import numpy as np

from ecosystem_nb import paths
from ecosystem_nb.tracking.events.generate import generate
from ecosystem_nb.tracking.gnn import splits
from ecosystem_nb.tracking.gnn.graph import Edges, radius_graph
from ecosystem_nb.tracking.gnn.networks import FOLDER, networks
from ecosystem_nb.tracking.gnn.training import stages
from ecosystem_nb.tracking.gnn.training.export import models, write
from ecosystem_nb.tracking.gnn.training.networks import Weights, start
from ecosystem_nb.tracking.gnn.training.recipe import Recipe
from ecosystem_nb.tracking.gnn.truth import Known, known

Say = Callable[[str], None]


@dataclass(frozen=True)
class Trained:
    """What a training gives.

    Attributes
    ----------
    models : dict of str to bytes
        ONNX, by network.
    losses : dict of str to list of float
        Of each step, by network.
    """

    models: dict[str, bytes]
    losses: dict[str, list[float]]

    @property
    def digest(self) -> str:
        """First 16 digits of a hash over the models."""
        return sha256(b"".join(self.models[name] for name in sorted(self.models))).hexdigest()[:16]


def train(recipe: Recipe, say: Say = lambda _: None) -> Trained:
    """Train embedding, filter and interaction network.

    Parameters
    ----------
    recipe : Recipe
    say : callable, optional
        Told how it goes.

    Returns
    -------
    Trained
        The same recipe gives the same bytes in each fresh process, on the same machine and versions.

    Notes
    -----
    One thread: sums then come in the same order each time.  A second training in one process differs from
    the first in the last digits of the interaction network.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # gradients of sure edges are denormal, which is many times slower
    try:
        return _train(recipe, say)
    finally:
        torch.set_flush_denormal(False)
        torch.set_num_threads(threads)


def _train(recipe: Recipe, say: Say) -> Trained:
    rng = np.random.default_rng(recipe.seed)
    weights = start(recipe.shapes, rng)
    say(f"generating {recipe.events} events")
    events = _events(recipe)
    losses = {}
    say("embedding")
    loss = stages.embedding_loss(weights, events, recipe, rng)
    losses["embed"] = _fit("embed", weights, loss, steps=recipe.embed_steps, rate=recipe.embed_rate, say=say)
    graphs = _graphs(weights, recipe, events)
    say(f"filter, {np.mean([edges.shape[1] for _, edges in graphs]):,.0f} edges an event")
    loss = stages.filter_loss(weights, graphs, recipe, rng)
    losses["filter"] = _fit(
        "filter", weights, loss, steps=recipe.filter_steps, rate=recipe.filter_rate, say=say
    )
    graphs = _sifted(weights, recipe, graphs)
    say(f"interaction network, {np.mean([edges.shape[1] for _, edges in graphs]):,.0f} edges an event")
    loss = stages.interaction_loss(weights, graphs, recipe, rng)
    losses["interact"] = _fit(
        "interact", weights, loss, steps=recipe.interact_steps, rate=recipe.interact_rate, say=say
    )
    return Trained(_models(weights, recipe), losses)


def _events(recipe: Recipe) -> list[Known]:
    """Generate the events, each at the next of the pile-ups."""
    seeds = splits.part(splits.TRAIN, recipe.events)
    setups = [replace(recipe.setup, pile_up=one) for one in recipe.pile_ups]
    return [known(generate(setups[i % len(setups)], [seed])[0]) for i, seed in enumerate(seeds)]


def _fit(
    network: str, weights: Weights, loss: stages.Loss, *, steps: int, rate: float, say: Say
) -> list[float]:
    """Train the tensors of one network; what is neither embedding nor filter is the interaction network's."""
    own = [tensor for name, tensor in weights.items() if _network(name) == network]
    return stages.descend(own, loss, steps, rate, say)


def _network(name: str) -> str:
    first = name.partition(".")[0]
    return first if first in ("embed", "filter") else "interact"


def _models(weights: Weights, recipe: Recipe) -> dict[str, bytes]:
    return models({name: one.detach().numpy() for name, one in weights.items()}, recipe.shapes)


def _graphs(weights: Weights, recipe: Recipe, events: Sequence[Known]) -> list[tuple[Known, Edges]]:
    made = networks(_models(weights, recipe))
    chosen = events[: recipe.graphs]
    return [(one, radius_graph(made.embed(one.hits), recipe.radius, one.hits.layer)) for one in chosen]


def _sifted(
    weights: Weights, recipe: Recipe, graphs: Sequence[tuple[Known, Edges]]
) -> list[tuple[Known, Edges]]:
    made = networks(_models(weights, recipe))
    return [(one, edges[:, made.sift(one.hits, edges) >= recipe.cut]) for one, edges in graphs]


def lineage(recipe: Recipe, trained: Trained, seconds: float) -> dict[str, Any]:
    """Return where the networks come from, as it is kept beside them."""
    seeds = splits.part(splits.TRAIN, recipe.events)
    return {
        "title": "Networks of the graph tracker: embedding, filter, interaction network",
        "licence": "CC-BY-4.0",
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "models": trained.digest,
        "recipe_digest": recipe.digest,
        "recipe": asdict(recipe),
        "training_seeds": [seeds[0], seeds[-1]],
        "versions": {name: version(name) for name in ("torch", "onnx", "numpy", "numba", "scipy")},
        "machine": f"{platform.machine()}, one thread",
        "minutes": round(seconds / 60, 1),
        "loss": {name: [round(one, 5) for one in _tenths(values)] for name, values in trained.losses.items()},
    }


def _tenths(values: Sequence[float]) -> list[float]:
    return [float(np.mean(part)) for part in np.array_split(np.asarray(values), 10) if len(part)]


def main() -> None:
    """Train by the recipe, and write the networks with their lineage."""
    recipe, started = Recipe(), time.perf_counter()

    def say(text: str) -> None:
        print(f"{time.perf_counter() - started:6.0f} s  {text}", flush=True)

    made = train(recipe, say)
    folder = paths.root() / FOLDER
    write(made.models, folder)
    kept = lineage(recipe, made, time.perf_counter() - started)
    (folder / "lineage.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    say(f"wrote {FOLDER} with the digest {made.digest}")


if __name__ == "__main__":
    main()
