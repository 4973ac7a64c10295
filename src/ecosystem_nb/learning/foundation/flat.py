"""How are many tensors trained at once?  As pieces of one row of numbers."""

from collections.abc import Sequence
from math import prod

import numpy as np

from ecosystem_nb.learning.foundation.network import Tensors
from ecosystem_nb.learning.foundation.shapes import Weights
from ecosystem_nb.learning.model.adam import Adam


class Flat:
    """Some of the weights in one row, with the optimiser that moves them.

    Attributes
    ----------
    adam : Adam
    """

    def __init__(self, weights: Weights, names: Sequence[str], decay: float) -> None:
        import torch

        self._sizes = {name: weights[name].shape for name in names}
        row = np.concatenate([weights[name].ravel() for name in names])
        self._row = torch.from_numpy(row).requires_grad_()
        self.adam = Adam(self._row, decay)

    def tensors(self) -> Tensors:
        """Return the weights as tensors, views of the row: their gradients gather there."""
        pieces = self._row.split([prod(size) for size in self._sizes.values()])
        return {name: one.view(size) for (name, size), one in zip(self._sizes.items(), pieces, strict=True)}

    def arrays(self) -> Weights:
        """Return copies of the weights as they are now."""
        return {name: one.detach().numpy().copy() for name, one in self.tensors().items()}
