"""The trained networks, run by ONNX Runtime."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosystem_nb import paths
from ecosystem_nb.tracking.gnn.features import edge_features, hit_features
from ecosystem_nb.tracking.gnn.graph import Edges, Points, Singles

FOLDER = Path("data", "tracking", "gnn")
NAMES = ("embed", "filter", "interact")
_AT_ONCE = 500_000  # edges that the filter looks at: its hidden layers take 0.5 GB


@dataclass(frozen=True, eq=False)
class Networks:
    """Embedding, filter and interaction network.

    Attributes
    ----------
    sessions : mapping of str to onnxruntime.InferenceSession
        Under the names of ``NAMES``.
    """

    sessions: dict[str, Any]

    def embed(self, hits: Points) -> Singles:
        """Return where each hit lies in the learned space: shape (N, D), no unit."""
        if not len(hits):
            return np.zeros((0, self.sessions["embed"].get_outputs()[0].shape[1] or 1), dtype=np.float32)
        phi = hits.phi.astype(np.float32)[:, None]
        return self._run("embed", hits=hit_features(hits), phi=phi)

    def sift(self, hits: Points, edges: Edges) -> Singles:
        """Return the filter's score of each edge, 0 to 1."""
        if not edges.shape[1]:
            return np.zeros(0, dtype=np.float32)
        parts = np.array_split(edges, -(-edges.shape[1] // _AT_ONCE), axis=1)
        return np.concatenate([self._run("filter", pairs=edge_features(hits, one))[:, 0] for one in parts])

    def interact(self, hits: Points, edges: Edges) -> Singles:
        """Return the score of each edge after each step of message passing: shape (steps, E), 0 to 1."""
        if not edges.shape[1]:
            steps: int = self.sessions["interact"].get_outputs()[0].shape[0]
            return np.zeros((steps, 0), dtype=np.float32)
        features, pairs = hit_features(hits), edge_features(hits, edges)
        return self._run("interact", hits=features, pairs=pairs, inner=edges[0], outer=edges[1])

    def _run(self, network: str, **inputs: NDArray[Any]) -> Singles:
        out: Singles = self.sessions[network].run(None, inputs)[0]
        return out


def networks(models: dict[str, bytes], threads: int = 1) -> Networks:
    """Return the networks of three ONNX models.

    Parameters
    ----------
    models : mapping of str to bytes
        Under the names of ``NAMES``.
    threads : int
        Threads within one operation.

    Returns
    -------
    Networks
    """
    import onnxruntime  # takes a tenth of a second

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    made = {
        name: onnxruntime.InferenceSession(models[name], options, providers=["CPUExecutionProvider"])
        for name in NAMES
    }
    return Networks(made)


@cache
def trained(threads: int = 1) -> Networks:
    """Return the networks that ``make train-gnn`` has written.

    Parameters
    ----------
    threads : int

    Returns
    -------
    Networks

    Raises
    ------
    FileNotFoundError
        Where they have not been trained yet.
    """
    folder = paths.root() / FOLDER
    absent = [name for name in NAMES if not (folder / f"{name}.onnx").exists()]
    if absent:
        raise FileNotFoundError(
            f"no {absent[0]}.onnx in {FOLDER.as_posix()}: make train-gnn trains the networks"
        )
    return networks({name: (folder / f"{name}.onnx").read_bytes() for name in NAMES}, threads)


def lineage() -> dict[str, Any]:
    """Return where the networks come from, as ``make train-gnn`` has noted it."""
    noted: dict[str, Any] = json.loads((paths.root() / FOLDER / "lineage.json").read_text(encoding="utf-8"))
    return noted
