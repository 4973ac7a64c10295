"""How are the weights kept?  As safetensors, with their shapes checked."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ecosystem_nb import paths
from ecosystem_nb.learning.foundation.shapes import Shapes, Weights

FOLDER = Path("data", "learning", "foundation")


def digest(weights: Weights) -> str:
    """Return the SHA-256 of names, shapes and bytes of all tensors, in hexadecimal."""
    told = hashlib.sha256()
    for name in sorted(weights):
        told.update(f"{name} {weights[name].shape}".encode())
        told.update(np.ascontiguousarray(weights[name], dtype="<f4").tobytes())
    return told.hexdigest()


def to_safetensors(weights: Weights) -> bytes:
    """Return the weights as safetensors; equal weights give equal bytes."""
    from safetensors.numpy import save

    return bytes(save({name: np.ascontiguousarray(one) for name, one in weights.items()}))


def from_safetensors(content: bytes, shapes: Shapes) -> Weights:
    """Return the weights that ``to_safetensors`` wrote.

    Parameters
    ----------
    content : bytes
    shapes : Shapes
        Of the model that they shall serve.

    Returns
    -------
    dict of str to ndarray of float32

    Raises
    ------
    ValueError
        For bytes that are no safetensors file, or weights of another model.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        found = load(content)
    except (SafetensorError, KeyError, ValueError) as error:
        raise ValueError(f"weights of {len(content)} bytes are corrupt: expected safetensors") from error
    wanted = shapes.tensors()
    for name, size in wanted.items():
        got = found[name].shape if name in found else "nothing"
        if got != size:
            raise ValueError(f"weights hold {got} for {name}: expected {size}")
    weights: Weights = {name: np.asarray(found[name], dtype=np.float32) for name in wanted}
    return weights


@cache
def lineage() -> dict[str, Any]:
    """Return what is known of the weights that are shipped."""
    told: dict[str, Any] = json.loads(_shipped("lineage.json"))
    return told


@cache
def pretrained() -> Weights:
    """Return the weights that ``make pretrain`` has written.

    Raises
    ------
    FileNotFoundError
        Where there are none yet.
    ValueError
        When they are not those of their lineage.
    """
    weights = from_safetensors(_shipped("weights.safetensors"), Shapes(**lineage()["recipe"]["shapes"]))
    if digest(weights) != lineage()["weights"]:
        raise ValueError(f"weights in {FOLDER.as_posix()} are not those of lineage.json: run make pretrain")
    return weights


def _shipped(name: str) -> bytes:
    file = paths.root() / FOLDER / name
    if not file.exists():
        raise FileNotFoundError(f"no {name} in {FOLDER.as_posix()}: make pretrain writes it")
    return file.read_bytes()
