"""What the page says: sentences that turn round with the numbers, and the front of labels."""

import pandas as pd
import pytest
from tests.learning.challenge.test_standings import FROZEN, FULL, MINE, entry, run

from ecosystem_nb.learning.challenge import sentences
from ecosystem_nb.learning.challenge.charts import curves, on_front, price
from ecosystem_nb.learning.challenge.standings import course_of, leaderboard

SIMPLE = entry("threshold-only", run(1, 0.93, 0.40, "aaaa", 5), run(2, 0.93, 0.50, "aaaa", 5))
RECALIBRATED = entry("recalibrate-only", *FROZEN.runs)


def entries(efficiency: float, separation: float) -> list:
    tuned = entry("fine-tune", *(run(s, efficiency, separation, "abcd", 9) for s in (1, 2)))
    return [FROZEN, FULL, SIMPLE, RECALIBRATED, tuned]


def test_the_answer_follows_who_is_better() -> None:
    """Above the threshold policy training is worth something, below it nothing."""
    better = sentences.answer(leaderboard(entries(0.95, 0.32)), 0.95)
    assert "keeps 65\xa0% of the electrons instead of 95\xa0%" in better
    assert "Training is worth some of the rest: fine-tune recovers" in better
    assert "with 27 labels, where the threshold took 15" in better
    worse = sentences.answer(leaderboard(entries(0.80, 0.60)), 0.95)
    assert "No policy with fewer labels than that does better; the best that trains is fine-tune." in worse


def test_the_gap_in_separation_may_be_closed_or_not() -> None:
    """Frozen 45 %, full 35 %: at 40 % half of the gap is closed, at 60 % none."""
    half = sentences.separation(course_of(entries(0.95, 0.40)))
    assert "45.0\xa0%" in half
    assert "fine-tune comes closest and closes 50\xa0% of this gap" in half
    assert "None of the policies with fewer labels" in sentences.separation(course_of(entries(0.95, 0.60)))
    same = entry("full retrain", *FROZEN.runs)
    assert "separates no better" in sentences.separation(course_of([FROZEN, same, *entries(0.9, 0.4)[2:]]))


def test_the_front_has_no_policy_that_another_beats_with_fewer_labels() -> None:
    board = leaderboard(entries(0.95, 0.60))
    front = on_front(board, "recovery")
    by = board.set_index("policy")
    for name in front:
        cheaper = by[by["labels"] <= by.loc[name, "labels"]].drop(index=name)
        assert (cheaper["recovery"] <= by.loc[name, "recovery"]).all()
    assert front[-1] == "full retrain"
    assert "fine-tune" in sentences.prices(board).partition("Behind it")[2]


def test_an_entry_is_told_its_place() -> None:
    board = leaderboard([*entries(0.95, 0.60), MINE])
    said = sentences.entered(board, "Mine")
    assert f"Mine comes {board.set_index('policy').loc['Mine', 'rank']} of 6" in said
    assert "with 60 labels" in said


@pytest.mark.parametrize(
    ("first", "words"),
    [(0.9, "does not depend on it"), (0.1, "below the full retrain depends on it: threshold-only")],
)
def test_weights(first: float, words: str) -> None:
    ranks = pd.DataFrame({0.5: [first, 0.5], 2.0: [0.8, 0.6]}, index=["fine-tune", "threshold-only"])
    assert words in sentences.weights(ranks)


def test_charts_hold_the_numbers() -> None:
    """Every policy of the course is drawn with its band; the front is coloured apart."""
    drawn = curves(course_of(entries(0.95, 0.4)), "efficiency", "Efficiency", 0.95).to_dict()
    rows = [row for data in drawn["datasets"].values() for row in data if "policy" in row]
    assert {row["policy"] for row in rows} == {one.entrant.name for one in entries(0.95, 0.4)}
    assert all(row["low"] <= row["mean"] <= row["high"] for row in rows)
    board = leaderboard(entries(0.95, 0.4))
    drawn = price(board, "recovery", "Recovery").to_dict()
    (rows,) = drawn["datasets"].values()
    labels = [board.set_index("policy").loc[row["policy"], "labels"] for row in rows]
    assert labels == sorted(labels)
    assert drawn["layer"][0]["encoding"]["y"]["sort"] == [row["row"] for row in rows]
    for row, number in zip(rows, labels, strict=True):
        assert row["row"] == f"{row['policy']}|{number:,.0f} labels"
        assert (row["which"] == "on the front") == (row["policy"] in on_front(board, "recovery"))
