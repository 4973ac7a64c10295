"""How does a network learn to live with few bits? Training that sees the rounding."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosystem_nb.learning.model.train import Recipe
from ecosystem_nb.learning.quantised.formats import Floats, Format
from ecosystem_nb.learning.quantised.network import Bits, Formats, Plain, Quantised, formats_for

if TYPE_CHECKING:
    from torch import Tensor

Labels = NDArray[np.bool_]


FURTHER = Recipe(epochs=6, rate=2e-3, batch=512)
"""How a network that has been trained goes on; what else the recipe says is not used."""


def train_quantised(
    plain: Plain,
    x: ArrayLike,
    electron: Labels,
    bits: Bits,
    *,
    seed: int,
    recipe: Recipe = FURTHER,
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
    array = np.asarray(x, dtype=np.float64)
    if array.ndim != 2 or len(array) != len(electron) or len(array) == 0:
        raise ValueError(
            f"x has shape {array.shape} and electron {len(electron)} entries: "
            "expected (events, inputs) and one truth an event"
        )
    formats = formats_for(plain, array, bits)
    trained = _descend(plain, array, electron, seed=seed, recipe=recipe, formats=formats)
    return Quantised.of(trained, formats)


def _descend(
    start: Plain, x: Floats, electron: Labels, *, seed: int, recipe: Recipe, formats: Formats
) -> Plain:
    """Return weights and biases after all steps of Adam on the cross-entropy."""
    import torch

    torch.set_num_threads(1)
    inputs = straight_through(torch.tensor(start.standard(x), dtype=torch.float32), formats.input)
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
    rng = np.random.default_rng(seed)
    for _ in range(recipe.epochs):
        for chosen in torch.from_numpy(rng.permutation(len(x))).split(recipe.batch):
            adam.zero_grad()
            loss(_scores(inputs[chosen], leaves, formats), truth[chosen]).backward()
            adam.step()
            schedule.step()
    arrays = [leaf.detach().numpy().astype(np.float64) for leaf in leaves]
    return Plain(tuple(arrays[0::2]), tuple(arrays[1::2]), start.mean, start.scale)


def _scores(inputs: "Tensor", leaves: Sequence[Any], formats: Formats) -> "Tensor":
    h = inputs
    last = len(leaves) // 2 - 1
    for layer in range(last + 1):
        matrix, bias = leaves[2 * layer], leaves[2 * layer + 1]
        h = h @ straight_through(matrix, formats.weights[layer]) + bias
        if layer < last:
            h = straight_through(h.relu(), formats.activations[layer])
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
