"""A network of a given size, for timing: what its weights are does not matter there."""

from itertools import pairwise

import numpy as np


def network(widths: tuple[int, ...], seed: int = 1) -> bytes:
    """Return a dense network with random weights as an ONNX file.

    Parameters
    ----------
    widths : tuple of int
        Numbers of inputs, of each hidden layer, and of outputs: one.
    seed : int
        Of the weights.

    Returns
    -------
    bytes
        ``Gemm`` and ``Relu`` for each hidden layer, ``Gemm`` and ``Sigmoid`` at the end.

    Examples
    --------
    >>> len(network((4, 8, 1))) > 4 * (4 * 8 + 8 + 8 + 1)
    True
    """
    from onnx import TensorProto, helper, numpy_helper  # slow to import

    if len(widths) < 2 or min(widths) < 1 or widths[-1] != 1:
        raise ValueError(f"widths = {widths}: expected inputs, hidden layers and one output, all at least 1")
    rng, nodes, weights, before = np.random.default_rng(seed), [], [], "x"
    for k, (a, b) in enumerate(pairwise(widths)):
        w = rng.normal(0, (2 / a) ** 0.5, (a, b)).astype(np.float32)
        weights += [numpy_helper.from_array(w, f"w{k}"), numpy_helper.from_array(np.zeros(b, "f4"), f"b{k}")]
        act = "Sigmoid" if k == len(widths) - 2 else "Relu"
        nodes.append(helper.make_node("Gemm", [before, f"w{k}", f"b{k}"], [f"z{k}"]))
        nodes.append(helper.make_node(act, [f"z{k}"], [f"a{k}"]))
        before = f"a{k}"
    ends = [
        helper.make_tensor_value_info(n, TensorProto.FLOAT, ["events", w])
        for n, w in (("x", widths[0]), (before, 1))
    ]
    graph = helper.make_graph(nodes, "dense", ends[:1], ends[1:], weights)
    made: bytes = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8
    ).SerializeToString()
    return made
