"""What does Rucio ask of FTS?  The few calls of its REST interface, answered by one copy after the other."""

import datetime as dt
import json
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from ecosystem_nb.network.copies.markers import TransferError
from ecosystem_nb.network.testbed.authority import HOST

MOST_BYTES = 1_000_000  # of a job
_STAMP = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True)
class Order:
    """One copy that a job asks for.

    Parameters
    ----------
    source, destination : str
        Addresses.
    scitag : int or None
        Experiment and activity as one number, where the job has them.
    size : int or None
        B, as the job has it.
    adler32 : str
        As the job has it, or empty.
    """

    source: str
    destination: str
    scitag: int | None
    size: int | None
    adler32: str


@dataclass
class Job:
    """What was submitted, and how far it is."""

    told: Mapping[str, Any]
    orders: tuple[Order, ...]
    state: str = "SUBMITTED"
    reason: str = ""
    times: list[str] = field(default_factory=list)


class BadJob(ValueError):
    """A job is refused; the message says what is wrong with it."""


def orders_of(told: object, allowed: frozenset[str]) -> tuple[Order, ...]:
    """Read the copies that a job asks for.

    Parameters
    ----------
    told : object
        The job's JSON.
    allowed : frozenset of str
        ``host:port`` of the servers that may be named.

    Returns
    -------
    tuple of Order

    Raises
    ------
    BadJob
        For a job without files, and for a file without exactly one source and one destination among the
        servers that are allowed.
    """
    files = told.get("files") if isinstance(told, dict) else None
    if not isinstance(files, list) or not files or not all(isinstance(one, dict) for one in files):
        raise BadJob("files: expected a list of one or more objects")
    return tuple(_order(one, allowed) for one in files)


def _order(told: Mapping[str, Any], allowed: frozenset[str]) -> Order:
    kind, _, checksum = str(told.get("checksum") or "").partition(":")
    tag, size = told.get("scitag"), told.get("filesize")
    return Order(
        source=_address("sources", told, allowed),
        destination=_address("destinations", told, allowed),
        scitag=tag if isinstance(tag, int) else None,
        size=size if isinstance(size, int) else None,
        adler32=checksum.lower() if kind.upper() == "ADLER32" else "",
    )


def _address(name: str, told: Mapping[str, Any], allowed: frozenset[str]) -> str:
    addresses = told.get(name)
    if not (isinstance(addresses, list) and len(addresses) == 1 and isinstance(addresses[0], str)):
        raise BadJob(f"{name}: expected a list of one address")
    parts = urlsplit(addresses[0])
    if parts.scheme not in ("https", "davs") or parts.netloc not in allowed or parts.query:
        raise BadJob(f"{name}: expected https and one of {', '.join(sorted(allowed))}")
    return f"https://{parts.netloc}{parts.path}"


class FtsStandIn:
    """An FTS for one testbed, between ``with`` and its end.

    Parameters
    ----------
    carry : callable
        Makes one copy, and raises a ``TransferError`` when it is not done.
    allowed : frozenset of str
        ``host:port`` of the servers that jobs may name.
    registry : str
        JSON of the SciTags registry; Rucio asks for it by HTTP.

    Notes
    -----
    ``POST /jobs`` takes a job and begins it, ``GET /jobs/ID,…`` tells how far it is; ``GET /`` and
    ``GET /api.json`` are the version and the registry.
    No queue, no optimizer, no retries: the copies of a job run one after the other.
    """

    def __init__(self, carry: Callable[[Order], object], allowed: frozenset[str], registry: str) -> None:
        self._carry, self._allowed, self._registry = carry, allowed, registry
        self.jobs: dict[str, Job] = {}
        self._workers: list[threading.Thread] = []
        self._server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer((HOST, 0), type("Handler", (_Handler,), {"service": self}))
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for one in self._workers:
            one.join()

    @property
    def url(self) -> str:
        """Its address."""
        if self._server is None:
            raise RuntimeError("the service is closed: expected its use inside with")
        return f"http://{HOST}:{self._server.server_address[1]}"

    @property
    def registry(self) -> str:
        """The SciTags registry that it hands out."""
        return self._registry

    def submit(self, told: object) -> str:
        """Take a job, begin it, and return its id."""
        job = Job(told if isinstance(told, dict) else {}, orders_of(told, self._allowed))
        name = str(uuid.uuid4())
        self.jobs[name] = job
        worker = threading.Thread(target=self._run, args=(job,))
        self._workers.append(worker)
        worker.start()
        return name

    def status(self, name: str) -> dict[str, Any]:
        """Return how far a job is, as FTS tells it."""
        job = self.jobs.get(name)
        if job is None:
            return {"job_id": name, "http_status": "404 Not Found", "http_message": "no such job"}
        start, finish = (*job.times, None, None)[:2]
        files = []
        for one in job.told["files"]:
            ends = {"source_surl": one["sources"][0], "dest_surl": one["destinations"][0]}
            files.append(
                {
                    **ends,
                    "file_state": job.state,
                    "file_metadata": one.get("metadata", {}),
                    "reason": job.reason,
                    "start_time": start,
                    "finish_time": finish,
                    "staging_start": None,
                    "staging_finished": None,
                }
            )
        return {
            "job_id": name,
            "http_status": "200 Ok",
            "job_state": job.state,
            "job_type": "N",
            "job_metadata": (job.told.get("params") or {}).get("job_metadata", {}),
            "files": files,
        }

    def _run(self, job: Job) -> None:
        job.times.append(dt.datetime.now(dt.UTC).strftime(_STAMP))
        job.state = "ACTIVE"
        try:
            for order in job.orders:
                self._carry(order)
        except TransferError as error:
            job.reason, ended = str(error), "FAILED"
        else:
            ended = "FINISHED"
        job.times.append(dt.datetime.now(dt.UTC).strftime(_STAMP))
        job.state = ended


class _Handler(BaseHTTPRequestHandler):
    """Answers the calls."""

    service: FtsStandIn
    timeout = 20

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Take a job."""
        length = self.headers.get("Content-Length", "")
        if self.path != "/jobs" or not length.isdigit() or int(length) > MOST_BYTES:
            self._answer(400, {"message": f"expected POST /jobs with at most {MOST_BYTES:,} B"})
            return
        try:
            body = bytearray(int(length))
            self.rfile.readinto(body)
            self._answer(200, {"job_id": self.service.submit(json.loads(body))})
        except (BadJob, ValueError, RecursionError) as error:
            self._answer(400, {"message": str(error) if isinstance(error, BadJob) else "expected JSON"})

    def do_GET(self) -> None:
        """Tell how far jobs are."""
        path = urlsplit(self.path).path
        if path == "/":
            self._answer(200, {"api": {"major": 3}})
        elif path == "/api.json":
            self._answer(200, json.loads(self.service.registry))
        elif path.startswith("/jobs/"):
            found = [self.service.status(name) for name in path.removeprefix("/jobs/").split(",")]
            self._answer(200 if len(found) == 1 else 207, found[0] if len(found) == 1 else found)
        else:
            self._answer(404, {"message": "no such address"})

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
