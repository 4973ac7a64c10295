"""What is a server told?  The files that XRootD and its plug-ins read, as text."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ecosystem_nb.network.testbed.authority import HOST
from ecosystem_nb.network.tokens.access import Issuer

DAY = 86_400  # s
RATE_LEAST = 1.0  # MB/s; XRootD's throttle hands out shares once a second
KEY_CACHE = "scitokens/scitokens_cpp.sqllite"  # below XDG_CACHE_HOME; so spelled by libscitokens


@dataclass(frozen=True)
class Server:
    """One server of the testbed.

    Parameters
    ----------
    name : str
        ``source`` or ``destination``.
    port : int
        TCP, 1 to 65,535, for HTTPS.
    rate : float or None
        Most that it reads and writes, MB/s, at least 1; ``None`` for no limit.
    """

    name: str
    port: int
    rate: float | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.port <= 65_535:
            raise ValueError(f"port = {self.port} is out of range: expected 1 to 65535")
        if self.rate is not None and not RATE_LEAST <= self.rate <= 10_000.0:
            raise ValueError(
                f"rate = {self.rate:g} MB/s is out of range: expected {RATE_LEAST:g} to 10,000 MB/s"
            )

    @property
    def url(self) -> str:
        """Address, and the audience that its tokens are for."""
        return f"https://{HOST}:{self.port}"


def xrootd(server: Server, run: Path, experiments: Sequence[str], firefly_port: int) -> str:
    """Return the configuration of one server.

    Parameters
    ----------
    server : Server
        Name, port, rate.
    run : pathlib.Path
        Folder of the testbed; the server's own is the one of its name below it.
    experiments : sequence of str
        Each has the paths below ``/name``, and marks its flows with its own number.
    firefly_port : int
        UDP port to which fireflies go.

    Returns
    -------
    str
        Text of ``xrootd.cfg``.
    """
    own = run / server.name
    lines = [
        f"all.adminpath {own}/admin",
        f"all.pidpath {own}/admin",
        f"oss.localroot {own}/data",
        *(f"all.export /{name}" for name in experiments),
        # Who is not on this machine is turned away, even where the port is open on all addresses.
        "xrd.allow host localhost",
        f"xrd.allow host {HOST}",
        f"xrd.port {server.port}",
        f"xrd.tls {own}/cert.pem {own}/key.pem",
        f"xrd.tlsca certfile {run}/ca.pem",
        f"xrd.protocol XrdHttp:{server.port} libXrdHttp.so",
        "http.exthandler xrdtpc libXrdHttpTPC.so",
        "http.desthttps no",
        "http.header2cgi Authorization authz",
        "xrootd.chksum max 2 adler32",
        "ofs.authorize 1",
        f"ofs.authlib libXrdAccSciTokens.so config={own}/scitokens.cfg",
        *marking(run, experiments, firefly_port),
    ]
    if server.rate is not None:
        lines += ["xrootd.fslib throttle default", f"throttle.throttle data {round(1e6 * server.rate)}"]
    return "\n".join(lines) + "\n"


def marking(run: Path, experiments: Sequence[str], firefly_port: int) -> list[str]:
    """Return the lines that have a server announce its flows."""
    return [
        "xrootd.pmark domain any",
        "xrootd.pmark use firefly scitag",
        f"xrootd.pmark ffdest {HOST}:{firefly_port}",
        f"xrootd.pmark defsfile {run}/registry.json",
        *(f"xrootd.pmark map2exp path /{name} {name}" for name in experiments),
        *(f"xrootd.pmark map2act {name} default default" for name in experiments),
    ]


def scitokens(server: Server, issuers: Mapping[str, Issuer]) -> str:
    """Return what the token plug-in of a server is told: its own name, and whom it trusts where."""
    parts = ["[Global]", f"audience = {server.url}", "onmissing = deny"]
    for name, issuer in issuers.items():
        parts += ["", f"[Issuer {name}]", f"issuer = {issuer.url}", f"base_path = {issuer.base}"]
    return "\n".join(parts) + "\n"


def registry(table: pd.DataFrame) -> str:
    """Return the SciTags registry as XRootD reads it.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``experiment``, ``experiment_id``, ``activity``, ``activity_id``, as ``network/scitags``.

    Returns
    -------
    str
        JSON.
    """
    experiments = []
    for (name, number), rows in table.groupby(["experiment", "experiment_id"], sort=False):
        activities = [
            {"activityName": str(one), "activityId": int(code)}
            for one, code in zip(rows["activity"], rows["activity_id"], strict=True)
        ]
        experiments.append({"expName": str(name), "expId": int(number), "activities": activities})
    return json.dumps(
        {"version": 1, "modified": "as in data/network/scitags.csv", "experiments": experiments}
    )


def key_cache(path: Path, issuers: Sequence[Issuer], now: float) -> None:
    """Write the issuers' public keys to where the server looks first: so it never asks an issuer.

    Parameters
    ----------
    path : pathlib.Path
        A new file, ``KEY_CACHE`` below the server's cache.
    issuers : sequence of Issuer
        With their public keys.
    now : float
        Time, s since 1970; the keys hold for a day.
    """
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("CREATE TABLE keycache (issuer text UNIQUE PRIMARY KEY NOT NULL, keys text NOT NULL)")
        for one in issuers:
            held = {
                "expires": int(now) + DAY,
                "next_update": int(now) + DAY,
                "jwks": one.keys.as_dict(private=False),
            }
            store.execute("INSERT INTO keycache VALUES (?, ?)", (one.url, json.dumps(held)))
