"""When must a page run again? When something that it depends on has other content."""

import ast
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import grimp

from ecosystem_nb.book.pages import Page

PACKAGE = "ecosystem_nb"
_EXECUTOR = f"{PACKAGE}.book.execute"
_READERS = {"read", "quantities"}


def dependencies(page: Page, root: Path, graph: grimp.ImportGraph | None = None) -> list[Path]:
    """Return the files whose content decides what a page computes.

    They are the page, the library modules that it imports (directly or not), the tables that the
    page or those modules read by name, the page's declared inputs, the modules that execute it,
    and the lock.

    Parameters
    ----------
    page : Page
    root : pathlib.Path
        The repository's root.
    graph : grimp.ImportGraph, optional
        Import graph of the package; built when absent.

    Returns
    -------
    list of pathlib.Path
        Sorted, relative to ``root``.
    """
    graph = graph or import_graph()
    trees: list[ast.AST] = [ast.parse(_plain(code)) for code in page.code()]
    start = {name for tree in trees for name in imported(tree, graph.modules)}
    if page.model:
        start.add(page.model.partition(":")[0])
    modules = _with_upstream(start, graph)
    module_files = {name: _file_of(name, root) for name in modules}
    trees += [_tree(root / path) for path in module_files.values()]
    files = {page.path, Path("requirements.lock"), *module_files.values()}
    files |= {_file_of(name, root) for name in _with_upstream({_EXECUTOR}, graph)}
    for table in {name for tree in trees for name in tables_read(tree)}:
        files |= _table_files(table, root)
    for pattern in page.inputs:
        files |= {path.relative_to(root) for path in root.glob(pattern) if path.is_file()}
    return sorted(files)


def manifest(
    page: Page, root: Path, parameters: Mapping[str, object], graph: grimp.ImportGraph | None = None
) -> dict[str, str]:
    """Return the SHA-256 of everything that a page depends on, by relative path.

    ``parameters`` holds the values that differ from the published ones; they stand under the key
    ``parameters``.
    """
    found = {path.as_posix(): _sha(root / path) for path in dependencies(page, root, graph)}
    chosen = json.dumps(dict(sorted(parameters.items())), sort_keys=True)
    return {**found, "parameters": hashlib.sha256(chosen.encode()).hexdigest()}


def digest(parts: Mapping[str, str]) -> str:
    """Return one SHA-256 over a manifest."""
    return hashlib.sha256(json.dumps(dict(sorted(parts.items()))).encode()).hexdigest()


def import_graph() -> grimp.ImportGraph:
    """Return the import graph of the library."""
    return grimp.build_graph(PACKAGE, cache_dir=None)


def imported(tree: ast.AST, modules: Iterable[str]) -> set[str]:
    """Return the package's modules that a piece of code imports itself."""
    known = set(modules)
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names & known


def tables_read(tree: ast.AST) -> set[str]:
    """Return the tables that code names: ``read("network/wan")``, ``tables.quantities("…")``."""
    found = set()
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0]
        text = first.value if isinstance(first, ast.Constant) else None
        if name in _READERS and isinstance(text, str) and "/" in text and " " not in text:
            found.add(text)
    return found


def _with_upstream(start: set[str], graph: grimp.ImportGraph) -> set[str]:
    """Add what the modules import, and the packages that Python initialises on the way."""
    found = set(start)
    for name in start:
        found |= graph.find_upstream_modules(name)
    packages = {name.rsplit(".", depth)[0] for name in found for depth in range(1, name.count(".") + 1)}
    return found | (packages & graph.modules)


def _file_of(module: str, root: Path) -> Path:
    base = Path("src", *module.split("."))
    package = base / "__init__.py"
    return package if (root / package).is_file() else base.with_suffix(".py")


def _table_files(table: str, root: Path) -> set[Path]:
    """Return a table's CSV and descriptor; a file that is not there is left to the reader to refuse."""
    base = Path("seeds") if table.startswith("seeds/") else Path("data") / Path(table).parent
    files = {base / f"{Path(table).name}.csv", base / "datapackage.json"}
    return {path for path in files if (root / path).is_file()}


def _plain(code: str) -> str:
    """Drop IPython's magics, which are not Python."""
    return "\n".join(line for line in code.splitlines() if not line.lstrip().startswith(("%", "!")))


@cache
def _tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
