"""How large the networks are: the one place that training, export and twin take their tensors from."""

import itertools
from dataclasses import dataclass

from ecosystem_nb.tracking.gnn.features import EDGE, HIT


@dataclass(frozen=True)
class Shapes:
    """Sizes of the three networks.

    Attributes
    ----------
    hidden : int
        Width of the two hidden layers of embedding and filter.
    invariant : int
        Dimensions of the embedding that stay when the event is turned; two more turn with it.
    width : int
        Numbers that the interaction network keeps for each hit and each edge.
    steps : int
        How often messages pass.

    Examples
    --------
    >>> sum(rows * columns for rows, columns in Shapes().tensors().values())
    20969
    """

    hidden: int = 64
    invariant: int = 6
    width: int = 32
    steps: int = 8

    def tensors(self) -> dict[str, tuple[int, int]]:
        """Name every tensor that is trained, with its shape; a vector is one row."""
        h, w = self.hidden, self.width
        named = _dense("embed", (len(HIT), h, h, self.invariant + 1))
        named |= _dense("filter", (len(EDGE), h, h, 1))
        named |= _dense("hit", (len(HIT), w, w)) | _dense("edge", (len(EDGE), w, w))
        for block, inputs in (("message", ("edge", "inner", "outer")), ("update", ("hit", "inner", "outer"))):
            named |= {f"{block}.{one}": (w, w) for one in (*inputs, "out")}
            named |= {f"{block}.{one}": (1, w) for one in ("bias", "out_bias", "gain", "shift")}
        return named | _dense("score", (w, 1))


def _dense(network: str, sizes: tuple[int, ...]) -> dict[str, tuple[int, int]]:
    """Name the matrices and biases of a chain of dense layers."""
    named: dict[str, tuple[int, int]] = {}
    for i, (rows, columns) in enumerate(itertools.pairwise(sizes)):
        named |= {f"{network}.{i}.w": (rows, columns), f"{network}.{i}.b": (1, columns)}
    return named
