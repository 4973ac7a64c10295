"""The results page and its downloads hold every golden number, once."""

import base64
import csv
import io
import json
import re
from pathlib import Path

import pytest

from ecosystem_nb.book import results_page
from ecosystem_nb.book.data_page import data_tables
from ecosystem_nb.book.pages import page, pages
from ecosystem_nb.book.records import golden
from ecosystem_nb.paths import root as repository
from ecosystem_nb.results import Result
from ecosystem_nb.tables import names


def downloaded(html: str, name: str) -> str:
    """What a reader gets who clicks on a download."""
    found = re.search(rf'download="{re.escape(name)}" href="data:[^;]+;base64,([^"]+)"', html)
    assert found
    return base64.b64decode(found[1]).decode()


def test_csv_json_and_table_hold_every_golden_number() -> None:
    root = repository()
    expected = {
        name: result for one in pages(root) if one.executable for name, result in golden(one, root).items()
    }
    assert len(expected) > 40
    html = results_page.results_table()._repr_html_()
    rows = list(csv.DictReader(io.StringIO(downloaded(html, "results.csv"))))
    assert {row["name"]: float(row["value"]) for row in rows} == {n: r.value for n, r in expected.items()}
    assert {one["name"]: one["unit"] for one in json.loads(downloaded(html, "results.json"))} == {
        name: result.unit for name, result in expected.items()
    }
    for name in expected:
        assert html.count(f'<tr id="{name}">') == 1


def test_texts_are_escaped(small_book: Path) -> None:
    result = Result("a.b", 1.0, "<u>", "<script>x</script>")
    html = results_page.ResultsTable([(page("demo/one", small_book), result)])._repr_html_()
    assert "<script>" not in html
    assert "&lt;u&gt;" in html


@pytest.fixture(scope="module")
def data_html() -> str:
    """The page of all tables, which takes a second to write."""
    return data_tables()._repr_html_()


@pytest.mark.parametrize("name", names())
def test_the_data_page_shows_every_table_with_its_file(data_html: str, name: str) -> None:
    html = data_html
    assert f'id="table-{name.replace("/", "-")}"' in html
    folder = "seeds" if name.startswith("seeds/") else f"data/{name.partition('/')[0]}"
    path = f"{folder}/{name.partition('/')[2]}.csv"
    assert downloaded(html, path.replace("/", "-")) == (repository() / path).read_text(encoding="utf-8")
