"""Seconds that a page spends on numba's compilation: shown apart from its own time."""

import sys
import time
from pathlib import Path
from typing import Any

STARTUP = "from ecosystem_nb.book.compile_clock import start\nstart({path!r})\ndel start\n"


class Clock:
    """Adds up the compilations of a kernel; one inside another counts once.

    Parameters
    ----------
    path : pathlib.Path
        Where the sum (s) is written after each cell.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seconds = 0.0
        self._depth = 0
        self._since = 0.0
        self._listening = False

    def on_start(self, _event: Any) -> None:
        """Numba begins to compile."""
        if self._depth == 0:
            self._since = time.perf_counter()
        self._depth += 1

    def on_end(self, _event: Any) -> None:
        """Numba has compiled."""
        self._depth -= 1
        if self._depth == 0:
            self.seconds += time.perf_counter() - self._since

    def after_cell(self, *_result: Any) -> None:
        """Listen from the cell on that imported numba; write the sum."""
        if "numba" not in sys.modules:
            return
        if not self._listening:
            from numba.core import event  # not before the page itself has imported numba

            clock = self

            class Relay(event.Listener):  # type: ignore[misc]
                def on_start(self, event: Any) -> None:
                    clock.on_start(event)

                def on_end(self, event: Any) -> None:
                    clock.on_end(event)

            event.register("numba:compile", Relay())
            self._listening = True
        self.path.write_text(repr(self.seconds), encoding="utf-8")


def start(path: str) -> None:
    """Start the clock of this kernel; called by the kernel's startup file.

    Parameters
    ----------
    path : str
        Where the sum (s) is to be written.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        shell.events.register("post_run_cell", Clock(Path(path)).after_cell)


def read(path: Path) -> float:
    """Return the seconds that a kernel's clock wrote, 0 where it wrote none."""
    return float(path.read_text(encoding="utf-8")) if path.is_file() else 0.0
