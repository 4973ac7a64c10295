"""Does a table keep what its descriptor promises? Types each cell and collects every fault."""

import csv
import difflib
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from ecosystem_nb.bibliography import citations
from ecosystem_nb.descriptors import UNITS, Fault, Field, Table, TableError
from ecosystem_nb.wording import OWN, STATUSES

Value = str | float | int | bool | None
Row = Mapping[str, Value]
Finding = tuple[str, str, str]
"""A column, what was found in it, what was expected."""

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_KINDS = {"number": "a finite number", "integer": "an integer", "year": "a year", "boolean": "true or false"}


def checked(table: Table, root: Path) -> list[dict[str, Value]]:
    """Return the typed rows of a table; an empty cell is ``None``.

    Parameters
    ----------
    table : Table
        The descriptor.
    root : pathlib.Path
        The repository's root; its ``references.bib`` holds the keys that a source may be.

    Raises
    ------
    TableError
        With everything that is wrong with the table, in the order of the file.
    """
    lines = _lines(root / table.path, table.path)
    columns = [field.name for field in table.fields]
    if faults := list(_header_faults(table.path, lines[0][1] if lines else [], columns)):
        raise TableError(faults)
    keys = citations(root).keys()
    faults = list(_descriptor_sources(table, keys))
    rows = []
    for number, cells in lines[1:]:
        if len(cells) != len(columns):
            faults.append(Fault(table.path, number, "row", f"{len(cells)} cells", f"{len(columns)} cells"))
            continue
        row, findings = _row(table, dict(zip(columns, cells, strict=True)), keys)
        faults += [Fault(table.path, number, *finding) for finding in findings]
        rows.append((number, row))
    faults += _key_faults(table, rows)
    faults += _missing_quantities(table, rows)
    if faults:
        raise TableError(sorted(faults, key=lambda fault: fault.row or 0))
    return [row for _, row in rows]


def _lines(file: Path, place: str) -> list[tuple[int, list[str]]]:
    """Return each record of a CSV file with the line on which it starts."""
    found = []
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader, start = csv.reader(stream, strict=True), 1
            for cells in reader:
                found.append((start, cells))
                start = reader.line_num + 1
    except (OSError, ValueError, csv.Error) as error:
        raise TableError([Fault(place, None, "file", str(error), "a readable CSV file in UTF-8")]) from error
    return found


def _header_faults(place: str, header: Sequence[str], columns: Sequence[str]) -> Iterator[Fault]:
    wanted = f"the columns {', '.join(columns)}"
    missing = [column for column in columns if column not in header]
    extra = [column for column in header if column not in columns]
    for column in missing:
        yield Fault(place, 1, column, "no such column", wanted)
    for column in extra:
        yield Fault(place, 1, column, "an extra column", wanted)
    if not missing and not extra and list(header) != list(columns):
        yield Fault(place, 1, "header", ", ".join(header), f"once and in this order {wanted}")


def _descriptor_sources(table: Table, keys: Collection[str]) -> Iterator[Fault]:
    place = f"{Path(table.path).parent.as_posix()}/datapackage.json"
    named = {key for field in table.fields for key in field.sources} | set(table.sources)
    for key in sorted(named - set(keys)):
        yield Fault(place, None, f"{table.name} sources", repr(key), "a key of references.bib")


def _row(
    table: Table, cells: Mapping[str, str], keys: Collection[str]
) -> tuple[dict[str, Value], list[Finding]]:
    """Type one row and collect its faults; what is mistyped is not judged again by its meaning."""
    row: dict[str, Value] = {}
    findings: list[Finding] = []
    for field in table.fields:
        unit = cells.get("unit", "") if field.unit == "row" else field.unit
        required = bool(field.constraints.get("required")) or field.name in table.primary_key
        text = cells[field.name]
        row[field.name], expected = _typed(field, text, unit, required)
        if expected:
            findings.append((field.name, repr(text) if text else "nothing", expected))
    mistyped = {column for column, _, _ in findings}
    meant = (*_unit_findings(table, row), *_source_findings(row, keys), *_range_findings(row))
    return row, findings + [finding for finding in meant if finding[0] not in mistyped]


