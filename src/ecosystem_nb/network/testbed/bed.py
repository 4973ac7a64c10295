"""What is a testbed?  Two servers, their addresses, and the keys to talk to them."""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from ecosystem_nb.network.copies.endpoint import Endpoint
from ecosystem_nb.network.marking.firefly import PORT as FIREFLY
from ecosystem_nb.network.testbed import files, issuers, places, tools
from ecosystem_nb.network.testbed.config import Server
from ecosystem_nb.network.tokens.access import Policy
from ecosystem_nb.network.tokens.issuer import Mint

SERVERS = ("source", "destination")


@dataclass(frozen=True)
class Ports:
    """Where the testbed listens on 127.0.0.1; 0 takes any free port.

    Parameters
    ----------
    source, destination : int
        TCP, for HTTPS.
    firefly : int
        UDP, where fireflies are sent.
    """

    source: int = 8441
    destination: int = 8442
    firefly: int = FIREFLY

    def __post_init__(self) -> None:
        for name, port in vars(self).items():
            if not 0 <= port <= 65_535:
                raise ValueError(f"{name} port = {port} is out of range: expected 0 to 65535")


ANY = Ports(0, 0, 0)


@dataclass(frozen=True)
class Testbed:
    """Two servers that run, and what is needed to talk to them.

    Parameters
    ----------
    folder : pathlib.Path
        Where all of it lies.
    source, destination : Server
        The two.
    firefly : int
        UDP port to which they send fireflies.
    version : str
        Of XRootD.
    mints : mapping of str to Mint
        Issuers by experiment, with their private keys.
    """

    __test__ = False  # its name begins with Test: pytest shall not collect it

    folder: Path
    source: Server
    destination: Server
    firefly: int
    version: str
    mints: Mapping[str, Mint] = field(repr=False)

    def server(self, name: str) -> Server:
        """Return the server of a name."""
        return self.source if name == "source" else self.destination

    def data(self, name: str) -> Path:
        """Return the root of what a server exports."""
        return self.folder / name / "data"

    def clear(self, name: str) -> None:
        """Take away what was copied to a server, and lay its small files out anew."""
        files.clear(self.data(name), name)
        self.hand_over(name)

    def hand_over(self, name: str) -> None:
        """Give the files that we wrote on a server to the account that it runs as."""
        places.give(self.data(name), tools.account())

    def client(self) -> httpx.Client:
        """Return a client that trusts the testbed's own authority and nobody else."""
        trust = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        fresh = httpx.Limits(max_keepalive_connections=0)  # XRootD hangs up after an error
        return httpx.Client(verify=trust, trust_env=False, timeout=20.0, limits=fresh)

    def token(self, server: Server, scope: str, experiment: str = "atlas") -> str:
        """Return a good token for a server."""
        mint = self.mints[experiment]
        return mint.sign(mint.claims(time.time(), scope, server.url))

    def end(self, server: Server, path: str, scope: str, flow: int | None = None) -> Endpoint:
        """Return one end of a copy, with its token and its SciTag."""
        tag = "" if flow is None else f"?scitag.flow={flow}"
        return Endpoint(f"{server.url}{path}{tag}", self.token(server, scope))

    def policy(self, server: Server) -> Policy:
        """Return what a server accepts, as this library's own check has it."""
        return Policy(tuple(issuers.trusted(self.mints).values()), frozenset({server.url}))
