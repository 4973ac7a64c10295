"""What a firefly says: the UDP packets that announce a flow, checked and written."""

import ipaddress
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NoReturn, get_args

State = Literal["start", "ongoing", "end"]
STATES: tuple[State, ...] = get_args(State)
PORT = 10514
MOST_BYTES = 8192
"""Longest firefly that is read or built, B; a UDP datagram holds at most 65,507 B, XRootD writes 1,024."""

MOST_COUNT = 2**64 - 1
_NAME = re.compile(r"[!-~]+")
FIELDS = ("afi", "src-ip", "dst-ip", "protocol", "src-port", "dst-port")


class FireflyError(ValueError):
    """A firefly is refused; one line names the field, what was found, and what is allowed."""


@dataclass(frozen=True)
class Flow:
    """The five values that name a flow, addresses in their canonical form.

    Parameters
    ----------
    src_ip, dst_ip : str
        Addresses of one family, IPv4 or IPv6.
    src_port, dst_port : int
        1 to 65,535.
    protocol : {'tcp', 'udp'}
        Of the flow, not of the firefly.
    """

    src_ip: str
    dst_ip: str
    src_port: int
    dst_port: int
    protocol: str = "tcp"

    def __post_init__(self) -> None:
        source, target = address("flow-id.src-ip", self.src_ip), address("flow-id.dst-ip", self.dst_ip)
        if source.version != target.version:
            refuse("flow-id.dst-ip", self.dst_ip, f"an IPv{source.version} address, as src-ip is one")
        object.__setattr__(self, "src_ip", str(source))
        object.__setattr__(self, "dst_ip", str(target))
        check_whole("flow-id.src-port", self.src_port, 1, 65_535)
        check_whole("flow-id.dst-port", self.dst_port, 1, 65_535)
        if self.protocol not in ("tcp", "udp"):
            refuse("flow-id.protocol", self.protocol, "tcp or udp")

    @property
    def afi(self) -> str:
        """``ipv4`` or ``ipv6``."""
        return f"ipv{ipaddress.ip_address(self.src_ip).version}"


@dataclass(frozen=True)
class Firefly:
    """One announcement of a flow.

    Parameters
    ----------
    state : {'start', 'ongoing', 'end'}
        Where the flow stands.
    flow : Flow
        Which flow it is.
    experiment, activity : int
        Numbers of the registry, 1 to 1,023 and 1 to 63.
    start : datetime
        When the flow began; every time carries its offset from UTC.
    current, end : datetime, optional
        When the firefly was sent, and when the flow ended; ``end`` is there exactly in the state end.
    sent, received : int, optional
        Bytes since the start, seen from the source; both or none.
    rtt : float, optional
        Round-trip time, ms.
    application, host : str, optional
        Who sent it.
    """

    state: State
    flow: Flow
    experiment: int
    activity: int
    start: datetime
    current: datetime | None = None
    end: datetime | None = None
    sent: int | None = None
    received: int | None = None
    rtt: float | None = None
    application: str = ""
    host: str = "localhost"

    def __post_init__(self) -> None:
        if self.state not in STATES:
            refuse("flow-lifecycle.state", self.state, f"one of {', '.join(STATES)}")
        check_whole("context.experiment-id", self.experiment, 1, 1023)
        check_whole("context.activity-id", self.activity, 1, 63)
        for name, count in (("sent", self.sent), ("received", self.received)):
            if count is not None:
                check_whole(f"usage.{name}", count, 0, MOST_COUNT)
        if self.rtt is not None and not 0 <= self.rtt < 1e9:
            refuse("netlink.rtt", self.rtt, "0 to 1e9 ms")
        if not (isinstance(self.host, str) and len(self.host) < 256 and _NAME.fullmatch(self.host)):
            refuse("host", self.host, "1 to 255 printable characters without blanks")
        self._check_times()

    def _check_times(self) -> None:
        for name, time in (("start", self.start), ("current", self.current), ("end", self.end)):
            if time is not None and time.utcoffset() is None:
                refuse(f"flow-lifecycle.{name}-time", time, "a time with its offset from UTC")
        if (self.state == "end") != (self.end is not None):
            refuse("flow-lifecycle.end-time", self.end, "a time in the state end, none in the others")
        last = self.start
        for name, time in (("end", self.end), ("current", self.current)):
            if time is not None and time < last:
                refuse(f"flow-lifecycle.{name}-time", time.isoformat(), f"not before {last.isoformat()}")
            last = last if time is None else time


def build(firefly: Firefly) -> bytes:
    """Write a firefly as the payload of a UDP datagram.

    Parameters
    ----------
    firefly : Firefly
        What to say.

    Returns
    -------
    bytes
        RFC 5424 header and JSON, UTF-8, at most ``MOST_BYTES``.

    Raises
    ------
    FireflyError
        When it would be longer.
    """
    one: Firefly = firefly
    life: dict[str, str] = {"state": one.state}
    for name, time in (("current", one.current), ("start", one.start), ("end", one.end)):
        if time is not None:
            life[f"{name}-time"] = time.isoformat(timespec="microseconds")
    usage = {"received": one.received, "sent": one.sent}
    body: dict[str, Any] = {"version": 1, "flow-lifecycle": life}
    if known := {name: count for name, count in usage.items() if count is not None}:
        body["usage"] = known
    if one.rtt is not None:
        body["netlink"] = {"rtt": one.rtt}
    body["context"] = {"experiment-id": one.experiment, "activity-id": one.activity}
    if one.application:
        body["context"]["application"] = one.application
    values = (
        one.flow.afi,
        one.flow.src_ip,
        one.flow.dst_ip,
        one.flow.protocol,
        one.flow.src_port,
        one.flow.dst_port,
    )
    body["flow-id"] = dict(zip(FIELDS, values, strict=True))
    text = json.dumps(body, separators=(",", ":"))
    made = f"<134>1 - {one.host} ecosystem-nb - firefly-json - {text}".encode()
    check_size(made)
    return made


def check_size(datagram: bytes) -> None:
    """Refuse a datagram that is longer than ``MOST_BYTES``."""
    if len(datagram) > MOST_BYTES:
        raise FireflyError(f"firefly = {len(datagram):,} B: expected at most {MOST_BYTES:,} B")


def address(name: str, text: object) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return an address, or refuse the text that is none."""
    if not isinstance(text, str) or "%" in text:
        refuse(name, text, "an IPv4 or IPv6 address")
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        refuse(name, text, "an IPv4 or IPv6 address")


def check_whole(name: str, value: object, low: int, high: int) -> None:
    """Refuse what is no whole number, or out of range."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        refuse(name, value, f"a whole number, {low:,} to {high:,}")


def refuse(name: str, value: object, expected: str) -> NoReturn:
    """Raise the one line that says what is wrong with a field."""
    shown = repr(value) if isinstance(value, str | int | float | None) else type(value).__name__
    raise FireflyError(f"{name} = {shown if len(shown) < 60 else shown[:56] + '…'}: expected {expected}")
