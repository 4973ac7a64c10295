"""Which pages the book has, and what each says of itself."""

import difflib
import importlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ecosystem_nb.parameters import PageParameters
from ecosystem_nb.paths import root as repository

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_CODE = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1\s*$", re.DOTALL | re.MULTILINE)
_MOST_S = 180.0
_USUAL_S = 60.0


class PageError(ValueError):
    """A page's metadata is not what the book expects."""


class UnknownPage(PageError):
    """There is no page of that name."""


@dataclass(frozen=True)
class Page:
    """One page of the book.

    Parameters
    ----------
    name : str
        How the command line calls it: ``network/wan-need``.
    path : pathlib.Path
        Its source, relative to the repository's root.
    title : str
        Its first heading.
    executable : bool
        Whether it is a notebook.
    model : str
        ``module:Class`` of its parameters, or empty.
    seeds : tuple of str
        Ids of the workshop rows that it works on.
    inputs : tuple of str
        Glob patterns of files that it reads besides tables (relative to the root).
    budget_s : float
        Most seconds that it may take.
    read_min : float
        Minutes that a reader needs.
    text : str
        Its source.
    """

    name: str
    path: Path
    title: str
    executable: bool
    model: str = ""
    seeds: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    budget_s: float = _USUAL_S
    read_min: float = 0.0
    text: str = field(default="", repr=False)

    def link(self, start: str = "") -> str:
        """Return the address of the built page, seen from a page in the folder ``start``."""
        return posixpath.relpath(self.path.with_suffix(".html").as_posix(), start or ".")

    def code(self) -> list[str]:
        """Return the source of each code cell, without its options."""
        return [re.sub(r"\A(?::[^\n]*\n|\n)+", "", body) for _, body in _CODE.findall(self.text)]

    def parameters(self) -> type[PageParameters] | None:
        """Import and return the page's parameter model, or None where it has none."""
        if not self.model:
            return None
        module, _, name = self.model.partition(":")
        try:
            model = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError, ValueError) as error:
            raise PageError(f"{self.path}: parameters: {self.model}: {error}") from error
        if not (isinstance(model, type) and issubclass(model, PageParameters)):
            raise PageError(f"{self.path}: parameters: {self.model} is not a PageParameters")
        return model


def front_matter(text: str, place: str) -> Mapping[str, Any]:
    """Return the YAML at the head of a MyST file, or an empty mapping; ``place`` names it in an error."""
    found = _FRONT.match(text)
    if not found:
        return {}
    loaded = _yaml(found.group(1), place)
    return loaded if isinstance(loaded, dict) else {}


def _yaml(text: str, place: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PageError(f"{place}: not YAML: {' '.join(str(error).split())}") from None


def page_from(path: Path, root: Path) -> Page:
    """Read one page's source.

    Parameters
    ----------
    path : pathlib.Path
        Source, relative to ``root``.
    root : pathlib.Path
        The repository's root.

    Raises
    ------
    PageError
        For metadata of the wrong form, with file, key and what was expected.
    """
    try:
        text = (root / path).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PageError(f"_toc.yml names {path}, which is not there") from None
    front = front_matter(text, path.as_posix())
    about = front.get("ecosystem", {})
    if not isinstance(about, dict):
        raise PageError(f"{path}: ecosystem: expected a mapping")
    unknown = set(about) - {"parameters", "seeds", "inputs", "budget_s", "budget_reason", "read_min"}
    if unknown:
        raise PageError(f"{path}: ecosystem: unknown key {', '.join(sorted(unknown))}")
    budget = float(about.get("budget_s", _USUAL_S))
    if not 0 < budget <= _MOST_S:
        raise PageError(f"{path}: budget_s = {budget:g}: expected above 0 to {_MOST_S:g} s")
    if budget > _USUAL_S and not about.get("budget_reason"):
        raise PageError(f"{path}: budget_s = {budget:g} s is above {_USUAL_S:g} s: give budget_reason")
    heading = re.search(r"^# +(.+)$", text, re.MULTILINE)
    return Page(
        name=path.with_suffix("").as_posix().removeprefix("chapters/"),
        path=path,
        title=heading.group(1).strip() if heading else path.stem,
        executable="kernelspec" in front,
        model=str(about.get("parameters") or ""),
        seeds=tuple(about.get("seeds") or ()),
        inputs=tuple(about.get("inputs") or ()),
        budget_s=budget,
        read_min=float(about.get("read_min", 0)),
        text=text,
    )


def toc_files(toc: Any) -> list[str]:
    """Return every file that a table of contents names, in its order."""
    if isinstance(toc, list):
        return [name for part in toc for name in toc_files(part)]
    if not isinstance(toc, dict):
        return []
    own = [str(toc[key]) for key in ("root", "file") if key in toc]
    return own + [name for key in ("parts", "chapters", "sections") for name in toc_files(toc.get(key))]


def pages(root: Path | None = None) -> list[Page]:
    """Return every page of the table of contents, in its order."""
    root = root or repository()
    toc = _yaml((root / "_toc.yml").read_text(encoding="utf-8"), "_toc.yml")
    return [page_from(Path(name).with_suffix(".md"), root) for name in toc_files(toc)]


def page(name: str, root: Path | None = None) -> Page:
    """Return the executable page called ``name``.

    Raises
    ------
    UnknownPage
        With the nearest name.
    """
    known = {one.name: one for one in pages(root) if one.executable}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
    raise UnknownPage(f"{name} is not a page of this book: {hint}")
