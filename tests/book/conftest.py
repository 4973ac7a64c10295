"""A small book of its own, so that no test touches the real one."""

import shutil
from pathlib import Path

import pytest

from ecosystem_nb.paths import root as repository

HEAD = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
ecosystem:
  budget_s: 30
{more}---

# {title}

"""
CELL = """```{{code-cell}} ipython3
{options}
{code}
```

"""


def page_text(*code: str, title: str = "A page", more: str = "", parameters: str = "") -> str:
    """Return a MyST notebook with one cell for each piece of code."""
    text = HEAD.format(title=title, more=f"  {more}\n" if more else "")
    if parameters:
        text += CELL.format(options=":tags: [parameters]\n", code=parameters)
    return text + "".join(CELL.format(options="", code=one) for one in code)


def put(root: Path, name: str, text: str) -> Path:
    """Write a file below ``root``, making its folders."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def small_book(tmp_path: Path) -> Path:
    """A repository with two pages, the real library and the real data."""
    real = repository()
    for folder in ("src", "data", "seeds"):
        shutil.copytree(
            real / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    for name in ("requirements.lock", "references.bib"):
        shutil.copy2(real / name, tmp_path / name)
    put(tmp_path, "_toc.yml", "format: jb-book\nroot: index\nchapters:\n  - file: chapters/demo/one\n")
    put(tmp_path, "index.md", "# Front\n\nThe total is {glue:text}`demo.one.double:.1f`.\n")
    one = page_text(
        "from ecosystem_nb.results import record\nfrom ecosystem_nb.tables import quantities",
        'record("demo.one.double", 2 * factor, unit="1", meaning="twice the factor")',
        parameters="factor = 2.0",
    )
    put(tmp_path, "chapters/demo/one.md", one)
    return tmp_path
