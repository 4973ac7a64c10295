"""Who enters? A baseline by its name, or a class in a file or on a page, kept with its source."""

import ast
import hashlib
import inspect
import linecache
import sys
import types
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ecosystem_nb.learning.challenge.policy import ChallengeError, Policy

_FILE = "ecosystem_nb_entry"


@dataclass(frozen=True)
class Entrant:
    """A policy by its name, and the source that it is made of.

    Parameters
    ----------
    name : str
        Name of the class, or of a baseline.
    source : str
        Python text that defines the class; empty for a baseline.
    """

    name: str
    source: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the source; empty for a baseline."""
        return hashlib.sha256(self.source.encode()).hexdigest() if self.source else ""

    def load(self) -> type[Policy]:
        """Return the class; its source is run for that.

        Raises
        ------
        ChallengeError
            When there is no such baseline or class, or it is no policy.
        """
        return _checked(self.name, self._found())

    def _found(self) -> object:
        if not self.source:
            from ecosystem_nb.learning.challenge.baselines import BASELINES

            if self.name not in BASELINES:
                raise ChallengeError(f"no baseline {self.name!r}: expected one of {', '.join(BASELINES)}")
            return BASELINES[self.name]
        module = types.ModuleType(_FILE)
        sys.modules[_FILE] = module  # dataclasses look their module up
        try:
            exec(compile(self.source, f"{self.name}.py", "exec"), module.__dict__)  # noqa: S102  what a policy is
        except Exception as error:
            text = " ".join(str(error).split())[:200]
            raise ChallengeError(
                f"{self.name}: its source can't be run: {type(error).__name__}: {text}"
            ) from error
        if not hasattr(module, self.name):
            known = [k for k, one in vars(module).items() if getattr(one, "__module__", "") == _FILE]
            expected = f"expected one of {', '.join(known)}" if known else "it has no class"
            raise ChallengeError(f"no class {self.name!r} in the file: {expected}")
        return getattr(module, self.name)


def _checked(name: str, found: object) -> type[Policy]:
    """Return the class if it can be made without arguments and prepares with one."""
    if not isinstance(found, type):
        raise ChallengeError(f"{name} is no class: expected one with a method prepare(self, situation)")
    method = getattr(found, "prepare", None)
    if not callable(method):
        raise ChallengeError(f"{name} has no method prepare: expected prepare(self, situation)")
    for what, call, given in (
        ("prepare", method, (None, None)),
        ("its constructor", found, ()),
    ):
        try:
            inspect.signature(call).bind(*given)
        except TypeError as error:
            wanted = "prepare(self, situation)" if given else "one that needs no argument"
            raise ChallengeError(f"{name}: {what}: {error}: expected {wanted}") from None
    return cast("type[Policy]", found)


def from_file(place: str) -> Entrant:
    """Return the entrant ``file.py:Class``; the file is read, not run.

    Parameters
    ----------
    place : str
        Path of a Python file, a colon, and the name of a class in it.

    Raises
    ------
    ChallengeError
        For another form, or a file that can't be read.

    Examples
    --------
    >>> from_file("my_policy.py")
    Traceback (most recent call last):
        ...
    ecosystem_nb.learning.challenge.policy.ChallengeError: 'my_policy.py': expected file.py:Class
    """
    path, colon, name = place.rpartition(":")
    if not (colon and path and name.isidentifier()):
        raise ChallengeError(f"{place!r}: expected file.py:Class")
    try:
        source = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise ChallengeError(f"{path} can't be read: {why}") from error
    if not source.strip():
        raise ChallengeError(f"{path} is empty: expected a file with class {name}")
    return Entrant(name, source)


def from_class(made: type) -> Entrant:
    """Return the entrant that a class in a notebook's cell or in a file is: its text, and the imports there.

    Parameters
    ----------
    made : type
        A class with its own ``prepare``; what else it needs it must import.

    Raises
    ------
    ChallengeError
        When its source can't be had.
    """
    method = vars(made).get("prepare")
    if not isinstance(method, types.FunctionType):
        raise ChallengeError(
            f"{made.__name__} has no method prepare of its own: expected prepare(self, situation)"
        )
    text = "".join(linecache.getlines(method.__code__.co_filename))
    kept = [
        ast.get_source_segment(text, node) or ""
        for node in ast.parse(text).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.ClassDef) and node.name == made.__name__)
    ]
    if not kept:
        raise ChallengeError(
            f"{made.__name__}: its source can't be had; put it into a file: file.py:{made.__name__}"
        )
    return Entrant(made.__name__, "\n\n".join(kept) + "\n")
