"""How the book writes a number and says how a value is known."""

import html
import math
from collections.abc import Iterable

STATUS_MEANS = {
    "printed": "seen as a number in the named source",
    "read-off": "taken from a published plot",
    "computed": "derived from other values",
    "measured": "measured by this project, in a run that can be repeated",
    "draft": "from a public draft",
    "recalled": "quoted, not checked against the source",
    "assumed": "our own assumption",
}
STATUSES = tuple(STATUS_MEANS)
OWN = ("measured", "assumed")
"""Statuses of values that are our own: they need no source."""


def number(value: object, unit: str = "") -> str:
    """Write a value as a reader expects it: thousands apart, no needless zeros, years as years.

    Examples
    --------
    >>> number(4800.0), number(7e6), number(0.125), number(True), number(2022.0, "yr")
    ('4,800', '7e6', '0.125', 'true', '2022')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, int | float):
        return str(value)
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        text = f"{value:,.6f}".rstrip("0").rstrip(".")
        plain = text.replace(",", "")
        if math.isclose(float(plain), value, rel_tol=1e-6):
            return plain if unit == "yr" else text
    return f"{value:g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")


def percent(share: float, digits: int = 0) -> str:
    """Write a share as per cent, with the no-break space that belongs before the sign.

    Examples
    --------
    >>> percent(0.354, 1).split()
    ['35.4', '%']
    """
    return f"{100.0 * share:.{digits}f}\u00a0%"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does; no words are an empty text.

    Examples
    --------
    >>> listed(["CPU", "disk", "tape"]), listed(["CPU", "disk"], "or"), listed([])
    ('CPU, disk and tape', 'CPU or disk', '')
    """
    *most, end = [*words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def rounded(value: float, digits: int = 2) -> str:
    """Write a value with a few digits and no power of ten.

    Examples
    --------
    >>> rounded(1678.9, 3), rounded(231.8), rounded(2.318)
    ('1,680', '230', '2.3')
    """
    return number(float(f"{value:.{digits}g}"))


def power(value: float) -> str:
    """Write a number to one digit with a power of ten, for values over many orders of magnitude.

    Examples
    --------
    >>> power(6.3e-15).split()
    ['6', '×', '10⁻¹⁵']
    """
    digit, exponent = f"{value:.0e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digit}\u00a0×\u00a010{raised}"


def status_mark(status: str, source: str = "") -> str:
    """Return the mark of a status as HTML, explained on hover.

    Examples
    --------
    >>> status_mark("read-off", "CWP")
    '<abbr class="status status-read-off" title="taken from a published plot; source: CWP">read-off</abbr>'
    >>> status_mark("")
    ''
    """
    if not status:
        return ""
    known = html.escape(status)
    means = STATUS_MEANS.get(status, "") + (f"; source: {source}" if source else "")
    return f'<abbr class="status status-{known}" title="{html.escape(means)}">{known}</abbr>'
