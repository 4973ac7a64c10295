"""What the practice storage answers: HEAD, GET, PUT and COPY."""

import contextlib
import http.client
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from urllib.parse import urlsplit

from ecosystem_nb.network.copies.loopback_plan import CLIENT, Fault, Message, Plan


class Server(ThreadingHTTPServer):
    """Serves one storage, each request in its own thread."""

    daemon_threads = False  # leaving the block waits for every answer
    storage: Plan

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that goes away is part of the play."""


class Handler(BaseHTTPRequestHandler):
    """Answers HEAD, GET, PUT and COPY for a storage."""

    protocol_version = "HTTP/1.1"
    server: Server
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the name is the base's
        """Print nothing."""

    def _begin(self) -> bool:
        """Record the request; answer 401 or 403 if its token is not ours."""
        storage, shown = self.server.storage, []
        for key, value in self.headers.items():
            if key.lower() in _SHOWN:
                bearer = value.startswith("Bearer ")
                shown.append((key, "Bearer ..." if bearer else _without_port(value)))
        sender = self.headers.get("User-Agent", "")
        sender = sender.removeprefix("storage/") if sender.startswith("storage/") else CLIENT
        with storage.wire.lock:
            storage.wire.messages.append(Message(sender, storage.name, self.command, self.path, tuple(shown)))
        given = self.headers.get("Authorization")
        if storage.token is None or given == f"Bearer {storage.token}":
            return True
        self._plain(401 if given is None else 403)
        return False

    def _plain(self, status: int, more: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), "Connection": "close", **(more or {})}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        """Give size and checksum."""
        data = self.server.storage.files.get(self.path)
        if self._begin():
            if data is None:
                self._plain(404)
            else:
                facts = {"Content-Length": str(len(data))}
                if self.server.storage.digests:
                    facts["Digest"] = f"adler32={zlib.adler32(data):08x}"
                self._plain(200, facts)

    def do_GET(self) -> None:
        """Give the file."""
        data = self.server.storage.files.get(self.path)
        if self._begin():
            self._plain(404 if data is None else 200, body=data or b"")

    def do_PUT(self) -> None:
        """Take the file, and keep what came even if it was not all."""
        storage = self.server.storage
        left = int(self.headers.get("Content-Length", "0"))
        if not self._begin():
            _take(self.rfile, left)  # who sends shall hear the refusal, not a broken pipe
            return
        if self.path in storage.files and self.headers.get("Overwrite", "T") == "F":
            _take(self.rfile, left)
            self._plain(412)
            return
        storage.files[self.path] = b""
        while left and (piece := _take(self.rfile, min(left, storage.block))):
            storage.files[self.path] += piece
            left -= len(piece)
        self._plain(201)

    def do_COPY(self) -> None:
        """Copy from or to another storage, and stream markers."""
        storage = self.server.storage
        if not self._begin():
            return
        if storage.redirect_to:
            self._plain(307, {"Location": storage.redirect_to})
            return
        pull = "Source" in self.headers
        if pull and self.path in storage.files and self.headers.get("Overwrite") == "F":
            self._plain(412)
            return
        if not pull and self.path not in storage.files:
            self._plain(404)
            return
        self.send_response(201)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self._markers(pull)

    def _chunk(self, text: str) -> None:
        data = text.encode()
        with self.server.storage.wire.lock:
            self.server.storage.wire.marker_bytes += len(data)
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _markers(self, pull: bool) -> None:
        """Play the copy, with the fault that is set."""
        storage, moved, half = self.server.storage, 0, False
        if storage.fault in _INSTEAD:
            self._chunk(_INSTEAD[storage.fault])
            return
        verdict = "success: Created\n"
        try:
            for moved, size in self._pull() if pull else self._push():
                self._chunk(_marker(moved))
                storage.stopping.wait(storage.pause_s)
                half = 2 * moved >= size
                if half and storage.fault in _STOP_HALF_WAY:
                    break
        except OSError as error:
            verdict = f"failure: {error}\n"
        if storage.fault is Fault.FAILURE:
            verdict = "failure: the other end closed the connection\n"
        if storage.fault is Fault.STALL:
            storage.stopping.wait(self.timeout)
        if storage.fault is Fault.FROZEN:
            while not storage.stopping.wait(0.02):
                self._chunk(_marker(moved))
        if storage.fault in _NO_END:
            self.close_connection = True
            return
        if storage.fault is not Fault.NO_VERDICT:
            self._chunk(verdict)
        self.wfile.write(b"0\r\n\r\n")

    def _pull(self) -> Iterator[tuple[int, int]]:
        storage, there = self.server.storage, urlsplit(self.headers["Source"])
        connection = http.client.HTTPConnection(there.netloc, timeout=self.timeout)
        with contextlib.closing(connection):
            connection.request("GET", there.path, headers=self._passed_on())
            answer = connection.getresponse()
            if answer.status != 200:
                raise OSError(f"the source answered {answer.status}")
            size, stored = int(answer.headers["Content-Length"]), b""
            while piece := _take(answer, storage.block):
                if storage.fault is Fault.CORRUPT and not stored:
                    piece = bytes([piece[0] ^ 1]) + piece[1:]
                stored += piece
                storage.files[self.path] = stored
                self._count(len(piece))
                yield len(stored), size

    def _push(self) -> Iterator[tuple[int, int]]:
        storage, there = self.server.storage, urlsplit(self.headers["Destination"])
        data = storage.files[self.path]
        if storage.fault is Fault.CORRUPT:
            data = bytes([data[0] ^ 1]) + data[1:]
        connection = http.client.HTTPConnection(there.netloc, timeout=self.timeout)
        with contextlib.closing(connection):
            connection.putrequest("PUT", there.path)
            whole = len(data) if storage.fault is not Fault.HALF else len(data) // 2
            more = {"Content-Length": str(whole), "Overwrite": self.headers.get("Overwrite", "T")}
            for key, value in (self._passed_on() | more).items():
                connection.putheader(key, value)
            connection.endheaders()
            for start in range(0, whole, storage.block):
                connection.send(data[start : min(start + storage.block, whole)])
                self._count(min(storage.block, whole - start))
                yield min(start + storage.block, whole), len(data)
            answer = connection.getresponse()
            if answer.status != 201:
                raise OSError(f"the destination answered {answer.status}")

    def _passed_on(self) -> dict[str, str]:
        prefix, storage = "transferheader", self.server.storage
        passed = {k[len(prefix) :]: v for k, v in self.headers.items() if k.lower().startswith(prefix)}
        return {"User-Agent": f"storage/{storage.name}", **passed}

    def _count(self, size: int) -> None:
        with self.server.storage.wire.lock:
            self.server.storage.wire.file_bytes += size


_SHOWN = (
    "source",
    "destination",
    "overwrite",
    "credential",
    "authorization",
    "transferheaderauthorization",
    "want-digest",
)
_INSTEAD = {Fault.JUNK: "\x00\x01 not a marker\n", Fault.HUGE: "x" * 100_000}
_STOP_HALF_WAY = (Fault.FAILURE, Fault.TRUNCATED, Fault.NO_VERDICT, Fault.STALL, Fault.FROZEN, Fault.HALF)
_NO_END = (Fault.TRUNCATED, Fault.STALL, Fault.FROZEN)


def _take(stream: BufferedIOBase, size: int) -> bytes:
    """Return that many bytes, or what comes before the end."""
    taken = bytearray()
    while len(taken) < size and (piece := stream.read1(size - len(taken))):
        taken += piece
    return bytes(taken)


def _marker(moved: int) -> str:
    """Write a performance marker as XRootD does; its time is fixed, so that equal copies look equal."""
    return (
        f"Perf Marker\nTimestamp: 0\nStripe Index: 0\nStripe Bytes Transferred: {moved}\n"
        "Total Stripe Count: 1\nEnd\n"
    )


def _without_port(value: str) -> str:
    """Return an address without its port, which differs from run to run."""
    parts = urlsplit(value)
    return f"{parts.scheme}://{parts.hostname}{parts.path}" if parts.scheme and parts.hostname else value
