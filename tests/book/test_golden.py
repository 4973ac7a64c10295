"""The golden check says which number moved, from what to what, and where it is quoted."""

import json
from pathlib import Path

import pytest

from ecosystem_nb.book import golden
from ecosystem_nb.book.golden import compared, moved_numbers, refresh
from ecosystem_nb.book.pages import page
from ecosystem_nb.book.records import Place
from ecosystem_nb.results import MIME, Result


def executed(root: Path, **values: float) -> None:
    """Lay an executed notebook with these results."""
    outputs = [
        {"data": {MIME: {"name": f"demo.one.{name}", "value": value, "unit": "1", "meaning": "x"}}}
        for name, value in values.items()
    ]
    place = Place.of(page("demo/one", root), root)
    place.notebook.parent.mkdir(parents=True, exist_ok=True)
    place.notebook.write_text(json.dumps({"cells": [{"outputs": outputs}]}), encoding="utf-8")


def test_refreshed_values_do_not_move(small_book: Path) -> None:
    executed(small_book, double=4.0)
    refresh(small_book)
    assert moved_numbers(small_book) == []


def test_a_moved_number_is_printed_with_expected_got_tolerance_and_place(small_book: Path) -> None:
    executed(small_book, double=4.0)
    refresh(small_book)
    executed(small_book, double=5.0)
    (moved,) = moved_numbers(small_book)
    assert str(moved) == (
        "demo.one.double: expected 4.0, got 5.0 1 (+0.25 relative), "
        "tolerance rel 1e-09 abs 0; quoted in index.md:3"
    )


def test_a_new_and_a_lost_number_are_told(small_book: Path) -> None:
    executed(small_book, double=4.0)
    refresh(small_book)
    executed(small_book, triple=6.0)
    lost, new = moved_numbers(small_book)
    assert "demo.one.double: gone from chapters/demo/one.md" in str(lost)
    assert "demo.one.triple: new, got 6.0 1" in str(new)


@pytest.mark.parametrize(("got", "moves"), [(100.0, False), (100.5, False), (101.5, True)])
def test_the_stored_tolerance_decides(small_book: Path, got: float, moves: bool) -> None:
    """The tolerance is the golden file's: a page can't loosen its own check."""
    one = page("demo/one", small_book)
    old = Result("a.b", 100.0, "s", "x", rel_tol=1e-2)
    new = Result("a.b", got, "s", "x", rel_tol=0.9)
    assert bool(compared(one, {"a.b": old}, {"a.b": new})) is moves


def test_a_changed_unit_moves(small_book: Path) -> None:
    one = page("demo/one", small_book)
    (moved,) = compared(one, {"a.b": Result("a.b", 1.0, "s", "x")}, {"a.b": Result("a.b", 1.0, "ms", "x")})
    assert "expected unit s, got ms" in str(moved)


def test_refresh_drops_the_file_of_a_page_without_results(small_book: Path) -> None:
    executed(small_book, double=4.0)
    (path,) = refresh(small_book)
    executed(small_book)
    assert refresh(small_book) == []
    assert not path.exists()


def test_quotes_do_not_mix_up_names_that_start_alike(small_book: Path) -> None:
    book = golden.pages(small_book)
    assert golden.quotes("demo.one.double", book) == ("index.md:3",)
    assert golden.quotes("demo.one.doub", book) == ()
