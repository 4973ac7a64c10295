"""What must a table look like? Reads the Data Package descriptors of ``data/`` and ``seeds/``."""

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

STATUSES = ("printed", "read-off", "computed", "draft", "recalled", "assumed")

UNITS = frozenset(
    [
        *("1", "%", "%/yr"),
        *("ns", "us", "ms", "s", "d", "month", "yr", "year", "Hz", "kHz", "MHz"),
        *("um", "mm", "m", "km", "T", "eV", "GeV", "TeV", "W", "kW", "MW", "fb-1", "ab-1"),
        *("bit", "Mbit/s", "Gbit/s", "Tbit/s"),
        *("B", "kB", "MB", "GB", "TB", "PB", "EB"),
        *("MB/s", "GB/s", "PB/d", "PB/month", "PB/yr", "EB/yr", "IO/s"),
        *("HS06", "kHS06", "MHS06", "THS06.s", "kHS23.yr"),
        *("event", "experiment", "file", "flow", "person", "site"),
        *("CHF", "EUR", "USD", "MUSD", "USD/TB", "USD/HS06"),
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
    """Build a table's descriptor and check that it says all that the house asks for."""
    faults: list[Fault] = []
    short = name.partition("/")[2]

    def need(good: object, column: str, found: object, expected: str) -> None:
        if not good:
            faults.append(Fault(file, None, f"{name} {column}".strip(), repr(found), expected))

    licence = ", ".join(str(one.get("name", "")) for one in _dicts(package.get("licenses")))
    need(licence, "licenses", package.get("licenses"), "the package's licence")
    need(entry.get("path") == f"{short}.csv", "path", entry.get("path"), f"{short}.csv")
    for text in ("title", "description"):
        need(entry.get(text), text, entry.get(text), "a text")
    schema = entry.get("schema") if isinstance(entry.get("schema"), dict) else {}
    fields = tuple(_field(raw, entry) for raw in _dicts(schema.get("fields")))
    names = [field.name for field in fields]
    need(names, "fields", names, "one field a column")
    key = schema.get("primaryKey", [])
    primary_key = (key,) if isinstance(key, str) else tuple(key)
    need(primary_key and set(primary_key) <= set(names), "primaryKey", key, "one or more of the fields")
    per_row = {"status", "source"} <= set(names)
    for field in fields:
        place = f"field {field.name}"
        need(field.type in _TYPES, place, field.type, f"a type of {', '.join(_TYPES)}")
        need(field.title and field.description, place, field.title, "a title and a description")
        unit_known = field.unit in UNITS or (field.unit == "row" and "unit" in names)
        need(not field.numeric or unit_known, place, field.unit, f"{_A_UNIT}, or row beside a unit column")
        odd = set(field.constraints) - _CONSTRAINTS
        need(not odd, place, sorted(odd), f"constraints of {', '.join(sorted(_CONSTRAINTS))}")
        need(per_row or field.status in STATUSES, place, field.status, f"a status of {', '.join(STATUSES)}")
        sourced = per_row or field.status == "assumed" or field.sources
        need(sourced, place, field.sources, 'sources as [{"title": "a key of references.bib"}]')
    quantities = entry.get("x-quantities", {})
    long = {"quantity", "unit"} <= set(names)
    need(not quantities or long, "x-quantities", names, "the fields quantity and unit")
    for quantity, unit in quantities.items():
        need(unit in UNITS, f"x-quantities {quantity}", unit, _A_UNIT)
    if faults:
        raise TableError(faults)
    return Table(
        name=name,
        path=str(Path(file).parent.joinpath(entry["path"]).as_posix()),
        title=entry["title"],
        description=entry["description"],
        status=entry.get("status", ""),
        sources=_keys(entry),
        licence=licence,
        fields=fields,
        primary_key=primary_key,
        quantities=MappingProxyType(dict(quantities)),
    )


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
