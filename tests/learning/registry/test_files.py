"""Only ONNX and safetensors are kept, whole or not at all."""

import io
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save
from tests.learning.registry.conftest import GOOD

from ecosystem_nb.learning.registry import files
from ecosystem_nb.learning.registry.errors import Damaged, RegistryError


def archive() -> bytes:
    """What torch.save writes: a zip file with a pickle inside."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr("model/data.pkl", pickle.dumps({"w": 1.0}))
    return made.getvalue()


@pytest.mark.parametrize(
    "content", [*(pickle.dumps([1.0], protocol) for protocol in (2, 3, 4, 5)), archive()]
)
def test_a_pickle_is_refused(content: bytes) -> None:
    with pytest.raises(RegistryError, match="is a pickle: expected ONNX or safetensors"):
        files.kind(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no model",
        pickle.dumps([1.0], 0),
        GOOD.content()[:-20],
        save({"w": np.ones(3)})[:-4],
        b"\x00" * 64,
    ],
    ids=["empty", "text", "pickle 0", "cut onnx", "cut safetensors", "zeros"],
)
def test_what_is_neither_format_is_refused(content: bytes) -> None:
    with pytest.raises(RegistryError, match=f"file of {len(content)} bytes is corrupt or of another format"):
        files.kind(content)


def test_the_name_is_the_digest(tmp_path: Path) -> None:
    """Same bytes, same name, one file; what comes back is what went in."""
    for content, kind in ((GOOD.content(), "onnx"), (save({"w": np.ones(3)}), "safetensors")):
        name = files.keep(tmp_path, content)
        assert name == files.keep(tmp_path, content) == f"{files.digest(content)}.{kind}"
        assert files.fetch(tmp_path, name) == content
    assert len(list(tmp_path.iterdir())) == 2


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        RegistryError, match="cannot write the model: the disk is full; nothing was registered"
    ):
        files.keep(tmp_path, GOOD.content())
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_written_again(tmp_path: Path) -> None:
    name = files.keep(tmp_path, GOOD.content())
    (tmp_path / name).chmod(0o644)
    (tmp_path / name).write_bytes(b"other")
    with pytest.raises(Damaged, match="is corrupt"):
        files.fetch(tmp_path, name)
    assert files.keep(tmp_path, GOOD.content()) == name
    assert files.fetch(tmp_path, name) == GOOD.content()
