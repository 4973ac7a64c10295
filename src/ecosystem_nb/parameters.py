"""Parameters of a page: typed, bounded, sourced, and checked before a kernel starts."""

import difflib
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from ecosystem_nb.wording import STATUSES, number, status_mark

P = TypeVar("P", bound="PageParameters")


def quantity(
    default: float | int | str | bool,
    *,
    unit: str,
    source: str,
    status: str,
    description: str,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    lt: float | None = None,
    max_length: int | None = None,
) -> Any:
    """Declare one field of a page's parameters.

    Parameters
    ----------
    default : float, int, str or bool
        The published value, in ``unit``.
    unit : str
        Unit of the value and of its bounds; ``"1"`` for none.
    source : str
        A key of ``references.bib``, or what the value follows from when it is assumed.
    status : {'printed', 'read-off', 'computed', 'measured', 'draft', 'recalled', 'assumed'}
        How the default is known.
    description : str
        What the value means.
    ge, gt, le, lt : float, optional
        Bounds, in ``unit``.
    max_length : int, optional
        Most characters of a text.

    Returns
    -------
    pydantic field

    Raises
    ------
    ValueError
        For an unknown status or a missing unit, source or description.
    """
    if status not in STATUSES:
        raise ValueError(f"status = {status!r}: expected one of {', '.join(STATUSES)}")
    if not (unit and source and description):
        raise ValueError(f"parameter {description!r}: needs a unit, a source and a description")
    return Field(
        default,
        ge=ge,
        gt=gt,
        le=le,
        lt=lt,
        max_length=max_length,
        description=description,
        json_schema_extra={"unit": unit, "source": source, "status": status},
        validate_default=True,
    )


class PageParameters(BaseModel):
    """Base of every page's parameters: frozen, strict, no unknown names, no NaN, no infinity."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def from_page(cls, namespace: Mapping[str, object]) -> Self:
        """Build the parameters from a page's variables.

        Parameters
        ----------
        namespace : mapping
            The page's ``globals()``; only the model's own fields are taken from it.

        Raises
        ------
        BadParameters
            With every fault at once.
        """
        given = {name: namespace[name] for name in cls.model_fields if name in namespace}
        return validated(cls, given)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter."""

    name: str
    message: str

    def __str__(self) -> str:
        return self.message


