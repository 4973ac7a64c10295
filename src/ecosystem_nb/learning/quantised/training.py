"""How does a network learn to live with few bits? Training that sees the rounding."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.learning.quantised.formats import Format
from ecosystem_nb.learning.quantised.network import Bits, Formats, Plain, Quantised, formats_for

if TYPE_CHECKING:
    from torch import Tensor

Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class Recipe:
    """How a small network is trained.

    Parameters
    ----------
    hidden : tuple of int
        Width of each hidden layer.
    epochs : int
        Passes over the events.
    batch : int
        Events a step.
    rate : float
        First learning rate of Adam; it falls to nothing along a cosine.
    """

    hidden: tuple[int, ...] = (16, 16)
    epochs: int = 12
    batch: int = 512
    rate: float = 5e-3


def train_plain(x: ArrayLike, electron: Labels, *, seed: int, recipe: Recipe = Recipe()) -> Plain:
    """Train a small network in floating point.

    Parameters
    ----------
    x : float (N, F)
        Inputs, in their units.
    electron : bool (N,)
        Truth.
    seed : int
        Of the first weights and of the order of events.
    recipe : Recipe

    Returns
    -------
    Plain

    Notes
    -----
    Adam on the cross-entropy, one thread; equal arguments give equal weights on one machine.
    """
    array = np.asarray(x, dtype=np.float64)
    if array.ndim != 2 or len(array) != len(electron) or len(array) == 0:
        raise ValueError(
            f"x has shape {array.shape} and electron {len(electron)} entries: "
            "expected (events, inputs) and one truth an event"
        )
    width = array.std(axis=0)
    # a power of two: a device divides by moving the point
    scale = np.exp2(np.round(np.log2(np.where(width > 0.0, width, 1.0)))).astype(np.float64)
    mean = array.mean(axis=0).astype(np.float64)
    generator = np.random.default_rng(seed)
    shape = [array.shape[1], *recipe.hidden, 1]
    first = [
        generator.normal(0.0, np.sqrt(2.0 / n_in), (n_in, n_out)) for n_in, n_out in itertools.pairwise(shape)
    ]
    start = Plain(tuple(first), tuple(np.zeros(n) for n in shape[1:]), mean, scale)
    return _descend(start, array, electron, generator, recipe=recipe)


def train_quantised(
    plain: Plain,
    x: ArrayLike,
    electron: Labels,
    bits: Bits,
    *,
    seed: int,
    recipe: Recipe = Recipe(epochs=6, rate=2e-3),
) -> Quantised:
    """Go on training a network with its rounding in place.

    Parameters
    ----------
    plain : Plain
        Where to start.
    x : float (N, F)
        Inputs, in their units.
    electron : bool (N,)
        Truth.
    bits : Bits
        Bits of inputs, weights and activations.
    seed : int
        Of the order of events.
    recipe : Recipe
        ``hidden`` is not used.

    Returns
    -------
    Quantised

    Notes
    -----
    Forward, every weight and activation is rounded and saturated as the device will do it; backward, the
    rounding counts as the identity, and a saturated value takes no gradient (straight-through
    estimator [1]_). Where the binary points stand is decided once, before.

    References
    ----------
    .. [1] Y. Bengio, N. Leonard, A. Courville, arXiv:1308.3432 (2013).
    """
    formats = formats_for(plain, x, bits)
    generator = np.random.default_rng(seed)
    array = np.asarray(x, dtype=np.float64)
    return Quantised.of(_descend(plain, array, electron, generator, recipe=recipe, formats=formats), formats)


def _descend(
    start: Plain,
    x: NDArray[np.float64],
    electron: Labels,
    generator: np.random.Generator,
    *,
    recipe: Recipe,
    formats: Formats | None = None,
) -> Plain:
    import torch

    torch.set_num_threads(1)
    inputs = torch.tensor(start.standard(x), dtype=torch.float32)
    if formats is not None:
        inputs = straight_through(inputs, formats.input)
    truth = torch.tensor(electron, dtype=torch.float32)
    leaves = [
        torch.tensor(one, dtype=torch.float32, requires_grad=True)
        for pair in zip(start.weights, start.biases, strict=True)
        for one in pair
    ]
    adam = torch.optim.Adam(leaves, lr=recipe.rate)
    steps = recipe.epochs * -(-len(x) // recipe.batch)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(adam, T_max=steps)
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    for _ in range(recipe.epochs):
        order = torch.from_numpy(generator.permutation(len(x)))
        for chosen in order.split(recipe.batch):
            adam.zero_grad()
            score = _scores(inputs[chosen], leaves, formats)
            loss(score, truth[chosen]).backward()
            adam.step()
            schedule.step()
    arrays = [leaf.detach().numpy().astype(np.float64) for leaf in leaves]
    return Plain(tuple(arrays[0::2]), tuple(arrays[1::2]), start.mean, start.scale)


def _scores(inputs: "Tensor", leaves: Sequence[Any], formats: Formats | None) -> "Tensor":
    h = inputs
    last = len(leaves) // 2 - 1
    for layer in range(last + 1):
        matrix, bias = leaves[2 * layer], leaves[2 * layer + 1]
        if formats is not None:
            matrix = straight_through(matrix, formats.weights[layer])
        h = h @ matrix + bias
        if layer < last:
            h = h.relu()
            if formats is not None:
                h = straight_through(h, formats.activations[layer])
    return h[:, 0]


def straight_through(values: "Tensor", form: Format) -> "Tensor":
    """Round and saturate a tensor; its gradient passes as if nothing was rounded.

    Parameters
    ----------
    values : torch.Tensor
    form : Format

    Returns
    -------
    torch.Tensor
        Forward as ``to_values(to_integers(values))``; backward 1 inside the format and 0 outside.
    """
    inside = values.clamp(form.low, form.high)
    rounded = (inside.detach() * 2.0**form.fraction + 0.5).floor().clamp(form.lowest, form.highest)
    return inside + (rounded * form.step - inside.detach())
