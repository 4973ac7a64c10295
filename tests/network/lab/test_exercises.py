"""The exercises of the optimizer's laboratory: answers by hand, every mistake its own hint."""

import pytest

from ecosystem_nb.exercises import Exercise, judge
from ecosystem_nb.network.lab.exercises import EXERCISES, check


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("network-lab-1", 4 + 4 * 0.9**5),
        ("network-lab-2", 100 * (1 - 10**9.5 / 5e9)),
        ("network-lab-3", 39),
    ],
)
def test_answers_by_hand(name: str, answer: float) -> None:
    assert check(name, answer)


@pytest.mark.parametrize("one", EXERCISES.values(), ids=lambda one: one.id)
def test_explanations_show_the_answer(one: Exercise) -> None:
    assert judge(one, one.solution())
    assert "**" in one.explanation.format(answer=one.solution())
