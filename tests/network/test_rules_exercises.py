"""The exercises of the pages on rules: answers by hand, every mistake its own hint."""

import pytest

from ecosystem_nb.exercises import Exercise, WrongAnswer, judge
from ecosystem_nb.network.loopback_play import play
from ecosystem_nb.network.rules_exercises import EXERCISES, check
from ecosystem_nb.network.rules_parameters import ThirdPartyCopy

PAIRS = [(one, wrong) for one in EXERCISES.values() for wrong in one.wrong]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("network-lab-1", 4 + 4 * 0.9**5),
        ("network-lab-2", 100 * (1 - 10**9.5 / 5e9)),
        ("network-lab-3", 39),
        ("network-copy-1", 4 * 3 * 0.09),
        ("network-copy-2", 100 * 6 / (6 + 1.08)),
        ("network-copy-3", 0.25 * 1.08),
    ],
)
def test_answers_by_hand(name: str, answer: float) -> None:
    assert check(name, answer)


def test_six_exercises_three_a_page() -> None:
    assert list(EXERCISES) == [f"network-{page}-{n}" for page in ("lab", "copy") for n in (1, 2, 3)]


@pytest.mark.parametrize(("one", "wrong"), PAIRS, ids=lambda x: getattr(x, "id", ""))
def test_each_mistake_gets_its_own_hint(one: Exercise, wrong: WrongAnswer) -> None:
    verdict = judge(one, wrong.value())
    assert not verdict
    assert verdict.message == f"{one.id}: {wrong.hint}"


@pytest.mark.parametrize("one", EXERCISES.values(), ids=lambda one: one.id)
def test_explanations_show_the_answer(one: Exercise) -> None:
    assert judge(one, one.solution())
    assert "**" in one.explanation.format(answer=one.solution())


def test_the_number_of_requests_is_that_of_the_client() -> None:
    """The question says four: the wire of a pull holds four."""
    assert len(play(ThirdPartyCopy()).wire.messages) == 4
    assert "four requests" in EXERCISES["network-copy-1"].question
