"""Entrants: from a file, from a class, and one line for each way to get it wrong."""

from pathlib import Path

import pytest
from tests.learning.challenge.policies import HALF, policy

from ecosystem_nb.learning.challenge.baselines import BASELINES
from ecosystem_nb.learning.challenge.entrant import Entrant, from_class, from_file
from ecosystem_nb.learning.challenge.policy import ChallengeError


class Stays:
    def prepare(self, situation):
        return situation.deployed


def test_a_file_gives_its_class(tmp_path: Path) -> None:
    path = tmp_path / "half.py"
    path.write_text(HALF.source)
    assert from_file(f"{path}:Half") == HALF
    assert from_file(f"{path}:Half").load().__name__ == "Half"


def test_a_class_brings_its_text_and_the_imports_beside_it() -> None:
    """From a file or a notebook's cell alike, and nothing that stands beside it is run."""
    found = from_class(Stays)
    assert found.name == "Stays"
    assert found.load().__name__ == "Stays"
    assert (
        "class Stays:\n    def prepare(self, situation):\n        return situation.deployed\n" in found.source
    )
    assert "import pytest" in found.source
    assert "def test_" not in found.source
    with pytest.raises(ChallengeError, match="int has no method prepare of its own"):
        from_class(int)


def test_all_baselines_load() -> None:
    assert len(BASELINES) == 7
    for name, made in BASELINES.items():
        assert Entrant(name).load() is made
    with pytest.raises(ChallengeError, match="no baseline 'melted': expected one of frozen, threshold-only"):
        Entrant("melted").load()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("class Other: pass", "no class 'Mine' in the file: expected one of Other"),
        ("x = 1", "no class 'Mine' in the file: it has no class"),
        ("Mine = 3", "Mine is no class"),
        ("class Mine: pass", r"Mine has no method prepare: expected prepare\(self, situation\)"),
        (
            "class Mine:\n  def prepare(self): pass",
            r"Mine: prepare: too many .* expected prepare\(self, situation\)",
        ),
        ("class Mine:\n  def prepare(self, a, b): pass", "Mine: prepare: missing a required argument: 'b'"),
        (
            "class Mine:\n  def __init__(self, n): pass\n  def prepare(self, s): pass",
            "its constructor: missing a required argument: 'n': expected one that needs no argument",
        ),
        ("class Mine(:", "Mine: its source can't be run: SyntaxError"),
        ("import nothing_of_this_name", "its source can't be run: ModuleNotFoundError"),
    ],
)
def test_what_is_no_policy(source: str, words: str) -> None:
    with pytest.raises(ChallengeError, match=words):
        Entrant("Mine", source).load()


def test_places_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "empty.py").write_text(" \n")
    (tmp_path / "bytes.py").write_bytes(b"\xff\xfe")
    for place, words in {
        "policy.py": "'policy.py': expected file.py:Class",
        "policy.py:not a name": "expected file.py:Class",
        f"{tmp_path}/gone.py:Mine": "gone.py can't be read: No such file or directory",
        f"{tmp_path}:Mine": "can't be read: Is a directory",
        f"{tmp_path}/empty.py:Mine": "empty.py is empty: expected a file with class Mine",
        f"{tmp_path}/bytes.py:Mine": "bytes.py can't be read: it is no UTF-8 text",
    }.items():
        with pytest.raises(ChallengeError, match=words):
            from_file(place)


def test_another_source_is_another_digest() -> None:
    assert policy("return 1").digest != policy("return 2").digest
    assert not Entrant("frozen").digest
