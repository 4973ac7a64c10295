"""Links and weight of the built book, read from its files."""

import gzip
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from ecosystem_nb.book.pages import pages
from ecosystem_nb.paths import root as repository

pytestmark = pytest.mark.browser
ALL = [page.path.with_suffix(".html").as_posix() for page in pages(repository())]
MOST = 1.5e6  # bytes, compressed


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@cache
def anchors(path: Path) -> frozenset[str]:
    return frozenset(str(tag["id"]) for tag in soup(path).find_all(id=True))


@pytest.mark.parametrize("name", ALL)
def test_internal_links_and_anchors_resolve(book: Path, name: str) -> None:
    here = book / name
    broken = []
    for link in soup(here).find_all("a", href=True):
        parts = urlsplit(str(link["href"]))
        if parts.scheme or parts.netloc:
            continue
        target = (here.parent / unquote(parts.path)).resolve() if parts.path else here.resolve()
        if not target.is_file() or (
            parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in anchors(target)
        ):
            broken.append(link["href"])
    assert broken == []


@pytest.mark.parametrize("name", ALL)
def test_a_page_weighs_at_most_its_budget_and_names_no_other_host(book: Path, name: str) -> None:
    here = book / name
    used = [tag.get("src") for tag in soup(here).find_all(["script", "img"])]
    used += [tag.get("href") for tag in soup(here).find_all("link", rel=["stylesheet", "icon", "preload"])]
    files = {here}
    for address in filter(None, used):
        parts = urlsplit(str(address))
        assert parts.scheme in {"", "data"}, address
        assert not parts.netloc, address
        if not parts.scheme:
            files.add((here.parent / unquote(parts.path)).resolve())
    weight = sum(len(gzip.compress(path.read_bytes(), 6)) for path in files)
    assert weight <= MOST, f"{weight / 1e6:.2f} MB compressed"


@pytest.mark.parametrize("name", ALL)
def test_no_page_shows_an_error_or_a_raw_role(book: Path, name: str) -> None:
    page = BeautifulSoup((book / name).read_text(encoding="utf-8"), "html.parser")
    for code in page.find_all(["pre", "code"]):
        code.decompose()
    text = page.get_text()
    for mark in ("{glue:", "{seed}", "{cite}", "Traceback (most recent call last)", "[undefined]"):
        assert mark not in text


@pytest.mark.parametrize("name", [page.name for page in pages(repository()) if page.seeds])
def test_each_cited_seed_leads_to_its_row(book: Path, name: str) -> None:
    page = next(one for one in pages(repository()) if one.name == name)
    leads = {
        str(link["href"]).rpartition("#")[2]
        for link in soup(book / page.path.with_suffix(".html")).find_all("a", href=True)
    }
    assert {f"seed-{one}" for one in page.seeds} <= leads
