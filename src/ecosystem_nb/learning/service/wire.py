"""What goes over the wire: a header of twelve bytes, then float32 numbers or one line of text."""

import struct
from typing import NamedTuple

import numpy as np

from ecosystem_nb.learning.service.in_process import Batch

MAGIC = b"EGS1"
HEAD = struct.Struct("<4sII")
MOST_EVENTS = 1 << 16
SCORES, REFUSED = 0, 1


class WireError(ValueError):
    """Bytes that are no request or no answer."""


class Request(NamedTuple):
    """Events of one client."""

    x: Batch
    used: int


def ask(x: Batch) -> bytes:
    """Write a request: magic, events, features, then the features, little-endian.

    Examples
    --------
    >>> taken(ask(np.ones((2, 3), dtype=np.float32))).x.shape
    (2, 3)
    """
    events, features = x.shape
    return HEAD.pack(MAGIC, events, features) + np.ascontiguousarray(x, dtype="<f4").tobytes()


def taken(held: bytes | bytearray) -> Request | None:
    """Read the first request out of what has come so far; ``None`` while it is not whole.

    Raises
    ------
    WireError
        When it can't be one: wrong magic, or more events than anybody sends.
    """
    if len(held) < HEAD.size:
        return None
    magic, events, features = HEAD.unpack_from(held)
    if magic != MAGIC:
        raise WireError(f"request begins with {bytes(magic)!r}: expected {MAGIC!r}")
    if not 1 <= events <= MOST_EVENTS or not 1 <= features <= MOST_EVENTS:
        raise WireError(
            f"request of {events} events and {features} features: expected 1 to {MOST_EVENTS} of each"
        )
    size = HEAD.size + 4 * events * features
    if len(held) < size:
        return None
    x = np.frombuffer(bytes(held[HEAD.size : size]), dtype="<f4").reshape(events, features)
    return Request(x, size)


def answer(scores: Batch) -> bytes:
    """Write the scores of a request."""
    return HEAD.pack(MAGIC, SCORES, scores.size) + scores.astype("<f4").tobytes()


def refusal(text: str) -> bytes:
    """Write why there are none."""
    line = text.encode()
    return HEAD.pack(MAGIC, REFUSED, len(line)) + line
