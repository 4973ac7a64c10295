"""Numbers and statuses as the book writes them."""

import pytest

from ecosystem_nb.wording import STATUSES, number, status_mark


@pytest.mark.parametrize(
    ("value", "text"),
    [(9600.0, "9,600"), (0.1, "0.1"), (7e6, "7e6"), (0, "0"), ("a", "a"), (1 / 3, "0.333333")],
)
def test_number(value: object, text: str) -> None:
    assert number(value) == text


def test_a_year_has_no_thousands() -> None:
    assert number(2030.5, "yr") == "2030.5"
    assert number(2030.5) == "2,030.5"


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_explained(status: str) -> None:
    assert 'title=""' not in status_mark(status)


def test_a_source_is_escaped() -> None:
    assert "<b>" not in status_mark("printed", "<b>")