class BadParameters(ValueError):
    """One or more parameters are refused; ``faults`` holds them all."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class Description:
    """One parameter, as a table shows it."""

    name: str
    kind: str
    default: object
    unit: str
    allowed: str
    status: str
    source: str
    meaning: str


def validated(model: type[P], values: Mapping[str, object], texts: Mapping[str, str] | None = None) -> P:
    """Check parameters and return them, or say everything that is wrong with them.

    Parameters
    ----------
    model : type
        The page's model.
    values : mapping
        Typed values, as from a page or a YAML file.
    texts : mapping, optional
        Values as typed on a command line; they are read by the field's own type.
        A text stays data whatever it holds: nothing is evaluated.

    Returns
    -------
    PageParameters

    Raises
    ------
    BadParameters
        Unknown names, wrong types, NaN, infinities and values out of range, all at once.
    """
    faults = [_unknown(model, name) for name in (*values, *(texts or ())) if name not in model.model_fields]
    taken = {name: value for name, value in values.items() if name in model.model_fields}
    for name, text in (texts or {}).items():
        if name not in model.model_fields:
            continue
        taken.pop(name, None)
        try:
            taken[name] = _read_text(model.model_fields[name], text)
        except ValidationError as error:
            faults.extend(_fault(model, detail, name) for detail in error.errors())
    try:
        made = model(**taken)
    except ValidationError as error:
        faults.extend(_fault(model, detail) for detail in error.errors())
    if faults:
        raise BadParameters(faults)
    return made


def _read_text(field: FieldInfo, text: str) -> object:
    """Turn a command line's text into the field's type; bounds are checked by the model."""
    adapter: TypeAdapter[object] = TypeAdapter(field.annotation or str)
    return adapter.validate_strings(text, strict=True)


def _unknown(model: type[PageParameters], name: str) -> Fault:
    near = difflib.get_close_matches(name, model.model_fields, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(model.model_fields)}"
    return Fault(name, f"{name} is not a parameter of this page: {hint}")


def _fault(model: type[PageParameters], detail: ErrorDetails, name: str = "") -> Fault:
    """Say one of pydantic's errors in the house's form: value, what is allowed, unit, where."""
    name = name or ".".join(str(part) for part in detail["loc"])
    if name not in model.model_fields:  # a check across fields names them itself
        return Fault(name, str(detail["msg"]).removeprefix("Value error, "))
    about = describe_field(name, model.model_fields[name])
    value = detail["input"]
    text = value if isinstance(value, int | float) and not isinstance(value, bool) else repr(value)
    if detail["type"].startswith(("greater_than", "less_than")):
        problem = "is out of range"
    elif detail["type"] == "finite_number":
        problem = "is not a finite number"
    elif detail["type"] in ("literal_error", "string_too_long"):
        problem = "is not allowed"
    else:
        problem = "has the wrong type"
    unit = "" if about.unit == "1" else f" {about.unit}"
    expected = f"expected {about.kind}" + (f", {about.allowed}" if about.allowed else "") + unit
    if about.kind == "choice":
        expected = f"expected one of {about.allowed}"
    return Fault(
        name, f"{name} = {str(text)[:80]} {problem}: {expected} ({model.__module__}.{model.__name__}.{name})"
    )


def describe_field(name: str, field: FieldInfo) -> Description:
    """Describe one field of a model."""
    extra = field.json_schema_extra
    about = extra if isinstance(extra, dict) else {}
    kinds: dict[object, str] = {
        float: "a number",
        int: "a whole number",
        bool: "true or false",
        str: "a text",
    }
    kind = kinds.get(field.annotation, "choice") if field.annotation else "choice"
    if kind == "choice":
        allowed = ", ".join(str(choice) for choice in getattr(field.annotation, "__args__", ()))
    else:
        allowed = _range(field, str(about.get("unit", "1")))
    return Description(
        name=name,
        kind=kind,
        default=field.default,
        unit=str(about.get("unit", "1")),
        allowed=allowed,
        status=str(about.get("status", "")),
        source=str(about.get("source", "")),
        meaning=field.description or "",
    )


def _range(field: FieldInfo, unit: str) -> str:
    bounds: dict[str, str] = {}
    for limit in field.metadata:
        for key in ("ge", "gt", "le", "lt", "max_length"):
            if getattr(limit, key, None) is not None:
                bounds[key] = number(getattr(limit, key), unit)
    if "max_length" in bounds:
        return f"at most {bounds['max_length']} characters"
    low = bounds.get("ge") or (f"above {bounds['gt']}" if "gt" in bounds else "")
    high = bounds.get("le") or (f"below {bounds['lt']}" if "lt" in bounds else "")
    if low and high:
        return f"{low} to {high}"
    if low:
        return low if low.startswith("above") else f"at least {low}"
    if high:
        return high if high.startswith("below") else f"at most {high}"
    return ""


def describe(model: type[PageParameters]) -> list[Description]:
    """Describe every parameter of a page, in the order of its model."""
    return [describe_field(name, field) for name, field in model.model_fields.items()]


class ParameterTable:
    """A page's parameters as a table: value used, unit, range, status, source, meaning."""

    def __init__(self, params: PageParameters) -> None:
        self._params = params

    def _rows(self) -> list[tuple[Description, object]]:
        values = self._params.model_dump()
        return [(about, values[about.name]) for about in describe(type(self._params))]

    def __repr__(self) -> str:
        return "\n".join(
            f"{about.name} = {number(value)} {about.unit} [{about.allowed}] {about.status}"
            for about, value in self._rows()
        )

    def _repr_html_(self) -> str:
        names = ("parameter", "value", "allowed", "status", "meaning")
        head = "".join(f"<th>{name}</th>" for name in names)
        body = "".join(_row(about, value) for about, value in self._rows())
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div class="eco-table parameters">{table}</div>'


def _row(about: Description, value: object) -> str:
    changed = value != about.default
    unit = "" if about.unit == "1" else f" {about.unit}"
    shown = f"{value if about.name == 'seed' else number(value, about.unit)}{unit}"
    if changed:
        shown += f" (published: {number(about.default, about.unit)})"
    allowed = f"{about.allowed}{unit}" if about.allowed else about.kind
    cells = (
        f"<td><code>{html.escape(about.name)}</code></td>",
        f'<td class="num">{html.escape(shown)}</td>',
        f"<td>{html.escape(allowed)}</td>",
        f"<td>{status_mark(about.status, about.source)}</td>",
        f"<td>{html.escape(about.meaning)}</td>",
    )
    return f"<tr{' class=changed' if changed else ''}>{''.join(cells)}</tr>"


def show(params: PageParameters) -> ParameterTable:
    """Return the parameter table that a page displays under its `parameters` cell."""
    return ParameterTable(params)
