"""May this model go into production?  Physics, parity, bits and resources, each a check with a bound."""

import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Protocol, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.learning.registry.errors import RegistryError
from ecosystem_nb.learning.registry.files import digest, kind
from ecosystem_nb.learning.service.in_process import Batch, Model, ModelRefused

# What two ways of computing the quantised model give for the same events: the emulation, and the hardware's.
BitExact: TypeAlias = Callable[[Batch], tuple[NDArray[np.generic], NDArray[np.generic]]]
PARITY = 1e-4
"""Largest allowed distance between the scores of the network and those of its ONNX file."""


class Scores(Protocol):
    """A network: scores of events, and its weights."""

    def scores(self, x: Batch) -> Batch:
        """Return the score of each event."""
        ...


@dataclass(frozen=True)
class Bounds:
    """What a version has to keep to.

    Attributes
    ----------
    efficiency : float
        Least share of electrons kept at the threshold.
    background : float
        Most of the jets kept there.
    response : float
        Largest distance from 1 of the median of measured over true energy of the electrons kept.
    parity : float
        Largest distance between the two ways of computing a score.
    parameters, size, multiply_adds : int
        Most weights, bytes of the file, and multiplications an event.
    """

    efficiency: float = 0.93
    background: float = 0.45
    response: float = 0.05
    parity: float = PARITY
    parameters: int = 10_000
    size: int = 100_000
    multiply_adds: int = 10_000


@dataclass(frozen=True)
class Check:
    """One check: what was found, what is allowed.

    Attributes
    ----------
    name, rule : str
        What is checked; ``"at least"`` or ``"at most"``.
    value, bound : float
        In ``unit``.
    unit : str
    """

    name: str
    value: float
    rule: str
    bound: float
    unit: str = "1"

    @property
    def passed(self) -> bool:
        """Whether the value keeps to its bound; one that is not finite never does."""
        if not math.isfinite(self.value):
            return False
        return self.value >= self.bound if self.rule == "at least" else self.value <= self.bound

    def __str__(self) -> str:
        unit = "" if self.unit == "1" else f" {self.unit}"
        return f"{self.name} = {self.value:.4g}{unit}, allowed {self.rule} {self.bound:.4g}{unit}"


