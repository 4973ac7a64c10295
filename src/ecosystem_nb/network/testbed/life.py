"""Is the testbed up?  Start it, find it, ask whether it answers, and take it down."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from ecosystem_nb.network.testbed import config, issuers, places, start, supervisor, tools
from ecosystem_nb.network.testbed.bed import ANY, Ports, Testbed
from ecosystem_nb.network.testbed.config import Server
from ecosystem_nb.network.testbed.tools import TestbedError, Tools

START_S = 20.0  # a server that is not ready by then does not get ready
KEEP_S = 3600.0  # a testbed that somebody forgot ends by itself


@contextlib.contextmanager
def running(ports: Ports = ANY, rate: float | None = None, found: Tools | None = None) -> Iterator[Testbed]:
    """Start a testbed that ends with the block, or with this process, however that ends.

    Parameters
    ----------
    ports : Ports
        Where it listens; any free ports without it.
    rate : float or None
        Most that the source reads and writes, MB/s.
    found : Tools, optional
        The XRootD to run; looked for when absent.

    Yields
    ------
    Testbed

    Raises
    ------
    TestbedError
        When it can't start; nothing of it is left then.
    """
    folder = places.passing()
    bed, process = start.start(folder, ports, rate, found or tools.find(), keep_s=KEEP_S, tied=True)
    try:
        _await(bed)
        yield bed
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait()


def up(
    ports: Ports, rate: float | None = None, keep_s: float = KEEP_S, found: Tools | None = None
) -> Testbed:
    """Start a testbed that stays until :func:`down`, or until its time is up.

    Parameters
    ----------
    ports : Ports
        Where it listens.
    rate : float or None
        Most that the source reads and writes, MB/s.
    keep_s : float
        How long it stays, s, above 0 and at most a day: its certificates hold no longer.
    found : Tools, optional
        The XRootD to run; looked for when absent.

    Returns
    -------
    Testbed

    Raises
    ------
    TestbedError
        When one is up already, or when it can't start; nothing of it is left then.
    """
    if not 0.0 < keep_s <= config.DAY:
        raise ValueError(f"keep = {keep_s:g} s is out of range: expected above 0 to {config.DAY:,} s")
    if attach() is not None:
        raise TestbedError("a testbed is up already: expected none; ecosystem-nb testbed down ends it")
    bed, _ = start.start(places.fixed(), ports, rate, found or tools.find(), keep_s=keep_s, tied=False)
    try:
        _await(bed)
    except BaseException:
        down()
        raise
    return bed


def attach() -> Testbed | None:
    """Return the testbed that is up, or ``None``."""
    folder = places.fixed()
    if not places.held(folder):
        return None
    try:
        told = json.loads((folder / start.BED).read_text(encoding="utf-8"))
        source, destination = (Server(**told[name]) for name in ("source", "destination"))
        return Testbed(folder, source, destination, told["firefly"], told["version"], issuers.load(folder))
    except FileNotFoundError:
        raise TestbedError("a testbed is just starting or ending: try again in a moment") from None


def down() -> bool:
    """End the testbed that is up and delete what it and earlier ones left; tell whether there was any."""
    folder = places.fixed()
    was = places.held(folder)
    until = time.monotonic() + START_S
    while places.held(folder):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int(str(state(folder)["supervisor"])), signal.SIGTERM)
        if time.monotonic() > until:
            raise TestbedError(f"the testbed in {folder} does not end: expected it to within {START_S:g} s")
        time.sleep(0.05)
    return bool(places.sweep()) or was


def state(folder: Path) -> dict[str, object]:
    """Return what the supervisor says: its process, the servers', and which have ended."""
    told: dict[str, object] = json.loads((folder / supervisor.STATE).read_text(encoding="utf-8"))
    return told


def _await(bed: Testbed) -> None:
    """Wait until both servers answer, each refusing to give a file without a token."""
    until = time.monotonic() + START_S
    waiting = [bed.source, bed.destination]
    with bed.client() as client:
        while waiting:
            if (why := _fault(bed.folder)) or time.monotonic() > until:
                names = " and ".join(one.name for one in waiting)
                raise TestbedError(f"{names}: {why or f'no answer within {START_S:g} s'}")
            with contextlib.suppress(httpx.HTTPError):
                if client.get(f"{waiting[0].url}/atlas/none", timeout=1.0).status_code == 403:
                    waiting.pop(0)
                    continue
            time.sleep(0.05)


def _fault(folder: Path) -> str:
    """Return why a server ended, or nothing while both live."""
    with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
        ended = state(folder)["ended"]
        if isinstance(ended, list) and ended:
            return f"XRootD ended: {last_words((folder / f'{ended[0]}.log').read_text(errors='replace'))}"
    return ""


def last_words(log: str) -> str:
    r"""Return the first line of a log that tells of a fault, without time and process.

    Examples
    --------
    >>> last_words("261125 01:12:55 6470 acc_AuthFile: Unable to find x; no such file\n--- failed.")
    'acc_AuthFile: Unable to find x; no such file'
    """
    lines = [" ".join(line.split()) for line in log.splitlines() if line.strip()]
    words = ("unable", "failed", "invalid", "not found", "can't", "cannot")
    telling = [line for line in lines if any(one in line.lower() for one in words)]
    line = (telling or lines or ["it wrote nothing"])[0]
    parts = line.split(" ", 3)
    dated = len(parts) == 4 and parts[0].isdigit() and ":" in parts[1] and parts[2].isdigit()
    return (parts[3] if dated else line)[:200]
