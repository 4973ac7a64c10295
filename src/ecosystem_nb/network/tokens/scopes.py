"""Does this scope cover this path? Storage scopes of the WLCG profile, and paths that hide nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

CAPABILITIES = ("read", "create", "modify", "stage", "poll")
MOST_PATH = 4096  # B
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLAIN_ESCAPED = re.compile(r"%(?:2[DEde]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])")
_AGAIN = re.compile(r"%[0-9A-Fa-f]{2}")


class PathError(ValueError):
    """A path is refused; the message names what is wrong with it."""


class ScopeError(ValueError):
    """A scope claim is refused; the message names the scope."""


@dataclass(frozen=True)
class Place:
    """A path in normal form.

    Parameters
    ----------
    parts : tuple of str
        Names from the root down, decoded.
    folder : bool
        Whether it was written with a slash at its end.

    Examples
    --------
    >>> str(place("/data/x%20y"))
    '/data/x y'
    """

    parts: tuple[str, ...]
    folder: bool = False

    def __str__(self) -> str:
        return "/" + "/".join(self.parts) + ("/" if self.folder and self.parts else "")

    def holds(self, other: "Place") -> bool:
        """Tell whether ``other`` is this place or lies below it, name by name."""
        return other.parts[: len(self.parts)] == self.parts


@dataclass(frozen=True)
class Scope:
    """One capability on one place."""

    capability: str
    place: Place

    def __str__(self) -> str:
        return f"storage.{self.capability}:{self.place}"

    def covers(self, target: Place) -> bool:
        """Tell whether the scope covers a place: ``/data`` covers ``/data/x`` and not ``/database``.

        A scope that ends in a slash means a directory, so it does not cover a file of that name.
        """
        if not self.place.holds(target):
            return False
        file_itself = target.parts == self.place.parts and not target.folder
        return not (file_itself and self.place.folder and self.place.parts)


def place(path: str) -> Place:
    """Read a path, as a scope or a request writes it, and refuse whatever could mean two things.

    Parameters
    ----------
    path : str
        Absolute; other characters than those of RFC 3986 may be escaped, once.

    Returns
    -------
    Place

    Raises
    ------
    PathError
        For a path that is relative, longer than 4,096 B, holds an empty name, ``.``, ``..``, a backslash, a
        control character, an escaped slash, an escape of a plain character or of an escape, or no UTF-8.

    Examples
    --------
    >>> place("/%2e/x")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ecosystem_nb...PathError: path '/%2e/x': '%2e' escapes a plain character: expected it plain
    """
    shown = f"path {path[:60]!r}"
    if not path.startswith("/"):
        raise PathError(f"{shown}: expected an absolute one, from /")
    if len(path) > MOST_PATH:
        raise PathError(f"{shown}: {len(path):,} characters: expected at most {MOST_PATH:,}")
    if bad := _ESCAPE.search(path):
        raise PathError(
            f"{shown}: {path[bad.start() : bad.start() + 3]!r} is no escape: expected % and two digits"
        )
    if plain := _PLAIN_ESCAPED.search(path):
        raise PathError(f"{shown}: {plain[0]!r} escapes a plain character: expected it plain")
    parts = [_decoded(part, shown) for part in path.split("/")[1:]]
    folder = parts[-1] == ""
    parts = parts[:-1] if folder else parts
    for part in parts:
        if part in ("", ".", ".."):
            raise PathError(f"{shown}: holds the name {part!r}: expected names other than '', '.' and '..'")
        if any(sign in part for sign in "/\\") or any(ord(sign) < 32 or ord(sign) == 127 for sign in part):
            raise PathError(
                f"{shown}: a name holds a slash, a backslash or a control character: expected none"
            )
    return Place(tuple(parts), folder)


def _decoded(part: str, shown: str) -> str:
    try:
        plain = unquote_to_bytes(part.encode("utf-8")).decode("utf-8")
    except UnicodeError:
        raise PathError(f"{shown}: expected UTF-8") from None
    if _AGAIN.search(plain):
        raise PathError(f"{shown}: is escaped twice: expected once")
    return plain


def scopes(claim: str) -> tuple[Scope, ...]:
    """Return the storage scopes of a ``scope`` claim; scopes of other kinds are left out.

    Parameters
    ----------
    claim : str
        Scopes with a blank between them.

    Raises
    ------
    ScopeError
        For a storage scope without a path or with a path that is refused: the profile has such a token
        rejected as a whole.

    Examples
    --------
    >>> [str(one) for one in scopes("openid storage.read:/data compute.create")]
    ['storage.read:/data']
    """
    found = []
    for word in claim.split(" "):
        name, colon, path = word.partition(":")
        kind, _, capability = name.partition(".")
        if kind != "storage" or capability not in CAPABILITIES:
            continue
        if not colon or not path:
            raise ScopeError(f"{word[:60]!r} has no path: expected one, as in storage.{capability}:/")
        try:
            found.append(Scope(capability, place(path)))
        except PathError as error:
            raise ScopeError(f"storage.{capability}: {error}") from None
    return tuple(found)


def granting(given: Iterable[Scope], capabilities: Iterable[str], target: Place) -> Scope | None:
    """Return the first scope with one of the capabilities that covers the place."""
    wanted = tuple(capabilities)
    return next((one for one in given if one.capability in wanted and one.covers(target)), None)
