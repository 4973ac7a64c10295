"""What a storage service accepts, what a client asks, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from joserfc.jwk import KeySet

from ecosystem_nb.network.tokens.scopes import place

ANY_AUDIENCE = "https://wlcg.cern.ch/jwt/v1/any"

NEEDS: Mapping[str, tuple[str, ...]] = {
    "read": ("read",),
    "create": ("create", "modify"),
    "mkdir": ("create", "modify"),
    "overwrite": ("modify",),
    "delete": ("modify",),
    "stage": ("stage",),
    "poll": ("poll", "stage"),
    "stat": ("read", "create", "modify", "stage"),
}
"""For each action the capabilities of which one is enough."""


@dataclass(frozen=True)
class Issuer:
    """Whom the storage trusts, and where.

    Parameters
    ----------
    url : str
        The ``iss`` claim, letter by letter.
    base : str
        The part of the storage that belongs to the issuer's VO; scopes count from there.
    keys : KeySet
        Public keys, each with its ``kid``.
    """

    url: str
    base: str
    keys: KeySet = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        place(self.base)


@dataclass(frozen=True)
class Policy:
    """What a storage service accepts.

    Parameters
    ----------
    issuers : tuple of Issuer
        One for each URL.
    audiences : frozenset of str
        The service's own names; the audience of all, ``ANY_AUDIENCE``, is accepted beside them.
    leeway : float
        By how much a clock may be off when ``nbf`` and ``iat`` are checked, s.
    grace : float
        For how long after ``exp`` a token still counts, s; the profile advises against any.
    any_audience : bool
        Whether the audience of all is accepted.
    """

    issuers: tuple[Issuer, ...]
    audiences: frozenset[str]
    leeway: float = 60.0
    grace: float = 0.0
    any_audience: bool = True

    def __post_init__(self) -> None:
        for name, value in (("leeway", self.leeway), ("grace", self.grace)):
            if not 0 <= value <= 600:
                raise ValueError(f"{name} = {value}: expected 0 to 600 s")
        urls = [one.url for one in self.issuers]
        if not urls or len(set(urls)) < len(urls):
            raise ValueError(f"issuers = {urls}: expected at least one, each once")


@dataclass(frozen=True)
class Request:
    """What a client asks for.

    Parameters
    ----------
    action : str
        One of ``NEEDS``; ``write`` is ``overwrite`` where the file exists, else ``create``.
    path : str
        As in the URL, after the host.
    exists : bool
        Whether there is a file of that name.
    """

    action: str
    path: str
    exists: bool = False

    def __post_init__(self) -> None:
        if self.action not in (*NEEDS, "write"):
            raise ValueError(f"action = {self.action!r}: expected write or one of {', '.join(NEEDS)}")

    @property
    def done(self) -> str:
        """The action as the storage sees it; a ``create`` of what exists overwrites."""
        if self.action in ("write", "create"):
            return "overwrite" if self.exists else "create"
        return self.action


@dataclass(frozen=True)
class Decision:
    """Yes or no, and why.

    Parameters
    ----------
    allowed : bool
        The answer.
    claim : str
        On which part of token or request it turned.
    reason : str
        One line: what was found, and what is allowed.  Never the token.
    """

    allowed: bool
    claim: str
    reason: str

    def __bool__(self) -> bool:
        return self.allowed
