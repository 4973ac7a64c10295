"""Show a table of results on a page: numbers aligned, units in the head, every text escaped."""

import html
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ecosystem_nb.wording import number, status_mark

MOST_DECIMALS = 3
"""A column whose values have more is shown as it is: zeros to align it would hide the numbers."""


@dataclass(frozen=True)
class Shown:
    """A table ready to be displayed."""

    markup: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.markup


def table(
    frame: pd.DataFrame,
    heads: Mapping[str, str],
    *,
    links: Mapping[str, str] | None = None,
    missing: str = "",
    caption: str = "",
) -> Shown:
    """Return a DataFrame as a table of the book.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows.
    heads : mapping of str to str
        Columns to show, in order, each with its head, unit included: ``"need (Gbit/s)"``.
        A column called ``status`` is shown as the mark of the book.
    links : mapping of str to str, optional
        For a shown column, the column that holds its address; an empty address is no link.
    missing : str
        What stands where a number is missing.
    caption : str
        A line above the table.

    Returns
    -------
    Shown

    Notes
    -----
    A column with its unit in the head, in brackets, has the same decimals in every row; one without may
    hold rows of many units.

    Raises
    ------
    ValueError
        For a column that the frame lacks.

    Examples
    --------
    >>> table(pd.DataFrame({"site": ["BNL"], "need": [450.0]}), {"site": "site", "need": "need (Gbit/s)"})
    site need (Gbit/s)
     BNL           450
    """
    links = links or {}
    absent = [name for name in (*heads, *links.values()) if name not in frame]
    if absent:
        raise ValueError(f"no column {', '.join(absent)}: expected some of {', '.join(map(str, frame))}")
    numeric = {name for name in heads if pd.api.types.is_numeric_dtype(frame[name])}
    head = "".join(
        f"<th{' class=num' if name in numeric else ''}>{html.escape(text)}</th>"
        for name, text in heads.items()
    )
    texts = {name: _column(frame[name], text, missing) for name, text in heads.items()}
    body = "".join(
        "<tr>" + "".join(_cell(row, name, texts[name][i], links) for name in heads) + "</tr>"
        for i, row in enumerate(frame.to_dict("records"))
    )
    above = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    markup = f"<table>{above}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    plain = pd.DataFrame({text: texts[name] for name, text in heads.items()}).to_string(index=False)
    return Shown(f'<div class="eco-table">{markup}</div>', plain)


def _column(values: pd.Series, head: str, missing: str) -> list[str]:
    """Write the values of a column, with as many decimals in each where the head names their unit."""
    texts = [
        missing if pd.isna(value) else number(value, "yr" if head.endswith("(yr)") else "")
        for value in values.tolist()
    ]
    if not head.endswith(")") or not pd.api.types.is_float_dtype(values):
        return texts
    known = values.dropna().abs()
    plain = ((known == 0.0) | ((known >= 1e-3) & (known < 1e6))).all()  # none with a power of ten
    years = head.endswith("(yr)") and (known > 1500.0).all()
    places = max((len(number(value).partition(".")[2]) for value in known), default=0)
    if not plain or years or places > MOST_DECIMALS:
        return texts
    return [
        text if pd.isna(value) else f"{value:,.{places}f}" for text, value in zip(texts, values, strict=True)
    ]


def _cell(row: Mapping[str, object], name: str, plain: str, links: Mapping[str, str]) -> str:
    value = row[name]
    text = html.escape(plain)
    if name == "status":
        text = status_mark(str(value))
    elif name == "unit" and value == "1":
        text = ""
    address = str(row[links[name]]) if name in links else ""
    if address:
        text = f'<a href="{html.escape(address)}">{text}</a>'
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    return f'<td class="num">{text}</td>' if numeric else f"<td>{text}</td>"
