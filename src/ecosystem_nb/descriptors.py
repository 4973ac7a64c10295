"""What must a table look like? Reads the Data Package descriptors of ``data/`` and ``seeds/``."""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ecosystem_nb.wording import OWN, STATUSES

UNITS = frozenset(
    [
        *("1", "%", "%/yr", "deg"),
        *("ns", "us", "ms", "s", "d", "month", "yr", "year", "Hz", "kHz", "MHz"),
        *("um", "mm", "m", "km", "T", "eV", "GeV", "TeV", "W", "kW", "MW", "fb-1", "ab-1"),
        *("bit", "Mbit/s", "Gbit/s", "Tbit/s"),
        *("B", "kB", "MB", "GB", "TB", "PB", "EB"),
        *("MB/s", "GB/s", "TB/s", "Tflop/s", "TB/d", "PB/d", "PB/month", "PB/yr", "EB/yr", "IO/s"),
        *("HS06", "kHS06", "MHS06", "HS06.s", "THS06.s", "HS23", "kHS23.yr", "MPP.h", "h"),
        *("event", "experiment", "file", "flow", "node", "person", "site"),
        *("CHF", "EUR", "USD", "MUSD", "USD/yr", "CHF/GB", "CHF/SI2000", "USD/GB", "USD/TB", "USD/HS06"),
        *("USD/(Gbit/s)", "USD/kWh", "W/TB", "HS23/W", "GB/HS06"),
        *("kg", "g/kWh", "kg/kWh", "GWh/yr", "TWh/yr", "t/yr"),
    ]
)
"""The units that a table may use; ``1`` is dimensionless, and ``row`` points to a ``unit`` column."""

NUMERIC = ("number", "integer", "year")
_TYPES = ("string", "boolean", *NUMERIC)
_A_UNIT = "a unit of ecosystem_nb.tables.UNITS"
_CONSTRAINTS = {"required", "enum", "minimum", "maximum", "pattern"}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a table or its descriptor."""

    file: str
    row: int | None
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        return f"{place}, {self.column}: found {self.found}, expected {self.expected}"


class TableError(ValueError):
    """A table is refused; ``faults`` holds everything that is wrong with it, the message one line each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True)
class Field:
    """One column: its type, unit and meaning, and how its values are known."""

    name: str
    type: str
    title: str
    description: str
    unit: str
    status: str
    sources: tuple[str, ...]
    constraints: Mapping[str, Any]

    @property
    def numeric(self) -> bool:
        """Whether the column holds numbers."""
        return self.type in NUMERIC


@dataclass(frozen=True)
class Table:
    """One table's descriptor; ``path`` is relative to the repository's root."""

    name: str
    path: str
    title: str
    description: str
    status: str
    sources: tuple[str, ...]
    licence: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    quantities: Mapping[str, str]

    @property
    def units(self) -> dict[str, str]:
        """Unit of each numeric column; ``row`` where the row's own ``unit`` holds it."""
        return {field.name: field.unit for field in self.fields if field.numeric}


def packages(root: Path) -> list[Path]:
    """Return every descriptor under ``data/`` and ``seeds/``, sorted."""
    return sorted([*root.glob("data/*/datapackage.json"), *root.glob("seeds/datapackage.json")])


def table_names(root: Path) -> list[str]:
    """Return the name of every described table, sorted."""
    found = []
    for file in packages(root):
        area = file.parent.name
        found += [f"{area}/{entry.get('name', '')}" for entry in _resources(_load(file, root))]
    return sorted(found)


def load(name: str, root: Path) -> Table:
    """Return the descriptor of one table, or everything that is wrong with it as a `TableError`."""
    area, _, short = name.partition("/")
    folder = root / "seeds" if area == "seeds" else root / "data" / area
    file = folder / "datapackage.json"
    package = _load(file, root) if file in packages(root) else {}
    for entry in _resources(package):
        if entry.get("name") == short and short:
            return _table(name, entry, package, file.relative_to(root).as_posix())
    known = table_names(root)
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(known) or 'none yet'}"
    raise TableError([Fault(file.relative_to(root).as_posix(), None, "table", repr(name), hint)])


def _load(file: Path, root: Path) -> dict[str, Any]:
    try:
        package = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        place = file.relative_to(root).as_posix()
        raise TableError([Fault(place, None, "file", str(error), "a readable JSON file")]) from error
    if not isinstance(package, dict):
        place = file.relative_to(root).as_posix()
        raise TableError([Fault(place, None, "file", type(package).__name__, "a Data Package descriptor")])
    return package


