"""Which page works on what the workshop said? Every row, with its page or `not yet` in plain sight."""

import difflib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecosystem_nb.book.pages import Page, pages
from ecosystem_nb.paths import root as repository
from ecosystem_nb.tables import read

_CITED = re.compile(r"\{seed\}`([^`]+)`")
AREAS = {
    "network": "Scalable storage and networking",
    "learning": "Translational AI",
    "facilities": "Facilities evolution and integration",
    "tracking": "Algorithm R&D",
    "community": "The community: questions, planning, workforce, gaps",
}


@dataclass(frozen=True)
class Row:
    """One fact of the workshop and the pages that work on it."""

    id: str
    heading: str
    kind: str
    says: str
    quantity: str
    challenge: str
    area: str
    pages: tuple[Page, ...]


def cited(page: Page) -> set[str]:
    """Return the seed ids that a page's text cites."""
    return set(_CITED.findall(page.text))


def claim_faults(book: Iterable[Page], known: Sequence[str]) -> list[str]:
    """Return what is wrong with the pages' claims on the workshop's rows.

    A page that claims a row must cite it, and the other way round; both must name a row that exists.
    """
    faults = []
    for page in book:
        claimed, named = set(page.seeds), cited(page)
        for one in sorted((claimed | named) - set(known)):
            near = difflib.get_close_matches(one, known, n=1)
            hint = f": did you mean {near[0]}?" if near else ""
            faults.append(f"{page.path}: seed {one} is not in seeds/workshop.csv{hint}")
        faults += [f"{page.path}: claims seed {one}, but never cites it" for one in sorted(claimed - named)]
        faults += [f"{page.path}: cites seed {one}, but does not claim it" for one in sorted(named - claimed)]
    return faults


def rows(root: Path | None = None) -> list[Row]:
    """Return every row of the workshop with its pages, in the order of the workshop."""
    root = root or repository()
    book = pages(root)
    found = []
    for fact in read("seeds/workshop", root=root).to_dict("records"):
        value = "" if fact["value"] != fact["value"] else f"{fact['value']:,g} {fact['unit']}"
        working = tuple(page for page in book if fact["id"] in page.seeds)
        texts = {key: str(fact[key]) if isinstance(fact[key], str) else "" for key in _TEXTS}
        found.append(Row(**texts, quantity=value.removesuffix(" 1"), pages=working))
    return found


_TEXTS = ("id", "heading", "kind", "says", "challenge", "area")


class CoverageTable:
    """Every row of the workshop as HTML, by area, each with an anchor `seed-<id>`."""

    def __init__(self, facts: Sequence[Row]) -> None:
        self._facts = facts

    def __repr__(self) -> str:
        done = sum(bool(row.pages) for row in self._facts)
        return f"{done} of {len(self._facts)} rows have a page"

    def _repr_html_(self) -> str:
        return _summary(self._facts) + "".join(
            _area(name, title, [row for row in self._facts if row.area == name])
            for name, title in AREAS.items()
        )


def coverage(root: Path | None = None) -> CoverageTable:
    """Return the coverage table that the coverage page shows."""
    return CoverageTable(rows(root))


def _summary(facts: Sequence[Row]) -> str:
    body = ""
    for name, title in AREAS.items():
        own = [row for row in facts if row.area == name]
        done = sum(bool(row.pages) for row in own)
        body += (
            f'<tr><td><a href="#area-{name}">{html.escape(title)}</a></td><td class="num">{len(own)}</td>'
            f'<td class="num">{done}</td><td class="num">{len(own) - done}</td></tr>'
        )
    head = "<tr><th>area</th><th>rows</th><th>with a page</th><th>not yet</th></tr>"
    return f'<div class="eco-table"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>'


def _area(name: str, title: str, facts: Sequence[Row]) -> str:
    head = "<tr><th>what the workshop said</th><th>page</th></tr>"
    body = "".join(_row(row) for row in facts)
    return (
        f'<h2 id="area-{name}">{html.escape(title)}</h2><div class="eco-table coverage"><table>'
        f"<thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Row) -> str:
    links = ", ".join(
        f'<a href="{html.escape(page.link("about"))}">{html.escape(page.title)}</a>' for page in row.pages
    )
    value = f" <strong>{html.escape(row.quantity)}</strong>" if row.quantity else ""
    about = " · ".join(html.escape(text) for text in (row.kind, row.heading, row.challenge) if text)
    return (
        f'<tr id="seed-{html.escape(row.id)}"{"" if row.pages else " class=not-yet"}>'
        f"<td>{html.escape(row.says)}{value}"
        f'<div class="about-row"><code>{html.escape(row.id)}</code> · {about}</div></td>'
        f"<td>{links or 'not yet'}</td></tr>"
    )
