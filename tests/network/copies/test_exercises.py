"""The exercises of the page on third-party copy: answers by hand, every mistake its own hint."""

import pytest

from ecosystem_nb.exercises import Exercise, judge
from ecosystem_nb.network.copies.exercises import EXERCISES, check
from ecosystem_nb.network.copies.loopback_play import play
from ecosystem_nb.network.copies.parameters import ThirdPartyCopy


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("network-copy-1", 4 * 3 * 0.09),
        ("network-copy-2", 100 * 6 / (6 + 1.08)),
        ("network-copy-3", 0.25 * 1.08),
    ],
)
def test_answers_by_hand(name: str, answer: float) -> None:
    assert check(name, answer)


@pytest.mark.parametrize("one", EXERCISES.values(), ids=lambda one: one.id)
def test_explanations_show_the_answer(one: Exercise) -> None:
    assert judge(one, one.solution())
    assert "**" in one.explanation.format(answer=one.solution())


def test_the_number_of_requests_is_that_of_the_client() -> None:
    """The question says four: the wire of a pull holds four."""
    assert len(play(ThirdPartyCopy()).wire.messages) == 4
    assert "four requests" in EXERCISES["network-copy-1"].question
