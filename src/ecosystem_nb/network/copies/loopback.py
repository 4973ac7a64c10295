"""A storage to practise on: HTTP-TPC on loopback, in this process, with faults on demand."""

import threading
from types import TracebackType
from typing import Self

from ecosystem_nb.network.copies.loopback_handler import Handler, Server
from ecosystem_nb.network.copies.loopback_plan import Plan

HOST = "127.0.0.1"


class Storage(Plan):
    """A storage on a free port of 127.0.0.1, for the time of a ``with`` block.

    Notes
    -----
    A stand-in for tests and pages, with no encryption and no more of HTTP than third-party copy needs;
    it listens to nothing but loopback.

    Examples
    --------
    >>> from ecosystem_nb.network.copies.loopback_plan import Wire
    >>> with Storage("a", Wire()) as storage:
    ...     storage.url("/f").startswith("http://127.0.0.1:")
    True
    """

    def __enter__(self) -> Self:
        self._server = Server((HOST, 0), Handler)
        self._server.storage = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str) -> str:
        """Return the address of a file."""
        return f"http://{HOST}:{self._server.server_address[1]}{path}"
