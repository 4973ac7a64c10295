"""The charts on tokens show what the library computes, and say it."""

import html
import json
import re

from ecosystem_nb.charts import Figure
from ecosystem_nb.network.tokens import charts, refusals
from ecosystem_nb.network.tokens.access import Policy
from ecosystem_nb.network.tokens.issuer import Mint

HERE = "https://storage.example.org"


def rights() -> Figure:
    mint = Mint.new("https://atlas.example.org/")
    policy = Policy((mint.trusted("/atlas"),), frozenset({HERE}))
    return charts.rights(refusals.rights(mint, policy, HERE, 1.8e9))


def texts(figure: Figure) -> list[str]:
    script = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', figure.markup, re.DOTALL)
    assert script
    return list(json.loads(script[1])["captions"]["texts"].values())


def alt(figure: Figure) -> str:
    found = re.search(r'alt="([^"]*)"', figure.markup)
    assert found
    return html.unescape(found[1])


def test_alt_texts_hold_the_numbers() -> None:
    assert "storage.create allows create, mkdir, stat; storage.modify allows" in alt(rights())
    assert "a second at a lifetime of 1 minute" in alt(charts.lives(30.0, 156, 3600.0))


def test_any_number_of_links_has_a_slider() -> None:
    assert len(texts(charts.lives(30.0, 156, 3600.0))) == 6
    assert any("With 7 links" in text for text in texts(charts.lives(30.0, 7, 3600.0)))


def test_every_figure_has_a_table() -> None:
    for figure in (rights(), charts.lives(30.0, 156, 3600.0)):
        assert len(figure.csv.splitlines()) > 2
