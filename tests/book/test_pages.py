"""Pages: what the table of contents names, and what each says of itself."""

from pathlib import Path

import pytest

from ecosystem_nb.book.pages import PageError, UnknownPage, page, page_from, pages, toc_files
from ecosystem_nb.paths import root as repository
from tests.book.conftest import page_text, put


def test_the_table_of_contents_is_read_in_order() -> None:
    toc = {
        "root": "index",
        "parts": [{"chapters": [{"file": "a", "sections": [{"file": "b"}]}, {"file": "c"}]}],
    }
    assert toc_files(toc) == ["index", "a", "b", "c"]


def test_names_titles_and_kinds(small_book: Path) -> None:
    front, one = pages(small_book)
    assert (front.name, front.title, front.executable) == ("index", "Front", False)
    assert (one.name, one.title, one.executable, one.budget_s) == ("demo/one", "A page", True, 30.0)


def test_code_holds_the_cells_without_their_options(small_book: Path) -> None:
    assert page("demo/one", small_book).code()[0].strip() == "factor = 2.0"


def test_an_unknown_page_names_the_nearest(small_book: Path) -> None:
    with pytest.raises(UnknownPage, match="did you mean demo/one"):
        page("demo/won", small_book)


def test_a_plain_page_can_not_be_run(small_book: Path) -> None:
    with pytest.raises(UnknownPage):
        page("index", small_book)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("budget_s: 200", "budget_s = 200: expected above 0 to 180 s"),
        ("budget_s: 90", "budget_s = 90 s is above 60 s: give budget_reason"),
        ("sedes: [a]", "unknown key sedes"),
    ],
)
def test_wrong_metadata_is_refused_with_file_and_key(tmp_path: Path, more: str, said: str) -> None:
    text = page_text("1").replace("budget_s: 30", more)
    put(tmp_path, "x.md", text)
    with pytest.raises(PageError, match=said):
        page_from(Path("x.md"), tmp_path)


@pytest.mark.parametrize("name", [one.name for one in pages(repository()) if one.model])
def test_the_parameters_cell_equals_the_model(name: str) -> None:
    """Stock papermill reads the cell, our check reads the model: they hold the same names and values."""
    one = page(name, repository())
    model = one.parameters()
    assert model is not None
    (cell,) = [
        code for code in one.code() if ":tags: [parameters]" in one.text and _is_parameters(one.text, code)
    ]
    values: dict[str, object] = {}
    exec(cell, {}, values)  # our own page's plain assignments
    assert values == model().model_dump()


def _is_parameters(text: str, code: str) -> bool:
    return f":tags: [parameters]\n\n{code}" in text
