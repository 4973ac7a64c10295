"""The networks as ONNX graphs, so that who uses them needs no torch."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb.tracking.gnn.features import EDGE, HIT
from ecosystem_nb.tracking.gnn.reference import EPSILON, TURNING
from ecosystem_nb.tracking.gnn.shapes import Shapes

OPSET = 18
IR = 9

Arrays = Mapping[str, NDArray[np.float32]]


class _Graph:
    """Collects nodes and tensors; each call returns the name of its result."""

    def __init__(self, weights: Arrays) -> None:
        self.weights, self.nodes = weights, list[Any]()
        self.used: dict[str, NDArray[Any]] = {}

    def node(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        from onnx import helper

        name = output or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def tensor(self, name: str, value: object = None) -> str:
        self.used[name] = np.asarray(self.weights[name] if value is None else value)
        return name

    def times(self, x: str, name: str) -> str:
        return self.node("MatMul", x, self.tensor(name))

    def plus(self, *terms: str) -> str:
        first, *others = terms
        for other in others:
            first = self.node("Add", first, other)
        return first

    def dense(self, network: str, layers: int, x: str) -> str:
        for i in range(layers):
            x = self.plus(self.times(x, f"{network}.{i}.w"), self.tensor(f"{network}.{i}.b"))
            x = self.node("Relu", x) if i < layers - 1 else x
        return x

    def block(self, name: str, own: str, inside: str) -> str:
        inside = self.node("Relu", self.plus(inside, self.tensor(f"{name}.bias")))
        out = self.plus(own, self.times(inside, f"{name}.out"), self.tensor(f"{name}.out_bias"))
        rows = [self.tensor(f"{name}.{one}") for one in ("gain", "shift")]
        for row in rows:
            self.used[row] = self.used[row].reshape(-1)
        return self.node("LayerNormalization", out, *rows, axis=-1, epsilon=EPSILON)

    def bytes(self, inputs: dict[str, tuple[int, list[Any]]], output: list[Any], about: str) -> bytes:
        """Return the checked model: each input with its type and shape, one output ``out``."""
        import onnx
        from onnx import helper, numpy_helper

        kept = [numpy_helper.from_array(value, name) for name, value in self.used.items()]
        graph = helper.make_graph(
            self.nodes,
            about,
            [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
            [helper.make_tensor_value_info("out", onnx.TensorProto.FLOAT, output)],
            kept,
        )
        opset = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opset, ir_version=IR, producer_name="ecosystem-nb")
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))


def models(weights: Arrays, shapes: Shapes) -> dict[str, bytes]:
    """Return the three networks as ONNX models.

    Parameters
    ----------
    weights : mapping of str to ndarray of float32
    shapes : Shapes

    Returns
    -------
    dict of str to bytes
        ``embed``, ``filter`` and ``interact``; equal weights give equal bytes.
    """
    return {
        "embed": _embed(_Graph(weights)),
        "filter": _filter(_Graph(weights)),
        "interact": _interact(_Graph(weights), shapes),
    }


def _embed(graph: _Graph) -> bytes:
    import onnx

    out = graph.dense("embed", 3, "hits")
    last = graph.tensor("last", np.array([-1], dtype=np.int64))
    ends = [graph.tensor(*one) for one in (("zero", np.array([0])), ("far", np.array([2**31 - 1])))]
    axis = graph.tensor("axis", np.array([1]))
    still = graph.node("Slice", out, ends[0], last, axis)
    stretch = graph.node("Slice", out, last, ends[1], axis)
    one = graph.tensor("one", np.float32(1.0))
    rho = graph.node("Mul", graph.plus(stretch, one), graph.tensor("turning", np.float32(TURNING)))
    turned = [graph.node("Mul", rho, graph.node(kind, "phi")) for kind in ("Cos", "Sin")]
    graph.node("Concat", still, *turned, output="out", axis=1)
    kind = onnx.TensorProto.FLOAT
    inputs: dict[str, tuple[int, list[Any]]] = {"hits": (kind, ["n", len(HIT)]), "phi": (kind, ["n", 1])}
    return graph.bytes(inputs, ["n", "d"], "embedding of hits")


def _filter(graph: _Graph) -> bytes:
    import onnx

    graph.node("Sigmoid", graph.dense("filter", 3, "pairs"), output="out")
    return graph.bytes({"pairs": (onnx.TensorProto.FLOAT, ["e", len(EDGE)])}, ["e", 1], "filter of edges")


def _interact(graph: _Graph, shapes: Shapes) -> bytes:
    import onnx

    hit, edge = graph.dense("hit", 2, "hits"), graph.dense("edge", 2, "pairs")
    none = graph.node("Mul", hit, graph.tensor("nothing", np.float32(0.0)))
    width = graph.tensor("axis", np.array([1]))
    columns = [graph.node("Unsqueeze", end, width) for end in ("inner", "outer")]
    size = graph.node("Shape", edge)
    places = [graph.node("Expand", one, size) for one in columns]
    scores = []
    for _ in range(shapes.steps):
        before = graph.node("Gather", graph.times(hit, "message.inner"), "inner", axis=0)
        after = graph.node("Gather", graph.times(hit, "message.outer"), "outer", axis=0)
        edge = graph.block("message", edge, graph.plus(graph.times(edge, "message.edge"), before, after))
        score = graph.node("Sigmoid", graph.dense("score", 1, edge))
        weighed = graph.node("Mul", edge, score)
        going, coming = (
            graph.node("ScatterElements", none, place, weighed, axis=0, reduction="add") for place in places
        )
        sums = graph.times(coming, "update.inner"), graph.times(going, "update.outer")
        hit = graph.block("update", hit, graph.plus(graph.times(hit, "update.hit"), *sums))
        scores.append(score)
    joined = graph.node("Concat", *scores, axis=1)
    graph.node("Transpose", joined, output="out", perm=[1, 0])
    real, whole = onnx.TensorProto.FLOAT, onnx.TensorProto.INT64
    inputs: dict[str, tuple[int, list[Any]]] = {
        "hits": (real, ["n", len(HIT)]),
        "pairs": (real, ["e", len(EDGE)]),
        "inner": (whole, ["e"]),
        "outer": (whole, ["e"]),
    }
    return graph.bytes(inputs, [shapes.steps, "e"], "interaction network")


def write(made: Mapping[str, bytes], folder: Path) -> None:
    """Write each model as ``NAME.onnx`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / f"{name}.onnx").write_bytes(content)
