"""What the page on graph networks says and draws is what its tables hold."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.tracking.gnn import charts, sentences
from ecosystem_nb.tracking.gnn.exercises import EXERCISES
from ecosystem_nb.tracking.gnn.find import STAGES
from ecosystem_nb.tracking.gnn.networks import lineage
from ecosystem_nb.tracking.gnn.splits import TRAIN


def test_two_axes_keep_the_distances_of_what_lies_in_a_plane():
    """A rotation into a plane changes no distance, and the first axis has the larger spread."""
    rng = np.random.default_rng(0)
    flat = rng.normal(size=(40, 2)) * [5.0, 1.0]
    turn, _ = np.linalg.qr(rng.normal(size=(6, 6)))
    seen = charts.principal(np.pad(flat, ((0, 0), (0, 4))) @ turn)
    for pair in ((0, 1), (3, 17)):
        apart = [np.linalg.norm(one[pair[0]] - one[pair[1]]) for one in (flat, seen)]
        assert apart[0] == pytest.approx(apart[1])
    assert seen[:, 0].std() > seen[:, 1].std()


def record(power, pile_up=(0, 5, 10, 20)):
    """Hits grow as pile-up; the time of each of five stages as hits to a power, edges as their square."""
    rows = [
        {"pile_up": level, "hits": 100 * (level + 1), "graph": (level + 1) ** 2, "stage": stage,
         "time": 1.0 * (level + 1) ** power * (5 if stage == STAGES[3] else 1)}
        for level in pile_up for stage in STAGES
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_growth_is_that_of_a_power_law():
    assert sentences.growth(record(1.7)) == pytest.approx((1.7, 2.0))


def test_the_longest_stage_is_named_with_its_share():
    """Five of nine parts: 56 %; 9 * 21 ms at power 1."""
    said = sentences.time(record(1.0))
    assert "2,100 hits took 0.19 s" in said
    assert "56\N{NO-BREAK SPACE}% of it in the stage “interaction network”" in said


def test_wrong_pairs_are_counted_as_a_ratio():
    """From one pair in ten to one in a hundred: ten times rarer."""
    table = pd.DataFrame({"step": [1, 2], "auc": [0.9, 0.99]})
    assert "10 times rarer" in sentences.steps(table)


def test_the_worst_and_the_best_condition_are_told():
    table = pd.DataFrame(
        {"name": ["as trained", "a", "b"], "efficiency": [0.9, 0.5, 0.8], "fake_rate": [0.1, 0.4, 0.2]}
    )
    said = sentences.conditions(table, "as trained")
    assert said.index("best on b") < said.index("worst on a")


def test_each_wrong_answer_differs_from_the_right_one():
    for one in EXERCISES.values():
        values = [one.solution(), *(wrong.value() for wrong in one.wrong)]
        assert len({round(value, 6) for value in values}) == len(values)


def test_the_lineage_names_training_events_and_a_licence():
    noted = lineage()
    assert all(seed in TRAIN for seed in noted["training_seeds"])
    assert noted["licence"] == "CC-BY-4.0"
    assert max(noted["recipe"]["pile_ups"]) <= 30
