"""Every named number of the book in one table, to read and to download."""

import csv
import html
import io
import json
from collections.abc import Sequence
from pathlib import Path

from ecosystem_nb.book.pages import Page, pages
from ecosystem_nb.book.records import golden
from ecosystem_nb.downloads import download
from ecosystem_nb.paths import root as repository
from ecosystem_nb.results import Result
from ecosystem_nb.wording import number

_COLUMNS = ("name", "value", "unit", "meaning", "page", "rel_tol", "abs_tol")


class ResultsTable:
    """The named results of all pages: an HTML table with a CSV and a JSON twin."""

    def __init__(self, results: Sequence[tuple[Page, Result]]) -> None:
        self._results = results

    def __repr__(self) -> str:
        return f"{len(self._results)} named results"

    def csv(self) -> str:
        """Return the table as CSV, one named result a line."""
        text = io.StringIO()
        writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self._records())
        return text.getvalue()

    def json(self) -> str:
        """Return the table as a JSON list."""
        return json.dumps(self._records(), indent=1)

    def _records(self) -> list[dict[str, object]]:
        return [
            {key: getattr(result, key) for key in _COLUMNS if key != "page"} | {"page": page.name}
            for page, result in self._results
        ]

    def _repr_html_(self) -> str:
        links = (
            download(self.csv(), "results.csv", "all results (CSV)")
            + " · "
            + download(self.json(), "results.json", "all results (JSON)", "application/json")
        )
        head = "<tr><th>what it is</th><th>value</th><th>unit</th><th>tolerance</th></tr>"
        body, last = "", ""
        for page, result in self._results:
            if page.name != last:
                href = html.escape(page.link("about"))
                link = f'<a href="{href}">{html.escape(page.title)}</a>'
                body += f'<tr class="group"><th colspan="4">{link}</th></tr>'
                last = page.name
            body += _row(result)
        return (
            f'<p class="downloads">{links}</p><div class="eco-table results"><table><thead>{head}</thead>'
            f"<tbody>{body}</tbody></table></div>"
        )


def results_table(root: Path | None = None) -> ResultsTable:
    """Return the table of every named result that ``tests/expected`` holds."""
    root = root or repository()
    book = [page for page in pages(root) if page.executable]
    return ResultsTable([(page, result) for page in book for result in golden(page, root).values()])


def _row(result: Result) -> str:
    tolerance = number(result.rel_tol) + (f" or {number(result.abs_tol)}" if result.abs_tol else "")
    unit = "" if result.unit == "1" else html.escape(result.unit)
    name = html.escape(result.name)
    return (
        f'<tr id="{name}"><td>{html.escape(result.meaning)}'
        f'<div class="about-row"><code>{name}</code></div></td>'
        f'<td class="num">{number(float(f"{result.value:.6g}"))}</td><td>{unit}</td>'
        f"<td>{html.escape(tolerance)}</td></tr>"
    )
