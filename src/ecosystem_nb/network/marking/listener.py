"""Who is flying: a UDP socket that collects fireflies and outlives whatever is thrown at it."""

import socket
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from ecosystem_nb.network.marking.firefly import PORT, Firefly, FireflyError
from ecosystem_nb.network.marking.firefly_reader import parse

_BUFFER = 65_536  # longer than any datagram: what arrives is never cut before it is judged
_LOOK = 0.05  # s between two looks at the flag that stops the thread


class ListenerError(OSError):
    """The listener can't start; the message names address and port."""


@dataclass(frozen=True)
class Counts:
    """What came in so far.

    Parameters
    ----------
    received : int
        Datagrams; each is accepted, junk or dropped.
    accepted : int
        Fireflies put into the queue.
    junk : int
        Datagrams that are no firefly.
    dropped : int
        Fireflies that found the queue full.
    last_fault : str
        Why the last piece of junk was refused.
    """

    received: int = 0
    accepted: int = 0
    junk: int = 0
    dropped: int = 0
    last_fault: str = ""


def loopback(
    datagrams: Sequence[bytes], most: int = 10_000, wait: float = 5.0
) -> tuple[list[Firefly], Counts]:
    """Send datagrams to a listener on this machine, one by one, and return what it made of them.

    Parameters
    ----------
    datagrams : sequence of bytes
        Each at most 65,507 B, as UDP has it.
    most : int
        Fireflies that the queue holds.
    wait : float
        How long the next datagram waits for the last one to be counted, s.

    Returns
    -------
    list of Firefly, Counts

    Raises
    ------
    ListenerError
        When a datagram is not counted in that time.
    """
    with Listener(port=0, most=most) as listener, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as source:
        for number, one in enumerate(datagrams, start=1):
            source.sendto(one, ("127.0.0.1", listener.port))
            end = time.monotonic() + wait
            while listener.counts.received < number:
                if time.monotonic() > end:
                    raise ListenerError(f"datagram {number} of {len(one):,} B: not counted within {wait:g} s")
                time.sleep(1e-4)
        return listener.take(), listener.counts


class Listener:
    """Collect fireflies in a thread, between ``with`` and its end.

    Parameters
    ----------
    host : str
        Address to listen at, IPv4 or IPv6.
    port : int
        0 to 65,535; 0 takes a free one, see :attr:`port`.
    most : int
        Fireflies kept until they are taken; those that come when it is full are counted and dropped.

    Raises
    ------
    ListenerError
        When the port can't be had.
    ValueError
        For a port or a queue out of range.

    Notes
    -----
    UDP promises nothing: what the system's own buffer drops is in no count here.

    Examples
    --------
    >>> with Listener(port=0) as listener:
    ...     listener.take()
    []
    """

    def __init__(self, host: str = "127.0.0.1", port: int = PORT, most: int = 10_000) -> None:
        if not 0 <= port <= 65_535:
            raise ValueError(f"port = {port}: expected 0 to 65,535")
        if most < 1:
            raise ValueError(f"most = {most}: expected at least 1 firefly")
        self._host, self._wanted, self._most = host, port, most
        self._queue: deque[Firefly] = deque()
        self._counts = Counts()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        made = socket.socket(family, socket.SOCK_DGRAM)
        try:
            made.bind((self._host, self._wanted))
        except OSError as error:
            made.close()
            raise ListenerError(
                f"UDP {self._host} port {self._wanted}: {error.strerror or error}: "
                "expected a free port; 0 takes any"
            ) from None
        made.settimeout(_LOOK)
        self._socket = made
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, args=(made,), name="firefly listener", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        if self._socket is not None:
            self._socket.close()
        self._thread = self._socket = None

    @property
    def port(self) -> int:
        """The port that is listened at."""
        if self._socket is None:
            raise ListenerError("the listener is closed: expected its use inside with")
        return int(self._socket.getsockname()[1])

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def counts(self) -> Counts:
        """What came in so far."""
        with self._lock:
            return self._counts

    def take(self) -> list[Firefly]:
        """Return the fireflies that wait, in the order of their arrival, and forget them."""
        with self._lock:
            taken = list(self._queue)
            self._queue.clear()
        return taken

    def feed(self, datagram: bytes) -> None:
        """Judge one datagram, as the thread does with those that arrive.

        Parameters
        ----------
        datagram : bytes
            Anything.
        """
        fault, made = "", None
        try:
            made = parse(datagram)
        except FireflyError as error:
            fault = str(error)
        with self._lock:
            now, full = self._counts, len(self._queue) >= self._most
            if made is not None and not full:
                self._queue.append(made)
            self._counts = Counts(
                now.received + 1,
                now.accepted + (made is not None and not full),
                now.junk + (made is None),
                now.dropped + (made is not None and full),
                fault or now.last_fault,
            )

    def _run(self, source: socket.socket) -> None:
        while not self._stop.is_set():
            try:
                datagram = source.recv(_BUFFER)
            except TimeoutError:
                continue
            except OSError:  # an ICMP error of somebody's port, say; the socket itself stays good
                continue
            self.feed(datagram)