def _typed(field: Field, text: str, unit: str, required: bool) -> tuple[Value, str]:
    """Return a cell's value and, when it is refused, what was expected."""
    what = _KINDS.get(field.type, "a text") + (f" in {unit}" if field.numeric and unit else "")
    if text == "":
        return None, what if required else ""
    value: str | float | bool = text
    if field.type == "boolean":
        if text not in ("true", "false"):
            return None, what
        value = text == "true"
    elif field.numeric:
        pattern = _NUMBER if field.type == "number" else _INTEGER
        if not pattern.fullmatch(text) or not math.isfinite(float(text)):
            return None, what
        value = float(text) if field.type == "number" else int(text)
    return value, _constraint(field, value, unit)


def _constraint(field: Field, value: str | float | bool, unit: str) -> str:
    """Return what a constraint expected, or nothing when the value keeps them all."""
    rules = field.constraints
    if "enum" in rules and value not in rules["enum"]:
        return f"one of {', '.join(map(str, rules['enum']))}"
    if "pattern" in rules and not re.fullmatch(rules["pattern"], str(value)):
        return f"a text like {rules['pattern']}"
    if not isinstance(value, str):
        if "minimum" in rules and value < rules["minimum"]:
            return f"at least {rules['minimum']} {unit}"
        if "maximum" in rules and value > rules["maximum"]:
            return f"at most {rules['maximum']} {unit}"
    return ""


def _unit_findings(table: Table, row: Row) -> Iterator[Finding]:
    """Check the unit that a row gives to its own values."""
    valued = [field.name for field in table.fields if field.unit == "row"]
    quantity = row.get("quantity")
    wanted = table.quantities.get(str(quantity))
    if table.quantities and quantity is not None and wanted is None:
        yield "quantity", repr(quantity), "a quantity named in the descriptor's x-quantities"
    if not valued:
        return
    unit = row["unit"]
    if unit is None:
        if any(row[column] is not None for column in valued):
            yield "unit", "nothing", f"the unit of {', '.join(valued)}"
    elif wanted is not None and unit != wanted:
        yield "unit", repr(unit), f"{wanted}, the unit of {quantity}"
    elif unit not in UNITS:
        near = difflib.get_close_matches(str(unit), sorted(UNITS), n=3)
        hint = f", like {' or '.join(near)}" if near else ""
        yield "unit", repr(unit), f"a unit of ecosystem_nb.tables.UNITS{hint}"


def _source_findings(row: Row, keys: Collection[str]) -> Iterator[Finding]:
    """Check how a row says that its values are known."""
    if "status" in row and row["status"] not in STATUSES:
        yield "status", repr(row["status"]), f"one of {', '.join(STATUSES)}"
    if "source" not in row:
        return
    named = [key.strip() for key in str(row["source"] or "").split(";") if key.strip()]
    if not named and row.get("status") not in OWN:
        yield "source", "nothing", f"a key of references.bib, or the status {' or '.join(OWN)}"
    for key in named:
        if key not in keys:
            near = difflib.get_close_matches(key, list(keys), n=1)
            yield "source", repr(key), "a key of references.bib" + (f", like {near[0]}" if near else "")


def _range_findings(row: Row) -> Iterator[Finding]:
    """Check that low ≤ value ≤ high where a row states them."""
    for low, high in (("low", "value"), ("value", "high"), ("low", "high")):
        below, above = row.get(low), row.get(high)
        if isinstance(below, (int, float)) and isinstance(above, (int, float)) and below > above:
            yield low, f"{below:g}", f"at most {high} = {above:g}"


def _key_faults(table: Table, rows: Sequence[tuple[int, Row]]) -> Iterator[Fault]:
    seen: dict[tuple[Value, ...], int] = {}
    column = ", ".join(table.primary_key)
    for number, row in rows:
        key = tuple(row[name] for name in table.primary_key)
        if None not in key and key in seen:
            found = f"{', '.join(map(str, key))} again"
            yield Fault(table.path, number, column, found, f"each key once (first in row {seen[key]})")
        seen.setdefault(key, number)


def _missing_quantities(table: Table, rows: Sequence[tuple[int, Row]]) -> Iterator[Fault]:
    there = {row.get("quantity") for _, row in rows}
    for quantity in table.quantities:
        if quantity not in there:
            expected = f"a row for {quantity}, as the descriptor says"
            yield Fault(table.path, None, "quantity", "no row", expected)
