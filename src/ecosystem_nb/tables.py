"""Which number, in which unit, from which source? Reads ``data/`` and ``seeds/``, refuses what is not so."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from ecosystem_nb import descriptors, paths
from ecosystem_nb.bibliography import citations
from ecosystem_nb.descriptors import UNITS, Fault, Field, Table, TableError
from ecosystem_nb.table_checks import Value, checked
from ecosystem_nb.wording import STATUSES

__all__ = [
    "STATUSES",
    "UNITS",
    "Fault",
    "Field",
    "Quantity",
    "Table",
    "TableError",
    "citations",
    "describe",
    "names",
    "quantities",
    "read",
]

_LONG = ("quantity", "value", "unit", "low", "high", "context", "status", "source")


@dataclass(frozen=True)
class Quantity:
    """One sourced number.

    Attributes
    ----------
    name : str
    value : float
        In ``unit``.
    unit : str
    low, high : float or None
        The range that the source itself states, in ``unit``; ``None`` where it states none.
    context : str
        What the number means.
    status : str
        One of ``STATUSES``.
    source : str
        Keys of ``references.bib``, separated by ``;``.
    """

    name: str
    value: float
    unit: str
    low: float | None
    high: float | None
    context: str
    status: str
    source: str

    def in_unit(self, unit: str) -> float:
        """Return the value when ``unit`` is its unit.

        Nothing is converted: the name of the unit in the code guards against a table that changed.

        Raises
        ------
        ValueError
            When the units differ; both are named.

        Examples
        --------
        >>> quantities("network/wan")["wan_today"].in_unit("Gbit/s")
        500.0
        """
        if unit != self.unit:
            raise ValueError(f"{self.name} is in {self.unit}: expected {unit}")
        return self.value


def read(name: str, *, root: Path | str | None = None) -> pd.DataFrame:
    """Read one table and check all of it.

    Parameters
    ----------
    name : str
        ``"network/wan"`` is ``data/network/wan.csv``; ``"seeds/workshop"`` is ``seeds/workshop.csv``.
    root : path, optional
        The repository's root; found by :func:`ecosystem_nb.paths.root` when absent.

    Returns
    -------
    pandas.DataFrame
        One typed column a field; an empty text is ``""``, an empty number NaN.
        ``attrs["table"]`` is the name and ``attrs["units"]`` the unit of each numeric column.

    Raises
    ------
    TableError
        With every fault at once, a line each: file, row, column, what was found, what was expected.

    Examples
    --------
    >>> frame = read("network/tier1")
    >>> frame.attrs["units"]["need_minimal"]
    'Gbit/s'
    """
    base = _root(root)
    table = descriptors.load(name, base)
    rows = checked(table, base)
    columns = {f.name: [_cell(f, row[f.name]) for row in rows] for f in table.fields}
    frame = pd.DataFrame(columns)
    frame.attrs = {"table": name, "units": table.units}
    return frame


def quantities(name: str, *, root: Path | str | None = None) -> Mapping[str, Quantity]:
    """Read a long table (``quantity, value, low, high, unit, context, status, source``).

    Parameters
    ----------
    name : str
        As for :func:`read`.
    root : path, optional
        The repository's root.

    Returns
    -------
    mapping of str to Quantity
        By quantity, in the table's order; read-only.

    Raises
    ------
    TableError
        As :func:`read` does, and when the table is not a long one.

    Examples
    --------
    >>> quantities("network/wan")["live_time"].in_unit("s")
    7000000.0
    """
    base = _root(root)
    table = descriptors.load(name, base)
    fields = [field.name for field in table.fields]
    required = {field.name for field in table.fields if field.constraints.get("required")}
    if set(fields) != set(_LONG) or not {"value", "unit"} <= required:
        long = f"a long table of {', '.join(_LONG)}; value and unit required"
        raise TableError([Fault(table.path, 1, "header", ", ".join(fields), long)])
    found = (_quantity(row) for row in checked(table, base))
    return MappingProxyType({quantity.name: quantity for quantity in found})


def names(*, root: Path | str | None = None) -> list[str]:
    """Return the names of all tables, sorted.

    Examples
    --------
    >>> "network/wan" in names()
    True
    """
    return descriptors.table_names(_root(root))


def describe(name: str, *, root: Path | str | None = None) -> Table:
    """Return what a table's descriptor says: title, columns, units, status, sources, licence.

    Raises
    ------
    TableError
        When the table is unknown or its descriptor lacks something.

    Examples
    --------
    >>> describe("network/wan").path
    'data/network/wan.csv'
    """
    return descriptors.load(name, _root(root))


def _root(root: Path | str | None) -> Path:
    return Path(root) if root is not None else paths.root()


def _quantity(row: Mapping[str, Value]) -> Quantity:
    def number(column: str) -> float | None:
        return None if row[column] is None else float(str(row[column]))

    return Quantity(
        name=str(row["quantity"]),
        value=float(str(row["value"])),
        unit=str(row["unit"]),
        low=number("low"),
        high=number("high"),
        context=str(row["context"] or ""),
        status=str(row["status"]),
        source=str(row["source"] or ""),
    )


def _cell(field: Field, value: Value) -> Value:
    """Give an empty cell its place in a typed column."""
    if value is not None:
        return value
    return math.nan if field.numeric else ""
