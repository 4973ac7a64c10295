"""May this model go into production?  Physics, parity, size and hardware, each a check with a bound."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosystem_nb.bounds import Floats
from ecosystem_nb.learning.registry.errors import RegistryError
from ecosystem_nb.learning.registry.files import digest, kind
from ecosystem_nb.learning.service.in_process import Batch, Model, ModelRefused

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
    parameters, size : int
        Most weights, and bytes of the file.
    """

    efficiency: float = 0.93
    background: float = 0.45
    response: float = 0.05
    parity: float = PARITY
    parameters: int = 10_000
    size: int = 100_000


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
    detail : str
        What else the report has to say, such as the first event at fault.
    """

    name: str
    value: float
    rule: str
    bound: float
    unit: str = "1"
    detail: str = ""

    @property
    def passed(self) -> bool:
        """Whether the value keeps to its bound; one that is not finite never does."""
        if not math.isfinite(self.value):
            return False
        return self.value >= self.bound if self.rule == "at least" else self.value <= self.bound

    def __str__(self) -> str:
        unit = "" if self.unit == "1" else f" {self.unit}"
        more = f" ({self.detail})" if self.detail else ""
        return (
            f"{self.name} = {_short(self.value)}{unit}, allowed {self.rule} {_short(self.bound)}{unit}{more}"
        )


def _short(value: float) -> str:
    """Write a number in at most four digits, or as the whole number it is."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.4g}"


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
        """Return a row a check: its fields, the name as ``check``, and ``passed`` (``"yes"`` or ``"no"``)."""
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


class Hardware(Protocol):
    """What a version brings for a device, with the checks that belong to it."""

    def checks(self, content: bytes, sample: Sample) -> Sequence[Check]:
        """Check it against the version's ONNX file, on a sample."""
        ...


def judge(
    network: Scores,
    content: bytes,
    threshold: float,
    sample: Sample,
    *,
    bounds: Bounds,
    hardware: Hardware | None = None,
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
    hardware : Hardware, optional
        Checked as well where there is one: ``trigger.Firmware``.

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
    checks = [
        Check("efficiency", float(kept[sample.electron].mean()), "at least", bounds.efficiency),
        Check("background", float(kept[~sample.electron].mean()), "at most", bounds.background),
        Check("energy scale error", abs(median - 1.0), "at most", bounds.response),
        Check("ONNX parity", _apart(network.scores(sample.x), served), "at most", bounds.parity),
        Check("parameters", parameters(content), "at most", bounds.parameters),
        Check("file size", len(content), "at most", bounds.size, "B"),
    ]
    if hardware is not None:
        checks += hardware.checks(content, sample)
    return Report(digest(content), tuple(checks))


def _apart(a: Batch, b: Batch) -> float:
    if a.shape != b.shape:
        raise RegistryError(f"scores of network and file differ in shape: {a.shape} and {b.shape}")
    return float(np.max(np.abs(a.astype(np.float64) - b.astype(np.float64))))


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


def parameters(content: bytes) -> int:
    """Count the weights of an ONNX file: the numbers of all its initializers of a floating type."""
    import onnx

    floats = {onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE, onnx.TensorProto.FLOAT16}
    graph = onnx.load_model_from_string(content).graph
    return sum(math.prod(one.dims) for one in graph.initializer if one.data_type in floats)