@dataclass(frozen=True)
class Report:
    """What the gate says of one model file.

    Attributes
    ----------
    model : str
        Digest of the file that was judged.
    checks : tuple of Check
    """

    model: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether there are checks and all of them pass."""
        return bool(self.checks) and all(one.passed for one in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that did not pass."""
        return tuple(one for one in self.checks if not one.passed)

    def __str__(self) -> str:
        if self.passed:
            return f"passed all {len(self.checks)} checks"
        return "failed " + "; ".join(map(str, self.failed)) if self.checks else "no check was made"

    def table(self) -> pd.DataFrame:
        """Return a row a check: ``check``, ``value``, ``rule``, ``bound``, ``unit``, ``passed``."""
        rows = [asdict(one) | {"passed": "yes" if one.passed else "no"} for one in self.checks]
        return pd.DataFrame(rows).rename(columns={"name": "check"})

    def to_json(self) -> str:
        """Write it down, keys sorted."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Report":
        """Read what ``to_json`` wrote."""
        kept = json.loads(text)
        return cls(kept["model"], tuple(Check(**one) for one in kept["checks"]))


@dataclass(frozen=True, eq=False)
class Sample:
    """Events that a model is judged on; it must not have seen them.

    Attributes
    ----------
    x : ndarray of float32, shape (N, F)
        Features.
    electron : ndarray of bool, shape (N,)
        Truth.
    response : ndarray of float64, shape (N,)
        Measured over true energy of each event.
    """

    x: Batch
    electron: NDArray[np.bool_]
    response: Floats

    def __post_init__(self) -> None:
        if not len(self.x) == len(self.electron) == len(self.response):
            raise RegistryError(
                f"sample: expected columns of one length, got {len(self.x)}, {len(self.electron)}, "
                f"{len(self.response)} events"
            )
        if self.electron.all() or not self.electron.any():
            raise RegistryError("sample: expected electrons and jets, got one kind only")


def judge(
    network: Scores,
    content: bytes,
    threshold: float,
    sample: Sample,
    *,
    bounds: Bounds,
    hardware: BitExact | None = None,
) -> Report:
    """Put a model through the gate.

    Parameters
    ----------
    network : Scores
        The trained network.
    content : bytes
        Its ONNX file, as it would be served.
    threshold : float
        Score from which on an event counts as an electron.
    sample : Sample
        Events that it has not seen.
    bounds : Bounds
        What is allowed.
    hardware : callable, optional
        Gives for a batch the outputs of the quantised model's emulation and those of its hardware;
        checked where there is one.

    Returns
    -------
    Report

    Raises
    ------
    RegistryError
        When the file is not ONNX, or takes another number of features.

    Notes
    -----
    Scores are taken from the file, for that is what runs; the network only serves for the parity.
    """
    if kind(content) != "onnx":
        raise RegistryError("the gate judges what is served: expected an ONNX file")
    served = run(content, sample.x)
    kept = served >= threshold
    electrons = kept & sample.electron
    median = float(np.median(sample.response[electrons])) if electrons.any() else math.nan
    weights, products = resources(content)
    checks = [
        Check("efficiency", float(kept[sample.electron].mean()), "at least", bounds.efficiency),
        Check("background", float(kept[~sample.electron].mean()), "at most", bounds.background),
        Check("energy scale error", abs(median - 1.0), "at most", bounds.response),
        Check("ONNX parity", _apart(network.scores(sample.x), served), "at most", bounds.parity),
        Check("parameters", weights, "at most", bounds.parameters),
        Check("file size", len(content), "at most", bounds.size, "B"),
        Check("multiply-adds an event", products, "at most", bounds.multiply_adds),
    ]
    if hardware is not None:
        emulated, real = hardware(sample.x)
        checks.append(Check("outputs not bit-exact", differing(emulated, real), "at most", 0))
    return Report(digest(content), tuple(checks))


def _apart(a: Batch, b: Batch) -> float:
    if a.shape != b.shape:
        raise RegistryError(f"scores of network and file differ in shape: {a.shape} and {b.shape}")
    return float(np.max(np.abs(a.astype(np.float64) - b.astype(np.float64))))


def differing(a: NDArray[np.generic], b: NDArray[np.generic]) -> int:
    """Count the outputs that differ in any bit.

    Examples
    --------
    >>> differing(np.array([1.0, 0.0]), np.array([1.0, -0.0]))
    1
    """
    if a.shape != b.shape or a.dtype != b.dtype:
        raise RegistryError(f"outputs differ in shape or type: {a.shape} {a.dtype} and {b.shape} {b.dtype}")
    bits = [np.ascontiguousarray(one).view(np.uint8).reshape(one.size, -1) for one in (a, b)]
    return int((bits[0] != bits[1]).any(axis=1).sum())


def run(content: bytes, x: Batch) -> Batch:
    """Return the scores of an ONNX file, on one thread.

    Parameters
    ----------
    content : bytes
        The file.
    x : ndarray of float32, shape (N, F)
        Features.

    Returns
    -------
    ndarray of float32, shape (N,)

    Raises
    ------
    RegistryError
        When the file takes another number of features, or can't be run.
    """
    try:
        return Model(content).scores(x)
    except ModelRefused as error:
        raise RegistryError(str(error)) from error


def resources(content: bytes) -> tuple[int, int]:
    """Count the weights of an ONNX file, and its multiplications for one event.

    Returns
    -------
    parameters : int
        Numbers of all initializers of a floating type.
    multiply_adds : int
        Entries of the matrices that are multiplied with (``Gemm``, ``MatMul``).
    """
    import onnx

    graph = onnx.load_model_from_string(content).graph
    floats = {onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE, onnx.TensorProto.FLOAT16}
    sizes = {one.name: math.prod(one.dims) for one in graph.initializer if one.data_type in floats}
    used = [name for node in graph.node if node.op_type in ("Gemm", "MatMul") for name in node.input[:2]]
    return sum(sizes.values()), sum(sizes.get(name, 0) for name in used)
