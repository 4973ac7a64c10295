"""What a practice storage is told, what it holds, and what went over the wire."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum

CLIENT = "client"


class Fault(StrEnum):
    """What goes wrong when this storage is told to copy."""

    NONE = "none"
    FAILURE = "failure after 201"
    TRUNCATED = "connection closed half-way"
    NO_VERDICT = "stream ends without a verdict"
    STALL = "nothing more is sent"
    FROZEN = "markers without progress"
    CORRUPT = "one bit wrong"
    HALF = "half a file called a success"
    JUNK = "junk instead of markers"
    HUGE = "one endless line"


@dataclass(frozen=True)
class Message:
    """One request as the wire saw it.

    Parameters
    ----------
    sender, receiver : str
        Names of the two, ``client`` or a storage's.
    method, path : str
        What was asked.
    headers : tuple of (str, str)
        The headers that matter here; tokens shortened to three dots.
    """

    sender: str
    receiver: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]


@dataclass
class Wire:
    """What was asked, in order, and how many bytes of files and of markers went over it."""

    messages: list[Message] = field(default_factory=list)
    file_bytes: int = 0
    marker_bytes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Plan:
    """How one practice storage behaves, and what it holds.

    Parameters
    ----------
    name : str
        Its name in the wire's record.
    wire : Wire
        Where its requests are recorded.
    token : str or None
        The token that it asks for.
    fault : Fault
        What goes wrong when it copies.
    block : int
        Bytes between two performance markers, 1 or more.
    pause_s : float
        Time between two blocks, in s.
    redirect_to : str
        Address to which COPY is redirected first, if any.
    digests : bool
        Whether it gives checksums.
    files : dict of str to bytes
        What it holds, by path.
    stopping : threading.Event
        Set when it is to end.
    """

    name: str
    wire: Wire
    token: str | None = None
    fault: Fault = Fault.NONE
    block: int = 1 << 20
    pause_s: float = 0.0
    redirect_to: str = ""
    digests: bool = True
    files: dict[str, bytes] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        if self.block < 1:
            raise ValueError(f"block = {self.block} B is out of range: expected 1 B or more")
