"""The exercises on marks state the numbers of the registry, and their answers by hand."""

import pytest

from ecosystem_nb.network.marking.exercises import EXERCISES, check
from ecosystem_nb.network.marking.labels import find
from ecosystem_nb.tables import read


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("network-marking-1", 3 * 64 + 17),
        ("network-marking-2", 206),
        ("network-marking-3", 90 + 0.1 * 0.9 * 50),
    ],
)
def test_answers_by_hand(name: str, answer: float) -> None:
    """Each answer from the question's own numbers, without the library."""
    assert check(name, answer)


def test_questions_state_the_registry() -> None:
    mark = find(read("network/scitags"), "cms", "T0 Export")
    assert f"CMS is experiment {mark.experiment}" in EXERCISES["network-marking-1"].question
    assert f"activity {mark.activity}." in EXERCISES["network-marking-1"].question
