"""Killed with SIGKILL at any line or system call: the registry stays consistent, production stays put."""

import hashlib
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from tests.learning.registry.conftest import GOOD, judged, lineage
from tests.learning.registry.killing import EVERY, OURS, Lines, WritingCalls, points

from ecosystem_nb.learning.registry.gate import Sample
from ecosystem_nb.learning.registry.store import Registry

Aliases = dict[str, int]
Killer = Lines | WritingCalls


@pytest.fixture(scope="module", params=[Lines, WritingCalls], ids=["line", "call"])
def killer(request: pytest.FixtureRequest) -> Killer:
    made: Killer = request.param()
    if isinstance(made, WritingCalls) and (why := made.refused()):
        pytest.skip(why)
    return made


@pytest.fixture(scope="module")
def promoted(two: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 2 in production, 1 to roll back to."""
    folder = tmp_path_factory.mktemp("registry") / "promoted"
    shutil.copytree(two, folder)
    Registry(folder).promote(2, seen=1)
    return folder


@dataclass(frozen=True)
class Moves:
    """An operation on aliases: from which state to which, and how to go back."""

    act: Callable[[Registry], object]
    old: Aliases
    new: Aliases


PROMOTION = Moves(
    lambda one: one.promote(2, seen=1), {"production": 1, "candidate": 2}, {"production": 2, "rollback": 1}
)
ROLLBACK = Moves(lambda one: one.roll_back(seen=2), {"production": 2, "rollback": 1}, {"production": 1})


def consistent(folder: Path) -> Registry:
    """Open a registry and look at all of it: each version's bytes have the digest that names them."""
    after = Registry(folder)
    assert after.faults() == []
    for one in after.versions():
        path = folder / "models" / one.file
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem == one.report.model
    return after


@pytest.fixture
def copies(tmp_path: Path) -> Callable[[Path], Path]:
    """Give a fresh copy of a registry, and take the one before away."""

    def place(of: Path) -> Path:
        folder = tmp_path / "copy"
        shutil.rmtree(folder, ignore_errors=True)
        return Path(shutil.copytree(of, folder))

    return place


@pytest.mark.parametrize(
    ("moves", "start"), [(PROMOTION, "two"), (ROLLBACK, "promoted")], ids=["promote", "rollback"]
)
def test_killed_while_aliases_move(
    killer: Killer, moves: Moves, start: str, request: pytest.FixtureRequest, copies: Callable[[Path], Path]
) -> None:
    """Either the old state or the new one at every point, once new then new for good; the next move works."""
    begin: Path = request.getfixturevalue(start)
    number = killer.number(partial(moves.act, Registry(copies(begin))))
    done = []
    for point in points(number, 8):
        registry = Registry(copies(begin))
        assert killer.killed_at(point, partial(moves.act, registry)) == -signal.SIGKILL
        after = consistent(registry.folder)
        done.append(after.aliases() == moves.new)
        if not done[-1]:
            assert after.aliases() == moves.old
            moves.act(after)
        assert consistent(registry.folder).aliases() == moves.new
    print(f"killed at {len(done)} points")
    assert done == sorted(done)
    # SQLite commits by its last call, which takes the journal away: killed as it begins, all is as before
    assert (done[0], done[-1]) == (False, isinstance(killer, Lines))
    assert len(done) >= 8


def test_killed_while_registering(
    killer: Killer, two: Path, copies: Callable[[Path], Path], sample: Sample
) -> None:
    """Production stays, every version is whole, what is left over is no version, and registering works again.

    A version is there with its alias or without; it never has the alias without being there.
    """
    new = type(GOOD)(GOOD.weights * 3)
    content, report = new.content(), judged(new, sample)
    name = f"{report.model}.onnx"

    def register(one: Registry) -> int:
        return one.register(content, lineage(2, 3), report)

    for _ in range(2):  # the first time there is more to do, once
        number = killer.number(partial(register, Registry(copies(two))))
    seen = []
    for point in points(number, 8):
        registry = Registry(copies(two))
        assert killer.killed_at(point, partial(register, registry)) == -signal.SIGKILL
        after = consistent(registry.folder)
        numbers = [one.number for one in after.versions()]
        candidate = after.aliases().pop("candidate")
        assert after.production() == 1
        assert candidate in numbers
        assert (numbers, candidate) in (([1, 2], 2), ([1, 2, 3], 2), ([1, 2, 3], 3))
        assert all(path.name == name or path.suffix == ".part" for path in after.left_over())
        seen.append((len(numbers), candidate))
        assert register(after) == len(numbers) + 1
        assert consistent(registry.folder).aliases() == {"production": 1, "candidate": len(numbers) + 1}
    print(f"killed at {len(seen)} points")
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == ((2, 2), (3, 3 if isinstance(killer, Lines) else 2))


@pytest.mark.skipif(not EVERY, reason="makes MLflow's tables at each line: EVERY_PAGE=1 runs it")
def test_killed_while_a_registry_is_made(tmp_path: Path) -> None:
    """What is there afterwards is a registry, or nothing that stands in the way of one."""
    killer = Lines(OURS)
    for _ in range(2):
        shutil.rmtree(tmp_path / "made", ignore_errors=True)
        number = killer.number(lambda: Registry.create(tmp_path / "made"))
    for point in range(1, number + 1):
        shutil.rmtree(tmp_path / "made")
        assert killer.killed_at(point, lambda: Registry.create(tmp_path / "made")) == -signal.SIGKILL
        assert Registry.create(tmp_path / "made").versions() == ()
        assert consistent(tmp_path / "made").aliases() == {}
    print(f"killed at {number} points")
