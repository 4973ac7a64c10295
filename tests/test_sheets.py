"""Sheets to print: every text is escaped, and a table is rectangular."""

import pytest

from ecosystem_nb.sheets import Grid, sheet


def test_all_texts_are_escaped_and_stand_in_their_order() -> None:
    made = sheet("<t>", "<l>", [Grid(["<h>"], [["<c>"]], "<cap>")], {"<n>": ["<p>"]})
    places = [made.index(f"&lt;{name}&gt;") for name in ("t", "l", "cap", "h", "c", "n", "p")]
    assert places == sorted(places)
    assert not any(f"<{name}>" in made for name in ("t", "l", "cap", "c", "n"))
    assert "<p>&lt;l&gt;</p>" in made


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row of 2 cells: expected 1, one for each head"):
        Grid(["a"], [["1", "2"]])
