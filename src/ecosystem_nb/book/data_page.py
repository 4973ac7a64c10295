"""Every table of the book: what it holds, in which units, from where, and how sure."""

import html
from pathlib import Path

import pandas as pd

from ecosystem_nb.bibliography import citations
from ecosystem_nb.descriptors import Field, Table
from ecosystem_nb.downloads import download
from ecosystem_nb.paths import root as repository
from ecosystem_nb.tables import describe, names, read
from ecosystem_nb.wording import number, status_mark

_SHOWN_ROWS = 200


class DataTables:
    """Every table as HTML: descriptor, rows folded away, sources spelt out, CSV to download."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tables = [describe(name, root=root) for name in names(root=root)]

    def __repr__(self) -> str:
        return f"{len(self._tables)} tables"

    def _repr_html_(self) -> str:
        known = citations(self._root)
        return "".join(self._table(table, known) for table in self._tables)

    def _table(self, table: Table, known: dict[str, dict[str, str]]) -> str:
        frame = read(table.name, root=self._root)
        text = (self._root / table.path).read_text(encoding="utf-8")
        link = download(text, table.path.replace("/", "-"), "CSV")
        fields = "".join(_field(field, table.status) for field in table.fields)
        head = "<tr><th>column</th><th>unit</th><th>status</th><th>what it is</th></tr>"
        return (
            f'<section class="data-table" id="table-{html.escape(table.name.replace("/", "-"))}">'
            f"<h2>{html.escape(table.title)}</h2>"
            f"<p><code>{html.escape(table.path)}</code> · {len(frame)} rows · "
            f"{html.escape(table.licence)} · {link}</p><p>{html.escape(table.description)}</p>"
            f"<p>{_status(table, frame)}</p>{_sources(table, frame, known)}"
            f'<div class="eco-table"><table><thead>{head}</thead><tbody>{fields}</tbody></table></div>'
            f"<details><summary>Rows</summary>{_rows(frame)}</details></section>"
        )


def data_tables(root: Path | None = None) -> DataTables:
    """Return what the data page shows."""
    return DataTables(root or repository())


def _field(field: Field, usual: str) -> str:
    unit = {"row": "as the row says", "": ""}.get(field.unit, field.unit)
    mark = status_mark(field.status) if field.status != usual else ""
    return (
        f"<tr><td><code>{html.escape(field.name)}</code></td><td>{html.escape(unit)}</td>"
        f"<td>{mark}</td><td>{html.escape(field.description or field.title)}</td></tr>"
    )


def _status(table: Table, frame: pd.DataFrame) -> str:
    if "status" in frame:
        counts = frame["status"].value_counts()
        return "Status: " + ", ".join(
            f"{status_mark(str(name))} {count} rows" for name, count in counts.items()
        )
    return f"Status: {status_mark(table.status)}"


def _sources(table: Table, frame: pd.DataFrame, known: dict[str, dict[str, str]]) -> str:
    keys = set(table.sources) | {key for field in table.fields for key in field.sources}
    if "source" in frame:
        keys |= {
            key.strip() for cell in frame["source"].dropna() for key in str(cell).split(";") if key.strip()
        }
    items = "".join(f"<li>{_source(key, known.get(key, {}))}</li>" for key in sorted(keys))
    return f"<details><summary>Sources ({len(keys)})</summary><ul>{items}</ul></details>"


def _source(key: str, entry: dict[str, str]) -> str:
    address = entry.get("url") or (f"https://doi.org/{entry['doi']}" if "doi" in entry else "")
    if not address and entry.get("eprint"):
        address = f"https://arxiv.org/abs/{entry['eprint']}"
    parts = [entry.get(name, "") for name in ("author", "title", "year", "note")]
    text = html.escape(". ".join(part for part in parts if part))
    linked = (
        f'<a href="{html.escape(address)}">{text}</a>'
        if address.startswith(("https://", "http://"))
        else text
    )
    return f"<code>{html.escape(key)}</code> {linked}"


def _rows(frame: pd.DataFrame) -> str:
    head = "".join(f"<th>{html.escape(str(name))}</th>" for name in frame.columns)
    body = "".join(
        "<tr>" + "".join(_cell(value) for value in row) + "</tr>"
        for row in frame.head(_SHOWN_ROWS).itertuples(index=False)
    )
    more = f"<p>The first {_SHOWN_ROWS} of {len(frame)} rows.</p>" if len(frame) > _SHOWN_ROWS else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="eco-table">{table}</div>{more}'


def _cell(value: object) -> str:
    if pd.api.types.is_number(value) and not isinstance(value, bool):
        missing = bool(pd.isna(value))
        return f'<td class="num">{"" if missing else number(float(str(value)))}</td>'
    return f"<td>{'' if pd.isna(value) else html.escape(str(value))}</td>"
