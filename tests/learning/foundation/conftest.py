"""One tiny model, pretrained once."""

import numpy as np
import pytest

from ecosystem_nb.learning.foundation.pretrain import pretrain
from ecosystem_nb.learning.foundation.recipe import Recipe
from ecosystem_nb.learning.foundation.shapes import Shapes, first

SMALL = Shapes(width=16, heads=2, blocks=1, hidden=16)
TINY = Recipe(conditions=2, events=1024, epochs=6, batch=64, rate=5e-3, shapes=SMALL)


@pytest.fixture(scope="session")
def tiny():
    return pretrain(TINY)


@pytest.fixture
def some():
    """Weights in which nothing is zero, and cells to go with them."""
    rng = np.random.default_rng(3)
    weights = {
        name: (one + 0.2 * rng.standard_normal(one.shape)).astype(np.float32)
        for name, one in first(SMALL, rng).items()
    }
    weights["scale"] = np.abs(weights["scale"]) + np.float32(0.5)
    return weights, rng.standard_normal((5, 58)).astype(np.float32)