def _resources(package: dict[str, Any]) -> list[dict[str, Any]]:
    return _dicts(package.get("resources"))


def _dicts(value: object) -> list[dict[str, Any]]:
    """Return the objects of a JSON list; whatever else stands there is left to the checks."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _table(name: str, entry: dict[str, Any], package: dict[str, Any], file: str) -> Table:
    """Build a table's descriptor and refuse it when it does not say all that the house asks for."""
    raw_schema = entry.get("schema")
    schema: dict[str, Any] = raw_schema if isinstance(raw_schema, dict) else {}
    key = schema.get("primaryKey", [])
    table = Table(
        name=name,
        path=Path(file).parent.joinpath(str(entry.get("path", ""))).as_posix(),
        title=entry.get("title", ""),
        description=entry.get("description", ""),
        status=entry.get("status", ""),
        sources=_keys(entry),
        licence=", ".join(str(one.get("name", "")) for one in _dicts(package.get("licenses"))),
        fields=tuple(_field(raw, entry) for raw in _dicts(schema.get("fields"))),
        primary_key=(key,) if isinstance(key, str) else tuple(key),
        quantities=MappingProxyType(dict(entry.get("x-quantities", {}))),
    )
    wanted = Path(file).parent.joinpath(f"{name.partition('/')[2]}.csv").as_posix()
    findings: list[tuple[str, object, str]] = [] if table.path == wanted else [("path", table.path, wanted)]
    findings += [*_table_findings(table), *_field_findings(table)]
    if findings:
        raise TableError(
            Fault(file, None, f"{name} {what}", repr(found), need) for what, found, need in findings
        )
    return table


def _table_findings(table: Table) -> Iterator[tuple[str, object, str]]:
    """Yield what a table's descriptor lacks: what, what was found, what was expected."""
    names = {field.name for field in table.fields}
    if not table.licence:
        yield "licenses", table.licence, "the package's licence"
    if not table.title or not table.description:
        yield "title", table.title, "a title and a description"
    if not names:
        yield "fields", sorted(names), "one field a column"
    if not table.primary_key or not set(table.primary_key) <= names:
        yield "primaryKey", table.primary_key, "one or more of the fields"
    if table.quantities and not {"quantity", "unit"} <= names:
        yield "x-quantities", sorted(names), "the fields quantity and unit"
    for quantity, unit in table.quantities.items():
        if unit not in UNITS:
            yield f"x-quantities {quantity}", unit, _A_UNIT


def _field_findings(table: Table) -> Iterator[tuple[str, object, str]]:
    """Yield what the fields of a table lack."""
    names = {field.name for field in table.fields}
    per_row = {"status", "source"} <= names
    for field in table.fields:
        place = f"field {field.name}"
        if field.type not in _TYPES:
            yield place, field.type, f"a type of {', '.join(_TYPES)}"
        if not field.title or not field.description:
            yield place, field.title, "a title and a description"
        if field.numeric and field.unit not in UNITS and not (field.unit == "row" and "unit" in names):
            yield place, field.unit, f"{_A_UNIT}, or row beside a unit column"
        if odd := sorted(set(field.constraints) - _CONSTRAINTS):
            yield place, odd, f"constraints of {', '.join(sorted(_CONSTRAINTS))}"
        if not per_row and field.status not in STATUSES:
            yield place, field.status, f"a status of {', '.join(STATUSES)}"
        if not per_row and field.status not in OWN and not field.sources:
            yield place, field.sources, 'sources as [{"title": "a key of references.bib"}]'


def _field(raw: dict[str, Any], entry: dict[str, Any]) -> Field:
    """Build one field; status and sources are the resource's unless the field has its own."""
    return Field(
        name=raw.get("name", ""),
        type=raw.get("type", ""),
        title=raw.get("title", ""),
        description=raw.get("description", ""),
        unit=raw.get("unit", ""),
        status=raw.get("status", entry.get("status", "")),
        sources=_keys(raw) if "sources" in raw else _keys(entry),
        constraints=MappingProxyType(raw.get("constraints", {})),
    )


def _keys(raw: dict[str, Any]) -> tuple[str, ...]:
    """Return the bibliography keys of the standard's ``sources``: a list of objects with a title."""
    return tuple(str(one["title"]) for one in _dicts(raw.get("sources")) if "title" in one)
