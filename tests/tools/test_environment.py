"""Does `make env` say in one line what is missing, and go on after an interruption?"""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ecosystem_nb.paths import root

SCRIPT = root() / "tools" / "environment.py"


class Commands:
    """Stands for subprocess.call: runs nothing, remembers all, fails what holds the word ``failing``."""

    def __init__(self, venv: Path, failing: str = "", *, pip_answers: bool = True):
        self.ran: list[list[str]] = []
        self.venv, self.failing, self.pip_answers = venv, failing, pip_answers

    def __call__(self, command, **_):
        if command[-2:] == ["pip", "--version"]:
            return 0 if self.pip_answers and self.venv.is_dir() else 1
        self.ran.append(command)
        if command[1:3] == ["-m", "venv"]:
            (self.venv / "bin").mkdir(parents=True)
            (self.venv / "bin" / "python").touch()
        return int(self.failing in command)

    def with_word(self, word: str) -> list[list[str]]:
        return [command for command in self.ran if word in command]


@pytest.fixture
def env(tmp_path, monkeypatch) -> ModuleType:
    """The script, at work in a folder of its own."""
    spec = importlib.util.spec_from_file_location("environment_under_test", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "VENV", str(venv))
    monkeypatch.setattr(module, "PYTHON", str(venv / "bin" / "python"))
    monkeypatch.setattr(module, "STAMP", str(venv / ".installed"))
    (tmp_path / "requirements.lock").write_text("numpy==2.4.6\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return module


@pytest.fixture
def commands(env, monkeypatch) -> Commands:
    stand_in = Commands(Path(env.VENV))
    monkeypatch.setattr(env.subprocess, "call", stand_in)
    return stand_in


def line_of(error: pytest.ExceptionInfo[SystemExit]) -> str:
    """The one line; sys.exit prints a text and ends with code 1."""
    said = str(error.value.code)
    assert said.startswith("ecosystem-nb: ")
    assert "\n" not in said
    return said


def test_a_python_that_is_too_old_is_told_so(env, monkeypatch):
    monkeypatch.setattr(env, "LEAST", (99, 0))
    with pytest.raises(SystemExit) as error:
        env.main()
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert f"Python {version} is too old: expected 3.11 or newer" in line_of(error)


def test_the_least_python_is_the_one_of_pyproject(env):
    assert f'requires-python = ">={env.LEAST[0]}.{env.LEAST[1]}"' in (root() / "pyproject.toml").read_text(
        "utf-8"
    )


def test_the_script_parses_on_an_old_python_so_that_it_can_say_so():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 5))


@pytest.mark.parametrize("name", ["venv", "ensurepip"])
def test_a_missing_module_of_python_is_named_with_its_remedy(env, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SystemExit) as error:
        env.main()
    assert f"Python's {name} module is missing" in line_of(error)
    assert "apt install python3-venv" in line_of(error)
    assert not Path(env.VENV).exists()


def test_no_wheel_and_no_compiler_is_one_line(env, commands, monkeypatch):
    commands.failing = "--only-binary=:all:"
    monkeypatch.setattr(env.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as error:
        env.main()
    assert "no C compiler was found: install one" in line_of(error)
    assert not Path(env.STAMP).exists()


def test_no_wheel_but_a_compiler_builds_from_source(env, commands, monkeypatch):
    commands.failing = "--only-binary=:all:"
    monkeypatch.setattr(env.shutil, "which", lambda name: f"/usr/bin/{name}")
    env.main()
    assert ["--only-binary=:all:" in command for command in commands.with_word("-r")] == [True, False]


def test_a_failed_install_is_one_line_and_leaves_no_stamp(env, commands):
    commands.failing = "--editable"
    with pytest.raises(SystemExit) as error:
        env.main()
    assert "can't install ecosystem-nb itself" in line_of(error)
    assert not Path(env.STAMP).exists()


def test_an_index_of_pytorch_is_handed_to_pip_and_only_where_one_is_named(env, commands, monkeypatch):
    monkeypatch.setenv("TORCH_INDEX", "https://example.org/cpu")
    env.main()
    (locked,) = commands.with_word("-r")
    assert locked[-2:] == ["--extra-index-url", "https://example.org/cpu"]
    Path(env.STAMP).unlink()
    commands.ran.clear()
    monkeypatch.setenv("TORCH_INDEX", "")
    env.main()
    (locked,) = commands.with_word("-r")
    assert "--extra-index-url" not in locked


def test_what_is_installed_is_not_installed_again(env, commands):
    env.main()
    assert commands.with_word("--editable")
    commands.ran.clear()
    env.main()
    assert commands.ran == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed_without_a_new_venv(env, commands, tmp_path, name):
    env.main()
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    commands.ran.clear()
    env.main()
    assert commands.with_word("-r")
    assert not commands.with_word("venv")


def test_a_half_made_environment_is_made_anew(env, commands):
    """Killed while venv was at work: there is a folder, but its pip does not answer."""
    half = Path(env.VENV) / "half"
    half.mkdir(parents=True)
    commands.pip_answers = False
    env.main()
    assert not half.exists()
    assert commands.with_word("venv")
    assert Path(env.STAMP).exists()


def test_an_environment_that_was_cut_short_while_installing_is_gone_on_with(env, commands):
    kept = Path(env.VENV) / "kept"
    kept.mkdir(parents=True)
    env.main()
    assert kept.exists()
    assert not commands.with_word("venv")
    assert commands.with_word("-r")


def test_make_without_python_ends_with_2_and_one_line():
    make = shutil.which("make")
    assert make, "make is one of the three things that the project needs"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(
        [make, "env", "PYTHON=/nonexistent/python"],
        cwd=root(),
        capture_output=True,
        text=True,
        env=clean,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode == 2
    assert len(said) == 1
    assert said[0].startswith("ecosystem-nb: no /nonexistent/python found: install Python 3.11 or newer")
    assert done.stdout == ""
