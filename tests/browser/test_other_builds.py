"""Habits of the ecosystem: a plain `jupyter-book build .`, the PDF, Jupytext, equal bytes."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import jupytext
import pytest

from ecosystem_nb.book.execute import execute
from ecosystem_nb.book.freshness import digest, manifest
from ecosystem_nb.book.html import build, jupyter_book
from ecosystem_nb.book.pages import page as named
from ecosystem_nb.book.pages import pages
from ecosystem_nb.book.pdf import print_book
from ecosystem_nb.book.records import Place
from ecosystem_nb.paths import root as repository

pytestmark = pytest.mark.browser
EVERY = bool(os.environ.get("EVERY_PAGE"))
"""Once a week: else one page an area is executed a second time, the quickest, and nothing is printed."""
SOURCES = ("_config.yml", "_toc.yml", "index.md", "references.bib", "about", "assets", "chapters")


def copied(target: Path) -> Path:
    """A copy of what `jupyter-book build .` reads at the root."""
    target.mkdir()
    for name in SOURCES:
        source = repository() / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copy2(source, target / name)
    return target


def answer(html: Path) -> str:
    """The text of the answer box."""
    text = html.read_text(encoding="utf-8")
    found = re.search(r"admonition-title\">Answer</p>(.*?)</div>", text, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_a_plain_jupyter_book_build_gives_the_same_answer(book: Path, tmp_path: Path) -> None:
    """With the first page and one more, which it executes itself; links to the others are not resolved."""
    root = copied(tmp_path / "plain")
    name = "chapters/network/wan-need"
    (root / "_toc.yml").write_text(
        f"format: jb-book\nroot: index\nchapters:\n  - file: {name}\n", encoding="utf-8"
    )
    done = jupyter_book(root, tmp_path / "made")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert answer(tmp_path / f"made/_build/html/{name}.html") == answer(book / f"{name}.html")


def test_a_failing_cell_fails_a_plain_build(tmp_path: Path) -> None:
    root = copied(tmp_path / "plain")
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    text = (root / "index.md").read_text(encoding="utf-8")
    broken = text.replace("story = ", "1 / 0\nstory = ", 1)
    assert broken != text
    (root / "index.md").write_text(broken, encoding="utf-8")
    done = jupyter_book(root, tmp_path / "made")
    assert done.returncode != 0
    assert "ZeroDivisionError" in done.stdout + done.stderr


@pytest.mark.skipif(not EVERY, reason="builds the whole book once more: once a week, or with EVERY_PAGE=1")
def test_the_book_prints_as_a_pdf(book: Path, chromium_path: str) -> None:
    """Skipped without a Chromium, which prints it, but never in CI."""
    root = repository()
    assert chromium_path
    target = print_book(build(root, builder="singlehtml"), root)
    pdf = target.read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type/Page") > 10


def took(name: str) -> float:
    """Return how long a page of the book took to execute, s."""
    record = Place.of(named(name, repository()), repository()).run
    return float(json.loads(record.read_text(encoding="utf-8"))["wall_s"])


@pytest.mark.parametrize("name", [one.name for one in pages(repository()) if one.model])
def test_executed_again_a_page_has_the_same_bytes(book: Path, name: str) -> None:
    root = repository()
    area = name.split("/", maxsplit=1)[0]
    like = [one.name for one in pages(root) if one.model and one.name.startswith(f"{area}/")]
    if not EVERY and name != min(like, key=took):
        pytest.skip("one page an area each time; all of them once a week, or with EVERY_PAGE=1")
    page = named(name, root)
    again = execute(page, {}, digest(manifest(page, root, {})), root)
    assert again.notebook == Place.of(page, root).notebook.read_bytes()


@pytest.mark.parametrize("name", [one.name for one in pages(repository()) if one.executable])
def test_jupytext_opens_a_page_as_a_notebook_and_writes_it_back(name: str) -> None:
    """JupyterLab shows the pages through Jupytext; saving one must not change its cells."""
    page = named(name, repository())
    notebook = jupytext.reads(page.text, fmt="md:myst")
    assert notebook.metadata["kernelspec"]["name"] == "python3"
    again = jupytext.reads(jupytext.writes(notebook, fmt="md:myst"), fmt="md:myst")
    assert [(cell.cell_type, cell.source) for cell in again.cells] == [
        (cell.cell_type, cell.source) for cell in notebook.cells
    ]


def test_no_notebook_with_outputs_is_kept() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.ipynb"], cwd=repository(), capture_output=True, text=True, check=True
    )
    assert listed.stdout == ""
