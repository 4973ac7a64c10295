"""What a policy is worth: recovery, ages and costs of runs written by hand."""

from dataclasses import replace

import numpy as np
import pytest

from ecosystem_nb.learning.challenge.course import Settings
from ecosystem_nb.learning.challenge.entrant import Entrant
from ecosystem_nb.learning.challenge.entries import Entry
from ecosystem_nb.learning.challenge.policy import ChallengeError
from ecosystem_nb.learning.challenge.referee import Run, Score
from ecosystem_nb.learning.challenge.standings import (
    MEASURES,
    ages,
    course_of,
    leaderboard,
    measures,
    recovered,
)


def score(t: int, efficiency: float, separation: float, network: str = "a", labels: int = 0) -> Score:
    return Score(t, efficiency, 0.1, separation, 0.9, labels, 0.01 * t, network, 0.5)


def run(seed: int, efficiency: float, separation: float, networks: str = "aaaa", labels: int = 0) -> Run:
    first = score(0, 0.95, 0.3, networks[0])
    later = [score(t, efficiency, separation, networks[t], labels) for t in range(1, len(networks))]
    return Run(seed, (first, *later), replace(first, separation=0.3 + labels / 1000), 2.0)


def entry(name: str, *runs: Run) -> Entry:
    return Entry(Entrant(name), Settings(intervals=4), runs)


FROZEN = entry("frozen", run(1, 0.75, 0.40), run(2, 0.55, 0.50))
FULL = entry("full retrain", run(1, 0.95, 0.30, "abcd"), run(2, 0.95, 0.40, "abcd"))
MINE = entry("Mine", run(1, 0.90, 0.35, "abbc", 10), run(2, 1.00, 0.50, "aaab", 30))


def test_recovery_is_the_share_of_the_gap() -> None:
    """By hand: seed 1 loses 0.60, 0.40 and 0.30 beyond nothing; seed 2 0.90, 0.55 and 0.40."""
    table = measures([FROZEN, FULL, MINE]).set_index(["policy", "seed"])
    mine = table.loc["Mine"]
    assert mine["recovery"].tolist() == pytest.approx([(0.60 - 0.40) / (0.60 - 0.30), (0.90 - 0.55) / 0.50])
    assert mine["recovery_working_point"].tolist() == pytest.approx([0.15 / 0.20, 0.35 / 0.40])
    assert mine["recovery_separation"].tolist() == pytest.approx([0.5, 0.0], abs=1e-12)
    assert table.loc["frozen", "recovery"].tolist() == [0.0, 0.0]
    assert table.loc["full retrain", "recovery"].tolist() == pytest.approx([1.0, 1.0])
    assert mine["labels"].tolist() == [30, 90]
    assert mine["forgetting"].tolist() == pytest.approx([0.01, 0.03])
    assert mine["change"].tolist() == pytest.approx([0.02, 0.02])
    assert mine["efficiency"].tolist() == pytest.approx([0.90, 1.00]), "the interval 0 is not counted"


def test_the_weight_of_the_working_point() -> None:
    """At 1 the recovery of the board; at 0 that of the separation alone, 0.5 and 0 by seed."""
    three = [FROZEN, FULL, MINE]
    assert recovered(three, 1.0)["Mine"] == pytest.approx(
        leaderboard(three).set_index("policy").loc["Mine", "recovery"]
    )
    assert recovered(three, 0.0)["Mine"] == pytest.approx(0.25)


def test_no_gap_is_no_recovery() -> None:
    same = entry("full retrain", *FROZEN.runs)
    assert np.isnan(measures([FROZEN, same])["recovery"]).all()


def test_age_is_that_of_the_data_behind_a_network() -> None:
    """A network made for interval t has seen t - 1; one that stays grows older by one an interval."""
    assert ages(run(1, 0.9, 0.3, "aaaa")) == [0, 1, 2, 3]
    assert ages(run(1, 0.9, 0.3, "abcd")) == [0, 1, 1, 1]
    assert ages(run(1, 0.9, 0.3, "abbc")) == [0, 1, 2, 1]
    table = measures([FROZEN, FULL, MINE]).groupby("policy")["staleness"].mean()
    assert table.to_dict() == pytest.approx({"frozen": 2.0, "full retrain": 1.0, "Mine": (4 / 3 + 4 / 3) / 2})


def test_the_board_is_sorted_and_holds_bands_and_digests() -> None:
    board = leaderboard([FROZEN, MINE, FULL]).set_index("policy")
    assert board["rank"].to_dict() == {"full retrain": 1, "Mine": 2, "frozen": 3}
    for name in MEASURES:
        assert (board[f"{name}_low"] <= board[name] + 1e-12).all()
        assert (board[name] <= board[f"{name}_high"] + 1e-12).all()
    assert board.loc["Mine", "recovery_low"] == pytest.approx(2 / 3)
    assert board.loc["Mine", "digest"] == MINE.digest


def test_loss_is_background_plus_distance_from_the_working_point() -> None:
    """Too high an efficiency costs as much as too low a one."""
    table = course_of([MINE])
    rows = table[(table["seed"] == 2) & (table["interval"] == 1)]
    assert rows["loss"].item() == pytest.approx(0.50 + 0.05)


def test_what_can_not_be_compared() -> None:
    with pytest.raises(ChallengeError, match="no entry frozen and no full retrain: recovery is measured"):
        measures([MINE])
    with pytest.raises(ChallengeError, match="entries differ in seeds or settings"):
        measures([FROZEN, FULL, entry("Mine", run(1, 0.9, 0.3))])
    with pytest.raises(ChallengeError, match="Mine is entered 2 times: expected once"):
        measures([FROZEN, FULL, MINE, MINE])
