"""What every page keeps to: short cells and functions, lines that fit the column, nothing installed."""

import ast
from pathlib import Path

import pytest

from ecosystem_nb.book.pages import Page, page_from, pages
from ecosystem_nb.paths import root as repository
from tests.book.conftest import page_text, put

LINES, FUNCTION, WIDTH = 25, 10, 88


def faults(page: Page) -> list[str]:
    """Return what a page's code cells do against the rules of the house."""
    found = []
    for number, code in enumerate(page.code(), start=1):
        lines = code.strip().splitlines()
        if len(lines) > LINES:
            found.append(f"cell {number}: {len(lines)} lines")
        found += [f"cell {number}: {len(line)} characters: {line}" for line in lines if len(line) > WIDTH]
        found += [f"cell {number}: {line}" for line in lines if line.lstrip().startswith(("!", "%pip"))]
        for node in ast.walk(ast.parse("\n".join(line for line in lines if not line.startswith(("%", "!"))))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION:
                found.append(f"cell {number}: {node.name} is longer than {FUNCTION} lines")
    return found


@pytest.mark.parametrize("name", [one.name for one in pages(repository()) if one.executable])
def test_cells_are_short(name: str) -> None:
    (page,) = [one for one in pages(repository()) if one.name == name]
    assert faults(page) == []


@pytest.mark.parametrize("name", [one.name for one in pages(repository()) if one.executable])
def test_imports_stand_once_at_the_top(name: str) -> None:
    (page,) = [one for one in pages(repository()) if one.name == name]
    with_imports = [number for number, code in enumerate(page.code()) if "\nimport " in f"\n{code}"]
    with_imports += [number for number, code in enumerate(page.code()) if "\nfrom " in f"\n{code}"]
    assert len(set(with_imports)) <= 1


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("\n".join("a = 1" for _ in range(26)), "26 lines"),
        ("a = '" + "x" * 90 + "'", "characters"),
        ("!pip install x", "!pip"),
        ("def f():\n" + "\n".join("    a = 1" for _ in range(10)), "f is longer"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, code: str, said: str) -> None:
    put(tmp_path, "x.md", page_text(code))
    assert any(said in fault for fault in faults(page_from(Path("x.md"), tmp_path)))
