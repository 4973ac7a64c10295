"""A server that answers many clients out of one model, in batches."""

import contextlib
import selectors
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ecosystem_nb.bounds import within
from ecosystem_nb.learning.service import wire
from ecosystem_nb.learning.service.in_process import Batch, Model

_CHUNK = 1 << 18


@dataclass(frozen=True)
class Batching:
    """How requests become batches.

    Attributes
    ----------
    most : int
        Requests in a batch, at most.
    wait : float
        How long the oldest request waits for others while the model is free, s.
    """

    most: int = 32
    wait: float = 0.0

    def __post_init__(self) -> None:
        within("most", self.most, "1", least=1, most=4096)
        within("wait", self.wait, "s", least=0, most=10)


class Waiting(NamedTuple):
    """A request in the queue."""

    came: float
    x: Batch
    peer: socket.socket


@dataclass(eq=False)
class Peer:
    """What a client has sent and not yet got."""

    held: bytearray = field(default_factory=bytearray)
    unsent: bytearray = field(default_factory=bytearray)


class Server:
    """One model behind a port of the loopback.

    Parameters
    ----------
    content : bytes
        An ONNX file.
    batching : Batching

    Attributes
    ----------
    address : tuple of str and int
        Where it listens: a port that the system chose.
    sizes : collections.Counter
        How many batches had how many requests.

    Notes
    -----
    One thread does all: it reads what has come, then runs the model.  Requests that come meanwhile wait in
    the sockets and are the next batch, so batches grow with the load by themselves.
    """

    def __init__(self, content: bytes, batching: Batching | None = None) -> None:
        self.model, self.batching = Model(content), batching or Batching()
        self.sizes: Counter[int] = Counter()
        self._queue: deque[Waiting] = deque()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._door.setblocking(False)
        self.address: tuple[str, int] = self._door.getsockname()
        self._bell, self._ring = socket.socketpair()
        self._ears = selectors.DefaultSelector()
        self._ears.register(self._door, selectors.EVENT_READ)
        self._ears.register(self._bell, selectors.EVENT_READ)

    def stop(self) -> None:
        """End ``serve`` after the batch that runs; safe to call from another thread."""
        with contextlib.suppress(OSError):
            self._ring.send(b".")

    def serve(self) -> None:
        """Answer until ``stop``, then close every connection."""
        try:
            while self._listen():
                while self._due():
                    self._run()
        finally:
            for key in list(self._ears.get_map().values()):
                key.fileobj.close()  # type: ignore[union-attr]
            self._ears.close()
            self._ring.close()

    def _due(self) -> bool:
        """Tell whether a batch should start now."""
        if not self._queue:
            return False
        old = time.monotonic() - self._queue[0].came >= self.batching.wait
        return len(self._queue) >= self.batching.most or old

    def _listen(self) -> bool:
        """Take what has come, or wait for it; tell whether to go on."""
        left = None
        if self._queue:
            left = max(0.0, self._queue[0].came + self.batching.wait - time.monotonic())
        for key, events in self._ears.select(left):
            if key.fileobj is self._bell:
                return False
            if key.fileobj is self._door:
                self._greet()
            else:
                self._hear(key.fileobj, key.data, events)  # type: ignore[arg-type]
        return True

    def _greet(self) -> None:
        with contextlib.suppress(BlockingIOError):
            peer, _ = self._door.accept()
            peer.setblocking(False)
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._ears.register(peer, selectors.EVENT_READ, Peer())

    def _hear(self, peer: socket.socket, state: Peer, events: int) -> None:
        if events & selectors.EVENT_WRITE:
            self._send(peer, state, b"")
        if not events & selectors.EVENT_READ or peer.fileno() < 0:
            return
        try:
            came = peer.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            came = b""
        if not came:
            self._leave(peer)
            return
        state.held += came
        try:
            while request := wire.taken(state.held):
                del state.held[: request.used]
                self._admit(peer, state, request.x)
        except wire.WireError as error:
            self._send(peer, state, wire.refusal(str(error)))
            self._leave(peer)

    def _admit(self, peer: socket.socket, state: Peer, x: Batch) -> None:
        if x.shape[1] != self.model.features:
            said = f"features: the model takes {self.model.features} an event, got {x.shape[1]}"
            self._send(peer, state, wire.refusal(said))
        else:
            self._queue.append(Waiting(time.monotonic(), x, peer))

    def _run(self) -> None:
        """Run one batch and answer each of its requests."""
        batch = [self._queue.popleft() for _ in range(min(self.batching.most, len(self._queue)))]
        self.sizes[len(batch)] += 1
        scores = self.model.scores(np.concatenate([one.x for one in batch]))
        ends = np.cumsum([len(one.x) for one in batch])[:-1]
        for one, part in zip(batch, np.split(scores, ends), strict=True):
            if one.peer.fileno() >= 0:
                self._send(one.peer, self._ears.get_key(one.peer).data, wire.answer(part))

    def _send(self, peer: socket.socket, state: Peer, more: bytes) -> None:
        """Send what the client takes now, and keep the rest for later."""
        state.unsent += more
        try:
            del state.unsent[: peer.send(state.unsent)]
        except BlockingIOError:
            pass
        except OSError:
            self._leave(peer)
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if state.unsent else 0)
        if self._ears.get_key(peer).events != wanted:
            self._ears.modify(peer, wanted, state)

    def _leave(self, peer: socket.socket) -> None:
        if peer.fileno() >= 0:
            self._ears.unregister(peer)
            peer.close()


@contextlib.contextmanager
def running(content: bytes, batching: Batching | None = None) -> Iterator[Server]:
    """Run a server in a thread of this process, and stop it at the end.

    Yields
    ------
    Server
        Listening at its ``address``.
    """
    server = Server(content, batching)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()
