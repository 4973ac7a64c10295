"""How does a file get from one storage to another without passing through us?  HTTP third-party copy."""

import math
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from ecosystem_nb.network.copies.endpoint import Endpoint, redact
from ecosystem_nb.network.copies.markers import Progress, TransferError, TruncatedStream, Verdict, events

REDIRECTS_MOST = 5
MEANS = {
    401: "who asks is not known",
    403: "who asks may not do this",
    404: "there is no such file",
    412: "the destination exists, and it may not be overwritten",
}
_ADLER = re.compile(r"(?:^|,)\s*adler32\s*=\s*([0-9a-f]{1,8})\s*(?=,|$)", re.IGNORECASE | re.ASCII)


class CopyRefused(TransferError):
    """The server answered with an error before it copied anything.

    Attributes
    ----------
    status : int
        HTTP status.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class CopyFailed(TransferError):
    """The server began to copy, answered 201, and then said ``failure``."""


class CopyStalled(TransferError):
    """No byte more was moved in the time allowed."""


class ConnectionLost(TransferError):
    """The connection could not be made, or broke."""


class NotVerified(TransferError):
    """The server calls it a success, but the checksums or sizes differ, or one is missing."""


@dataclass(frozen=True)
class Copied:
    """A copy that is done: both ends hold the same bytes.

    Parameters
    ----------
    size : int or None
        Size in B, where the servers tell it.
    adler32 : str
        Checksum of both ends, eight hexadecimal digits.
    markers : int
        Performance markers seen.
    status : int
        HTTP status of the COPY.
    """

    size: int | None
    adler32: str
    markers: int
    status: int


@dataclass(frozen=True)
class Rules:
    """How a copy is to be made.

    Parameters
    ----------
    mode : {'pull', 'push'}
        Whether the destination fetches, or the source sends.
    overwrite : bool
        Whether an existing file may be replaced.
    stall_s : float
        Longest time without a byte more, in s, above 0.
    redirect_to : tuple of str
        Hosts beside the first one to which a redirect may lead, and the token go.
    """

    mode: str = "pull"
    overwrite: bool = False
    stall_s: float = 60.0
    redirect_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.mode not in ("pull", "push"):
            raise ValueError(f"mode = {self.mode!r}: expected 'pull' or 'push'")
        if not (math.isfinite(self.stall_s) and self.stall_s > 0):
            raise ValueError(f"stall_s = {self.stall_s} s is out of range: expected above 0 s")


def headers(source: Endpoint, destination: Endpoint, rules: Rules) -> dict[str, str]:
    """Return the headers of the COPY; the active end gets its own token and the other's to pass on.

    Examples
    --------
    >>> here, there = Endpoint("https://a.example/f", "tokenA"), Endpoint("https://b.example/f", "tokenB")
    >>> headers(here, there, Rules("pull"))["TransferHeaderAuthorization"]
    'Bearer tokenA'
    """
    active, passive = (destination, source) if rules.mode == "pull" else (source, destination)
    passed_on = {f"TransferHeader{name}": value for name, value in passive.bearer().items()}
    return {
        "Source" if rules.mode == "pull" else "Destination": passive.url,
        "Overwrite": "T" if rules.overwrite else "F",
        "Credential": "none",
        "Accept-Encoding": "identity",
        **active.bearer(),
        **passed_on,
    }


def copy(
    client: httpx.Client,
    source: Endpoint,
    destination: Endpoint,
    rules: Rules | None = None,
    on_progress: Callable[[Progress], object] | None = None,
) -> Copied:
    """Copy a file from one storage to another, and return only when both hold the same bytes.

    Parameters
    ----------
    client : httpx.Client
        Makes the connections, and checks the certificates.
    source, destination : Endpoint
        Where the file is, and where it shall go.
    rules : Rules, optional
        Pull or push, overwriting, time allowed without progress.
    on_progress : callable, optional
        Called with each performance marker as it comes.

    Returns
    -------
    Copied

    Raises
    ------
    TransferError
        Whenever the copy is not done: refused, failed after a 201, stream cut or malformed, stalled,
        connection lost, checksums missing or different.  What was written stays at the destination.

    Notes
    -----
    COPY goes to the active end, after RFC 4918 as WLCG extends it; its body is a stream of performance
    markers that ends in ``success`` or ``failure``.
    Then the checksums of both ends are asked for (``Want-Digest: adler32``, RFC 3230) and compared.
    A status of 201 alone says nothing: the server answers before it copies.

    References
    ----------
    HTTP-TPC technical details, WLCG.
    """
    how = rules or Rules()
    active = destination if how.mode == "pull" else source
    seen: list[Progress] = []
    with _answer(client, "COPY", active, headers(source, destination, how), how) as response:
        verdict = _follow(response, how.stall_s, seen, on_progress)
        status = response.status_code
    if not verdict.done:
        said = redact(verdict.message, source, destination) or "no reason given"
        raise CopyFailed(f"the server answered {status}, and then failed: {said}")
    here, there = (digest(client, end, how) for end in (source, destination))
    if here[1] is not None and there[1] is not None and here[1] != there[1]:
        raise NotVerified(f"size at the source {here[1]:,} B, at the destination {there[1]:,} B")
    if here[0] != there[0]:
        raise NotVerified(f"adler32 at the source {here[0]:08x}, at the destination {there[0]:08x}")
    return Copied(there[1], f"{there[0]:08x}", len(seen), status)


def digest(client: httpx.Client, end: Endpoint, rules: Rules) -> tuple[int, int | None]:
    """Return the adler32 checksum and the size in B (``None`` where not told) of a file.

    Raises
    ------
    NotVerified
        When the server gives no adler32.
    """
    ask = {"Want-Digest": "adler32", "Accept-Encoding": "identity", **end.bearer()}
    with _answer(client, "HEAD", end, ask, rules) as response:
        found = _ADLER.search(response.headers.get("Digest", ""))
        size = response.headers.get("Content-Length", "")
    if found is None:
        raise NotVerified("the server gives no adler32: expected a header Digest: adler32=...")
    return int(found[1], 16), int(size) if re.fullmatch("[0-9]{1,19}", size) else None


@contextmanager
def _answer(
    client: httpx.Client, method: str, end: Endpoint, ask: dict[str, str], rules: Rules
) -> Iterator[httpx.Response]:
    """Send a request, follow redirects without changing its method, and give the answer if it is 2xx."""
    for _ in range(REDIRECTS_MOST + 1):
        try:
            with client.stream(
                method, end.url, headers=ask, timeout=rules.stall_s, follow_redirects=False
            ) as response:
                location = response.headers.get("Location", "")
                if response.is_redirect and location:
                    end = _next(method, end, location, rules)
                    continue
                if not response.is_success:
                    raise _refusal(method, response.status_code)
                yield response
                return
        except httpx.TimeoutException:
            raise CopyStalled(f"{method}: nothing came for {rules.stall_s:g} s") from None
        except httpx.RemoteProtocolError:
            raise TruncatedStream(f"{method}: the connection closed before the answer was complete") from None
        except httpx.HTTPError as error:
            raise ConnectionLost(f"{method}: {type(error).__name__}") from None
    raise ConnectionLost(f"{method}: more than {REDIRECTS_MOST} redirects")


def _next(method: str, end: Endpoint, location: str, rules: Rules) -> Endpoint:
    try:
        return end.moved(location, rules.redirect_to)
    except ValueError as error:
        raise ConnectionLost(f"{method}: {error}") from None


def _refusal(method: str, status: int) -> CopyRefused:
    return CopyRefused(status, f"{method} answered {status}: {MEANS.get(status, 'expected 2xx')}")


def _follow(
    response: httpx.Response,
    stall_s: float,
    seen: list[Progress],
    on_progress: Callable[[Progress], object] | None,
) -> Verdict:
    """Read the stream to its verdict; markers that come without progress do not keep it alive."""
    most, since = -1, time.monotonic()

    def watched(chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            if time.monotonic() - since > stall_s:
                raise CopyStalled(f"no byte more for {stall_s:g} s, at {max(most, 0):,} B")
            yield chunk

    for event in events(watched(response.iter_raw())):
        if isinstance(event, Verdict):
            return event
        seen.append(event)
        if event.total_bytes > most:
            most, since = event.total_bytes, time.monotonic()
        if on_progress is not None:
            on_progress(event)
    raise TruncatedStream("the stream ended without a verdict")
