"""What does the copying server say?  Performance markers and the verdict, parsed as they come in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LINE_MOST = 4096  # B
MARKER_MOST = 64  # lines
STRIPES_MOST = 1024
COUNT_MOST = 2**63 - 1  # B, what a signed 64-bit counter holds
_VERDICT = re.compile(r"(success|failure|failed|aborted)\b\s*:?\s*(.*)", re.IGNORECASE | re.DOTALL)
_DIGITS = re.compile(r"[0-9]{1,19}", re.ASCII)


class TransferError(Exception):
    """A copy that is not done; every way to fail is a class below this one."""


class MarkerError(TransferError):
    """The stream of markers is not what the protocol says."""


class TruncatedStream(MarkerError):
    """The stream of markers ended without a verdict."""


@dataclass(frozen=True)
class Progress:
    """One performance marker.

    Parameters
    ----------
    stripe : int
        Index of the stream that it tells of, from 0.
    stripe_bytes : int
        Bytes that this stream has moved.
    total_bytes : int
        Bytes that all streams have moved, as far as they told.
    """

    stripe: int
    stripe_bytes: int
    total_bytes: int


@dataclass(frozen=True)
class Verdict:
    """The last line of the stream.

    Parameters
    ----------
    done : bool
        Whether the server calls the copy a success.
    message : str
        What it says beside, at most 200 printable characters.
    """

    done: bool
    message: str


def events(chunks: Iterable[bytes]) -> Iterator[Progress | Verdict]:
    r"""Yield markers as they come, and at the end the verdict.

    Parameters
    ----------
    chunks : iterable of bytes
        The body of the answer to COPY, cut anywhere.

    Yields
    ------
    Progress or Verdict
        Any number of the first, then exactly one of the second; how the body is cut makes no difference.

    Raises
    ------
    MarkerError
        For a line that is neither marker nor verdict, a count that is no number of at most 2^63 - 1,
        a line above 4,096 B, a marker above 64 lines, or anything after the verdict.
    TruncatedStream
        When the body ends without a verdict.

    Notes
    -----
    A last line without its newline counts when it is ``failure`` or the whole ``success: Created``:
    some servers leave the newline out, and a shorter success may be a cut one.
    Keys that are not needed (``Timestamp``, ``RemoteConnections``, …) are read over.

    Examples
    --------
    >>> body = b"Perf Marker\nStripe Index: 0\nStripe Bytes Transferred: 7\nEnd\nsuccess: Created\n"
    >>> [type(one).__name__ for one in events([body])]
    ['Progress', 'Verdict']
    """
    marker: dict[str, str] | None = None
    moved: dict[int, int] = {}
    verdict: Verdict | None = None
    lines = 0
    for line, whole in _lines(chunks):
        found = _verdict(line, whole)
        if verdict is not None:
            if line:
                raise MarkerError(f"after the verdict came {_shown(line)}: expected the end")
        elif found is not None and (marker is None or not found.done):
            verdict = found
        elif marker is None:
            if line == "Perf Marker" and whole:
                marker, lines = {}, 0
            elif line and whole:
                raise MarkerError(f"{_shown(line)}: expected 'Perf Marker', 'success' or 'failure'")
        elif line == "End":
            progress = _progress(marker, moved)
            marker = None
            if progress is not None:
                yield progress
        elif whole:
            lines += 1
            _keep(marker, line, lines)
    if verdict is None:
        where = "inside a marker" if marker is not None else "after the last marker"
        raise TruncatedStream(f"the stream ended {where}, at {sum(moved.values()):,} B, without a verdict")
    yield verdict


def _lines(chunks: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """Yield each line stripped, and whether its newline was seen."""
    rest = b""
    for chunk in chunks:
        *full, rest = (rest + chunk).split(b"\n")
        for line in (*full, rest):
            if len(line) > LINE_MOST:
                raise MarkerError(f"a line above {LINE_MOST:,} B: expected at most that")
        yield from ((line.decode("utf-8", "replace").strip(), True) for line in full)
    if rest.strip():
        yield rest.decode("utf-8", "replace").strip(), False


def _verdict(line: str, whole: bool) -> Verdict | None:
    match = _VERDICT.fullmatch(line)
    if match is None:
        return None
    done = match[1].lower() == "success"
    if done and not whole and line.lower() != "success: created":
        return None
    return Verdict(done, _printable(match[2]))


def _keep(marker: dict[str, str], line: str, lines: int) -> None:
    if lines > MARKER_MOST:
        raise MarkerError(f"a marker of more than {MARKER_MOST} lines: expected 'End'")
    key, colon, value = line.partition(":")
    if line and not colon:
        raise MarkerError(f"{_shown(line)} inside a marker: expected 'key: value' or 'End'")
    marker[key.strip().lower()] = value.strip()


def _progress(marker: dict[str, str], moved: dict[int, int]) -> Progress | None:
    if "stripe bytes transferred" not in marker:
        return None
    stripe = _count(marker, "stripe index", STRIPES_MOST - 1) if "stripe index" in marker else 0
    moved[stripe] = _count(marker, "stripe bytes transferred", COUNT_MOST)
    return Progress(stripe, moved[stripe], sum(moved.values()))


def _count(marker: dict[str, str], key: str, most: int) -> int:
    text = marker[key]
    if not _DIGITS.fullmatch(text) or int(text) > most:
        raise MarkerError(f"{key} = {_shown(text)}: expected a whole number from 0 to {most}")
    return int(text)


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text[:200])


def _shown(text: str) -> str:
    return repr(_printable(text[:60]))
