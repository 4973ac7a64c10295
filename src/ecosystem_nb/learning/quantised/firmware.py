"""Does the firmware's C++ compute the same bits? The simulation that hls4ml writes, compiled and run."""

import contextlib
import io
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ecosystem_nb.learning.quantised.formats import Floats, Integers, to_values
from ecosystem_nb.learning.quantised.network import Quantised

COMPILER = "g++"
NAIVE = "ap_fixed<16,6>"
"""One type for all: 16 bits, 6 of them left of the binary point; too small a sum wraps round."""

_PART = "xcvu13p-flga2577-2-e"


class NoCompiler(RuntimeError):
    """There is no compiler to build a C simulation with."""


@dataclass(frozen=True)
class Agreement:
    """How two lists of outputs agree.

    Parameters
    ----------
    events : int
        Events compared.
    identical : int
        Events whose outputs are equal to the last bit.
    largest : float
        Largest difference of a score.
    """

    events: int
    identical: int
    largest: float

    @property
    def exact(self) -> bool:
        """Whether every event agrees to the last bit; never of an empty list."""
        return self.events > 0 and self.identical == self.events


def agreement(one: Floats, other: Floats) -> Agreement:
    """Compare two lists of scores to the last bit.

    Parameters
    ----------
    one, other : float64 (N,)

    Returns
    -------
    Agreement

    Examples
    --------
    >>> agreement(np.array([1.0, 2.0]), np.array([1.0, 2.5]))
    Agreement(events=2, identical=1, largest=0.5)
    """
    if one.shape != other.shape:
        raise ValueError(f"scores have shapes {one.shape} and {other.shape}: expected equal ones")
    return Agreement(one.size, int((one == other).sum()), float(np.max(np.abs(one - other), initial=0.0)))


def has_compiler() -> bool:
    """Tell whether a C simulation can be built on this machine."""
    return shutil.which(COMPILER) is not None


def explicit(network: Quantised) -> dict[str, dict[str, str]]:
    """Return the type of every number of the firmware, by layer.

    Parameters
    ----------
    network : Quantised

    Returns
    -------
    dict of str to dict of str to str
        Sums get the smallest type that no input can overflow; activations round and saturate.

    Notes
    -----
    The last layer gives its sums; it has no activation.
    """
    types = {"x": {"result": network.formats.input.hls()}}
    for layer, total in enumerate(network.sums):
        name = f"dense{layer + 1}"
        wide = total.hls()
        types[name] = {
            "weight": network.formats.weights[layer].hls(),
            "bias": wide,
            "accum": wide,
            "result": wide,
        }
        if layer < len(network.weights) - 1:
            types[f"relu{layer + 1}"] = {"result": network.formats.activations[layer].hls(saturates=True)}
    return types


def naive(network: Quantised, one: str = NAIVE) -> dict[str, dict[str, str]]:
    """Return the same table with one type for every number."""
    return {name: dict.fromkeys(types, one) for name, types in explicit(network).items()}


def simulate(
    network: Quantised, integers: Integers, types: Mapping[str, Mapping[str, str]] | None = None
) -> Floats:
    """Build the C simulation of a network's firmware, run it, and clear it away.

    Parameters
    ----------
    network : Quantised
    integers : int64 (N, F)
        Input integers.
    types : mapping, optional
        Type of every number, as :func:`explicit` gives them, which is what is left out.

    Returns
    -------
    float64 (N,)
        Scores.

    Raises
    ------
    NoCompiler
        Without ``g++``.
    RuntimeError
        When the simulation can't be built.

    Notes
    -----
    Writes into a temporary directory only, and takes some three seconds, most of them the compiler's.
    The C simulation is what high-level synthesis starts from; it says nothing of time or resources.
    """
    if not has_compiler():
        raise NoCompiler(f"no {COMPILER} on this machine: a C simulation needs one")
    values = np.ascontiguousarray(to_values(integers, network.formats.input))
    said = io.StringIO()
    with tempfile.TemporaryDirectory(prefix="firmware-") as folder:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            model = _graph(network, types or explicit(network), Path(folder))
            try:
                model.compile()
            except Exception as error:
                last = said.getvalue().strip().splitlines()[-1:] or [str(error)]
                raise RuntimeError(f"the C simulation can't be built: {last[0]}") from error
            scores = model.predict(values)
        return np.asarray(scores, dtype=np.float64).reshape(len(values), -1)[:, 0].copy()


def _graph(network: Quantised, types: Mapping[str, Mapping[str, str]], folder: Path) -> Any:
    """Return hls4ml's model of the network, made from a list of layers: no other framework in between."""
    from hls4ml.model.graph import ModelGraph
    from hls4ml.utils.config import create_config

    config = create_config(
        output_dir=str(folder / "firmware"), project_name="trigger", backend="Vitis", part=_PART
    )
    config["HLSConfig"] = {
        "Model": {"Precision": NAIVE, "ReuseFactor": 1, "Strategy": "Latency"},
        "LayerName": {name: {"Precision": dict(one)} for name, one in types.items()},
    }
    layers: list[dict[str, object]] = [
        {
            "name": "x",
            "class_name": "InputLayer",
            "input_shape": [network.weights[0].shape[0]],
            "inputs": ["x"],
            "outputs": ["x"],
        }
    ]
    before = "x"
    for layer, (matrix, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        name = f"dense{layer + 1}"
        layers.append(
            {
                "name": name,
                "class_name": "Dense",
                "n_in": matrix.shape[0],
                "n_out": matrix.shape[1],
                "weight_data": to_values(matrix, network.formats.weights[layer]),
                "bias_data": to_values(bias, network.sums[layer]),
                "inputs": [before],
                "outputs": [name],
            }
        )
        before = name
        if layer < len(network.weights) - 1:
            before = f"relu{layer + 1}"
            layers.append(
                {
                    "name": before,
                    "class_name": "Activation",
                    "activation": "relu",
                    "n_in": matrix.shape[1],
                    "inputs": [name],
                    "outputs": [before],
                }
            )
    return ModelGraph.from_layer_list(config, layers, inputs=["x"], outputs=[before])
