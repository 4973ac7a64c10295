"""A page is stale when something that decides its numbers changed, and only then."""

import ast
import hashlib
from pathlib import Path

import pytest

from ecosystem_nb.book import freshness
from ecosystem_nb.book.freshness import dependencies, digest, manifest, tables_read
from ecosystem_nb.book.pages import page, pages
from ecosystem_nb.book.records import Place, is_fresh, run_record, store
from ecosystem_nb.paths import root as repository
from tests.book.conftest import page_text, put

NETWORK = page_text(
    "from ecosystem_nb.network.need.wan_need import __doc__ as about",
    "from ecosystem_nb.tables import read",
    'read("network/tier1")',
)


@pytest.fixture
def book(small_book: Path) -> Path:
    put(small_book, "chapters/demo/one.md", NETWORK)
    freshness._tree.cache_clear()
    return small_book


def made(root: Path) -> str:
    return digest(manifest(page("demo/one", root), root, {}))


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_docstring_in_another_area_leaves_the_page_fresh(book: Path) -> None:
    before = made(book)
    append(book / "src/ecosystem_nb/facilities/budget/flat.py", '\n"""More words."""\n')
    assert made(book) == before


@pytest.mark.parametrize(
    "name",
    [
        "chapters/demo/one.md",
        "src/ecosystem_nb/network/need/wan_need.py",
        "src/ecosystem_nb/network/need/kernels.py",  # imported by wan_need, not by the page
        "src/ecosystem_nb/network/__init__.py",  # runs when the module is imported
        "src/ecosystem_nb/tables.py",
        "src/ecosystem_nb/book/execute.py",
        "data/network/tier1.csv",
        "data/network/datapackage.json",
        "requirements.lock",
    ],
)
def test_what_the_page_depends_on_makes_it_stale(book: Path, name: str) -> None:
    before = made(book)
    append(book / name, "\n# more\n")
    assert made(book) != before


@pytest.mark.parametrize(
    "name", ["data/network/dune.csv", "data/facilities/schedule.csv", "seeds/workshop.csv"]
)
def test_a_table_that_neither_page_nor_modules_read_leaves_it_fresh(book: Path, name: str) -> None:
    put(
        book,
        "chapters/demo/one.md",
        page_text("from ecosystem_nb.tables import read", 'read("network/tier1")'),
    )
    before = made(book)
    append(book / name, "\n# more\n")
    assert made(book) == before


def test_parameters_decide_the_digest_and_their_order_does_not(book: Path) -> None:
    one = page("demo/one", book)
    first = manifest(one, book, {"a": 1.0, "b": 2.0})
    assert digest(first) == digest(manifest(one, book, {"b": 2.0, "a": 1.0}))
    assert digest(first) != digest(manifest(one, book, {"a": 1.0, "b": 3.0}))


def test_a_declared_input_makes_it_stale(book: Path) -> None:
    put(book, "notes/a.txt", "one")
    text = page_text("1", more='inputs: ["notes/*.txt"]')
    put(book, "chapters/demo/one.md", text)
    before = made(book)
    put(book, "notes/b.txt", "two")
    assert made(book) != before


def test_tables_are_found_by_their_literal_names() -> None:
    code = (
        'read("network/wan"); tables.quantities("network/links", root=r); open("a/b"); read(name); read("x")'
    )
    assert tables_read(ast.parse(code)) == {"network/wan", "network/links"}


def test_no_module_reads_a_table_by_a_name_that_freshness_can_not_see() -> None:
    """In science code and pages, read() and quantities() take a literal."""
    root = repository()
    trees = {
        path.as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for area in ("network", "storage", "facilities")
        for path in (root / "src/ecosystem_nb" / area).rglob("*.py")
    }
    trees |= {one.name: ast.parse("\n".join(one.code())) for one in pages(root) if one.executable}
    hidden = [
        f"{name}:{node.lineno}"
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in {"read", "quantities"}
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert hidden == []


def test_every_dependency_is_a_file(book: Path) -> None:
    for path in dependencies(page("demo/one", book), book):
        assert (book / path).is_file()


def test_a_stored_page_is_fresh_until_something_changes(book: Path) -> None:
    one = page("demo/one", book)
    assert not is_fresh(one, book)
    parts = manifest(one, book, {})
    record = run_record(
        one, parameters={}, parts=parts, notebook=b"{}", wall_s=1.0, compile_s=0.0, versions={}
    )
    store(Place.of(one, book), b"{}", record)
    assert is_fresh(one, book)
    Place.of(one, book).notebook.write_bytes(b"{ }")
    assert not is_fresh(one, book), "another notebook lies beside the record"


def test_a_page_without_its_record_is_stale(book: Path) -> None:
    """The record is written last: a kill between the two leaves a stale page, not half a one."""
    one = page("demo/one", book)
    place = Place.of(one, book)
    place.notebook.parent.mkdir(parents=True)
    place.notebook.write_bytes(b"{}")
    assert not is_fresh(one, book)
    place.run.write_text('{"digest": ', encoding="utf-8")
    assert not is_fresh(one, book)


def test_digest_is_sha256_over_the_manifest() -> None:
    assert digest({"b": "2", "a": "1"}) == hashlib.sha256(b'{"a": "1", "b": "2"}').hexdigest()
