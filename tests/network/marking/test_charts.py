"""The charts on marks show what the library computes, and say it."""

import html
import json
import re

import pytest

from ecosystem_nb.charts import Figure
from ecosystem_nb.network.marking import charts as marking_charts
from ecosystem_nb.network.marking import flight, spread
from ecosystem_nb.network.marking.parameters import PacketMarking

PAGE = PacketMarking(rounds=50)


def figures() -> dict[str, Figure]:
    made = [
        marking_charts.imbalance(PAGE, marking_charts.spread_table(PAGE)),
        marking_charts.books(PAGE),
    ]
    return {f"{number} {one.name}": one for number, one in enumerate(made)}


MADE = figures()


def texts(figure: Figure) -> list[str]:
    script = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', figure.markup, re.DOTALL)
    assert script
    return list(json.loads(script[1])["captions"]["texts"].values())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("0 network-marking-spread", f"with the ports from {spread.expected_imbalance(16, 8):.2f} to 1.0"),
        ("1 network-marking-books", f"to {100 * flight.accounted(0.5, 3):.0f} % when half of"),
    ],
)
def test_alt_texts_hold_the_numbers(name: str, words: str) -> None:
    found = re.search(r'alt="([^"]*)"', MADE[name].markup)
    assert found
    assert words in html.unescape(found[1])


def test_captions_follow_the_sliders() -> None:
    """6 x 15 positions of two sliders; without entropy one path takes all: 8 of 8."""
    said = texts(MADE["0 network-marking-spread"])
    assert len(said) == 90
    one = next(text for text in said if "With 0 bits" in text and "fullest of 8 paths" in text)
    assert "sees one value" in one
    assert "carries 8.00 times the mean" in one
    assert len(texts(MADE["1 network-marking-books"])) == 11
    assert any(
        "With 1 firefly between" in text and "94.5\u00a0%" in text
        for text in texts(MADE["1 network-marking-books"])
    )


def test_every_figure_has_a_table() -> None:
    for figure in MADE.values():
        assert len(figure.csv.splitlines()) > 2
