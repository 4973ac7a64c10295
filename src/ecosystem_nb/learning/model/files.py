"""How is a network kept?  As ONNX or safetensors, never as a pickle."""

from typing import Any

import numpy as np

from ecosystem_nb.learning.model.network import Array, Network


def to_onnx(network: Network) -> bytes:
    """Return the network as ONNX: input ``x`` (N, F), output ``score`` (N,).

    Parameters
    ----------
    network : Network

    Returns
    -------
    bytes
        Opset 17, all weights inside.
    """
    from onnx import TensorProto, checker, helper, numpy_helper

    constants = {"mean": network.mean, "scale": network.scale, "axis": np.array([1], dtype=np.int64)}
    nodes = [
        helper.make_node("Sub", ["x", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "scale"], ["h0"]),
    ]
    for number, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        constants |= {f"w{number}": weight, f"b{number}": bias}
        last = number == len(network.weights) - 1
        out = "logit" if last else f"z{number}"
        nodes.append(helper.make_node("Gemm", [f"h{number}", f"w{number}", f"b{number}"], [out]))
        if not last:
            nodes.append(helper.make_node("Relu", [out], [f"h{number + 1}"]))
    nodes += [
        helper.make_node("Sigmoid", ["logit"], ["column"]),
        helper.make_node("Squeeze", ["column", "axis"], ["score"]),
    ]
    graph = helper.make_graph(
        nodes,
        "electron_or_jet",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", network.inputs])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["N"])],
        [numpy_helper.from_array(np.ascontiguousarray(one), name) for name, one in constants.items()],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="ecosystem-nb"
    )
    checker.check_model(model)
    return bytes(model.SerializeToString())


def from_onnx(content: bytes) -> Network:
    """Return the network that ``to_onnx`` wrote.

    Raises
    ------
    ValueError
        For bytes that are no ONNX model, or one of another architecture.
    """
    import onnx
    from google.protobuf.message import DecodeError
    from onnx import numpy_helper

    try:
        model = onnx.load_model_from_string(content)
        onnx.checker.check_model(model)
        found = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    except (DecodeError, onnx.checker.ValidationError, UnicodeDecodeError, ValueError) as error:
        raise ValueError(f"model file of {len(content)} bytes is corrupt: expected ONNX") from error
    return _network(found, "ONNX")


def to_safetensors(network: Network) -> bytes:
    """Return the network as safetensors, with the names that its ONNX file uses."""
    from safetensors.numpy import save

    found = {"mean": network.mean, "scale": network.scale}
    for number, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        found |= {f"w{number}": weight, f"b{number}": bias}
    return bytes(save({name: np.ascontiguousarray(one) for name, one in found.items()}))


def from_safetensors(content: bytes) -> Network:
    """Return the network that ``to_safetensors`` wrote.

    Raises
    ------
    ValueError
        For bytes that are no safetensors file, or one of another architecture.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        found = load(content)
    except (SafetensorError, KeyError, ValueError) as error:
        raise ValueError(f"model file of {len(content)} bytes is corrupt: expected safetensors") from error
    return _network(found, "safetensors")


def _network(found: dict[str, Any], kind: str) -> Network:
    """Put the named arrays together."""
    layers = sum(name.startswith("w") for name in found)
    names = ["mean", "scale", *(f"{letter}{n}" for letter in "wb" for n in range(layers))]
    absent = [name for name in names if name not in found]
    if absent or not layers:
        raise ValueError(f"{kind} file is not of this network: {', '.join(absent) or 'layers'} missing")
    arrays: list[Array] = [np.asarray(found[name], dtype=np.float32) for name in names]
    return Network(tuple(arrays[2 : 2 + layers]), tuple(arrays[2 + layers :]), arrays[0], arrays[1])
