"""Time and make of each page: how long it took, and from what it was made."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecosystem_nb.book.pages import Page, pages
from ecosystem_nb.book.records import Place

MARK = "<!-- status-table -->"


@dataclass(frozen=True)
class Spent:
    """A page's own time (s), numba's compilation (s), and its budget (s)."""

    page: Page
    wall_s: float
    compile_s: float
    record: dict[str, Any]

    @property
    def over(self) -> bool:
        """Whether the page took longer than it may."""
        return self.wall_s > self.page.budget_s


def spent(root: Path) -> list[Spent]:
    """Return the time of every executed page, in the book's order."""
    found = []
    for page in pages(root):
        run = Place.of(page, root).run
        if page.executable and run.is_file():
            record = json.loads(run.read_text(encoding="utf-8"))
            found.append(Spent(page, float(record["wall_s"]), float(record["compile_s"]), record))
    return found


def status_table(root: Path) -> str:
    """Return the status page's tables as Markdown: time and digest a page, then the versions."""
    rows = spent(root)
    lines = [
        "| page | time (s) | compilation (s) | budget (s) | made from |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for one in rows:
        link = f"[{one.page.title}](../{one.page.path.with_suffix('.ipynb').as_posix()})"
        lines.append(
            f"| {link} | {one.wall_s:.1f} | {one.page.budget_s:.0f} | `{one.record['digest'][:16]}` |"
        )
    total = sum(one.wall_s for one in rows)
    lines += [f"| **all pages** | **{total:.1f}** | | | |", "", "| package | version |", "| --- | --- |"]
    versions = rows[0].record["versions"] if rows else {}
    lines += [f"| {name} | {number} |" for name, number in versions.items()]
    return "\n".join(lines)


def budget_report(root: Path) -> str:
    """Return the times as plain text, one page a line."""
    rows = spent(root)
    width = max((len(one.page.name) for one in rows), default=4)
    lines = [f"{'page':<{width}}  time s  compilation s  budget s"]
    for one in rows:
        mark = "  OVER ITS BUDGET" if one.over else ""
        times = f"{one.wall_s:6.1f}  {one.compile_s:13.1f}  {one.page.budget_s:8.0f}"
        lines.append(f"{one.page.name:<{width}}  {times}{mark}")
    return "\n".join(lines)
