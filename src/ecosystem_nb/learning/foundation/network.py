"""What does the model compute?  A transformer over eighteen tokens, in torch."""

from typing import Any

from ecosystem_nb.learning.foundation.cells import CELLS, CRYSTALS, PATCHES, PLACES, TOKENS
from ecosystem_nb.learning.foundation.shapes import Shapes

Tensor = Any
Tensors = dict[str, Tensor]
EPSILON = 1e-5


def encoded(w: Tensors, shapes: Shapes, x: Tensor, hidden: Tensor) -> Tensor:
    """Return what the model makes of each token; see ``reference.encoded_reference``.

    Parameters
    ----------
    w : dict of str to torch.Tensor
    shapes : Shapes
    x : torch.Tensor, shape (N, 58)
        Cells, as ``cells`` gives them.
    hidden : torch.Tensor, shape (N, 58)
        1 where a cell is masked, else 0.

    Returns
    -------
    torch.Tensor, shape (N, 18, d)
    """
    import torch
    from torch.nn.functional import gelu, layer_norm, scaled_dot_product_attention

    d, n = shapes.width, len(x)
    seen = (x - w["mean"]) / w["scale"] * (1.0 - hidden)
    none = torch.zeros(n, 1)
    at = torch.from_numpy(PLACES.ravel())
    patches = [torch.cat([one, none], 1).index_select(1, at).view(n, PATCHES, -1) for one in (seen, hidden)]
    towers = torch.stack([seen[:, CRYSTALS:], hidden[:, CRYSTALS:]], 2)
    h = torch.cat([torch.cat(patches, 2) @ w["patch.w"], towers @ w["tower.w"]], 1) + w["place"]
    for b in range(shapes.blocks):
        u = layer_norm(h, (d,), w[f"{b}.gain1"], w[f"{b}.shift1"], EPSILON)
        qkv = (u.reshape(-1, d) @ w[f"{b}.qkv.w"] + w[f"{b}.qkv.b"]).view(n, TOKENS, 3, shapes.heads, -1)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        mixed = scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(-1, d)
        h = h + (mixed @ w[f"{b}.join.w"] + w[f"{b}.join.b"]).view(n, TOKENS, d)
        u = layer_norm(h, (d,), w[f"{b}.gain2"], w[f"{b}.shift2"], EPSILON).reshape(-1, d)
        up = gelu(u @ w[f"{b}.up.w"] + w[f"{b}.up.b"], approximate="tanh")
        h = h + (up @ w[f"{b}.down.w"] + w[f"{b}.down.b"]).view(n, TOKENS, d)
    return layer_norm(h, (d,), w["gain"], w["shift"], EPSILON)


def guessed(w: Tensors, tokens: Tensor) -> Tensor:
    """Return the guess of each cell in units of its spread, shape (N, 58)."""
    import torch

    n = len(tokens)
    crystals = (tokens[:, :PATCHES] @ w["guess.patch.w"]).reshape(n, -1)
    towers = (tokens[:, PATCHES:] @ w["guess.tower.w"]).reshape(n, -1)
    at = torch.from_numpy(PLACES.ravel().argsort()[:CRYSTALS])
    return torch.cat([crystals.index_select(1, at), towers], 1) + w["guess.b"]


def masked_loss(w: Tensors, shapes: Shapes, x: Tensor, hidden: Tensor) -> Tensor:
    """Return the mean squared error of the guesses over the masked cells, in units of their spread."""
    guess = guessed(w, encoded(w, shapes, x, hidden))
    return ((guess - (x - w["mean"]) / w["scale"]).square() * hidden).sum() / hidden.sum()


def logits(w: Tensors, shapes: Shapes, x: Tensor) -> Tensor:
    """Return the logit of being an electron, from all tokens of an event without masks, shape (N,)."""
    import torch

    tokens = encoded(w, shapes, x, torch.zeros(len(x), CELLS))
    return (tokens.reshape(len(x), -1) @ w["class.w"] + w["class.b"])[:, 0]
