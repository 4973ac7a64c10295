"""Exercises that answer back: right, a typical mistake with its own hint, or a unit slip."""

import difflib
import html
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Number = Callable[[], float]


@dataclass(frozen=True)
class WrongAnswer:
    """A typical mistake and what to tell who made it.

    Parameters
    ----------
    value : callable
        Computes the answer that the mistake leads to, in the exercise's unit.
    hint : str
        One sentence that leads on without giving the answer.
    """

    value: Number
    hint: str


@dataclass(frozen=True)
class Exercise:
    """One question with one number for an answer.

    Parameters
    ----------
    id : str
        How :func:`checker` calls it, as in ``"network-need-2"``.
    question : str
        Markdown.
    unit : str
        Unit of the answer; ``"1"`` for none.
    solution : callable
        Computes the answer in ``unit``; not zero.
    explanation : str
        Markdown, shown with the solution; ``{answer:,.0f}`` stands for the answer.
    wrong : tuple of WrongAnswer
        Typical mistakes.
    rel_tol : float
        Relative distance at which an answer still counts, above 0 and below 0.2.
    """

    id: str
    question: str
    unit: str
    solution: Number
    explanation: str
    wrong: tuple[WrongAnswer, ...] = ()
    rel_tol: float = 0.01

    def __post_init__(self) -> None:
        if not (self.id and self.question and self.unit and self.explanation):
            raise ValueError(f"exercise {self.id!r}: needs an id, a question, a unit and an explanation")
        if not 0.0 < self.rel_tol < 0.2:
            raise ValueError(
                f"exercise {self.id}: rel_tol = {self.rel_tol} is out of range: "
                "expected above 0 and below 0.2"
            )


@dataclass(frozen=True)
class Verdict:
    """What :func:`checker`'s function says of an answer; true when it is right."""

    right: bool
    message: str

    def __bool__(self) -> bool:
        return self.right

    def __repr__(self) -> str:
        return self.message

    def _repr_markdown_(self) -> str:
        return f"**{'Right' if self.right else 'Not yet'}.** {html.escape(self.message, quote=False)}"


@dataclass(frozen=True)
class Question:
    """An exercise as a page shows it: the question, and the solution folded away."""

    exercise: Exercise

    def __repr__(self) -> str:
        return f"{self.exercise.id}: {self.exercise.question}{_in(self.exercise.unit)}"

    def _repr_markdown_(self) -> str:
        one = self.exercise
        solution = one.explanation.format(answer=one.solution())
        return (
            f'<div class="admonition exercise" id="exercise-{one.id}">\n'
            f'<p class="admonition-title">Exercise <code>{one.id}</code></p>\n\n'
            f"{one.question}\n\n"
            f'Answer with `check("{one.id}", …)`{_in(one.unit)}.\n\n'
            f'<details class="solution"><summary>Solution</summary>\n\n{solution}\n\n</details>\n</div>\n'
        )


class UnknownExercise(ValueError):
    """There is no exercise of that id."""


def by_id(exercises: Iterable[Exercise]) -> dict[str, Exercise]:
    """Return the exercises under their ids.

    Raises
    ------
    ValueError
        When an id occurs twice.
    """
    made: dict[str, Exercise] = {}
    for one in exercises:
        if one.id in made:
            raise ValueError(f"exercise {one.id} is declared twice")
        made[one.id] = one
    return made


def checker(exercises: Mapping[str, Exercise]) -> Callable[..., Verdict]:
    """Return the function ``check(id, answer)`` for these exercises.

    Parameters
    ----------
    exercises : mapping of str to Exercise
        Exercises under their ids.

    Returns
    -------
    callable
        ``check(id, answer)`` gives a :class:`Verdict`; an unknown id raises
        :class:`UnknownExercise`, an answer that is no number is a verdict that says so.

    Examples
    --------
    >>> rate = Exercise("rate", "350 PB in 7e6 s?", "GB/s", lambda: 50.0, "{answer:.0f} GB/s.")
    >>> check = checker(by_id([rate]))
    >>> check("rate", 50)
    rate: 50 GB/s is right.
    >>> check("rate", 400)
    rate: eight times too large: the question asks for GB/s, and a byte has eight bits.
    """

    def check(name: str, answer: object = None) -> Verdict:
        one = _find(exercises, name)
        value = _read(answer)
        if isinstance(value, str):
            return Verdict(False, f"{one.id}: {value}{_in(one.unit)}.")
        return judge(one, value)

    return check


