"""Where is a file, and who may touch it?  An address and a token that no message ever shows."""

import re
from dataclasses import dataclass, field

import httpx

_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]+=*", re.ASCII)  # RFC 6750
TOKEN_MOST = 65_536  # B, more than any server takes in a header
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Endpoint:
    """One end of a copy.

    Parameters
    ----------
    url : str
        ``https://host/path``; plain ``http`` only on loopback when there is a token.
    token : str or None
        Bearer token; it is sent, and never shown.

    Raises
    ------
    ValueError
        For an address that is no such URL or holds a user or a token, and for a token that could not
        stand in a header; the message never holds the token.

    Examples
    --------
    >>> Endpoint("https://storage.example/data/file", token="secret")
    Endpoint(url='https://storage.example/data/file')
    """

    url: str
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        try:
            parsed = httpx.URL(self.url)
        except (httpx.InvalidURL, TypeError, UnicodeError):
            raise ValueError("url is malformed: expected https://host/path") from None
        if parsed.port is not None and not 0 < parsed.port < 65_536:
            raise ValueError(f"url port = {parsed.port} is out of range: expected 1 to 65535")
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise ValueError(f"url scheme = {parsed.scheme!r}: expected https://host/path")
        if parsed.userinfo or "authz" in parsed.params:
            raise ValueError("url holds a user or a token: expected https://host/path, and token= apart")
        if self.token is None:
            return
        if len(self.token) > TOKEN_MOST or not _TOKEN.fullmatch(self.token):
            raise ValueError(
                f"token of {len(self.token):,} characters: "
                f"expected 1 to {TOKEN_MOST:,} of A-Z a-z 0-9 - . _ ~ + / ="
            )
        if parsed.scheme == "http" and parsed.host not in LOOPBACK:
            raise ValueError(
                f"token for http://{parsed.host}: expected https, for http shows it to everybody"
            )

    def bearer(self) -> dict[str, str]:
        """Return the header that carries the token, or none."""
        return {} if self.token is None else {"Authorization": f"Bearer {self.token}"}

    def moved(self, location: str, trusted: tuple[str, ...] = ()) -> "Endpoint":
        """Return the endpoint that a redirect leads to.

        Parameters
        ----------
        location : str
            The header ``Location``, absolute or relative; a token in its query is dropped.
        trusted : tuple of str
            Hosts beside the present one to which the token may go.

        Raises
        ------
        ValueError
            For another host, or from https to http.
        """
        try:
            here, there = httpx.URL(self.url), httpx.URL(self.url).join(location)
            there = there.copy_remove_param("authz")
        except (httpx.InvalidURL, UnicodeError):
            raise ValueError("the redirect's address is malformed") from None
        if there.host != here.host and there.host not in trusted:
            raise ValueError(f"redirect to {there.host!r}: expected {here.host!r} or a trusted host")
        if here.scheme == "https" and there.scheme != "https":
            raise ValueError("redirect from https to http")
        return Endpoint(str(there), self.token)


def redact(text: str, *ends: Endpoint) -> str:
    """Return a text without the tokens of the endpoints, printable, at most 200 characters.

    Examples
    --------
    >>> redact("no: secret", Endpoint("https://storage.example/f", "secret"))
    'no: ...'
    """
    for end in ends:
        if end.token:
            text = text.replace(end.token, "...")
    return "".join(one if one.isprintable() else " " for one in text[:200]).strip()
