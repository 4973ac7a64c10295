"""Plays of the third-party-copy page: one copy between two practice storages, and every way to fail."""

from dataclasses import dataclass

import httpx
import pandas as pd

from ecosystem_nb.network.copies.endpoint import Endpoint
from ecosystem_nb.network.copies.loopback import Storage
from ecosystem_nb.network.copies.loopback_plan import Fault, Wire
from ecosystem_nb.network.copies.markers import Progress, TransferError
from ecosystem_nb.network.copies.parameters import ThirdPartyCopy
from ecosystem_nb.network.copies.tpc import Copied, Rules, copy

READ, WRITE = "token-of-the-source", "token-of-the-destination"
PATH, STORE = "/data/file", "/store/file"


@dataclass(frozen=True)
class Play:
    """What came of one copy.

    Parameters
    ----------
    done : Copied or None
        The copy, when it is done.
    said : str
        Empty, or the error that the client raised.
    stored : int
        Bytes at the destination afterwards.
    progress : tuple of Progress
        Markers in order.
    wire : Wire
        What was asked, and what went over the wire.
    """

    done: Copied | None
    said: str
    stored: int
    progress: tuple[Progress, ...]
    wire: Wire


def file_of(page: ThirdPartyCopy) -> bytes:
    """Return the file that is copied: the numbers 0 to 255 over and over."""
    return bytes(range(256)) * (4 * page.block_kib * page.file_blocks)


def play(page: ThirdPartyCopy, mode: str = "pull", fault: Fault = Fault.NONE) -> Play:
    """Copy the page's file between two storages on loopback, the active one with a fault.

    Parameters
    ----------
    page : ThirdPartyCopy
        Size of file and block, time without progress.
    mode : {'pull', 'push'}
        Which end is the active one.
    fault : Fault
        What it does wrong.

    Returns
    -------
    Play
        Equal input gives equal output: no port, no time and no token is in it.
    """
    wire, progress = Wire(), list[Progress]()
    active = "destination" if mode == "pull" else "source"
    block = 1024 * page.block_kib
    with (
        httpx.Client(trust_env=False) as client,
        Storage("source", wire, READ, fault if active == "source" else Fault.NONE, block) as source,
        Storage("destination", wire, WRITE, fault if active == "destination" else Fault.NONE, block) as goal,
    ):
        source.files[PATH] = file_of(page)
        ends = Endpoint(source.url(PATH), READ), Endpoint(goal.url(STORE), WRITE)
        done, said = None, ""
        try:
            done = copy(client, *ends, Rules(mode, stall_s=page.stall), progress.append)
        except TransferError as error:
            said = f"{type(error).__name__}: {error}"
        stored = len(goal.files.get(STORE, b""))
    return Play(done, said, stored, tuple(progress), wire)


def messages(played: Play) -> pd.DataFrame:
    """Return the requests of a play, in order: from, to, request, headers."""
    rows = [
        {
            "from": one.sender,
            "to": one.receiver,
            "request": f"{one.method} {one.path}",
            "headers": "; ".join(f"{key}: {value}" for key, value in one.headers),
        }
        for one in played.wire.messages
    ]
    return pd.DataFrame(rows)


def failures(page: ThirdPartyCopy) -> pd.DataFrame:
    """Return every fault of a pull: fault, stored (KiB at the destination), said (by the client)."""
    rows = []
    for fault in Fault:
        played = play(page, "pull", fault)
        said = "done, both checksums equal" if played.done else played.said
        rows.append({"fault": fault.value, "stored": played.stored / 1024, "said": said})
    return pd.DataFrame(rows)
