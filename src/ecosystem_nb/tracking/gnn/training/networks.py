"""The three networks in torch, as functions of their tensors."""

from typing import Any

import numpy as np

from ecosystem_nb.tracking.gnn.reference import EPSILON, TURNING
from ecosystem_nb.tracking.gnn.shapes import Shapes

Tensor = Any  # torch is not there for a reader of the book
Weights = dict[str, Tensor]


def start(shapes: Shapes, rng: np.random.Generator) -> Weights:
    """Draw the first weights, by He's rule.

    Parameters
    ----------
    shapes : Shapes
    rng : numpy.random.Generator

    Returns
    -------
    dict of str to torch.Tensor
    """
    import torch

    weights = {}
    for name, (rows, columns) in shapes.tensors().items():
        if name.endswith("gain"):
            value = np.ones((rows, columns))
        elif rows == 1:
            value = np.zeros((rows, columns))
        else:
            value = rng.normal(size=(rows, columns)) * (2.0 / rows) ** 0.5
            if name in ("embed.2.w", "filter.2.w", "score.0.w", "message.out", "update.out"):
                value *= 0.3  # starts near what does nothing
        weights[name] = torch.tensor(value, dtype=torch.float32, requires_grad=True)
    return weights


def dense(weights: Weights, network: str, layers: int, x: Tensor) -> Tensor:
    """Return a chain of dense layers; see ``reference.dense_reference``."""
    for i in range(layers):
        x = x @ weights[f"{network}.{i}.w"] + weights[f"{network}.{i}.b"]
        if i < layers - 1:
            x = x.relu()
    return x


def embed(weights: Weights, features: Tensor, phi: Tensor) -> Tensor:
    """Return where hits lie; see ``reference.embed_reference``."""
    import torch

    out = dense(weights, "embed", 3, features)
    rho = TURNING * (1 + out[:, -1:])
    return torch.cat([out[:, :-1], rho * phi.cos()[:, None], rho * phi.sin()[:, None]], dim=1)


def sift(weights: Weights, pairs: Tensor) -> Tensor:
    """Return the filter's logit of each pair of hits."""
    return dense(weights, "filter", 3, pairs)[:, 0]


def interact(weights: Weights, steps: int, hits: Tensor, pairs: Tensor, edges: Tensor) -> Tensor:
    """Return the logit of each edge after each step; see ``reference.interact_reference``."""
    import torch

    hit, edge = dense(weights, "hit", 2, hits), dense(weights, "edge", 2, pairs)
    inner, outer = edges
    logits = []
    for _ in range(steps):
        before = (hit @ weights["message.inner"]).index_select(0, inner)
        after = (hit @ weights["message.outer"]).index_select(0, outer)
        edge = _block(weights, "message", edge, edge @ weights["message.edge"] + before + after)
        logit = dense(weights, "score", 1, edge)
        weighed, none = edge * logit.sigmoid(), torch.zeros_like(hit)
        coming, going = none.index_add(0, outer, weighed), none.index_add(0, inner, weighed)
        inside = hit @ weights["update.hit"] + coming @ weights["update.inner"]
        hit = _block(weights, "update", hit, inside + going @ weights["update.outer"])
        logits.append(logit[:, 0])
    return torch.stack(logits)


def _block(weights: Weights, name: str, own: Tensor, inside: Tensor) -> Tensor:
    from torch.nn.functional import layer_norm

    out = (inside + weights[f"{name}.bias"]).relu() @ weights[f"{name}.out"] + weights[f"{name}.out_bias"]
    gain, shift = weights[f"{name}.gain"][0], weights[f"{name}.shift"][0]
    return layer_norm(own + out, (out.shape[1],), gain, shift, EPSILON)
