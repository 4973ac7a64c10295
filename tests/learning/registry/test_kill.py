"""Killed with SIGKILL at many lines, or out of disk: the registry stays consistent, production stays put."""

import os
import resource
import shutil
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from tests.learning.registry.conftest import GOOD, judged, lineage

from ecosystem_nb.learning.registry.errors import RegistryError
from ecosystem_nb.learning.registry.gate import Sample
from ecosystem_nb.learning.registry.store import Registry

TRACED = ("learning/registry/", "model_registry/sqlalchemy_store")
DONE, REFUSED = 0, 7


def in_a_process(action: Callable[[], object]) -> int:
    """Run an action in a child; return its exit code, negative where a signal ended it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of forks beside threads; the child ends at once
        child = os.fork()
    if child == 0:
        code = 1
        try:
            action()
            code = DONE
        except RegistryError as error:
            os.write(2, f"{error}\n".encode())
            code = REFUSED
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at(line: int, action: Callable[[], object]) -> Callable[[], object]:
    """Return the action, ended by SIGKILL at its n-th line in the registry or in MLflow's store."""
    passed = 0

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal passed
        if not any(one in frame.f_code.co_filename for one in TRACED):
            return None
        if event == "line":
            passed += 1
            if passed == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    def run() -> None:
        sys.settrace(trace)
        action()

    return run


def lines_of(action: Callable[[], object]) -> int:
    """Count the lines of an action, by the least n at which it is no longer killed."""
    passed = [0]

    def trace(frame: FrameType, event: str, _: object) -> object:
        if not any(one in frame.f_code.co_filename for one in TRACED):
            return None
        passed[0] += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return passed[0]


@pytest.fixture
def places(two: Path, tmp_path: Path) -> Callable[[], Path]:
    made = iter(range(1000))

    def place() -> Path:
        folder = tmp_path / str(next(made))
        shutil.copytree(two, folder)
        return folder

    return place


def test_killed_while_promoting(places: Callable[[], Path]) -> None:
    """Either the old state or the new one, at every line."""
    old, new = {"production": 1, "candidate": 2}, {"production": 2, "rollback": 1}
    rehearsal = Registry(places())
    lines = lines_of(lambda: rehearsal.promote(2, seen=1))
    folder, seen = places(), []
    for line in range(1, lines + 1, 7):
        registry = Registry(folder)
        ended = in_a_process(killed_at(line, lambda one=registry: one.promote(2, seen=1)))
        assert ended == -signal.SIGKILL
        after = Registry(folder)
        assert after.aliases() in (old, new)
        assert after.faults() == []
        seen.append(after.aliases() == new)
        if seen[-1]:
            after.roll_back(seen=2)
            shutil.rmtree(folder)
            folder = places()
    assert not seen[0]
    assert len(seen) > 12


def test_killed_while_registering(places: Callable[[], Path], sample: Sample) -> None:
    """Production stays, no row lacks its file, and the next registration works."""
    new = type(GOOD)(GOOD.weights * 3)
    content, report = new.content(), judged(new, sample)
    for _ in range(2):  # the first time there is more to do, once
        rehearsal = Registry(places())
        lines = lines_of(lambda one=rehearsal: one.register(content, lineage(2, 3), report))
    counts = set()
    for line in sorted({round(1 + (lines - 2) * part / 7) for part in range(8)}):
        folder = places()
        registry = Registry(folder)
        ended = in_a_process(
            killed_at(line, lambda one=registry: one.register(content, lineage(2, 3), report))
        )
        assert ended == -signal.SIGKILL
        after = Registry(folder)
        assert after.production() == 1
        assert after.faults() == []
        counts.add(len(after.versions()))
    assert counts == {2, 3}
    assert after.register(content, lineage(2, 3), report) == len(after.versions())


@pytest.mark.parametrize("limit", [100, 200_000], ids=["model", "database"])
def test_a_full_disk(
    places: Callable[[], Path], sample: Sample, limit: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """Files may not grow beyond a limit: of the model, then of the database's journal and pages."""
    registry = Registry(places())
    other = type(GOOD)(GOOD.weights * 2)
    report = judged(other, sample)

    def crowded() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        registry.register(other.content(), lineage(2, 3), report)

    assert in_a_process(crowded) == REFUSED
    assert len(capfd.readouterr().err.strip().splitlines()) == 1
    assert registry.aliases() == {"production": 1, "candidate": 2}
    assert registry.faults() == []
    assert registry.register(other.content(), lineage(2, 3), report) == 3
