"""Is this a firefly: read a datagram, and refuse it in one line if it is none."""

import json
import re
from datetime import datetime
from typing import Any

from ecosystem_nb.network.marking.firefly import FIELDS, Firefly, FireflyError, Flow, check_size, refuse

_PREFIX = re.compile(
    r"<(?P<priority>0|[1-9][0-9]{0,2})>1 (?P<time>\S+) (?P<host>[!-~]{1,255}) (?P<app>[!-~]{1,48}) "
    r"(?P<process>[!-~]{1,128}) firefly-json - "
)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)
_LIFE = {"state", "start-time", "current-time", "end-time"}


def parse(datagram: bytes) -> Firefly:
    """Read a firefly and check every field of it.

    Parameters
    ----------
    datagram : bytes
        Payload of one UDP datagram.

    Returns
    -------
    Firefly

    Raises
    ------
    FireflyError
        And nothing else, whatever the bytes: the first fault, in one line.

    Notes
    -----
    Follows version 1.0.0 of the SciTags schema, which allows unknown keys at the top and within
    ``netlink`` alone.  Stricter than it: a key that stands twice, NaN, a count below zero, times out
    of order or without offset, and addresses of two families are refused.

    Examples
    --------
    >>> parse(b"hello")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ecosystem_nb...FireflyError: header = 'hello': expected RFC 5424, <134>1 … firefly-json -
    """
    check_size(datagram)
    try:
        text = datagram.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FireflyError(
            f"byte {error.start}: found no UTF-8: expected a header and JSON in UTF-8"
        ) from None
    header = _PREFIX.match(text)
    if not header or int(header["priority"]) > 191:
        refuse("header", text[:40], "RFC 5424, <134>1 … firefly-json -")
    body = _json(text[header.end() :])
    version = _get(body, "version", "firefly")
    if version != 1 or isinstance(version, bool | float):
        refuse("version", version, "1")
    life = _object(body, "flow-lifecycle", _LIFE, ("state", "start-time"))
    flow = _object(body, "flow-id", set(FIELDS), FIELDS)
    context = _object(
        body, "context", {"experiment-id", "activity-id", "application"}, ("experiment-id", "activity-id")
    )
    usage = _object(body, "usage", {"sent", "received"}) if "usage" in body else {}
    netlink = _object(body, "netlink", None) if "netlink" in body else {}
    made = Flow(*(flow[key] for key in ("src-ip", "dst-ip", "src-port", "dst-port", "protocol")))
    if flow["afi"] != made.afi:
        refuse("flow-id.afi", flow["afi"], f"{made.afi}, the family of src-ip")
    application, rtt = context.get("application", ""), netlink.get("rtt")
    if not isinstance(application, str):
        refuse("context.application", application, "a text")
    times = {
        name: _time(name, life[name]) for name in ("start-time", "current-time", "end-time") if name in life
    }
    return Firefly(
        life["state"],
        made,
        context["experiment-id"],
        context["activity-id"],
        times["start-time"],
        times.get("current-time"),
        times.get("end-time"),
        usage.get("sent"),
        usage.get("received"),
        float(rtt) if isinstance(rtt, int | float) and 0 <= rtt < 1e9 else None,
        application,
        header["host"],
    )


def _json(text: str) -> dict[str, Any]:
    try:
        body = json.loads(
            text, object_pairs_hook=_once, parse_constant=lambda word: refuse("number", word, "finite")
        )
    except FireflyError:
        raise
    except (ValueError, RecursionError):
        raise FireflyError(f"body = {text[:40]!r}: expected one JSON object") from None
    if not isinstance(body, dict):
        refuse("body", body, "one JSON object")
    return body


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(key for key, _ in pairs if [name for name, _ in pairs].count(key) > 1)
        refuse("key", twice, "each key once")
    return made


def _get(body: dict[str, Any], key: str, place: str) -> Any:
    if key not in body:
        refuse(place, "no " + key, f"the key {key}")
    return body[key]


def _object(
    body: dict[str, Any], name: str, allowed: set[str] | None, needed: tuple[str, ...] = ()
) -> dict[str, Any]:
    found = _get(body, name, "firefly")
    if not isinstance(found, dict):
        refuse(name, found, "an object")
    if allowed is not None and (extra := found.keys() - allowed):
        refuse(name, min(extra), f"the keys {', '.join(sorted(allowed))}")
    for key in needed:
        _get(found, key, name)
    return found


def _time(name: str, text: object) -> datetime:
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        refuse(f"flow-lifecycle.{name}", text, "as 2026-11-23T12:00:00.000000+00:00")
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        refuse(f"flow-lifecycle.{name}", text, "a time of the calendar")
