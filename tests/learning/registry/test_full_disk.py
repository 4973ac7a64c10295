"""A disk that is really full: one clear line, production stays, nothing half written, then it works again."""

import ctypes
import json
import os
import resource
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.learning.registry.conftest import GOOD, judged, lineage
from tests.learning.registry.killing import REFUSED, in_a_process

from ecosystem_nb.learning.registry.errors import RegistryError
from ecosystem_nb.learning.registry.gate import Report, Sample
from ecosystem_nb.learning.registry.store import Registry

NEW_USER, NEW_MOUNTS = 0x10000000, 0x20000
AS_IT_WAS = {"production": 1, "candidate": 2}
THIRD = type(GOOD)(GOOD.weights * 3)
FULL_MODEL = "cannot write the model: the disk is full; nothing was registered"
FULL_ROW = "MLflow refuses the version: the disk is full; nothing was registered"
FULL_MOVE = "the disk is full: nothing was changed"


@pytest.fixture(scope="module")
def report(sample: Sample) -> Report:
    return judged(THIRD, sample)


def small_disk(place: Path, size: int) -> None:
    """Mount a file system of so many bytes, in namespaces of this process alone: it goes with the process."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(NEW_USER | NEW_MOUNTS):
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    if libc.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, f"size={size}".encode()):
        raise OSError(ctypes.get_errno(), "mount")


def on_a_small_disk(place: Path, action: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do something on a disk of 3 MB, in a child; return what it found, or skip where no disk can be had."""
    disk, told = place / "disk", place / "told.json"
    disk.mkdir()

    def inside() -> None:
        try:
            small_disk(disk, 3 << 20)
        except OSError as error:
            told.write_text(json.dumps({"refused": str(error)}))
            return
        told.write_text(json.dumps(action()))

    assert in_a_process(inside) == 0
    found: dict[str, Any] = json.loads(told.read_text())
    if "refused" in found:
        pytest.skip(f"no small file system can be mounted here: {found['refused']}")
    return found


def fill(disk: Path, leave: int) -> None:
    """Write a file that leaves so many bytes."""
    with Path(disk, "filler").open("wb") as file:
        free = os.statvfs(disk)
        file.write(bytes(free.f_bavail * free.f_frsize - leave))


def said(action: Callable[[], object]) -> str:
    try:
        return str(action())
    except RegistryError as error:
        return str(error)


def seen(one: Registry) -> dict[str, Any]:
    """Return what is there, read by a new process of the registry."""
    after = Registry(one.folder)
    return {
        "aliases": after.aliases(),
        "faults": after.faults(),
        "left": [path.name for path in after.left_over()],
        "versions": len(after.versions()),
    }


@pytest.mark.parametrize(("leave", "message"), [(0, FULL_MODEL), (4096, FULL_ROW), (16_384, FULL_ROW)])
def test_no_room_to_register_or_promote(
    two: Path, tmp_path: Path, report: Report, leave: int, message: str
) -> None:
    """The model finds no room, or it does and the database does not."""

    def act() -> dict[str, Any]:
        one = Registry(Path(shutil.copytree(two, tmp_path / "disk" / "registry")))
        fill(tmp_path / "disk", leave)
        full = [
            said(lambda: one.register(THIRD.content(), lineage(2, 3), report)),
            said(lambda: one.promote(2, seen=1)),
        ]
        then = seen(one)
        Path(tmp_path, "disk", "filler").unlink()
        room = [
            said(lambda: one.register(THIRD.content(), lineage(2, 3), report)),
            said(lambda: one.promote(2, seen=1)),
        ]
        return {"full": full, "then": then, "room": room, "after": seen(one)}

    found = on_a_small_disk(tmp_path, act)
    assert found["full"] == [message, FULL_MOVE]
    whole = [] if leave == 0 else [f"{report.model}.onnx"]
    assert found["then"] == {"aliases": AS_IT_WAS, "faults": [], "left": whole, "versions": 2}
    assert found["room"] == ["3", "None"]
    aliases = {"production": 2, "rollback": 1, "candidate": 3}
    assert found["after"] == {"aliases": aliases, "faults": [], "left": [], "versions": 3}


def test_no_room_to_roll_back(two: Path, tmp_path: Path) -> None:
    def act() -> dict[str, Any]:
        one = Registry(Path(shutil.copytree(two, tmp_path / "disk" / "registry")))
        one.promote(2, seen=1)
        fill(tmp_path / "disk", 0)
        full, then = said(lambda: one.roll_back(seen=2)), seen(one)
        Path(tmp_path, "disk", "filler").unlink()
        return {"full": full, "then": then, "room": one.roll_back(seen=2), "after": seen(one)}

    found = on_a_small_disk(tmp_path, act)
    assert found["full"] == FULL_MOVE
    assert found["then"]["aliases"] == {"production": 2, "rollback": 1}
    assert (found["room"], found["after"]["aliases"]) == (1, {"production": 1})
    assert found["then"]["faults"] == found["after"]["faults"] == []


def test_no_room_for_a_registry(tmp_path: Path, empty: Path) -> None:
    """A new one takes a megabyte; what could not be made is no registry, and leaves nothing behind."""
    assert empty.is_dir()  # MLflow is imported

    def act() -> dict[str, Any]:
        place = tmp_path / "disk" / "new"
        fill(tmp_path / "disk", 100_000)
        full = said(lambda: Registry.create(place))
        left = [path.name for path in place.rglob("*")]
        Path(tmp_path, "disk", "filler").unlink()
        return {"full": full, "left": left, "room": Registry.create(place).aliases()}

    found = on_a_small_disk(tmp_path, act)
    assert found == {"full": "MLflow makes no registry: the disk is full", "left": ["models"], "room": {}}


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        (100, "cannot write the model: file too large; nothing was registered"),
        (4096, "MLflow refuses the version: disk I/O error; nothing was registered"),
        (200_000, "MLflow refuses the version: disk I/O error; nothing was registered"),
    ],
    ids=["model", "journal", "pages"],
)
def test_files_may_not_grow(
    served: Registry, report: Report, limit: int, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The kernel refuses to write beyond a limit: of the model, the journal, the database's pages."""

    def crowded(action: Callable[[], object]) -> Callable[[], None]:
        def inside() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            action()

        return inside

    def register() -> int:
        return served.register(THIRD.content(), lineage(2, 3), report)

    assert in_a_process(crowded(register)) == REFUSED
    assert capfd.readouterr().err.splitlines() == [message]
    assert in_a_process(crowded(lambda: served.promote(2, seen=1))) == REFUSED
    assert capfd.readouterr().err.splitlines() == [
        "the registry's database refuses (disk I/O error): nothing was changed"
    ]
    then = seen(served)
    assert (then["aliases"], then["faults"], then["versions"]) == (AS_IT_WAS, [], 2)
    assert then["left"] == ([] if limit == 100 else [f"{report.model}.onnx"])
    assert register() == 3
    served.promote(2, seen=1)
    assert served.aliases() == {"production": 2, "rollback": 1, "candidate": 3}
