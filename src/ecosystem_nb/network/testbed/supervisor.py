"""Who ends the servers?  A process of its own that starts them, and takes them down whatever happens.

It is given a folder with ``plan.json`` and ends, taking servers and folder with it, when its standard input
closes (the one who started it is gone), on a signal, or when its time is up.
Should it be killed itself, the kernel kills the servers, and the next testbed sweeps the folder.
Only the standard library is imported, so that it starts at once.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import select
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

PLAN, STATE = "plan.json", "state.json"
_FIRST_SOCKET = 3  # where a program that takes sockets looks for the first one
_PR_SET_PDEATHSIG = 1
_GRACE_S = 3.0
_LOOK_S = 0.2
_LIBC = ctypes.CDLL(None, use_errno=True)


def main(folder: Path) -> None:
    """Start the servers of a plan, and stay until it is time to end them."""
    plan: dict[str, Any] = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    os.set_inheritable(plan["lock"], False)
    os.umask(0o077)
    if not plan["tied"]:
        if os.fork():
            os._exit(0)
        os.setsid()
    asked: list[int] = []  # the signals that ask for the end
    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(one, lambda number, _: asked.append(number))
    children: dict[int, str] = {}
    try:
        for server in plan["servers"]:
            children[_launch(server, plan["account"])] = server["name"]
            if server["socket"] is not None:
                os.close(server["socket"])
        _tell(folder, children, [])
        _watch(folder, plan, children, asked)
    finally:
        _end(children)
        shutil.rmtree(folder, ignore_errors=True)


def _tell(folder: Path, children: dict[int, str], ended: list[str]) -> None:
    """Write who runs; the file is replaced whole."""
    part = folder / f"{STATE}.part"
    state = {"supervisor": os.getpid(), "servers": {name: pid for pid, name in children.items()}}
    part.write_text(json.dumps({**state, "ended": ended}), encoding="utf-8")
    part.replace(folder / STATE)


def _watch(folder: Path, plan: dict[str, Any], children: dict[int, str], asked: list[int]) -> None:
    """Return when the testbed is to end; a server that ends by itself takes the others with it."""
    until = time.monotonic() + plan["keep_s"]
    line = select.poll()
    line.register(sys.stdin.fileno(), select.POLLHUP)  # the starter's end of the pipe is closed
    while not asked and time.monotonic() < until:
        if plan["tied"] and line.poll(1e3 * _LOOK_S):
            return
        if not plan["tied"]:
            time.sleep(_LOOK_S)
        if gone := [pid for pid in children if os.waitpid(pid, os.WNOHANG)[0]]:
            ended = [children.pop(pid) for pid in gone]
            _end(children)
            _tell(folder, children, ended)


def _launch(server: dict[str, Any], account: list[int] | None) -> int:
    """Start one server and return its process id."""
    mine = os.getpid()
    log = os.open(server["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    pid = os.fork()
    if pid:
        os.close(log)
        return pid
    try:
        _become(server, account, mine, log)
    finally:
        os._exit(127)


def _become(server: dict[str, Any], account: list[int] | None, parent: int, log: int) -> None:
    """Turn this process into the server: no rights but its account's, no files but its own."""
    os.umask(0o077)
    os.setsid()
    environment = dict(server["environment"])
    sockets = [] if server["socket"] is None else [fcntl.fcntl(server["socket"], fcntl.F_DUPFD, 10)]
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    if sockets:
        os.dup2(sockets[0], _FIRST_SOCKET)
        environment |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
    os.closerange(_FIRST_SOCKET + len(sockets), 256)
    if account is not None:
        os.setgroups([])
        os.setgid(account[1])
        os.setuid(account[0])
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # after setuid, which would take it back
    if os.getppid() != parent:
        os._exit(127)
    os.chdir(server["folder"])
    os.execve(server["arguments"][0], server["arguments"], environment)


def _end(children: dict[int, str]) -> None:
    """End the servers: asked first, then killed; none outlives this call."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        until = time.monotonic() + _GRACE_S
        while children and time.monotonic() < until:
            for pid in list(children):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    del children[pid]
            time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
