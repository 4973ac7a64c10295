"""The exercises on tokens have the answers that their own numbers give by hand."""

import math

import pytest

from ecosystem_nb.network.tokens.exercises import check


@pytest.mark.parametrize(
    ("name", "answer"),
    [("network-tokens-1", 4), ("network-tokens-2", 16), ("network-tokens-3", math.ceil(256 * 8 / 6))],
)
def test_answers_by_hand(name: str, answer: float) -> None:
    """Each answer from the question's own numbers, without the library."""
    assert check(name, answer)
