"""What is found, and what is said where it is not."""

import os
from pathlib import Path

import pytest

from ecosystem_nb.network.testbed import tools
from ecosystem_nb.network.testbed.tools import PLUGINS, Missing

PACKAGES = ("xrootd-server", "xrootd-server-plugins", "xrootd-scitokens-plugins", "conda-forge xrootd")


def program(folder: Path, version: str = "v5.5.3", plugins: tuple[str, ...] = PLUGINS) -> Path:
    """A prefix with a program of that name, which tells its version as XRootD does."""
    (folder / "bin").mkdir(parents=True)
    made = folder / "bin" / "xrootd"
    made.write_text(f"#!/bin/sh\necho {version} >&2\n", encoding="utf-8")
    made.chmod(0o755)
    library = folder / "lib" / "x86_64-linux-gnu"
    library.mkdir(parents=True)
    for name in plugins:
        (library / f"{name}-5.so").touch()
    return made


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return tmp_path


def test_without_the_program_one_line_names_the_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Missing) as said:
        tools.find()
    assert "\n" not in str(said.value)
    assert all(one in str(said.value) for one in PACKAGES)


@pytest.mark.parametrize("lacking", PLUGINS)
def test_a_missing_plugin_is_named_with_the_packages(prefix: Path, lacking: str) -> None:
    program(prefix, plugins=tuple(one for one in PLUGINS if one != lacking))
    with pytest.raises(Missing, match=f"XRootD lacks {lacking}: on Debian") as said:
        tools.find()
    assert all(one in str(said.value) for one in PACKAGES)


def test_one_plugin_is_not_taken_for_another_whose_name_begins_alike(tmp_path: Path) -> None:
    program(tmp_path, plugins=tuple(one for one in PLUGINS if one != "libXrdHttp"))
    assert tools.missing_plugins(tmp_path) == ["libXrdHttp"]


def test_program_and_version_are_told(prefix: Path) -> None:
    made = program(prefix, "v5.7.1")
    found = tools.find()
    assert (found.xrootd, found.version, found.takes_sockets) == (made, "5.7.1", False)


def test_a_conda_environment_keeps_its_plugins_one_folder_higher(prefix: Path) -> None:
    program(prefix, plugins=())
    for name in PLUGINS:
        (prefix / "lib" / f"{name}-5.so").touch()
    assert tools.missing_plugins(prefix) == []


@pytest.mark.parametrize("told", ["v5.4.9", "v4.12.8"])
def test_an_old_version_is_refused_with_the_oldest_that_will_do(told: str) -> None:
    with pytest.raises(Missing, match=rf"XRootD {told[1:]} is too old: expected 5\.5 or newer"):
        tools.version_of(told)


@pytest.mark.parametrize("told", ["v5.5.0", "5.10.2", "xrootd v6.0.1-rc"])
def test_a_newer_version_will_do(told: str) -> None:
    assert tools.version_of(told) in told


def test_no_version_is_refused() -> None:
    with pytest.raises(Missing, match="tells no version"):
        tools.version_of("xrootd: command failed")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives servers another account")
def test_root_hands_the_servers_to_an_account_without_rights() -> None:
    given = tools.account()
    assert given is not None
    assert given.uid != 0
    assert given.gid != 0


def test_whoever_is_not_root_runs_them_as_himself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert tools.account() is None
