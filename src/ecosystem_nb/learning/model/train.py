"""How is the network trained, or trained further?  Cross entropy on one thread."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.model.adam import Adam
from ecosystem_nb.learning.model.network import Array, Network


@dataclass(frozen=True)
class Recipe:
    """How long, how fast and how large.

    Attributes
    ----------
    hidden : tuple of int
        Nodes of the layers in between.
    epochs : int
        Times that each event is seen.
    batch : int
        Events a step.
    rate : float
        Largest learning rate; it falls to nothing along a half cosine.
    decay : float
        Weight decay of AdamW.
    """

    hidden: tuple[int, ...] = (64, 64)
    epochs: int = 6
    batch: int = 256
    rate: float = 3e-3
    decay: float = 1e-4

    def __post_init__(self) -> None:
        """Refuse a recipe that trains nothing."""
        for name, least in (("epochs", 0), ("batch", 1)):
            if getattr(self, name) < least:
                raise ValueError(f"{name} = {getattr(self, name)} is out of range: expected at least {least}")
        if not self.rate > 0.0:
            raise ValueError(f"rate = {self.rate:g} is out of range: expected above 0")


def train(
    x: Array,
    electron: NDArray[np.bool_],
    *,
    seed: int,
    recipe: Recipe | None = None,
    start: Network | None = None,
) -> Network:
    """Train a network, from nothing or from another one.

    Parameters
    ----------
    x : ndarray of float32, shape (N, F)
        Features.
    electron : ndarray of bool, shape (N,)
        The labels.
    seed : int
        Of first weights and order of the events.
    recipe : Recipe, optional
    start : Network, optional
        Train this one further: its layers are kept, and the mean and scale of its inputs too.

    Returns
    -------
    Network

    Raises
    ------
    ValueError
        When shapes differ, a feature is not finite, or fewer than two events are given.

    Notes
    -----
    Cross entropy, AdamW, one thread, so the same seed gives the same bits on one machine.
    About 6 000 parameters; 100 000 events take about a second of one core.
    """
    recipe = recipe or Recipe()
    if len(x) != len(electron) or len(x) < 2:
        raise ValueError(f"{len(x)} events with {len(electron)} labels: expected as many, and at least 2")
    if start is not None and x.shape[1] != start.inputs:
        raise ValueError(f"events have shape {x.shape}: expected (N, {start.inputs}) features")
    if not np.isfinite(x).all():
        raise ValueError("a feature is not a finite number: expected finite features")
    first = start or _first(x, recipe.hidden, seed)
    if recipe.epochs == 0:
        return first
    weights, biases = _fitted(first, (x - first.mean) / first.scale, electron, seed, recipe)
    return Network(weights, biases, first.mean, first.scale)


def _first(x: Array, hidden: tuple[int, ...], seed: int) -> Network:
    """Return a network of random weights (He), with mean and scale of these inputs."""
    rng = np.random.default_rng([seed, 2])
    sizes = (x.shape[1], *hidden, 1)
    weights = tuple(
        (rng.standard_normal((a, b)) * np.sqrt(2.0 / a)).astype(np.float32) for a, b in pairwise(sizes)
    )
    biases = tuple(np.zeros(b, dtype=np.float32) for b in sizes[1:])
    scale = np.maximum(x.std(axis=0, dtype=np.float64), 1e-3).astype(np.float32)
    return Network(weights, biases, x.mean(axis=0, dtype=np.float64).astype(np.float32), scale)


def _fitted(
    first: Network, x: Array, electron: NDArray[np.bool_], seed: int, recipe: Recipe
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """Return weights and biases after all steps."""
    import torch
    from torch.nn import functional

    torch.set_num_threads(1)
    whole = [*first.weights, *first.biases]
    flat = torch.from_numpy(np.concatenate([one.ravel() for one in whole])).requires_grad_()
    optimiser = Adam(flat, recipe.decay)
    inputs, labels = torch.from_numpy(x.astype(np.float32)), torch.from_numpy(electron.astype(np.float32))
    rng = np.random.default_rng([seed, 3])
    steps = -(-len(x) // recipe.batch) * recipe.epochs
    for _ in range(recipe.epochs):
        order = torch.from_numpy(rng.permutation(len(x)))
        for batch in order.split(recipe.batch):
            pieces = flat.split([one.size for one in whole])
            shaped = [piece.view(one.shape) for piece, one in zip(pieces, whole, strict=True)]
            h, layers = inputs[batch], len(first.weights)
            for weight, bias in zip(shaped[: layers - 1], shaped[layers:-1], strict=True):
                h = torch.relu(torch.addmm(bias, h, weight))
            logit = torch.addmm(shaped[-1], h, shaped[layers - 1])[:, 0]
            functional.binary_cross_entropy_with_logits(logit, labels[batch]).backward()
            optimiser.step(0.5 * recipe.rate * (1.0 + math.cos(math.pi * optimiser.steps / steps)))
    found = np.split(flat.detach().numpy(), np.cumsum([one.size for one in whole])[:-1])
    arrays = [one.reshape(shape.shape).copy() for one, shape in zip(found, whole, strict=True)]
    return tuple(arrays[: len(first.weights)]), tuple(arrays[len(first.weights) :])
