"""A registry made once, copied for each test, and small models to put into it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from ecosystem_nb.learning.registry.gate import Batch, Bounds, Report, Sample, judge
from ecosystem_nb.learning.registry.lineage import Lineage
from ecosystem_nb.learning.registry.store import Registry

FEATURES = 3
BOUNDS = Bounds(efficiency=0.8, background=0.2, response=0.05, parameters=10, size=2000)


@dataclass(frozen=True, eq=False)
class Linear:
    """score = 1 / (1 + exp(-(x w + b))): small enough to know every answer by hand."""

    weights: NDArray[np.float32]
    bias: float = 0.0

    def scores(self, x: Batch) -> Batch:
        score: Batch = 1 / (1 + np.exp(-(x @ self.weights + np.float32(self.bias))))
        return score.astype(np.float32)

    def content(self) -> bytes:
        w = numpy_helper.from_array(self.weights.reshape(-1, 1), "w")
        b = numpy_helper.from_array(np.array([self.bias], dtype=np.float32), "b")
        graph = helper.make_graph(
            [
                helper.make_node("Gemm", ["x", "w", "b"], ["z"]),
                helper.make_node("Sigmoid", ["z"], ["score"]),
            ],
            "linear",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["events", len(self.weights)])],
            [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["events", 1])],
            [w, b],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        made: bytes = model.SerializeToString()
        onnx.checker.check_model(model)
        return made


GOOD = Linear(np.array([4, 0, 0], dtype=np.float32))
OTHER = Linear(np.array([5, 0, 0], dtype=np.float32))
BLIND = Linear(np.array([0, 4, 0], dtype=np.float32))


@pytest.fixture(scope="session")
def sample() -> Sample:
    """Electrons at +1, jets at -1 in the first feature, with a spread of a half; the rest is noise."""
    rng = np.random.default_rng(1)
    electron = np.arange(2000) % 2 == 0
    x = rng.normal(0, 0.5, (2000, FEATURES)).astype(np.float32)
    x[:, 0] += np.where(electron, 1, -1)
    return Sample(x, electron, rng.normal(1.0, 0.02, 2000))


def judged(model: Linear, sample: Sample) -> Report:
    return judge(model, model.content(), 0.5, sample, bounds=BOUNDS)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty registry: MLflow takes a second to make its tables."""
    folder = tmp_path_factory.mktemp("registry") / "empty"
    Registry.create(folder)
    return folder


@pytest.fixture
def registry(empty: Path, tmp_path: Path) -> Registry:
    shutil.copytree(empty, tmp_path / "registry")
    return Registry(tmp_path / "registry")


def lineage(start: float = 0, stop: float = 1, parent: int | None = None, seed: int = 1) -> Lineage:
    return Lineage(start, stop, "d" * 64, "git:0", "e" * 64, seed, 0.5, parent)


@pytest.fixture(scope="session")
def two(empty: Path, tmp_path_factory: pytest.TempPathFactory, sample: Sample) -> Path:
    """Version 1 in production, 2 the candidate."""
    folder = tmp_path_factory.mktemp("registry") / "two"
    shutil.copytree(empty, folder)
    made = Registry(folder)
    made.promote(made.register(GOOD.content(), lineage(), judged(GOOD, sample)), seen=None)
    made.register(OTHER.content(), lineage(1, 2, parent=1), judged(OTHER, sample))
    return folder


@pytest.fixture
def served(two: Path, tmp_path: Path) -> Registry:
    shutil.copytree(two, tmp_path / "served")
    return Registry(tmp_path / "served")
