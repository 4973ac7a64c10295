"""How is the model pretrained?  Masked cells are guessed, without labels; ``make pretrain`` runs this."""

import datetime as dt
import hashlib
import json
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from ecosystem_nb import paths
from ecosystem_nb.learning.calorimeter.simulate import simulate
from ecosystem_nb.learning.foundation.cells import CELLS, Array, cells
from ecosystem_nb.learning.foundation.files import FOLDER, digest, to_safetensors
from ecosystem_nb.learning.foundation.flat import Flat
from ecosystem_nb.learning.foundation.network import masked_loss
from ecosystem_nb.learning.foundation.recipe import Recipe
from ecosystem_nb.learning.foundation.shapes import Weights, first

Say = Callable[[str], None]
FIXED = ("mean", "scale")
"""Tensors that are measured, not trained."""


@dataclass(frozen=True, eq=False)
class Pretrained:
    """What a pretraining leaves.

    Attributes
    ----------
    weights : dict of str to ndarray of float32
    losses : list of float
        Of each step, in units of the spread of the cells squared.
    data : str
        SHA-256 of the events, in hexadecimal.
    """

    weights: Weights
    losses: list[float]
    data: str


def events(recipe: Recipe) -> Array:
    """Return the cells of all events of all conditions, shape (conditions x events, 58); no label is kept."""
    return np.concatenate(
        [
            cells(simulate(state, recipe.events, seed=10_000 * recipe.seed + number))
            for number, state in enumerate(recipe.states())
        ]
    )


def masks(number: int, share: float, rng: np.random.Generator) -> Array:
    """Return which cells are hidden, 1 or 0, each with the same chance; shape (N, 58)."""
    return (rng.random((number, CELLS), dtype=np.float32) < share).astype(np.float32)


def pretrain(recipe: Recipe, say: Say = lambda _: None) -> Pretrained:
    """Train the model to guess hidden cells from the others.

    Parameters
    ----------
    recipe : Recipe
    say : callable
        Told how it goes.

    Returns
    -------
    Pretrained

    Notes
    -----
    AdamW on one thread; the same recipe gives the same bits on one machine, and other last digits on a
    processor whose instructions differ.  About 0.1 ms of CPU an event and epoch.
    """
    import torch

    torch.set_num_threads(1)
    x = events(recipe)
    say(f"{len(x)} events of {recipe.conditions} conditions")
    start = first(recipe.shapes, np.random.default_rng([recipe.seed, 2]))
    start["mean"] = x.mean(axis=0, dtype=np.float64).astype(np.float32)
    start["scale"] = x.std(axis=0, dtype=np.float64).astype(np.float32)
    moved = [name for name in start if name not in FIXED and not name.startswith("class")]
    flat = Flat(start, moved, recipe.decay)
    fixed = {name: torch.from_numpy(start[name]) for name in FIXED}
    rng, inputs, losses = np.random.default_rng([recipe.seed, 3]), torch.from_numpy(x), list[float]()
    steps = recipe.epochs * -(-len(x) // recipe.batch)
    for _ in range(recipe.epochs):
        for batch in torch.from_numpy(rng.permutation(len(x))).split(recipe.batch):
            hidden = torch.from_numpy(masks(len(batch), recipe.masked, rng))
            loss = masked_loss(fixed | flat.tensors(), recipe.shapes, inputs[batch], hidden)
            loss.backward()
            flat.adam.step(recipe.rate * pace(len(losses) / steps))
            losses.append(loss.item())
            if len(losses) % 200 == 0:
                say(f"step {len(losses)} of {steps}: loss {np.mean(losses[-200:]):.4f}")
    told = hashlib.sha256(np.ascontiguousarray(x, dtype="<f4").tobytes()).hexdigest()
    return Pretrained(start | flat.arrays(), losses, told)


def pace(done: float) -> float:
    """Return the learning rate over its highest: up in a twentieth of the steps, down along a half cosine."""
    return min(1.0, 20.0 * (done + 0.002)) * 0.5 * (1.0 + float(np.cos(np.pi * done)))


def lineage(recipe: Recipe, made: Pretrained, cpu_s: float) -> dict[str, Any]:
    """Return where the weights come from, as it is kept beside them."""
    return {
        "title": "Foundation model of the calorimeter's windows, pretrained on masked cells",
        "licence": "CC-BY-4.0",
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "weights": digest(made.weights),
        "recipe_digest": recipe.digest,
        "recipe": asdict(recipe),
        "parameters": recipe.shapes.parameters,
        "events": recipe.conditions * recipe.events,
        "labels": 0,
        "data_sha256": made.data,
        "versions": {name: version(name) for name in ("torch", "numpy", "numba", "safetensors")},
        "machine": f"{platform.machine()}, one thread",
        "cpu_minutes": round(cpu_s / 60, 1),
        "loss": [round(one, 5) for one in tenths(made.losses)],
    }


def tenths(values: Sequence[float]) -> list[float]:
    """Return the mean of each tenth of a list."""
    return [float(np.mean(part)) for part in np.array_split(np.asarray(values), 10) if len(part)]


def main() -> None:
    """Pretrain by the recipe, and write the weights with their lineage."""
    recipe, began = Recipe(), time.process_time()

    def say(text: str) -> None:
        print(f"{time.process_time() - began:6.0f} s  {text}", flush=True)

    made = pretrain(recipe, say)
    folder = paths.root() / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.safetensors").write_bytes(to_safetensors(made.weights))
    kept = lineage(recipe, made, time.process_time() - began)
    (folder / "lineage.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    say(f"wrote {FOLDER.as_posix()} with the digest {kept['weights'][:16]}")


if __name__ == "__main__":
    main()