def asker(exercises: Mapping[str, Exercise]) -> Callable[[str], Question]:
    """Return the function ``ask(id)`` that shows an exercise with its solution folded.

    Parameters
    ----------
    exercises : mapping of str to Exercise
        Exercises under their ids.

    Returns
    -------
    callable
        ``ask(id)`` gives a :class:`Question`; an unknown id raises :class:`UnknownExercise`.
    """

    def ask(name: str) -> Question:
        return Question(_find(exercises, name))

    return ask


def judge(exercise: Exercise, answer: float) -> Verdict:
    """Compare a number with the solution, the typical mistakes and the usual slips of unit.

    Parameters
    ----------
    exercise : Exercise
        The question.
    answer : float
        Finite, in the exercise's unit.

    Returns
    -------
    Verdict
    """
    truth = exercise.solution()
    given = f"{answer:g}{'' if exercise.unit == '1' else ' ' + exercise.unit}"
    if _close(answer, truth, exercise.rel_tol):
        return Verdict(True, f"{exercise.id}: {given} is right.")
    for mistake in exercise.wrong:
        if _close(answer, mistake.value(), exercise.rel_tol):
            return Verdict(False, f"{exercise.id}: {mistake.hint}")
    return Verdict(False, f"{exercise.id}: {_slip(answer / truth, exercise)}")


def _find(exercises: Mapping[str, Exercise], name: str) -> Exercise:
    if name in exercises:
        return exercises[name]
    near = difflib.get_close_matches(str(name), exercises, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(exercises)}"
    raise UnknownExercise(f"no exercise {name!r}: {hint}")


def _read(answer: object) -> float | str:
    """Return the answer as a finite number, or what is wrong with it."""
    if answer is None:
        return "no answer yet: expected a number"
    if isinstance(answer, bool | str | bytes):
        return f"{answer!r} is not a number: expected one, without quotes,"
    try:
        value = float(answer)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return f"{str(answer)[:40]!r} is not a number: expected one"
    return value if math.isfinite(value) else f"{value} is not a finite number: expected one"


def _in(unit: str) -> str:
    return " without unit" if unit == "1" else f" in {unit}"


def _close(a: float, b: float, rel_tol: float) -> bool:
    return abs(a - b) <= rel_tol * abs(b)


def _slip(ratio: float, exercise: Exercise) -> str:
    """Name the slip of unit that a ratio of answer to solution betrays."""
    ask, tol = f"the question asks for {exercise.unit}", exercise.rel_tol
    if _close(ratio, -1.0, tol):
        return "the size is right, the sign is not."
    for size, words in ((8.0, "eight times too large"), (1 / 8, "eight times too small")):
        if _close(ratio, size, tol):
            return f"{words}: {ask}, and a byte has eight bits."
    if exercise.unit in ("%", "1", "%/yr"):
        for size in (100.0, 0.01):
            if _close(ratio, size, tol):
                wanted = ask if exercise.unit != "1" else "the question asks for a fraction"
                return f"off by a hundred: {wanted}."
    for power in (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5):
        for bits in (1.0, 8.0, 1 / 8):
            if _close(ratio, bits * 1000.0**power, tol):
                also = "" if bits == 1.0 else ", and mind bits and bytes"
                return f"off by a power of a thousand: {ask}; look at the prefix{also}."
    if ratio <= 0.0:
        return "the sign can't be right."
    return f"too {'large' if ratio > 1.0 else 'small'}, by more than {tol:.0%}."
