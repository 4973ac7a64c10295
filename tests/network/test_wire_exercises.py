"""The exercises on marks and tokens state the numbers of the registry, and their answers by hand."""

import math

import pytest

from ecosystem_nb.network.marking import find
from ecosystem_nb.network.wire_exercises import EXERCISES, check
from ecosystem_nb.tables import read


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("network-marking-1", 3 * 64 + 17),
        ("network-marking-2", 206),
        ("network-marking-3", 90 + 0.1 * 0.9 * 50),
        ("network-tokens-1", 4),
        ("network-tokens-2", 16),
        ("network-tokens-3", math.ceil(256 * 8 / 6)),
    ],
)
def test_answers_by_hand(name: str, answer: float) -> None:
    """Each answer from the question's own numbers, without the library."""
    assert check(name, answer)


def test_six_exercises_three_a_page() -> None:
    assert list(EXERCISES) == [f"network-{page}-{n}" for page in ("marking", "tokens") for n in (1, 2, 3)]


def test_questions_state_the_registry() -> None:
    mark = find(read("network/scitags"), "cms", "T0 Export")
    assert f"CMS is experiment {mark.experiment}" in EXERCISES["network-marking-1"].question
    assert f"activity {mark.activity}." in EXERCISES["network-marking-1"].question
