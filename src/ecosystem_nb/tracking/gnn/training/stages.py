"""Each network's training: what it sees, what it is punished for."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ecosystem_nb.tracking.gnn.features import edge_features, hit_features
from ecosystem_nb.tracking.gnn.graph import Edges, Points
from ecosystem_nb.tracking.gnn.training.networks import Tensor, Weights, embed, interact, sift
from ecosystem_nb.tracking.gnn.training.recipe import Recipe
from ecosystem_nb.tracking.gnn.truth import FALSE, IGNORED, TRUE, Known, labels

Loss = Callable[[int], Tensor]
_QUERIES = 500  # hits a step that look for their hardest negatives


def mirrored(hits: Points, rng: np.random.Generator) -> Points:
    """Return the event as it is, or with z reversed: the detector is symmetric."""
    sign = float(rng.choice([-1.0, 1.0]))
    return Points(hits.r, hits.phi, sign * hits.z, hits.layer, hits.order)


def sector(
    hits: Points, edges: Edges, share: float, rng: np.random.Generator
) -> tuple[Points, Edges, NDArray[np.bool_]]:
    """Cut a sector of the azimuth out of a graph: as crowded as the event, and cheaper.

    Parameters
    ----------
    hits : Points
    edges : ndarray of int64, shape (2, E)
    share : float
        Of the full turn, up to 1; where it begins is drawn.
    rng : numpy.random.Generator

    Returns
    -------
    hits : Points
        Those within the sector.
    edges : ndarray of int64, shape (2, F)
        Those with both ends in it, by the rows of its hits.
    taken : ndarray of bool, shape (E,)
        Which edges these are.
    """
    inside = np.mod(hits.phi - rng.uniform(-np.pi, np.pi), 2 * np.pi) <= 2 * np.pi * share
    taken = inside[edges[0]] & inside[edges[1]]
    row = np.cumsum(inside, dtype=np.int64) - 1
    kept = Points(hits.r[inside], hits.phi[inside], hits.z[inside], hits.layer[inside], hits.order[inside])
    return kept, row[edges[:, taken]], taken


def embedding_loss(
    weights: Weights, events: Sequence[Known], recipe: Recipe, rng: np.random.Generator
) -> Loss:
    """Return the loss of the embedding.

    Consecutive hits of a track are drawn together, and whatever else lies within the margin of a hit of a
    track, its hardest negatives, is pushed out: d^2 for the first, (1 - d)^2 for the second.
    """
    import torch

    def loss(step: int) -> Tensor:
        truth = events[step % len(events)]
        hits = mirrored(truth.hits, rng)
        phi = torch.tensor(hits.phi, dtype=torch.float32)
        places = embed(weights, torch.tensor(hit_features(hits)), phi)
        good = truth.asked(recipe.target)
        bad = _hard(places.detach().numpy().astype(np.float64), truth, good, rng)
        close = _squared(places, good)
        if not bad.shape[1]:
            return close.mean()
        far = (1.0 - (_squared(places, bad) + 1e-12).sqrt()).relu().square()
        return recipe.pull * close.mean() + far.mean()

    return loss


def _squared(places: Tensor, pairs: Edges) -> Tensor:
    import torch

    inner, outer = (places.index_select(0, torch.from_numpy(end)) for end in pairs.copy())
    return (inner - outer).square().sum(dim=1)


def _hard(places: NDArray[np.float64], truth: Known, good: Edges, rng: np.random.Generator) -> Edges:
    """Find pairs of different particles that lie within the margin of 1."""
    starts = np.unique(good)
    chosen = rng.choice(starts, min(_QUERIES, len(starts)), replace=False)
    near = cKDTree(places).query_ball_point(places[chosen], 1.0)
    sizes = np.fromiter((len(one) for one in near), dtype=np.int64, count=len(near))
    pairs = np.stack([np.repeat(chosen, sizes), np.concatenate(near).astype(np.int64)])
    of = truth.particle[pairs]
    return pairs[:, (of[0] != of[1]) & (truth.hits.layer[pairs[0]] != truth.hits.layer[pairs[1]])]


def filter_loss(
    weights: Weights,
    graphs: Sequence[tuple[Known, Edges]],
    recipe: Recipe,
    rng: np.random.Generator,
) -> Loss:
    """Return the loss of the filter: cross-entropy over a sample of edges, true ones weighed more."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

    ready = [(truth, edges, labels(truth, edges, recipe.target, recipe.ignored)) for truth, edges in graphs]

    def loss(step: int) -> Tensor:
        truth, edges, label = ready[step % len(ready)]
        right = np.flatnonzero(label == TRUE)
        wrong = np.flatnonzero(label == FALSE)
        wrong = rng.choice(wrong, min(recipe.sample, len(wrong)), replace=False)
        taken = np.concatenate([right, wrong])
        seen = edge_features(mirrored(truth.hits, rng), edges[:, taken])
        wanted = torch.tensor(label[taken].astype(np.float32))
        weight = torch.tensor(recipe.favour * len(wrong) / max(len(right), 1))
        return cross_entropy(sift(weights, torch.tensor(seen)), wanted, pos_weight=weight)

    return loss


def interaction_loss(
    weights: Weights,
    graphs: Sequence[tuple[Known, Edges]],
    recipe: Recipe,
    rng: np.random.Generator,
) -> Loss:
    """Return the loss of the interaction network: cross-entropy after every step, later steps more."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

    ready: list[tuple[Known, Edges, Any]] = [
        (truth, edges, labels(truth, edges, recipe.target, recipe.ignored)) for truth, edges in graphs
    ]
    steps = recipe.shapes.steps
    share = torch.arange(1, steps + 1, dtype=torch.float32)[:, None]
    share = share / share.sum()

    def loss(step: int) -> Tensor:
        truth, edges, label = ready[step % len(ready)]
        hits, edges, taken = sector(truth.hits, edges, recipe.sector, rng)
        hits, label = mirrored(hits, rng), label[taken]
        inputs = hit_features(hits), edge_features(hits, edges), edges
        logits = interact(weights, steps, *map(torch.tensor, inputs))  # copies: aligned, so sums repeat
        wanted = torch.tensor((label == TRUE).astype(np.float32)).expand_as(logits)
        counted = torch.tensor((label != IGNORED).astype(np.float32))
        each = cross_entropy(logits, wanted, reduction="none")
        return (share * each * counted).sum() / counted.sum().clamp(min=1.0)

    return loss


def descend(
    tensors: Sequence[Tensor], loss: Loss, steps: int, rate: float, say: Callable[[str], None]
) -> list[float]:
    """Follow the gradient: AdamW, its rate rising for a tenth of the steps and falling to nothing.

    Parameters
    ----------
    tensors : sequence of torch.Tensor
        What is trained.
    loss : callable
        Loss of each step.
    steps : int
    rate : float
        Highest rate of learning.
    say : callable
        Told of the mean loss, forty times.

    Returns
    -------
    list of float
        The loss of each step.
    """
    import torch

    torch.set_num_threads(1)  # numba's threads, which made the events, have set it to all cores
    optimizer = torch.optim.AdamW(list(tensors), lr=rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.1)
    losses = []
    every = max(1, steps // 40)
    for step in range(steps):
        optimizer.zero_grad()
        value = loss(step)
        value.backward()
        torch.nn.utils.clip_grad_norm_(tensors, 1.0)
        optimizer.step()
        schedule.step()
        losses.append(float(value.detach()))
        if (step + 1) % every == 0:
            say(f"step {step + 1} of {steps}: loss {np.mean(losses[-every:]):.4f}")
    return losses
