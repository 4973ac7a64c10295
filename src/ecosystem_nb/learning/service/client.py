"""Scores from a server."""

import socket
from types import TracebackType
from typing import Self

import numpy as np

from ecosystem_nb.learning.service import wire
from ecosystem_nb.learning.service.in_process import Batch


class ServiceError(RuntimeError):
    """The server refuses, or is gone."""


class Client:
    """One connection to a server; each request waits for its answer.

    Parameters
    ----------
    address : tuple of str and int
        Of the server.
    patience : float
        How long to wait for it, s.
    """

    def __init__(self, address: tuple[str, int], patience: float = 30.0) -> None:
        try:
            self._line = socket.create_connection(address, patience)
        except OSError as error:
            raise ServiceError(
                f"no server at {address[0]}:{address[1]}: {error.strerror or error}"
            ) from error
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def scores(self, x: Batch) -> Batch:
        """Return the score of each event.

        Parameters
        ----------
        x : ndarray of float32, shape (N, F)

        Returns
        -------
        ndarray of float32, shape (N,)

        Raises
        ------
        ServiceError
            With what the server says, or that it is gone.
        """
        try:
            self._line.sendall(wire.ask(x))
            magic, kind, size = wire.HEAD.unpack(self._read(wire.HEAD.size))
            if magic != wire.MAGIC:
                raise ServiceError(f"answer begins with {magic!r}: expected {wire.MAGIC!r}")
            body = self._read(4 * size if kind == wire.SCORES else size)
        except OSError as error:
            raise ServiceError(f"the server is gone: {error.strerror or error}") from error
        if kind != wire.SCORES:
            raise ServiceError(body.decode(errors="replace"))
        scores: Batch = np.frombuffer(body, dtype="<f4")
        return scores

    def _read(self, size: int) -> bytes:
        held = bytearray()
        while len(held) < size:
            more = self._line.recv(size - len(held))
            if not more:
                raise ServiceError("the server is gone: it closed the connection")
            held += more
        return bytes(held)

    def close(self) -> None:
        """Close the connection."""
        self._line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
