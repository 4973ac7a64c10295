"""A testbed's folder: private, held while it lives, and swept when it does not."""

import os
import stat
import time
from pathlib import Path

import pytest

from ecosystem_nb.network.testbed import places
from ecosystem_nb.network.testbed.tools import Account, TestbedError


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(own_folder: Path) -> None:
    pass


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_is_private_and_held_until_its_lock_is_closed() -> None:
    folder = places.fixed()
    assert not places.held(folder)
    lock = places.make(folder, None)
    assert mode(folder) == 0o700
    assert places.held(folder)
    os.close(lock)
    assert not places.held(folder)


def test_a_copy_of_the_lock_holds_it_too() -> None:
    """As in the supervisor, which is handed the lock."""
    lock = places.make(places.fixed(), None)
    copy = os.dup(lock)
    os.close(lock)
    assert places.held(places.fixed())
    os.close(copy)
    assert not places.held(places.fixed())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand files to another account")
def test_the_account_of_the_servers_may_pass_through_and_no_more() -> None:
    folder, account = places.fixed(), Account("someone", 12_345, 23_456)
    os.close(places.make(folder, account))
    assert mode(folder) == 0o710
    assert folder.stat().st_uid == 0
    assert folder.stat().st_gid == account.gid


def test_the_folder_of_a_dead_testbed_is_swept_and_of_a_living_one_kept() -> None:
    living, dead = places.passing(), places.passing()
    lock = places.make(living, None)
    os.close(places.make(dead, None))
    assert places.sweep() == 1
    assert living.exists()
    assert not dead.exists()
    os.close(lock)


def test_a_folder_without_a_lock_is_kept_while_it_is_young(own_folder: Path) -> None:
    folder = places.passing()
    folder.mkdir()
    assert places.sweep() == 0
    old = time.time() - 3600
    os.utime(folder, (old, old))
    assert places.sweep() == 1


def test_nothing_else_is_swept(own_folder: Path) -> None:
    for name in ("ecosystem-nb-testbed-of-mine", f"{places.fixed().name}0", "other"):
        (own_folder / name).mkdir()
        (own_folder / name / places.LOCK).touch()
    assert places.sweep() == 0
    assert len(list(own_folder.iterdir())) == 3


def test_a_link_in_the_place_of_the_folder_is_refused_and_never_followed(own_folder: Path) -> None:
    treasure = own_folder / "treasure"
    treasure.mkdir()
    (treasure / places.LOCK).touch()
    places.fixed().symlink_to(treasure)
    with pytest.raises(TestbedError, match="belongs to another account"):
        places.held(places.fixed())
    with pytest.raises(TestbedError, match="can't be made: File exists"):
        places.make(places.fixed(), None)
    assert places.sweep() == 0
    assert (treasure / places.LOCK).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make somebody else's folder")
def test_somebody_elses_folder_is_refused_and_kept() -> None:
    places.fixed().mkdir()
    os.chown(places.fixed(), 12_345, 12_345)
    with pytest.raises(TestbedError, match="belongs to another account"):
        places.held(places.fixed())
    assert places.sweep() == 0
    assert places.fixed().exists()


@pytest.mark.parametrize("name", ["with blank", "x" * 60])
def test_a_name_that_xrootd_could_not_use_is_refused(own_folder: Path, name: str) -> None:
    with pytest.raises(TestbedError, match=r"TMPDIR.* at most 50 characters"):
        places.make(own_folder / name / "testbed", None)


def test_a_file_is_private_from_its_first_moment_on(own_folder: Path) -> None:
    before = os.umask(0)
    try:
        places.write(own_folder / "key", b"secret")
    finally:
        os.umask(before)
    assert mode(own_folder / "key") == 0o600
    with pytest.raises(FileExistsError):
        places.write(own_folder / "key", "again")
