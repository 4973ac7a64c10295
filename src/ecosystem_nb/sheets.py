"""A page to print: one HTML file with tables and lists, without scripts, pictures or links."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STYLE = (
    "body{font:11pt/1.4 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.25em .4em;"
    "text-align:right;font-size:9pt}caption{text-align:left;padding:.6em 0 .2em}"
    "h1{font-size:16pt}li{margin:.2em 0}"
    "@page{size:A4 landscape;margin:12mm}@media print{body{margin:0;max-width:none}}"
)


@dataclass(frozen=True)
class Grid:
    """A table of a sheet, already written.

    Parameters
    ----------
    heads : sequence of str
    rows : sequence of sequence of str
        As many cells as heads.
    caption : str
        A line above it.

    Raises
    ------
    ValueError
        For a row of another length.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.heads):
                raise ValueError(f"row of {len(row)} cells: expected {len(self.heads)}, one for each head")


def sheet(title: str, lead: str, grids: Sequence[Grid], lists: Mapping[str, Sequence[str]]) -> str:
    """Return a sheet as one HTML document; every text is escaped.

    Parameters
    ----------
    title : str
    lead : str
        The sentence under it.
    grids : sequence of Grid
    lists : mapping of str to sequence of str
        Under each heading its points.

    Returns
    -------
    str

    Examples
    --------
    >>> "<td>1 &lt; 2</td>" in sheet("A", "b", [Grid(["x"], [["1 < 2"]])], {"Notes": ["c"]})
    True
    """
    tables = "".join(_table(grid) for grid in grids)
    notes = "".join(
        f"<h2>{html.escape(head)}</h2><ul>{''.join(f'<li>{html.escape(one)}</li>' for one in points)}</ul>"
        for head, points in lists.items()
    )
    named = html.escape(title)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{named}</title>'
        f"<style>{STYLE}</style></head><body><h1>{named}</h1><p>{html.escape(lead)}</p>"
        f"{tables}{notes}</body></html>\n"
    )


def _table(grid: Grid) -> str:
    above = f"<caption>{html.escape(grid.caption)}</caption>" if grid.caption else ""
    head = "".join(f"<th>{html.escape(text)}</th>" for text in grid.heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows
    )
    return f"<table>{above}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
