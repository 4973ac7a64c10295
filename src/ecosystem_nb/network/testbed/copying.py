"""Do real servers copy as the protocol says?  Pull and push, with right and wrong tokens, bytes checked."""

import math
import time
import zlib
from dataclasses import dataclass, replace

import httpx
import pandas as pd

from ecosystem_nb.network.copies.endpoint import Endpoint
from ecosystem_nb.network.copies.markers import TransferError
from ecosystem_nb.network.copies.tpc import CopyFailed, CopyRefused, NotVerified, Rules, copy
from ecosystem_nb.network.marking.firefly import Firefly
from ecosystem_nb.network.marking.labels import Mark
from ecosystem_nb.network.marking.listener import Listener
from ecosystem_nb.network.testbed import files
from ecosystem_nb.network.testbed.bed import Testbed

SIZE = 900_000  # B
FILE = "/atlas/data/file"
_WAIT_S = 5.0
_READ, _CREATE = "storage.read:/data", "storage.create:/out storage.read:/out"


@dataclass(frozen=True)
class Trial:
    """One copy to try.

    Parameters
    ----------
    name : str
        What is right or wrong with it.
    mode : {'pull', 'push'}
        Which end is told to copy.
    source, destination : str
        Scopes of the two tokens.
    path : str
        What is copied.
    target : str
        Where to, below ``/atlas/out``; a name of its own where it is empty.
    overwrite : bool
        Whether the client asks to replace what is there.
    good : bool
        Whether the copy is to be done.
    """

    name: str
    mode: str
    source: str = _READ
    destination: str = _CREATE
    path: str = FILE
    target: str = ""
    overwrite: bool = False
    good: bool = False


TRIALS = (
    Trial("good tokens", "pull", good=True),
    Trial("good tokens", "push", good=True),
    Trial("may not read there", "pull", source="storage.read:/other"),
    Trial("may not read there", "push", source="storage.read:/other"),
    Trial("may not write", "pull", destination="storage.read:/out"),
    Trial("may not write", "push", destination="storage.read:/out"),
    Trial("no such file", "pull", path="/atlas/data/none"),
    Trial("no such file", "push", path="/atlas/data/none"),
    Trial("create overwrites", "pull", target="x", overwrite=True),
    Trial("create overwrites", "push", target="x", overwrite=True),
    Trial(
        "modify overwrites",
        "pull",
        destination="storage.modify:/out storage.read:/out",
        target="x",
        overwrite=True,
        good=True,
    ),
)


TWICE = "a name used twice in a second"


@dataclass(frozen=True)
class Copies:
    """What came of all trials.

    Parameters
    ----------
    trials : pandas.DataFrame
        Columns ``trial``, ``mode``, ``outcome`` (``done``, or the error's name), ``http`` (status of the
        COPY), ``equal`` (whether the destination's bytes are the source's), ``left`` (B at the destination
        afterwards; NaN where there is no file) and ``said``.
    fireflies : pandas.DataFrame
        Of the copies that were done, in order of arrival: ``number``, ``end`` (the server that sent it),
        ``state``, ``experiment``, ``activity`` (numbers of the registry), ``sent``, ``received`` (B) and
        ``rtt`` (ms).
    """

    trials: pd.DataFrame
    fireflies: pd.DataFrame


def tried(bed: Testbed, client: httpx.Client, mark: Mark) -> Copies:
    """Try every copy; those with good tokens carry a SciTag, and their fireflies are caught.

    Parameters
    ----------
    bed : Testbed
        Where.
    client : httpx.Client
        From :meth:`Testbed.client`.
    mark : Mark
        Experiment and activity of the SciTag.

    Returns
    -------
    Copies
    """
    data = files.content(SIZE)
    (bed.data("source") / FILE[1:]).write_bytes(data)
    bed.hand_over("source")
    bed.clear("destination")
    with Listener(port=bed.firefly) as listener:
        named = [replace(one, target=one.target or str(number)) for number, one in enumerate(TRIALS, 1)]
        rows = [_row(bed, client, one, data, mark) for one in named]
        rows.append(_twice(bed, client, data))
        came = caught(listener, mark, 2 * sum(one.good for one in TRIALS))
    return Copies(pd.DataFrame(rows), _fireflies(bed, came))


def _row(
    bed: Testbed, client: httpx.Client, trial: Trial, data: bytes, mark: Mark | None
) -> dict[str, object]:
    target, flow = f"/atlas/out/{trial.target}", None if mark is None else mark.flow_id
    ends = (
        bed.end(bed.source, trial.path, trial.source, flow),
        bed.end(bed.destination, target, trial.destination, flow),
    )
    outcome, status, said = _outcome(client, ends, trial, f"{zlib.adler32(data):08x}")
    stored = bed.data("destination") / target[1:]
    return {
        "trial": trial.name,
        "mode": trial.mode,
        "outcome": outcome,
        "http": status,
        "equal": stored.is_file() and stored.read_bytes() == data,
        "left": float(stored.stat().st_size) if stored.is_file() else math.nan,
        "said": said,
    }


def _twice(bed: Testbed, client: httpx.Client, data: bytes) -> dict[str, object]:
    """Copy two files to one name within one second of the clock, and return what came of the second."""
    time.sleep(1.0 - time.time() % 1.0)
    scope = "storage.modify:/out storage.read:/out"
    first = Trial(TWICE, "pull", path="/atlas/data/x", target="twice")
    _row(bed, client, first, files.CONTENT, None)
    return _row(bed, client, replace(first, path=FILE, destination=scope, overwrite=True), data, None)


def _outcome(
    client: httpx.Client, ends: tuple[Endpoint, Endpoint], trial: Trial, adler32: str
) -> tuple[str, int, str]:
    """Return what came of one copy: ``done`` or the error's name, status of the COPY, and what was said."""
    try:
        done = copy(client, *ends, Rules(trial.mode, overwrite=trial.overwrite, stall_s=30.0))
    except CopyRefused as error:
        return "CopyRefused", error.status, str(error)
    except CopyFailed as error:
        return "CopyFailed", 201, str(error)
    except NotVerified as error:
        return "NotVerified", 201, str(error)
    except TransferError as error:
        return type(error).__name__, 0, str(error)
    if done.adler32 != adler32:
        return "NotVerified", done.status, "the servers agree on a checksum that is not the file's"
    return "done", done.status, "both checksums equal"


def caught(listener: Listener, mark: Mark, wanted: int) -> list[Firefly]:
    """Return the fireflies of the marked flows, once as many have come as are expected."""
    found: list[Firefly] = []
    until = time.monotonic() + _WAIT_S
    while len(found) < wanted and time.monotonic() < until:
        found += [
            one
            for one in listener.take()
            if (one.experiment, one.activity) == (mark.experiment, mark.activity)
        ]
        time.sleep(0.02)
    return found


def _fireflies(bed: Testbed, caught: list[Firefly]) -> pd.DataFrame:
    """Return fireflies as a table; the flow's source is the server that sent them."""
    ends = {bed.source.port: "source", bed.destination.port: "destination"}
    rows = [
        {
            "number": number,
            "end": ends.get(one.flow.src_port, "neither"),
            "state": one.state,
            "experiment": one.experiment,
            "activity": one.activity,
            "sent": float("nan") if one.sent is None else float(one.sent),
            "received": float("nan") if one.received is None else float(one.received),
            "rtt": float("nan") if one.rtt is None else one.rtt,
        }
        for number, one in enumerate(caught, 1)
    ]
    heads = ["number", "end", "state", "experiment", "activity", "sent", "received", "rtt"]
    return pd.DataFrame(rows, columns=heads)
