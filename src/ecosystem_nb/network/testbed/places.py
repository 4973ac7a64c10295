"""Where does a testbed keep its files?  A private folder, and a lock that says whether it lives."""

import fcntl
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

from ecosystem_nb.network.testbed.tools import Account, TestbedError

LOCK = "lock"
LONGEST = 50  # characters of a folder's name: XRootD's sockets below it may have 107 in all
_YOUNG_S = 60.0  # a folder without a lock may belong to somebody who has just made it
_NAME = "ecosystem-nb-testbed"


def fixed() -> Path:
    """Return the folder of the testbed that ``testbed up`` starts: one an account."""
    return Path(tempfile.gettempdir(), f"{_NAME}-{os.getuid()}")


def passing() -> Path:
    """Return a new name for the folder of a testbed that lives as long as who started it."""
    return Path(tempfile.gettempdir(), f"{_NAME}-{os.getuid()}-{os.urandom(4).hex()}")


def make(folder: Path, account: Account | None) -> int:
    """Make a private folder and hold its lock.

    Parameters
    ----------
    folder : pathlib.Path
        Its name; it must not be there.
    account : Account or None
        Whose group may pass through it, when servers run as another account.

    Returns
    -------
    int
        File descriptor of the lock; whoever keeps a copy of it open holds the folder.

    Raises
    ------
    TestbedError
        When it can't be made.
    """
    text = str(folder)
    if len(text) > LONGEST or any(one.isspace() for one in text):
        raise TestbedError(
            f"{folder.parent}: too long or with blanks for XRootD: expected a folder of temporary files "
            f"(TMPDIR) so that the whole name has at most {LONGEST} characters"
        )
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise TestbedError(f"{folder}: can't be made: {error.strerror}") from None
    if account is not None:
        os.chown(folder, -1, account.gid)
        folder.chmod(0o710)
    new = folder / f"{LOCK}.new"  # it gets its name when it is held: nobody ever finds it free
    lock = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    new.rename(folder / LOCK)
    return lock


def held(folder: Path) -> bool:
    """Tell whether a living process holds a testbed's folder.

    Raises
    ------
    TestbedError
        When the folder is somebody else's.
    """
    if not _ours(folder):
        return False
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        try:
            return time.time() - folder.stat().st_mtime < _YOUNG_S
        except FileNotFoundError:  # its holder has just cleared it away
            return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def sweep() -> int:
    """Delete the folders of our testbeds that nobody holds any more; return how many."""
    swept = 0
    for folder in sorted(fixed().parent.glob(f"{fixed().name}*")):
        exact = folder.name == fixed().name or folder.name.startswith(f"{fixed().name}-")
        if exact and _ours(folder, strict=False) and not held(folder):
            shutil.rmtree(folder, ignore_errors=True)
            swept += 1
    return swept


def write(path: Path, data: bytes | str, mode: int = 0o600) -> None:
    """Write a new file that has its mode from its first moment on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)


def give(folder: Path, account: Account | None) -> None:
    """Make a folder and all below it the property of an account."""
    if account is None:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _ours(folder: Path, *, strict: bool = True) -> bool:
    """Tell whether a folder is there and is ours; somebody else's is never touched."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
        return True
    if strict:
        raise TestbedError(f"{folder}: belongs to another account: expected none, or a folder of our own")
    return False
