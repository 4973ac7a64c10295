"""The sentences of the laboratory follow the numbers, also when a parameter turns them round."""

import pandas as pd

from ecosystem_nb.network.lab import sentences
from ecosystem_nb.network.lab.parameters import OptimizerLab

RESULT = pd.DataFrame(
    {
        "way": ["published", "AIMD"],
        "reached": [93.0, 98.0],
        "failed": [5.5, 1.7],
        "settled": [85.0, 70.0],
    }
)


def test_the_winner_is_named_and_the_published_rule_may_be_it() -> None:
    said = sentences.ways(RESULT)
    assert said.startswith("AIMD reaches most, 98 %")
    assert "published rule 93 %" in said
    turned = RESULT.assign(reached=[99.0, 98.0])
    assert sentences.ways(turned).startswith("The published rule reaches most, 99 %")
    assert "; AIMD reaches" in sentences.answer(OptimizerLab(), RESULT, 0.75, 5.0, 2.0)
    assert "; AIMD reaches" not in sentences.answer(OptimizerLab(), turned, 0.75, 5.0, 2.0)


def test_above_or_below_what_the_link_bears() -> None:
    used = pd.DataFrame({"rule": ["BAD"], "says": ["step down"], "share": [50.0]})
    assert "85 transfers, above the 80" in sentences.edge(used, 85.0, 80.0)
    assert "70 transfers, at or below the 80" in sentences.edge(used, 70.0, 80.0)


def test_one_step_and_two_steps() -> None:
    assert "costs 1 step in all" in sentences.dead_band(OptimizerLab(), 0.5, 1)
    assert "costs 2 steps in all" in sentences.dead_band(OptimizerLab(), 0.5, 2)


def test_the_fairest_is_the_one_with_the_largest_share() -> None:
    said = sentences.newcomers(pd.Series({"published": 2.0, "climb": 45.0, "AIMD": 36.0}))
    assert said.endswith("the fairest is climb with 45 %.")


def test_cases_in_which_the_published_rule_is_ahead_are_counted() -> None:
    table = pd.DataFrame({"change": ["a", "b"], "published": [99.0, 90.0], "fixed": [80.0, 95.0]})
    said = sentences.sensitivity(table)
    assert "most in 1 of 2 cases" in said
    assert "moves by 15 points" in said
    assert said.endswith("published rule by 9.")
