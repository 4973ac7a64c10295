"""From a rule to a copy: what Rucio is told, and the whole of it where Rucio is installed."""

import ast
import configparser
import os
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from ecosystem_nb.network.testbed import checks, life, rucio_side, rule
from ecosystem_nb.network.testbed.tools import Broken, Missing, Tools
from ecosystem_nb.paths import root


@pytest.fixture(scope="module")
def python() -> Path:
    """A Python with Rucio."""
    try:
        return rule.find_python(root())
    except Missing as error:
        if os.environ.get("CI"):
            pytest.fail(f"{error}; .ci/run calls it")
        pytest.skip(f"{error}: no rule tried")


def test_rucio_is_told_its_catalogue_and_where_the_marks_are() -> None:
    told = configparser.ConfigParser()
    told.read_string(rule.configuration(Path("x.db"), "http://127.0.0.1:9", "atlas"))
    assert told["database"]["default"] == "sqlite:///x.db"
    assert told["packet-marking"]["fetch_url"] == "http://127.0.0.1:9/api.json"
    assert told["packet-marking"]["exp_name"] == "atlas"
    assert told["conveyor"]["use_preparer"] == "true"


def test_without_rucio_one_line_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Missing, match=r"^Rucio is not installed: make rucio"):
        rule.find_python(tmp_path)


def test_an_environment_of_its_own_is_found_and_this_one_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / ".venv-rucio" / "bin" / "python"
    made.parent.mkdir(parents=True)
    made.touch()
    monkeypatch.setattr(rule.importlib.util, "find_spec", lambda name: None)
    assert rule.find_python(tmp_path) == made
    monkeypatch.setattr(rule.importlib.util, "find_spec", lambda name: object())
    assert rule.find_python(tmp_path) == Path(sys.executable)


def test_rucios_side_imports_nothing_but_rucio_and_the_standard_library() -> None:
    tree = ast.parse(Path(rucio_side.__file__).read_text(encoding="utf-8"))
    modules = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules - {"rucio"} <= sys.stdlib_module_names


def test_the_lock_of_rucio_holds_exact_versions_within_the_extras_range() -> None:
    project = tomllib.loads((root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (wanted,) = map(Requirement, project["optional-dependencies"]["rucio"])
    lines = (root() / "requirements-rucio.lock").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(one) for one in lines]
    assert all([one.operator for one in pin.specifier] == ["=="] and pin.url is None for pin in pins)
    (found,) = [pin for pin in pins if pin.name == wanted.name]
    assert wanted.specifier.contains(next(iter(found.specifier)).version)


@pytest.mark.xrootd
def test_a_python_without_rucio_is_told_in_one_line(found: Tools) -> None:
    if rule.importlib.util.find_spec("rucio") is not None:
        pytest.skip("this Python has Rucio")
    with (
        life.running(found=found) as bed,
        pytest.raises(Broken, match="Rucio ended with 1: ModuleNotFoundError"),
    ):
        rule.driven(bed, Path(sys.executable), checks.mark())


@pytest.mark.xrootd
def test_a_rule_becomes_a_copy(found: Tools, python: Path) -> None:
    """Rule, preparer, submitter, FTS, copy, firefly, poller, finisher: OK."""
    with life.running(found=found) as bed:
        steps = rule.driven(bed, python, checks.mark())
        folders = list(bed.folder.glob("rucio-*"))
        assert all(one.stat().st_mode & 0o077 == 0 for one in folders)
    assert list(steps["step"]) == ["rule added", "preparer", "submitter", "poller", "finisher"]
    assert list(steps["request"]) == ["PREPARING", "QUEUED", "SUBMITTED", "DONE", "gone"]
    assert list(steps["rule"]) == ["REPLICATING"] * 4 + ["OK"]
    assert list(steps["replica"]) == ["COPYING"] * 4 + ["AVAILABLE"]
    assert steps.attrs["equal"]
    assert steps.attrs["came"] == 2
