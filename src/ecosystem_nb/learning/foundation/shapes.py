"""How large is the model?  Its tensors, its parameters, its multiplications."""

from dataclasses import dataclass

import numpy as np

from ecosystem_nb.learning.foundation.cells import CELLS, PATCH, TOKENS, TOWERS, Array

Weights = dict[str, Array]


@dataclass(frozen=True)
class Shapes:
    """Sizes of the transformer.

    Attributes
    ----------
    width : int
        Numbers that describe a token.
    heads : int
        Heads of the attention; they share the width.
    blocks : int
        Blocks of attention and dense layers.
    hidden : int
        Nodes of the dense layers inside a block.

    Examples
    --------
    >>> 10_000 < Shapes().parameters < 40_000
    True
    >>> Shapes(width=30, heads=4)
    Traceback (most recent call last):
        ...
    ValueError: width = 30 does not fit 4 heads: expected a multiple of them
    """

    width: int = 32
    heads: int = 4
    blocks: int = 2
    hidden: int = 64

    def __post_init__(self) -> None:
        """Refuse heads that do not share the width."""
        if min(self.width, self.heads, self.blocks, self.hidden) < 1:
            raise ValueError(f"{self} is out of range: expected sizes of at least 1")
        if self.width % self.heads:
            raise ValueError(
                f"width = {self.width} does not fit {self.heads} heads: expected a multiple of them"
            )

    def tensors(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of each tensor by name; those of the head that classifies come last."""
        d, h = self.width, self.hidden
        found: dict[str, tuple[int, ...]] = {
            "mean": (CELLS,), "scale": (CELLS,),
            "patch.w": (2 * PATCH, d), "tower.w": (2, d), "place": (TOKENS, d),
        }  # fmt: skip
        for n in range(self.blocks):
            found |= {
                f"{n}.gain1": (d,), f"{n}.shift1": (d,), f"{n}.qkv.w": (d, 3 * d), f"{n}.qkv.b": (3 * d,),
                f"{n}.join.w": (d, d), f"{n}.join.b": (d,), f"{n}.gain2": (d,), f"{n}.shift2": (d,),
                f"{n}.up.w": (d, h), f"{n}.up.b": (h,), f"{n}.down.w": (h, d), f"{n}.down.b": (d,),
            }  # fmt: skip
        found |= {"gain": (d,), "shift": (d,)}
        found |= {"guess.patch.w": (d, PATCH), "guess.tower.w": (d, 1), "guess.b": (CELLS,)}
        return found | {"class.w": (TOKENS * d, 1), "class.b": (1,)}

    @property
    def parameters(self) -> int:
        """Return how many numbers are trained before the fine-tuning, the head not counted."""
        fixed = ("mean", "scale", "class.w", "class.b")
        return sum(int(np.prod(one)) for name, one in self.tensors().items() if name not in fixed)

    @property
    def multiplications(self) -> int:
        """Return the multiply-adds that classify one event."""
        d = self.width
        token = self.blocks * (4 * d * d + 2 * d * self.hidden + 2 * TOKENS * d) + d
        return TOKENS * token + (TOKENS - TOWERS) * 2 * PATCH * d + TOWERS * 2 * d


def first(shapes: Shapes, rng: np.random.Generator) -> Weights:
    """Draw the first weights: 1 / fan-in for matrices, small places, and a head that says nothing yet.

    Parameters
    ----------
    shapes : Shapes
    rng : numpy.random.Generator

    Returns
    -------
    dict of str to ndarray of float32
    """
    made = {}
    for name, size in shapes.tensors().items():
        if name.startswith("class"):
            value = np.zeros(size)
        elif name == "place":
            value = 0.3 * rng.standard_normal(size)
        elif len(size) == 2:
            value = rng.standard_normal(size) / np.sqrt(size[0])
        else:
            value = np.full(size, float(name.rpartition(".")[2].startswith(("gain", "scale"))))
        made[name] = value.astype(np.float32)
    return made
