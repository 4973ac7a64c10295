"""How is a testbed started?  Ports taken, files written, and a supervisor that holds it all."""

import contextlib
import datetime as dt
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from ecosystem_nb.network.testbed import config, files, issuers, places, supervisor, tools
from ecosystem_nb.network.testbed.authority import HOST, Authority
from ecosystem_nb.network.testbed.bed import SERVERS, Ports, Testbed
from ecosystem_nb.network.testbed.config import Server
from ecosystem_nb.network.testbed.tools import Account, TestbedError, Tools
from ecosystem_nb.tables import read

BED = "testbed.json"


def start(
    folder: Path, ports: Ports, rate: float | None, found: Tools, *, keep_s: float, tied: bool
) -> tuple[Testbed, "subprocess.Popen[bytes]"]:
    """Write a testbed's files and start its supervisor."""
    places.sweep()
    account = tools.account()
    with contextlib.ExitStack() as stack:
        lock = places.make(folder, account)
        stack.callback(os.close, lock)
        broken = stack.enter_context(contextlib.ExitStack())
        broken.callback(shutil.rmtree, folder, ignore_errors=True)
        sockets = {name: stack.enter_context(_listen(name, getattr(ports, name))) for name in SERVERS}
        taken = {name: int(one.getsockname()[1]) for name, one in sockets.items()}
        bed = Testbed(
            folder,
            Server("source", taken["source"], rate),
            Server("destination", taken["destination"]),
            _free_udp(ports.firefly),
            found.version,
            issuers.new(),
        )
        _write(bed, account, keys=not tied)
        if not found.takes_sockets:  # it opens the ports itself
            for one in sockets.values():
                one.close()
        handed = {name: one.fileno() if found.takes_sockets else None for name, one in sockets.items()}
        plan = _plan(bed, found, account, handed)
        plan |= {"keep_s": keep_s, "tied": tied, "lock": lock}
        places.write(folder / supervisor.PLAN, json.dumps(plan))
        process = subprocess.Popen(
            [sys.executable, "-m", supervisor.__name__, str(folder)],
            stdin=subprocess.PIPE if tied else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(lock, *(one for one in handed.values() if one is not None)),
            start_new_session=True,
        )
        broken.pop_all()
    if not tied:
        process.wait()  # it has left a process of its own behind
    return bed, process


def _listen(name: str, port: int) -> socket.socket:
    """Return a socket that holds a port for a server."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
        made.listen(64)
    except OSError as error:
        made.close()
        raise TestbedError(
            f"{name}: TCP port {port} of {HOST} can't be had: {error.strerror}: expected a free port; "
            "0 takes any"
        ) from None
    return made


def _free_udp(port: int) -> int:
    """Return a UDP port that nobody listens at."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise TestbedError(
                f"fireflies: UDP port {port} of {HOST} can't be had: {error.strerror}: expected a free port; "
                "0 takes any"
            ) from None
        return int(trial.getsockname()[1])


def _write(bed: Testbed, account: Account | None, *, keys: bool) -> None:
    """Write all that servers and later commands read."""
    now, run = dt.datetime.now(dt.UTC), bed.folder
    authority, trusted = Authority.new(now), issuers.trusted(bed.mints)
    places.write(run / "ca.pem", authority.pem(), 0o644)
    places.write(run / "registry.json", config.registry(read("network/scitags")), 0o644)
    for server in (bed.source, bed.destination):
        own = run / server.name
        cache = own / "cache" / config.KEY_CACHE
        for one in (own, own / "admin", own / "data", own / "cache", cache.parent):
            one.mkdir(mode=0o700)
        certificate, key = authority.server(now)
        places.write(own / "cert.pem", certificate)
        places.write(own / "key.pem", key)
        places.write(own / "scitokens.cfg", config.scitokens(server, trusted))
        places.write(own / "xrootd.cfg", config.xrootd(server, run, issuers.EXPERIMENTS, bed.firefly))
        config.key_cache(cache, list(trusted.values()), now.timestamp())
        files.lay_out(own / "data", server.name)
        places.give(own, account)
    if keys:
        issuers.save(bed.mints, run)
        told = {"source": vars(bed.source), "destination": vars(bed.destination)}
        places.write(run / BED, json.dumps({**told, "firefly": bed.firefly, "version": bed.version}))


def _plan(
    bed: Testbed, found: Tools, account: Account | None, sockets: Mapping[str, int | None]
) -> dict[str, object]:
    """Return what the supervisor is to start."""
    servers = []
    for server in (bed.source, bed.destination):
        own = bed.folder / server.name
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(own),
            "XDG_CACHE_HOME": str(own / "cache"),
        }
        if "LD_LIBRARY_PATH" in os.environ:
            environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
        servers.append(
            {
                "name": server.name,
                "arguments": [str(found.xrootd), "-n", server.name, "-c", str(own / "xrootd.cfg")],
                "environment": environment,
                "folder": str(own),
                "log": str(bed.folder / f"{server.name}.log"),
                "socket": sockets[server.name],
            }
        )
    return {"servers": servers, "account": None if account is None else [account.uid, account.gid]}
