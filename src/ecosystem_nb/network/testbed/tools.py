"""Is XRootD here?  The programs and plug-ins that the testbed starts, and what to install where they lack."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PLUGINS = ("libXrdHttp", "libXrdHttpTPC", "libXrdAccSciTokens", "libXrdThrottle")
INSTALL = (
    "on Debian and Ubuntu: apt install xrootd-server xrootd-server-plugins xrootd-scitokens-plugins; "
    "with conda: conda install -c conda-forge xrootd"
)
OLDEST = (5, 5)
SERVICE_USERS = ("xrootd", "nobody")
_VERSION = re.compile(r"v?(\d{1,3})\.(\d{1,3})\.(\d{1,3})")


class TestbedError(RuntimeError):
    """The testbed can't start, or did not do what was asked; one line says why."""

    __test__ = False  # its name begins with Test: pytest shall not collect it


class Missing(TestbedError):
    """A program or plug-in is not installed; the message names the packages."""


class Broken(TestbedError):
    """A testbed that ran does not answer, or did not do what a check needs."""


@dataclass(frozen=True)
class Tools:
    """The server that was found.

    Parameters
    ----------
    xrootd : pathlib.Path
        The program.
    version : str
        As it tells, without a leading v.
    takes_sockets : bool
        Whether it listens at a socket that it is handed, as systemd does it.
        If not, it opens its port on all addresses and turns away whoever is not on this machine.
    """

    xrootd: Path
    version: str
    takes_sockets: bool


@dataclass(frozen=True)
class Account:
    """Whose rights a server runs with."""

    name: str
    uid: int
    gid: int


def find() -> Tools:
    """Return the XRootD of this machine.

    Raises
    ------
    Missing
        When the program or one of its plug-ins is not there, or it is too old.
    """
    if sys.platform != "linux":
        raise Missing(f"the testbed runs on Linux only: this is {sys.platform}")
    found = shutil.which("xrootd")
    if found is None:
        raise Missing(f"xrootd is not installed: {INSTALL}")
    program = Path(found)
    if lacking := missing_plugins(program.resolve().parents[1]):
        raise Missing(f"XRootD lacks {', '.join(lacking)}: {INSTALL}")
    return Tools(program, version_of(_said(found, "-v")), "libsystemd" in _said("ldd", found))


def _said(*command: str) -> str:
    """Return what a command prints; nothing where it can't be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr


def version_of(text: str) -> str:
    """Return the version that XRootD tells.

    Raises
    ------
    Missing
        For no version, and for one that is too old.

    Examples
    --------
    >>> version_of("v5.5.3")
    '5.5.3'
    """
    told = _VERSION.search(text)
    oldest = ".".join(map(str, OLDEST))
    if told is None:
        raise Missing(f"xrootd -v tells no version: expected {oldest} or newer")
    if (int(told[1]), int(told[2])) < OLDEST:
        raise Missing(f"XRootD {told[0].lstrip('v')} is too old: expected {oldest} or newer")
    return told[0].lstrip("v")


def missing_plugins(prefix: Path) -> list[str]:
    """Return which plug-ins are not below a prefix, as ``/usr`` or a conda environment."""
    return [
        name
        for name in PLUGINS
        if not any(True for depth in ("lib*", "lib*/*") for _ in prefix.glob(f"{depth}/{name}-[0-9]*.so"))
    ]


def account() -> Account | None:
    """Return the unprivileged account that the servers run as when we are root; else ``None``, ourselves.

    Raises
    ------
    Missing
        When root has no such account to give.
    """
    if os.geteuid() != 0:
        return None
    for name in SERVICE_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Missing(f"no account {' or '.join(SERVICE_USERS)}: XRootD does not run as root")
