"""What does a source's key stand for? Reads ``references.bib``; knows just enough BibTeX."""

import re
import unicodedata
from pathlib import Path

from ecosystem_nb import paths

_ENTRY = re.compile(r"^@(\w+)\s*\{\s*([^,\s{}]+)\s*,", re.MULTILINE)
_FIELD = re.compile(r"\s*,?\s*(\w+)\s*=\s*")
_ACCENT = re.compile(r"\{?\\([\"'`^~])\{?(\w)\}?\}?")
_MARKS = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303"}


def citations(root: Path | str | None = None) -> dict[str, dict[str, str]]:
    """Return every entry of ``references.bib``.

    Parameters
    ----------
    root : path, optional
        The repository's root; found by :func:`ecosystem_nb.paths.root` when absent.

    Returns
    -------
    dict of str to dict of str to str
        By key, in the file's order: ``type`` (``article``, ``misc`` …) and the entry's own fields in
        lower case (``author``, ``title``, ``year``, ``doi``, ``url``, ``note`` …) without TeX braces.

    Raises
    ------
    ValueError
        When a key stands twice.
    FileNotFoundError
        When there is no ``references.bib``.

    Examples
    --------
    >>> citations()["CWP"]["doi"]
    '10.1007/s41781-018-0018-8'
    """
    file = (Path(root) if root is not None else paths.root()) / "references.bib"
    return parse(file.read_text(encoding="utf-8"))


def parse(text: str) -> dict[str, dict[str, str]]:
    """Parse BibTeX whose entries start at the beginning of a line.

    Examples
    --------
    >>> parse("@misc{Key, title={A {HEP} plan}, year=2022}")
    {'Key': {'type': 'misc', 'title': 'A HEP plan', 'year': '2022'}}
    """
    found: dict[str, dict[str, str]] = {}
    for start in _ENTRY.finditer(text):
        key = start[2]
        if key in found:
            raise ValueError(f"references.bib: the key {key} stands twice; expected unique keys")
        found[key] = {"type": start[1].lower(), **_fields(text, start.end())}
    return found


def _fields(text: str, at: int) -> dict[str, str]:
    """Read ``name = value`` pairs from ``at`` to the entry's closing brace."""
    fields: dict[str, str] = {}
    while name := _FIELD.match(text, at):
        value, at = _value(text, name.end())
        fields[name[1].lower()] = _plain(value)
    return fields


def _value(text: str, at: int) -> tuple[str, int]:
    """Return a value in braces, in quotes or bare, and where it ends."""
    if text[at : at + 1] not in ("{", '"'):
        end = at
        while end < len(text) and text[end] not in ",}\n":
            end += 1
        return text[at:end], end
    quoted, depth = text[at] == '"', 0
    for end in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if depth == 0 and end > at - quoted and (not quoted or (end > at and text[end] == '"')):
            return text[at + 1 : end], end + 1
    raise ValueError(f"references.bib: a value is not closed: {text[at : at + 40]!r}")


def _plain(value: str) -> str:
    """Drop TeX's braces and escapes, and write its accents as letters."""
    value = _ACCENT.sub(lambda found: unicodedata.normalize("NFC", found[2] + _MARKS[found[1]]), value)
    return " ".join(re.sub(r"\\([&%$#_])", r"\1", value).replace("{", "").replace("}", "").split())
