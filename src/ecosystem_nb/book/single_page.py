"""One executed page as one HTML file that needs no other: to mail, or to keep beside a run."""

import base64
import mimetypes
import re
import shutil
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import yaml
from bs4 import BeautifulSoup

from ecosystem_nb.book.html import BuildFailed, jupyter_book
from ecosystem_nb.book.pages import Page

_IMPORT = re.compile(r"@import\s+(?:url\()?['\"]?([^'\");]+)['\"]?\)?\s*;")
_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")


def single_page(page: Page, notebook: bytes, note: str, root: Path) -> bytes:
    """Return a page as one HTML file; scripts, styles, fonts and pictures are inside.

    Parameters
    ----------
    page : Page
    notebook : bytes
        The executed notebook.
    note : str
        Markdown that stands under the title: how this run differs from the published book.
    root : pathlib.Path
        The repository's root.

    Raises
    ------
    BuildFailed
        When Sphinx can't render the page.
    """
    with tempfile.TemporaryDirectory(prefix="single") as folder:
        source, made = Path(folder, "source"), Path(folder, "made")
        _stage(notebook, note, root, source)
        done = jupyter_book(source, made)
        html = made / "_build" / "html" / "page.html"
        if done.returncode or not html.is_file():
            raise BuildFailed(f"{page.name} can't be rendered:\n{(done.stdout + done.stderr)[-2000:]}")
        return inlined(html)


def _stage(notebook: bytes, note: str, root: Path, source: Path) -> None:
    source.mkdir()
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    config.setdefault("execute", {})["execute_notebooks"] = "off"
    config.setdefault("sphinx", {}).setdefault("config", {})["html_theme_options"] = {
        "use_download_button": False
    }
    (source / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (source / "_toc.yml").write_text("format: jb-book\nroot: page\n", encoding="utf-8")
    shutil.copy2(root / "references.bib", source / "references.bib")
    shutil.copytree(root / "assets", source / "assets")
    loaded = nbformat.reads(notebook.decode(), as_version=4)
    cell = nbformat.v4.new_markdown_cell(note)
    cell.id = "beside-published"
    loaded.cells.insert(1, cell)
    nbformat.write(loaded, source / "page.ipynb")


def inlined(html: Path) -> bytes:
    """Return an HTML file with every local file that it uses inside it.

    Links to other pages of the build, which the file leaves behind, become plain text.
    """
    soup = BeautifulSoup(html.read_text(encoding="utf-8"), "html.parser")
    for link in soup.find_all("link"):
        path = _local(html.parent, str(link.get("href", "")))
        if path and "stylesheet" in (link.get("rel") or []):
            style = soup.new_tag("style")
            style.string = _css(path).replace("</", "<\\/")
            link.replace_with(style)
        elif path and "icon" in (link.get("rel") or []):
            link["href"] = _data(path)
        else:
            link.decompose()
    for script in soup.find_all("script", src=True):
        path = _local(html.parent, str(script["src"]))
        if path is None:
            script.decompose()
            continue
        script["src"] = _data(path)  # a data: address keeps `defer`, and no "</script>" can end it early
    for image in soup.find_all("img", src=True):
        path = _local(html.parent, str(image["src"]))
        if path:
            image["src"] = _data(path)
    for anchor in soup.find_all("a", href=True):
        address = str(anchor["href"])
        if not address.startswith("#") and not urlsplit(address).scheme:
            anchor.unwrap()
    return str(soup).encode()


def _css(path: Path) -> str:
    """Return a style sheet with the sheets that it imports, its fonts and its pictures inside."""

    def imported(found: re.Match[str]) -> str:
        used = _local(path.parent, found[1])
        return _css(used) if used else ""

    def inside(found: re.Match[str]) -> str:
        used = _local(path.parent, found.group(1))
        return f"url({_data(used)})" if used else found.group(0)

    return _URL.sub(inside, _IMPORT.sub(imported, path.read_text(encoding="utf-8")))


def _local(folder: Path, address: str) -> Path | None:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = (folder / unquote(parts.path)).resolve()
    return path if path.is_file() else None


def _data(path: Path) -> str:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
