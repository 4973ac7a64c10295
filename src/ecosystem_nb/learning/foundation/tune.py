"""How does the model learn a task?  Fine-tuned on labelled events, all of it or its head alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.learning.foundation.cells import CELLS, Array
from ecosystem_nb.learning.foundation.flat import Flat
from ecosystem_nb.learning.foundation.network import encoded, logits
from ecosystem_nb.learning.foundation.pretrain import FIXED, pace
from ecosystem_nb.learning.foundation.shapes import Shapes, Weights

CHUNK = 4096
"""Events that are scored at a time."""


@dataclass(frozen=True)
class Tuning:
    """How a model is fine-tuned.

    Attributes
    ----------
    passes : int
        Events seen in all; few labels are seen many times, up to ``most_epochs``.
    most_epochs, least_epochs : int
        Times that each event is seen.
    batch : int
        Events a step, at most.
    rate : float
        Highest learning rate of the body; 0 leaves it as it is.
    head_rate : float
        That of the head.
    decay : float
        Weight decay of AdamW.
    """

    passes: int = 24_000
    most_epochs: int = 12
    least_epochs: int = 8
    batch: int = 64
    rate: float = 2e-3
    head_rate: float = 2e-3
    decay: float = 0.05

    def epochs(self, labels: int) -> int:
        """Return how often each of so many labelled events is seen."""
        return int(np.clip(self.passes // labels, self.least_epochs, self.most_epochs))


def tune(
    weights: Weights,
    shapes: Shapes,
    x: Array,
    electron: NDArray[np.bool_],
    *,
    seed: int,
    tuning: Tuning | None = None,
) -> Weights:
    """Fine-tune a model on labelled events.

    Parameters
    ----------
    weights : dict of str to ndarray of float32
        To start from: pretrained ones, or ``first`` ones.
    shapes : Shapes
    x : ndarray of float32, shape (N, 58)
        Cells.
    electron : ndarray of bool, shape (N,)
        The labels.
    seed : int
        Of the order of the events.
    tuning : Tuning, optional

    Returns
    -------
    dict of str to ndarray of float32

    Raises
    ------
    ValueError
        When shapes differ, or there are fewer than two events.

    Notes
    -----
    Cross entropy on one thread; the same bits again on one machine.
    """
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    if x.ndim != 2 or x.shape[1] != CELLS or len(x) != len(electron) or len(x) < 2:
        raise ValueError(
            f"cells of shape {x.shape} with {len(electron)} labels: expected (N, {CELLS}) with N labels, "
            "and at least 2"
        )
    torch.set_num_threads(1)
    how = tuning or Tuning()
    head = [name for name in weights if name.startswith("class")]
    body = [name for name in weights if name not in (*FIXED, *head) and not name.startswith("guess")]
    rates = [(Flat(weights, head, how.decay), how.head_rate)]
    if how.rate:
        rates.append((Flat(weights, body, how.decay), how.rate))
    w = {name: torch.from_numpy(one) for name, one in weights.items()}
    inputs, labels = torch.from_numpy(x), torch.from_numpy(electron.astype(np.float32))
    rng, epochs, step = np.random.default_rng([seed, 5]), how.epochs(len(x)), 0
    steps = epochs * -(-len(x) // how.batch)
    for _ in range(epochs):
        for batch in torch.from_numpy(rng.permutation(len(x))).split(how.batch):
            for flat, _ in rates:
                w |= flat.tensors()
            binary_cross_entropy_with_logits(logits(w, shapes, inputs[batch]), labels[batch]).backward()
            for flat, rate in rates:
                flat.adam.step(rate * pace(step / steps))
            step += 1
    return weights | {name: one for flat, _ in rates for name, one in flat.arrays().items()}


def scores(weights: Weights, shapes: Shapes, x: Array) -> Array:
    """Return the score of each event, near 1 for electrons.

    Parameters
    ----------
    weights : dict of str to ndarray of float32
    shapes : Shapes
    x : ndarray of float32, shape (N, 58)
        Cells.

    Returns
    -------
    ndarray of float32, shape (N,)
    """
    import torch

    torch.set_num_threads(1)
    w = {name: torch.from_numpy(one) for name, one in weights.items()}
    with torch.no_grad():
        parts = [torch.sigmoid(logits(w, shapes, one)) for one in torch.from_numpy(x).split(CHUNK)]
        made: Array = torch.cat(parts).numpy()
    return made


def embedded(weights: Weights, shapes: Shapes, x: Array) -> Array:
    """Return what the model makes of each event, its tokens in a row, shape (N, 18 d)."""
    import torch

    torch.set_num_threads(1)
    w = {name: torch.from_numpy(one) for name, one in weights.items()}
    with torch.no_grad():
        parts = [
            encoded(w, shapes, one, torch.zeros(len(one), CELLS)).reshape(len(one), -1)
            for one in torch.from_numpy(x).split(CHUNK)
        ]
        made: Array = torch.cat(parts).numpy()
    return made
