"""Build the book's HTML from executed pages, strictly, and publish it in one step."""

import hashlib
import json
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import yaml

from ecosystem_nb.book.files import swap_folder, write_whole
from ecosystem_nb.book.pages import pages
from ecosystem_nb.book.records import BUILD, Place, is_fresh
from ecosystem_nb.book.status import MARK, status_table

STAGE = BUILD / "stage"
HTML = BUILD / "html"
_PAGE_LINK = re.compile(r"\]\(([^)\s:]+)\.md((?:#[^)\s]*)?)\)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_SHARED = ("_toc.yml", "references.bib")


class StaleBook(RuntimeError):
    """A page is stale or was not executed: it can't be published."""


class BuildFailed(RuntimeError):
    """Sphinx refused the book."""


def stage(root: Path) -> Path:
    """Lay the executed pages, the plain pages and the book's own files where Sphinx builds them.

    Returns
    -------
    pathlib.Path
        The staged source folder.

    Raises
    ------
    StaleBook
        Naming every page that is not fresh.
    """
    book = pages(root)
    stale = [page.name for page in book if page.executable and not is_fresh(page, root)]
    if stale:
        raise StaleBook(f"not executed from the present sources: {', '.join(stale)}: run `make book`")
    folder = root / STAGE
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    config.setdefault("execute", {})["execute_notebooks"] = "off"
    (folder / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    for name in _SHARED:
        shutil.copy2(root / name, folder / name)
    shutil.copytree(root / "assets", folder / "assets")
    notebooks = {page.path.as_posix() for page in book if page.executable}
    for page in book:
        target = folder / page.path
        text = page.text.replace(MARK, status_table(root)) if MARK in page.text else page.text
        if page.executable:
            target = target.with_suffix(".ipynb")
            text = Place.of(page, root).notebook.read_text(encoding="utf-8")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(linked_to_notebooks(text, page.path, notebooks), encoding="utf-8")
    return folder


def linked_to_notebooks(text: str, path: Path, notebooks: Collection[str]) -> str:
    """Lead links between pages to the executed notebooks: the sources link to each other's ``.md``."""

    def led(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(path.parent.as_posix(), found[1] + ".md"))
        return f"]({found[1]}.ipynb{found[2]})" if target in notebooks else found[0]

    return _PAGE_LINK.sub(led, text)


def jupyter_book(source: Path, made: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run ``jupyter-book build`` on a source folder, from nothing, and return what it said."""
    code = "from jupyter_book.cli.main import main; main()"
    command = [
        sys.executable,
        "-c",
        code,
        "build",
        str(source),
        "--all",
        "--path-output",
        str(made),
        *options,
    ]
    return subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)


def inputs_digest(root: Path) -> str:
    """Return one SHA-256 over everything that the HTML is made from."""
    parts = [root / name for name in ("_config.yml", *_SHARED, "requirements.lock")]
    parts += [Place.of(page, root).notebook if page.executable else root / page.path for page in pages(root)]
    for folder in ("assets", "src/ecosystem_nb"):
        parts += sorted(
            path for path in (root / folder).rglob("*") if path.suffix != ".pyc" and path.is_file()
        )
    known = hashlib.sha256()
    for path in parts:
        content = path.read_bytes() if path.is_file() else b"absent"
        known.update(
            json.dumps([path.relative_to(root).as_posix(), hashlib.sha256(content).hexdigest()]).encode()
        )
    return known.hexdigest()


def is_built(root: Path) -> bool:
    """Tell whether the published HTML was made from what lies in the repository now."""
    note = root / HTML / ".inputs"
    return note.is_file() and note.read_text(encoding="utf-8") == inputs_digest(root)


def build(root: Path, builder: str = "html") -> Path:
    """Build the book, warnings being errors, and put it in place when it is whole.

    Parameters
    ----------
    root : pathlib.Path
        The repository's root.
    builder : {'html', 'singlehtml'}
        One file a page, or the whole book in one (for print).

    Returns
    -------
    pathlib.Path
        The folder of the finished book.

    Raises
    ------
    StaleBook, BuildFailed
    """
    wanted = inputs_digest(root)
    source = stage(root)
    part = root / BUILD / f"{builder}.part"
    shutil.rmtree(part, ignore_errors=True)
    strict = ["-n", "-W", "--keep-going", "--builder", builder]
    done = jupyter_book(source, part, *strict)
    log = _COLOUR.sub("", done.stdout + done.stderr)
    write_whole(root / BUILD / f"{builder}.log", log.encode())
    made = part / "_build" / builder
    if done.returncode or not (made / "index.html").is_file():
        said = [line for line in log.splitlines() if "WARNING" in line or "ERROR" in line]
        raise BuildFailed("\n".join([*(said or log.splitlines()[-15:]), f"whole log: {BUILD / builder}.log"]))
    (made / ".inputs").write_text(wanted, encoding="utf-8")
    place = root / BUILD / builder
    swap_folder(made, place)
    shutil.rmtree(part, ignore_errors=True)
    return place
