"""The transformer, token by token: slow, and easy to read."""

import math

import numpy as np


def encoded_reference(w, heads, blocks, tokens):
    r"""Return what the blocks make of the tokens of one event.

    .. math:: A = \mathrm{softmax}\!\left(q k^\mathsf{T} / \sqrt{d / h}\right), \qquad
              t \leftarrow t + A v W_\mathrm{join}, \qquad
              t \leftarrow t + \mathrm{gelu}(t W_\mathrm{up}) W_\mathrm{down}

    with the tokens normalised before each of the two steps.

    Parameters
    ----------
    w : mapping of str to ndarray
        Weights.
    heads, blocks : int
    tokens : ndarray, shape (T, d)
        Tokens with their places added, no unit.

    Returns
    -------
    ndarray of float64, shape (T, d)
    """
    h = np.asarray(tokens, dtype=np.float64)
    size = h.shape[1] // heads
    for b in range(blocks):
        u = [_normal(one, w[f"{b}.gain1"], w[f"{b}.shift1"]) for one in h]
        qkv = np.array([one @ w[f"{b}.qkv.w"] + w[f"{b}.qkv.b"] for one in u])
        mixed = np.zeros_like(h)
        for head in range(heads):
            at = slice(head * size, (head + 1) * size)
            q, k, v = (part[:, at] for part in np.split(qkv, 3, axis=1))
            for t in range(len(h)):
                share = np.exp([q[t] @ one / math.sqrt(size) for one in k])
                mixed[t, at] = (share / share.sum()) @ v
        h = h + mixed @ w[f"{b}.join.w"] + w[f"{b}.join.b"]
        for t in range(len(h)):
            up = _normal(h[t], w[f"{b}.gain2"], w[f"{b}.shift2"]) @ w[f"{b}.up.w"] + w[f"{b}.up.b"]
            bent = 0.5 * up * (1.0 + np.tanh(math.sqrt(2.0 / math.pi) * (up + 0.044715 * up**3)))
            h[t] = h[t] + bent @ w[f"{b}.down.w"] + w[f"{b}.down.b"]
    return np.array([_normal(one, w["gain"], w["shift"]) for one in h])


def _normal(x, gain, shift):
    return (x - x.mean()) / math.sqrt(x.var() + 1e-5) * gain + shift


def tokens_reference(w, x, hidden):
    """Return the eighteen tokens of one event: nine patches of crystals, nine towers.

    Parameters
    ----------
    w : mapping of str to ndarray
        Weights.
    x : ndarray, shape (58,)
        Cells, asinh(E / 0.2 GeV).
    hidden : ndarray, shape (58,)
        1 where a cell is masked, else 0.

    Returns
    -------
    ndarray of float64, shape (18, d)
    """
    seen = (x - w["mean"]) / w["scale"] * (1.0 - hidden)
    made = []
    for row in range(-1, 8, 3):
        for column in range(-1, 8, 3):
            values, flags = np.zeros(9), np.zeros(9)
            for i in range(3):
                for j in range(3):
                    if 0 <= row + i < 7 and 0 <= column + j < 7:
                        cell = 7 * (row + i) + column + j
                        values[3 * i + j], flags[3 * i + j] = seen[cell], hidden[cell]
            made.append(np.concatenate([values, flags]) @ w["patch.w"])
    made += [np.array([seen[cell], hidden[cell]]) @ w["tower.w"] for cell in range(49, 58)]
    return np.array(made) + w["place"]
