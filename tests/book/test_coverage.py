"""Coverage: every row of the workshop is shown, and no page claims what it does not cite."""

from pathlib import Path

import pytest

from ecosystem_nb.book.coverage import CoverageTable, Row, claim_faults, coverage, rows
from ecosystem_nb.book.pages import Page, pages
from ecosystem_nb.paths import root as repository
from ecosystem_nb.tables import read


def claiming(seeds: tuple[str, ...], text: str) -> Page:
    return Page("a/b", Path("chapters/a/b.md"), "B", True, seeds=seeds, text=text)


KNOWN = ["wan-today", "wan-hllhc"]


def test_the_books_claims_hold() -> None:
    root = repository()
    assert claim_faults(pages(root), list(read("seeds/workshop", root=root)["id"])) == []


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (claiming(("wan-tody",), "{seed}`wan-tody`"), "not in seeds/workshop.csv: did you mean wan-today?"),
        (claiming((), "{seed}`nothing-like-it`"), "seed nothing-like-it is not in"),
        (claiming(("wan-today",), "no word of it"), "claims seed wan-today, but never cites it"),
        (claiming((), "see {seed}`wan-hllhc`"), "cites seed wan-hllhc, but does not claim it"),
    ],
)
def test_a_false_claim_is_told(page: Page, said: str) -> None:
    assert any(said in fault for fault in claim_faults([page], KNOWN))


def test_a_true_claim_passes() -> None:
    assert claim_faults([claiming(("wan-today",), "from {seed}`wan-today` on")], KNOWN) == []


def test_every_row_stands_on_the_page_with_an_anchor() -> None:
    html = coverage()._repr_html_()
    for row in rows():
        assert f'id="seed-{row.id}"' in html


def test_rows_without_a_page_say_not_yet_and_text_is_escaped() -> None:
    row = Row("x", "Head", "gap", "<b>&", "", "", "network", ())
    html = CoverageTable([row])._repr_html_()
    assert "not yet" in html
    assert "&lt;b&gt;&amp;" in html
    with_page = Row("x", "Head", "gap", "s", "", "", "network", (claiming(("x",), ""),))
    assert 'href="../chapters/a/b.html"' in CoverageTable([with_page])._repr_html_()
