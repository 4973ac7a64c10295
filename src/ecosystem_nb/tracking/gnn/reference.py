"""The three networks in plain numpy: readable twins of what ONNX Runtime runs."""

import numpy as np

TURNING = 8.0
"""Radius of the circle on which the embedding starts: neighbours in azimuth by 1/8 rad lie 1 apart."""

EPSILON = 1e-5


def dense_reference(weights, network, x):
    """Return a chain of dense layers with rectifiers in between.

    Parameters
    ----------
    weights : mapping of str to ndarray of float32
        As ``shapes.Shapes.tensors`` names them.
    network : str
        First part of the names.
    x : ndarray of float32, shape (N, F)

    Returns
    -------
    ndarray of float32, shape (N, G)
    """
    layers = sum(name.startswith(f"{network}.") and name.endswith(".w") for name in weights)
    for i in range(layers):
        x = x @ weights[f"{network}.{i}.w"] + weights[f"{network}.{i}.b"]
        if i < layers - 1:
            x = np.maximum(x, 0)
    return x


def embed_reference(weights, features, phi):
    r"""Return where each hit lies.

    .. math:: (u_1, \dots, u_d,\ \rho\cos\phi,\ \rho\sin\phi), \quad \rho = 8\,(1 + s)

    with :math:`u` and :math:`s` from a network of r and z: turning the event leaves all distances.

    Parameters
    ----------
    weights : mapping of str to ndarray of float32
    features : ndarray of float32, shape (N, 4)
    phi : ndarray of float32, shape (N,)
        rad.

    Returns
    -------
    ndarray of float32, shape (N, d + 2)
    """
    out = dense_reference(weights, "embed", features)
    rho = TURNING * (1 + out[:, -1:])
    return np.concatenate([out[:, :-1], rho * np.cos(phi)[:, None], rho * np.sin(phi)[:, None]], axis=1)


def sigmoid(x):
    """Return 1/(1 + exp(-x)), x in no unit."""
    return 1 / (1 + np.exp(-x))


def normalised(x, gain, shift):
    """Return rows with mean 0 and width 1, times ``gain``, plus ``shift``."""
    centred = x - x.mean(axis=1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + EPSILON) * gain + shift


def step_reference(weights, edges, hit, edge):
    r"""Return hits and edges after messages have passed once.

    Each edge from i to j looks at its ends, then each hit at its edges, each weighed by its present score:

    .. math::

        e_{ij} &\leftarrow \mathrm{norm}\big(e_{ij} + W\,\mathrm{relu}(A e_{ij} + B h_i + C h_j + b) + c\big)

        h_j &\leftarrow \mathrm{norm}\Big(h_j + V\,\mathrm{relu}\big(D h_j
            + E \sum_i \sigma_{ij} e_{ij} + F \sum_k \sigma_{jk} e_{jk} + b'\big) + c'\Big)

    Parameters
    ----------
    weights : mapping of str to ndarray of float32
    edges : ndarray of int64, shape (2, E)
        Inner and outer end.
    hit : ndarray of float32, shape (N, w)
    edge : ndarray of float32, shape (E, w)

    Returns
    -------
    hit, edge : ndarray of float32
        As they came in.

    Notes
    -----
    The interaction network of Battaglia et al., with edges weighed by their score as in HEP.TrkX.

    References
    ----------
    arXiv:1612.00222, arXiv:1810.06111.
    """

    def block(name, own, before, first, second):
        inside = before + first @ weights[f"{name}.inner"] + second @ weights[f"{name}.outer"]
        inside = np.maximum(inside + weights[f"{name}.bias"], 0)
        out = own + inside @ weights[f"{name}.out"] + weights[f"{name}.out_bias"]
        return normalised(out, weights[f"{name}.gain"], weights[f"{name}.shift"])

    inner, outer = edges
    edge = block("message", edge, edge @ weights["message.edge"], hit[inner], hit[outer])
    weighed = edge * sigmoid(dense_reference(weights, "score", edge))
    coming, going = np.zeros_like(hit), np.zeros_like(hit)
    for k in range(len(edge)):  # one message at a time
        coming[outer[k]] += weighed[k]
        going[inner[k]] += weighed[k]
    return block("update", hit, hit @ weights["update.hit"], coming, going), edge


def interact_reference(weights, steps, hits, pairs, edges):
    """Return the score of each edge after each step.

    Parameters
    ----------
    weights : mapping of str to ndarray of float32
    steps : int
    hits : ndarray of float32, shape (N, 4)
        Features of hits.
    pairs : ndarray of float32, shape (E, 10)
        Features of edges.
    edges : ndarray of int64, shape (2, E)

    Returns
    -------
    ndarray of float32, shape (steps, E)
        Between 0 and 1.
    """
    hit, edge = dense_reference(weights, "hit", hits), dense_reference(weights, "edge", pairs)
    scores = []
    for _ in range(steps):
        hit, edge = step_reference(weights, edges, hit, edge)
        scores.append(sigmoid(dense_reference(weights, "score", edge))[:, 0])
    return np.array(scores)
