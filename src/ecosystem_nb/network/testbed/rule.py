"""Does a rule become a copy?  Rucio's catalogue and conveyor drive the two servers from end to end."""

import importlib.util
import json
import os
import subprocess
import sys
import zlib
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pandas as pd

from ecosystem_nb.network.copies.endpoint import Endpoint
from ecosystem_nb.network.copies.markers import TransferError
from ecosystem_nb.network.copies.tpc import NotVerified, Rules, copy
from ecosystem_nb.network.marking.labels import Mark, names
from ecosystem_nb.network.marking.listener import Listener
from ecosystem_nb.network.testbed import config, copying, files, places, rucio_side
from ecosystem_nb.network.testbed.authority import HOST
from ecosystem_nb.network.testbed.bed import Testbed
from ecosystem_nb.network.testbed.fts_service import FtsStandIn, Order
from ecosystem_nb.network.testbed.tools import Broken, Missing
from ecosystem_nb.tables import read

ENVIRONMENT = ".venv-rucio"
NAME, SIZE = "file", 900_000  # B
_LONGEST_S = 300.0
_PREFIXES = {"source": "/atlas/data", "destination": "/atlas/out"}


def find_python(root: Path) -> Path:
    """Return a Python that has Rucio: this one, or that of ``make rucio``.

    Raises
    ------
    Missing
        When neither has it.
    """
    if importlib.util.find_spec("rucio") is not None:
        return Path(sys.executable)
    made = root / ENVIRONMENT / "bin" / "python"
    if made.exists():
        return made
    raise Missing("Rucio is not installed: make rucio puts it into an environment of its own")


def configuration(database: Path, service: str, experiment: str) -> str:
    """Return Rucio's configuration: a catalogue in one file, and the marks of one experiment."""
    return f"""[common]
[database]
default = sqlite:///{database}
[policy]
permission = generic
schema = generic
[conveyor]
scheme = https
use_preparer = true
[packet-marking]
enabled = true
exp_name = {experiment}
fetch_url = {service}/api.json
"""


def driven(bed: Testbed, python: Path, mark: Mark) -> pd.DataFrame:
    """Add a rule for a file on the source, and run the conveyor until the rule is fulfilled.

    Parameters
    ----------
    bed : Testbed
        Where.
    python : pathlib.Path
        From :func:`find_python`.
    mark : Mark
        Experiment and activity of the rule.

    Returns
    -------
    pandas.DataFrame
        Columns ``step``, ``request``, ``replica`` and ``rule`` (their states after the step).
        ``attrs`` holds the version of ``rucio``, whether the bytes are ``equal``, and the fireflies that
        ``came``.

    Raises
    ------
    Broken
        When Rucio does not run.
    """
    data = files.content(SIZE, 1)
    bed.clear("destination")
    folder = bed.data("source") / "atlas" / "data" / rucio_side.SCOPE
    folder.mkdir(exist_ok=True)
    (folder / NAME).write_bytes(data)
    bed.hand_over("source")
    registry = read("network/scitags")
    experiment, activity = names(registry, mark.experiment, mark.activity)
    allowed = frozenset(urlsplit(one.url).netloc for one in (bed.source, bed.destination))
    with bed.client() as client, Listener(port=bed.firefly) as listener:
        with FtsStandIn(lambda order: _carry(bed, client, order), allowed, config.registry(registry)) as fts:
            told = _told(bed, fts.url, data, activity)
            answer = _run(bed, python, told, configuration(Path("rucio.db"), fts.url, experiment))
        came = copying.caught(listener, mark, 2)
    steps = pd.DataFrame(answer["steps"])
    stored = bed.data("destination") / "atlas" / "out" / rucio_side.SCOPE / NAME
    equal = stored.is_file() and stored.read_bytes() == data
    steps.attrs = {"rucio": answer["rucio"], "equal": equal, "came": len(came)}
    return steps


def _told(bed: Testbed, fts: str, data: bytes, activity: str) -> dict[str, object]:
    storages = [
        {"name": name.upper(), "host": HOST, "port": bed.server(name).port, "prefix": prefix}
        for name, prefix in _PREFIXES.items()
    ]
    return {
        "fts": fts,
        "storages": storages,
        "name": NAME,
        "bytes": len(data),
        "adler32": f"{zlib.adler32(data):08x}",
        "activity": activity,
    }


def _run(bed: Testbed, python: Path, told: dict[str, object], text: str) -> dict[str, list[dict[str, str]]]:
    """Run Rucio's side in a folder of its own, and return what it says."""
    own = bed.folder / f"rucio-{os.urandom(3).hex()}"
    own.mkdir(mode=0o700)
    places.write(own / "rucio.cfg", text.replace("sqlite:///", f"sqlite:///{own}/"))
    script = own / "side.py"
    script.write_text(Path(rucio_side.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    try:
        done = subprocess.run(
            [str(python), "-W", "ignore", str(script)],
            input=json.dumps({**told, "config": str(own / "rucio.cfg")}),
            cwd=own,
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST_S,
        )
    except subprocess.TimeoutExpired:
        raise Broken(f"Rucio took longer than {_LONGEST_S:g} s") from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Broken(f"Rucio ended with {done.returncode}: {last[:200]}")
    answer: dict[str, list[dict[str, str]]] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def _carry(bed: Testbed, client: httpx.Client, order: Order) -> None:
    """Make the copy of one order as FTS does: folders first, then a pull, then the checksums.

    The tokens are of the testbed's own issuer; a production FTS gets them with the job or exchanges them.
    """
    scope = "storage.create:/out storage.read:/out"
    tag = "" if order.scitag is None else f"?scitag.flow={order.scitag}"
    target = Endpoint(order.destination, bed.token(bed.destination, scope))
    try:
        client.request("MKCOL", order.destination.rpartition("/")[0], headers=target.bearer())
    except httpx.HTTPError as error:
        raise TransferError(f"MKCOL: {type(error).__name__}") from None
    done = copy(
        client,
        Endpoint(f"{order.source}{tag}", bed.token(bed.source, "storage.read:/data")),
        Endpoint(f"{order.destination}{tag}", target.token),
        Rules("pull"),
    )
    if order.adler32 and done.adler32 != order.adler32:
        raise NotVerified(f"adler32 of the copy {done.adler32}, in the catalogue {order.adler32}")
    if order.size is not None and done.size not in (None, order.size):
        raise NotVerified(f"size of the copy {done.size} B, in the catalogue {order.size} B")
