"""Sentences, charts and exercises of the page: they say what the numbers say."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.network.reservation import charts, measures, sentences
from ecosystem_nb.network.reservation.exercises import check
from ecosystem_nb.network.reservation.parameters import ReservedPath
from ecosystem_nb.network.reservation.play import BEST, FIRST, HARD, LENT, WAYS, booked, used
from ecosystem_nb.network.reservation.traffic import campaign

PAGE = ReservedPath()


def written(late_hard: list[float]) -> pd.DataFrame:
    """Write bands of a grid down: loads 0.4 and 0.8, over-reservation 1 and 1.5."""
    rows = [
        (way, load, over, measure, value)
        for over in (1.0, 1.5)
        for load, hard in zip((0.4, 0.8), late_hard, strict=True)
        for way, late in ((BEST, 0.2), (HARD, hard), (LENT, 0.1), (FIRST, 0.0))
        for measure, value in (("late", late), ("idle", load), ("empty", 0.05), ("slowdown", 2.0))
    ]
    table = pd.DataFrame(rows, columns=["way", "load", "over", "measure", "mean"])
    return table.assign(low=table["mean"], high=table["mean"])


@pytest.mark.parametrize(
    ("hard", "words"),
    [
        ([0.3, 0.1], "only from a load of 0.8 on"),
        ([0.1, 0.1], "at every load tried"),
        ([0.1, 0.3], "at no load tried"),
    ],
)
def test_the_turn_is_the_one_of_the_numbers(hard: list[float], words: str) -> None:
    table = written(hard)
    assert words in sentences.late(table, 1.5)
    at = pd.DataFrame(
        {"late": [0.2, hard[1], 0.1, 0.0], "slowdown": 2.0, "empty": 0.1, "refused": 0.1}, index=list(WAYS)
    )
    told = sentences.answer(PAGE, at, measures.means(table, "late", 1.5), 0.07)
    assert words in told
    assert told.startswith("Not by itself" if hard[1] >= 0.2 else "Yes, those who get one")
    assert told.endswith("deadlines, none.")


def test_where_nobody_is_late_no_path_is_needed() -> None:
    at = pd.DataFrame({"late": 0.001, "slowdown": 1.0, "empty": 0.0, "refused": 0.0}, index=list(WAYS))
    late = measures.means(written([0.3, 0.1]), "late", 1.5)
    told = sentences.answer(PAGE.model_copy(update={"over": 1.0}), at, late, 0.0)
    assert told.startswith(
        "There is no need for one: nearly all are in time. At a load of 0.8, when just what"
    )


def test_sentences_hold_the_numbers() -> None:
    table = written([0.3, 0.1])
    table.loc[(table["over"] == 1.0) & (table["way"] == HARD), "mean"] = 0.5
    assert "hard at 1.5 (10\u00a0% late)" in sentences.right_size(table, 0.8)
    assert "leave 80\u00a0% of the path idle" in sentences.idle(table, 1.5)
    assert "at a load of 0.8 a batch" in sentences.slowdown(table, 1.5)
    late = pd.Series({BEST: 0.2, HARD: 0.1, LENT: 0.3, FIRST: 0.09})
    assert "9.0\u00a0% of the datasets are late, against 10\u00a0%" in sentences.knowledge(late)
    assert "does not help much" in sentences.knowledge(late)
    assert "wide enough" in sentences.knowledge(late.replace(0.09, 0.01))


def test_what_too_much_costs_is_the_last_less_the_best() -> None:
    """Hard: 10 % at the first size, 50 % at the last; lent the same at both."""
    table = written([0.3, 0.1])
    last = (table["over"] == 1.5) & (table["measure"] == "late")
    table.loc[last & (table["way"] == HARD), "mean"] = 0.5
    told = sentences.forgives(table, 0.8)
    assert "To ask for 1.5 times what is used makes 40 percentage points more" in told
    assert "and 0 when they are lent: to lend forgives more." in told
    table.loc[last & (table["way"] == LENT), "mean"] = 0.9
    assert "to lend forgives no more." in sentences.forgives(table, 0.8)


def test_what_others_pay_is_against_best_effort() -> None:
    table = written([0.3, 0.1])
    for way, slow in ((HARD, 6.0), (LENT, 3.0), (FIRST, 5.0)):
        table.loc[(table["measure"] == "slowdown") & (table["way"] == way), "mean"] = slow
    told = sentences.pays(table, 1.5)
    assert "3.0 times as long with hard reservations as with best effort, 1.5 times with lent" in told
    assert "2.5 times when deadlines" in told


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((0.8, 1.0), "lies between 0.8 and 1.0"),
        ((0.9, 0.9), "it is 0.9 in"),
        ((0.8, np.inf), "0.8 or above, or there is none"),
        ((np.inf, np.inf), "repetition, there is none"),
    ],
)
def test_how_well_the_turn_is_known(ends: tuple[float, float], words: str) -> None:
    assert words in sentences.crossing(*ends)


def test_domains_shapes_and_cases_say_which_is_ahead() -> None:
    crossed = pd.DataFrame({"domains": [1, 6], "measure": "through", "mean": [0.2, 0.5]})
    assert "rises from 20\u00a0% across 1 to 50\u00a0% across 6" in sentences.domains(crossed)
    assert "does not rise" in sentences.domains(crossed.assign(mean=[0.5, 0.2]))
    tried = pd.DataFrame(
        {
            "case": ["thin", "thin", "constant", "constant"],
            "way": [HARD, LENT] * 2,
            "late": [0.3, 0.1, 0.2, 0.15],
            "slowdown": [2.0, 3.0, 4.0, 5.0],
        }
    )
    told = sentences.shapes(tried)
    assert "hard reservations leave the fewest datasets late when they are constant, 20\u00a0%" in told
    assert "lent reservations leave the fewest datasets late when they are thin, 10\u00a0%" in told
    late_by = pd.DataFrame({BEST: [0.2, 0.1], HARD: [0.1, 0.2], LENT: [0.1, 0.3], FIRST: [0.0, 0.2]})
    assert sentences.sensitivity(late_by) == (
        "Lent reservations have no more late datasets than hard ones in 1 of 2 cases, hard ones fewer than "
        "best effort in 1, and serving deadlines in order the fewest of all in 1."
    )


def test_figures_say_what_they_show() -> None:
    one = campaign(PAGE, np.random.default_rng(4))
    made = booked(PAGE, one)
    went = used(one, made)
    shown = int((one.datasets["release"] < 3 * 86_400).sum())
    assert f"A line for each of {shown} datasets" in charts.windows(one, made, went, 3.0).markup
    assert "dashed line at 320 Gbit/s" in charts.calendar(PAGE, made, went, 3.0).markup
    table = written([0.3, 0.1])
    for measure in ("late", "idle", "slowdown"):
        figure = charts.by_load(PAGE, table, measure)
        assert figure.name == f"network-reservation-{measure}"
        assert "Asking for 1.5 times" in figure.markup
    assert "At a load of 0.8" in charts.right_size(PAGE, table).markup


def test_the_calendar_is_drawn_as_it_is() -> None:
    """The drawn table holds, at each step, the sum of what is reserved and of what is used then."""
    one = campaign(PAGE, np.random.default_rng(4))
    made = booked(PAGE, one)
    went = used(one, made)
    csv = charts.calendar(PAGE, made, went, 3.0).csv
    rows = [list(map(float, line.split(","))) for line in csv.splitlines()[1:]]
    pieces = made.pieces
    for day, reserved, in_use in rows:
        at = day * 86_400 + 1e-3  # just after the step
        running = pieces[(pieces["begin"] <= at) & (pieces["end"] > at)]
        assert reserved == pytest.approx(running["rate"].sum(), abs=1e-6)
        busy = running[went.finish[running["request"]] > at]
        assert in_use == pytest.approx(busy["rate"].sum(), abs=1e-6)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("network-reservation-1", 3.2e15 / 57_600 / 1e9),
        ("network-reservation-2", 72.0),
        ("network-reservation-3", 1 / 0.15),
        ("network-reservation-4", 1 - 0.4096),
    ],
)
def test_exercises_by_hand(name: str, answer: float) -> None:
    assert check(name, answer)
