"""Where does a model come from?  Parent, interval, data, code, seed and environment of a version."""

import hashlib
import json
import math
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ecosystem_nb.learning.registry.errors import RegistryError

PACKAGES = ("numpy", "numba", "torch", "onnx", "onnxruntime", "onnxscript", "ecosystem-nb")
"""What decides about the digits of a trained model."""


@dataclass(frozen=True)
class Lineage:
    """What a version is made of.

    Attributes
    ----------
    start, stop : float
        Interval of validity, in intervals of the timeline: start included, stop not.
    data : str
        Digest of the arrays it was trained on.
    code : str
        Commit of a clean checkout as ``git:…``, else digest of the package's source as ``source:…``.
    environment : str
        Digest of the versions of Python and of the packages.
    seed : int
        Of the training.
    threshold : float
        Score from which on an event counts as an electron.
    parent : int or None
        The version that the training started from.
    plan : mapping
        What a replay needs beside these, as plain values of JSON.
    integers : str
        Digest of the network in integers, for the trigger.
    """

    start: float
    stop: float
    data: str
    code: str
    environment: str
    seed: int
    threshold: float
    parent: int | None = None
    plan: Mapping[str, Any] = field(default_factory=dict)
    integers: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and math.isfinite(self.stop) and self.start < self.stop):
            raise RegistryError(
                f"interval of validity is missing or empty ({self.start:g} to {self.stop:g}): "
                "expected a start below a stop, in intervals"
            )
        for name in ("data", "code", "environment"):
            if not getattr(self, name):
                raise RegistryError(f"lineage has no {name}: expected a digest or a commit")
        if not math.isfinite(self.threshold):
            raise RegistryError(f"threshold = {self.threshold} is no finite score")

    def holds_at(self, interval: float) -> bool:
        """Tell whether an interval lies within the interval of validity."""
        return self.start <= interval < self.stop

    def to_json(self) -> str:
        """Write it down, keys sorted."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Lineage":
        """Read what ``to_json`` wrote."""
        return cls(**json.loads(text))


def of_arrays(*arrays: ArrayLike) -> str:
    """Return the SHA-256 over arrays: type, shape and bytes of each.

    Examples
    --------
    >>> of_arrays([1.0, 2.0]) == of_arrays(np.array([1.0, 2.0]))
    True
    >>> of_arrays([1.0, 2.0]) == of_arrays([[1.0], [2.0]])
    False
    """
    made = hashlib.sha256()
    for one in arrays:
        array = np.ascontiguousarray(one)
        made.update(f"{array.dtype.str}{array.shape}".encode())
        made.update(array.tobytes())
    return made.hexdigest()


def of_environment() -> str:
    """Return the digest of the versions that decide about a model's digits."""
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


def of_code(package: Path | None = None) -> str:
    """Return the commit of the code if it is exactly that, else the digest of its source.

    Parameters
    ----------
    package : pathlib.Path, optional
        Folder of the source; this package when left out.

    Returns
    -------
    str
        ``git:`` and the commit of a checkout without changes there, or ``source:`` and a SHA-256.
    """
    folder = package or Path(__file__).resolve().parents[2]
    try:
        changed = _git(folder, "status", "--porcelain", "--", ".")
        tracked = _git(folder, "ls-files", "--", ".")
        if tracked and not changed:
            return "git:" + _git(folder, "rev-parse", "HEAD")
    except (OSError, subprocess.SubprocessError):
        pass
    made = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        made.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return "source:" + made.hexdigest()


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words], check=True, capture_output=True, text=True, timeout=10
    )
    return done.stdout.strip()
