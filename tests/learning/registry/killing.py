"""Ways to end a process at a chosen point: before a line of Python, or as it asks the system to write."""

import ctypes
import os
import platform
import signal
import sys
import warnings
from collections.abc import Callable
from itertools import count
from types import FrameType
from typing import ClassVar

from ecosystem_nb.learning.registry.errors import RegistryError

Action = Callable[[], object]
OURS = ("learning/registry/",)
TRACED = (*OURS, "model_registry/sqlalchemy_store")
DONE, REFUSED = 0, 7
EVERY = bool(os.environ.get("EVERY_PAGE"))
"""At every point, once a week; at some of them else."""


def points(number: int, some: int) -> list[int]:
    """Return 1 to a number once a week, else some of them, the first and the last included."""
    return (
        list(range(1, number + 1))
        if EVERY
        else sorted({round(1 + (number - 1) * k / (some - 1)) for k in range(some)})
    )


def in_a_process(action: Action) -> int:
    """Run an action in a child; return its exit code, negative where a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(_child(action), 0)[1])


def _child(action: Action) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of forks beside threads; the child ends at once
        child = os.fork()
    if child == 0:
        code = 1
        try:
            action()
            code = DONE
        except RegistryError as error:
            os.write(2, f"{error}\n".encode())
            code = REFUSED
        finally:
            os._exit(code)
    return child


class Lines:
    """Lines of the registry's modules and of MLflow's store."""

    def __init__(self, files: tuple[str, ...] = TRACED) -> None:
        self.files = files

    def number(self, action: Action) -> int:
        """Run an action and count its lines; what is done only once is done before."""
        passed = count()
        self._watched(action, lambda: next(passed))
        return next(passed)

    def killed_at(self, point: int, action: Action) -> int:
        """Run an action in a child that SIGKILL ends before a line, from 1; return the exit code."""
        passed = count(1)

        def at_line() -> None:
            if next(passed) == point:
                os.kill(os.getpid(), signal.SIGKILL)

        return in_a_process(lambda: self._watched(action, at_line))

    def _watched(self, action: Action, at_line: Action) -> None:
        def trace(frame: FrameType, event: str, _: object) -> object:
            if not any(one in frame.f_code.co_filename for one in self.files):
                return None
            if event == "line":
                at_line()
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            action()
        finally:
            sys.settrace(before)


class _Call(ctypes.Structure):
    """Begin of ``struct ptrace_syscall_info``."""

    _fields_ = [
        ("op", ctypes.c_uint8),
        ("arch", ctypes.c_uint32),
        ("ip", ctypes.c_uint64),
        ("sp", ctypes.c_uint64),
        ("number", ctypes.c_uint64),
        ("args", ctypes.c_uint64 * 6),
    ]


class WritingCalls:
    """System calls that change a file or a folder, watched by ptrace on Linux and x86-64."""

    TRACEME, SYSCALL, OPTIONS, INFO = 0, 24, 0x4200, 0x420E
    SYSGOOD_AND_EXITKILL, OF_A_CALL, ENTRY = 0x00100001, signal.SIGTRAP | 0x80, 1
    # write, pwrite64, writev, fsync, fdatasync, truncate, ftruncate, rename, mkdir, rmdir, link, unlink,
    # chmod, fchmod, mkdirat, unlinkat, renameat, fchmodat, fallocate, pwritev, renameat2
    WRITE: ClassVar = {
        1,
        18,
        20,
        74,
        75,
        76,
        77,
        82,
        83,
        84,
        86,
        87,
        90,
        91,
        258,
        263,
        264,
        268,
        285,
        296,
        316,
    }
    OPEN: ClassVar = {2: 1, 257: 2}  # open and openat, and which argument holds the flags

    def __init__(self) -> None:
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        self.libc.ptrace.restype = ctypes.c_long

    def refused(self) -> str:
        """Say why this can't be done here; nothing where it can."""
        if sys.platform != "linux" or platform.machine() != "x86_64":
            return f"calls are numbered for Linux on x86-64, not {sys.platform} on {platform.machine()}"
        try:
            seen = self.number(lambda: os.fsync(0))
        except OSError as error:
            return f"ptrace is not permitted ({error})"
        return "" if seen else "ptrace sees no call"

    def number(self, action: Action) -> int:
        """Run an action in a child and count its calls."""
        return self._run(action, None)[1]

    def killed_at(self, point: int, action: Action) -> int:
        """Run an action in a child that SIGKILL ends as it enters a call, from 1; return the exit code."""
        return self._run(action, point)[0]

    def _run(self, action: Action, point: int | None) -> tuple[int, int]:
        def traced() -> None:
            self._ptrace(self.TRACEME, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
            action()

        child = _child(traced)
        status, calls, deliver = os.waitpid(child, os.WUNTRACED)[1], 0, 0
        if not os.WIFSTOPPED(status):
            raise OSError(f"the child ended with {os.waitstatus_to_exitcode(status)}")
        self._ptrace(self.OPTIONS, child, self.SYSGOOD_AND_EXITKILL)
        while os.WIFSTOPPED(status):
            self._ptrace(self.SYSCALL, child, deliver)
            status = os.waitpid(child, 0)[1]
            stop = os.WSTOPSIG(status) if os.WIFSTOPPED(status) else 0
            deliver = 0 if stop == self.OF_A_CALL else stop
            if stop == self.OF_A_CALL and self._writes(child):
                calls += 1
                if calls == point:
                    os.kill(child, signal.SIGKILL)
                    status = os.waitpid(child, 0)[1]
        return os.waitstatus_to_exitcode(status), calls

    def _ptrace(self, request: int, child: int, data: int = 0, address: int = 0) -> None:
        if self.libc.ptrace(request, child, address, data) < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def _writes(self, child: int) -> bool:
        """Tell whether a child that stands at a call is about to change a file or a folder."""
        call = _Call()
        self._ptrace(self.INFO, child, ctypes.addressof(call), ctypes.sizeof(call))
        if call.op != self.ENTRY:
            return False
        flags = call.args[self.OPEN[call.number]] if call.number in self.OPEN else 0
        return call.number in self.WRITE or bool(flags & os.O_CREAT)
