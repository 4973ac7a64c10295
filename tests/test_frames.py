"""Tables of results: every text escaped, numbers as a reader expects them."""

import math
import re

import pandas as pd
import pytest

from ecosystem_nb.frames import table
from ecosystem_nb.wording import status_mark

FRAME = pd.DataFrame(
    {
        "what": ["<b>need</b>", "year"],
        "value": [9600.0, math.nan],
        "when": [2030.5, 2022.0],
        "unit": ["Gbit/s", "1"],
        "status": ["recalled", ""],
        "to": ['x.html"onclick=1', ""],
    }
)


def test_texts_and_addresses_are_escaped() -> None:
    html = table(FRAME, {"what": "<i>what</i>"}, links={"what": "to"}, caption="a & b")._repr_html_()
    assert "&lt;b&gt;need&lt;/b&gt;" in html
    assert "&lt;i&gt;what&lt;/i&gt;" in html
    assert "a &amp; b" in html
    assert '<a href="x.html&quot;onclick=1">' in html
    assert html.count("<a ") == 1


def test_numbers_years_units_and_gaps() -> None:
    heads = {"value": "value", "when": "when (yr)", "unit": "unit"}
    html = table(FRAME, heads, missing="not yet")._repr_html_()
    assert '<td class="num">9,600</td>' in html
    assert "not yet" in html
    assert '<td class="num">2030.5</td>' in html
    assert "2,022" not in html
    assert "<td>1</td>" not in html


def test_a_status_is_explained() -> None:
    assert 'title="quoted, not checked against the source"' in status_mark("recalled")
    assert "status-recalled" in table(FRAME, {"status": "status"})._repr_html_()


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="no column vaule: expected some of what, value"):
        table(FRAME, {"vaule": "value"})


def column(values: list[float], head: str) -> list[str]:
    html = table(pd.DataFrame({"x": values}), {"x": head}, missing="none")._repr_html_()
    return re.findall(r"<td[^>]*>(.*?)</td>", html)


def test_decimals_are_the_same_in_every_row_of_one_unit() -> None:
    assert column([12.4, 13.0, 1200.25], "rate (Gbit/s)") == ["12.40", "13.00", "1,200.25"]
    assert column([4.0, 1200.0], "rate (Gbit/s)") == ["4", "1,200"]
    assert column([0.5, math.nan, 0.0], "share (1)") == ["0.5", "none", "0.0"]
    assert column([2.5, 10.0], "lifetime (yr)") == ["2.5", "10.0"]


def test_columns_of_many_units_or_magnitudes_stay_as_they_are() -> None:
    assert column([0.081, 25000.0], "value") == ["0.081", "25,000"]
    assert column([0.0001, 2.5], "rate (Hz)") == ["0.0001", "2.5"]
    assert column([2.5e6, 2.5], "rate (Hz)") == ["2.5e6", "2.5"]
    assert column([0.12345, 2.5], "share (1)") == ["0.12345", "2.5"]
