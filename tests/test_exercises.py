"""Exercises: the right answer passes, each mistake gets its own hint, bad input one clear line."""

import math

import numpy as np
import pytest

from ecosystem_nb.exercises import Exercise, UnknownExercise, WrongAnswer, asker, by_id, checker, judge
from ecosystem_nb.facilities.budget.exercises import EXERCISES as MILLION
from ecosystem_nb.facilities.prices.exercises import EXERCISES as PRICES
from ecosystem_nb.network.copies.exercises import EXERCISES as COPIES
from ecosystem_nb.network.lab.exercises import EXERCISES as LAB
from ecosystem_nb.network.marking.exercises import EXERCISES as MARKING
from ecosystem_nb.network.need.exercises import EXERCISES as NETWORK
from ecosystem_nb.network.rehearsal.cable_exercises import EXERCISES as CABLE
from ecosystem_nb.network.tokens.exercises import EXERCISES as TOKENS
from ecosystem_nb.storage.durability.exercises import EXERCISES as DURABLE
from ecosystem_nb.storage.exercises import EXERCISES as STORAGE
from ecosystem_nb.storage.tape.exercises import EXERCISES as TAPE

AREAS = (NETWORK, CABLE, LAB, COPIES, MARKING, TOKENS, STORAGE, TAPE, DURABLE, PRICES, MILLION)
ALL = by_id(one for each in AREAS for one in each.values())
PAIRS = [(one, wrong) for one in ALL.values() for wrong in one.wrong]
ONE = Exercise(
    "share-1",
    "A third?",
    "1",
    lambda: 1 / 3,
    "It is {answer:.2f}.",
    (WrongAnswer(lambda: 3.0, "upside down."),),
)
check = checker(by_id([ONE]))


@pytest.mark.parametrize("one", ALL.values(), ids=lambda one: one.id)
def test_the_solution_passes(one: Exercise) -> None:
    """A solution is accepted exactly, and at nine tenths of its tolerance on both sides."""
    for factor in (1.0, 1 + 0.9 * one.rel_tol, 1 - 0.9 * one.rel_tol):
        assert judge(one, factor * one.solution())


@pytest.mark.parametrize(("one", "wrong"), PAIRS, ids=lambda x: getattr(x, "id", ""))
def test_each_mistake_gets_its_own_hint(one: Exercise, wrong: WrongAnswer) -> None:
    """A typical wrong answer fails, with the hint declared for it and no other."""
    verdict = judge(one, wrong.value())
    assert not verdict
    assert verdict.message == f"{one.id}: {wrong.hint}"


@pytest.mark.parametrize("one", ALL.values(), ids=lambda one: one.id)
def test_hints_do_not_give_the_answer_away(one: Exercise) -> None:
    """Three mistakes at least, hints all different, and no hint holds the answer's digits."""
    hints = [wrong.hint for wrong in one.wrong]
    assert len(set(hints)) == len(hints) >= 3
    for text in (f"{one.solution():,.0f}", f"{one.solution():g}"):
        assert not any(text in hint.split() for hint in hints)


@pytest.mark.parametrize("one", ALL.values(), ids=lambda one: one.id)
def test_the_page_shows_question_and_folded_solution(one: Exercise) -> None:
    """The number stands only inside the fold, computed."""
    text = asker(ALL)(one.id)._repr_markdown_()
    shown, folded = text.split("<details")
    assert one.question in shown
    assert "{answer" not in folded
    assert f'check("{one.id}", …)' in shown


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (-1 / 3, "the sign is not"),
        (8 / 3, "a byte has eight bits"),
        (1 / 24, "a byte has eight bits"),
        (100 / 3, "off by a hundred"),
        (1000 / 3, "off by a power of a thousand"),
        (8e6 / 3, "mind bits and bytes"),
        (0.5, "too large, by more than 1%"),
        (0.1, "too small"),
        (0.0, "the sign can't be right"),
        (3.0, "upside down."),
    ],
)
def test_slips_are_named(answer: float, words: str) -> None:
    """A ratio of 8, 100, 1000^k or -1 betrays the slip; else only the direction is said."""
    verdict = check("share-1", answer)
    assert not verdict
    assert words in verdict.message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "no answer yet: expected a number"),
        ("0.33", "'0.33' is not a number"),
        (True, "True is not a number"),
        (math.nan, "nan is not a finite number"),
        (math.inf, "inf is not a finite number"),
        ([1, 2], "'[1, 2]' is not a number"),
        (np.array([1.0, 2.0]), "is not a number"),
        (1j, "'1j' is not a number"),
    ],
)
def test_bad_answers_are_one_clear_line(answer: object, words: str) -> None:
    """What is no finite number is said so in one line, without a traceback."""
    verdict = check("share-1", answer)
    assert not verdict
    assert words in verdict.message
    assert "\n" not in verdict.message


def test_numpy_numbers_count() -> None:
    """An answer straight from an array is a number."""
    assert check("share-1", np.float64(1 / 3))
    assert check("share-1", np.array(1 / 3))


def test_unknown_id_asks_back() -> None:
    """A typo is met with the nearest id, a stranger with the list."""
    with pytest.raises(UnknownExercise, match=r"no exercise 'share1': did you mean 'share-1'\?"):
        check("share1", 1.0)
    with pytest.raises(UnknownExercise, match=r"no exercise 'zzz': known: share-1"):
        asker(by_id([ONE]))("zzz")


def test_declared_once() -> None:
    """Two exercises of one id are refused, and so is a tolerance that lets anything pass."""
    with pytest.raises(ValueError, match="share-1 is declared twice"):
        by_id([ONE, ONE])
    with pytest.raises(ValueError, match=r"rel_tol = 0.5 is out of range: expected above 0 and below 0.2"):
        Exercise("a", "b", "1", lambda: 1.0, "c", rel_tol=0.5)
    with pytest.raises(ValueError, match="needs an id, a question, a unit and an explanation"):
        Exercise("a", "", "1", lambda: 1.0, "c")


def test_verdicts_read_well() -> None:
    """Printed and in a notebook, and true only when right."""
    assert repr(check("share-1", 1 / 3)) == "share-1: 0.333333 is right."
    assert check("share-1", 1 / 3)._repr_markdown_().startswith("**Right.**")
    assert check("share-1", "<b>")._repr_markdown_().count("<b>") == 0
