"""Named results: prose, checks and downloads all read the same record."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from IPython.display import display

MIME = "application/vnd.ecosystem-nb.result+json"
_GLUE = "application/papermill.record/text/plain"  # MyST-NB finds glued values under this type
_NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)+")


@dataclass(frozen=True)
class Result:
    """One number that a page computed.

    Parameters
    ----------
    name : str
        ``area.page.thing``, lower case.
    value : float
        The number, in ``unit``.
    unit : str
        Its unit; ``"1"`` when it has none.
    meaning : str
        What the number is, in a few words.
    rel_tol, abs_tol : float
        By how much a later build may differ: relative, and absolute in ``unit``.

    Examples
    --------
    >>> rate = Result("network.example.rate", 400.0, "Gbit/s", "RAW rate", rel_tol=0.01)
    >>> rate.allows(403.0), rate.allows(405.0)
    (True, False)
    """

    name: str
    value: float
    unit: str
    meaning: str
    rel_tol: float = 1e-9
    abs_tol: float = 0.0

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(
                f"result name {self.name!r}: expected lower-case words joined by '.' or '-', "
                "as in 'network.wan-need.total'"
            )
        if not math.isfinite(self.value):
            raise ValueError(f"result {self.name} = {self.value}: expected a finite number")
        if not self.unit or not self.meaning:
            raise ValueError(f"result {self.name}: needs a unit ('1' for none) and a meaning")
        if not (0.0 <= self.rel_tol < 1.0 and 0.0 <= self.abs_tol < math.inf):
            raise ValueError(
                f"result {self.name}: rel_tol = {self.rel_tol}, abs_tol = {self.abs_tol} {self.unit}: "
                "expected 0 <= rel_tol < 1 and 0 <= abs_tol"
            )

    def allows(self, other: float) -> bool:
        """Tell whether ``other``, in the same unit, is within the tolerance of this result."""
        return math.isclose(other, self.value, rel_tol=self.rel_tol, abs_tol=self.abs_tol)


def record(
    name: str,
    value: float,
    *,
    unit: str,
    meaning: str,
    rel_tol: float = 1e-9,
    abs_tol: float = 0.0,
) -> float:
    """Store a named result in the executed notebook, and glue it for the prose.

    Parameters
    ----------
    name : str
        ``area.page.thing``.
    value : float
        The number, in ``unit``.
    unit : str
        Unit, ``"1"`` for none.
    meaning : str
        What the number is.
    rel_tol, abs_tol : float
        Tolerance of the golden check: relative, and absolute in ``unit``.

    Returns
    -------
    float
        ``value``, so that a cell can go on with it.

    Raises
    ------
    ValueError
        For a malformed name, a number that is not finite, or a missing unit or meaning.

    See Also
    --------
    statement : a sentence instead of a number.
    """
    result = Result(name, float(value), unit, meaning, rel_tol, abs_tol)
    _glue(name, repr(result.value), {MIME: asdict(result)})
    return result.value


def statement(name: str, text: str) -> None:
    """Glue a sentence that the page computed, so that its prose can't go wrong silently.

    Parameters
    ----------
    name : str
        ``area.page.thing``, as for :func:`record`.
    text : str
        One or more plain sentences.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"statement name {name!r}: expected words joined by '.' or '-'")
    _glue(name, repr(text.replace(" %", "\u00a0%")), {})  # a percent sign never starts a line


def _glue(name: str, shown: str, more: Mapping[str, object]) -> None:
    display(
        {_GLUE: shown, **more},
        raw=True,
        metadata={"scrapbook": {"name": name, "mime_prefix": "application/papermill.record/"}},
    )


def results_of(notebook: Mapping[str, Any]) -> dict[str, Result]:
    """Return the named results of an executed notebook, in the order of the page.

    Parameters
    ----------
    notebook : mapping
        A notebook as read by ``json`` or ``nbformat``.

    Returns
    -------
    dict of str to Result

    Raises
    ------
    ValueError
        When a name occurs twice.
    """
    found: dict[str, Result] = {}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            stored = output.get("data", {}).get(MIME)
            if stored is None:
                continue
            fields = json.loads(stored) if isinstance(stored, str) else dict(stored)
            result = Result(**fields)
            if result.name in found:
                raise ValueError(f"result {result.name} is recorded twice on one page")
            found[result.name] = result
    return found
