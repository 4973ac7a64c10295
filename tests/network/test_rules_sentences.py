"""The sentences of both pages follow the numbers, also when a parameter turns them round."""

import pandas as pd

from ecosystem_nb.network import copy_sentences, lab_sentences
from ecosystem_nb.network.copy_cost import Cost
from ecosystem_nb.network.rules_parameters import OptimizerLab, ThirdPartyCopy

RESULT = pd.DataFrame(
    {
        "way": ["published", "AIMD"],
        "reached": [93.0, 98.0],
        "failed": [5.5, 1.7],
        "settled": [85.0, 70.0],
    }
)


def test_the_winner_is_named_and_the_published_rule_may_be_it() -> None:
    said = lab_sentences.ways(RESULT)
    assert said.startswith("AIMD reaches most, 98 %")
    assert "published rule 93 %" in said
    turned = RESULT.assign(reached=[99.0, 98.0])
    assert lab_sentences.ways(turned).startswith("The published rule reaches most, 99 %")
    assert "; AIMD reaches" in lab_sentences.answer(OptimizerLab(), RESULT, 0.75, 5.0, 2.0)
    assert "; AIMD reaches" not in lab_sentences.answer(OptimizerLab(), turned, 0.75, 5.0, 2.0)


def test_above_or_below_what_the_link_bears() -> None:
    used = pd.DataFrame({"rule": ["BAD"], "says": ["step down"], "share": [50.0]})
    assert "85 transfers, above the 80" in lab_sentences.edge(used, 85.0, 80.0)
    assert "70 transfers, at or below the 80" in lab_sentences.edge(used, 70.0, 80.0)


def test_one_step_and_two_steps() -> None:
    assert "costs 1 step in all" in lab_sentences.dead_band(OptimizerLab(), 0.5, 1)
    assert "costs 2 steps in all" in lab_sentences.dead_band(OptimizerLab(), 0.5, 2)


def test_the_fairest_is_the_one_with_the_largest_share() -> None:
    said = lab_sentences.newcomers(pd.Series({"published": 2.0, "climb": 45.0, "AIMD": 36.0}))
    assert said.endswith("the fairest is climb with 45 %.")


def test_cases_in_which_the_published_rule_is_ahead_are_counted() -> None:
    table = pd.DataFrame({"change": ["a", "b"], "published": [99.0, 90.0], "fixed": [80.0, 95.0]})
    said = lab_sentences.sensitivity(table)
    assert "most in 1 of 2 cases" in said
    assert "moves by 15 points" in said
    assert said.endswith("published rule by 9.")


def test_plays_are_counted() -> None:
    plays = pd.DataFrame(
        {
            "said": ["done, both", "NotVerified: x", "CopyFailed: y", "MarkerError: z"],
            "stored": [8.0, 8.0, 4.0, 0.0],
        }
    )
    assert copy_sentences.count(plays) == {"plays": 4, "done": 1, "left": 2, "called": 1}
    assert copy_sentences.faults(plays).startswith("All 4 were answered 201, 1 is done. 2 of the failed")


def test_where_the_time_goes() -> None:
    said = copy_sentences.cost(ThirdPartyCopy(), 91.0, Cost(1.1, 0.9, 6.0))
    assert "takes 8.0 s: 1.1 s of asking, 0.9 s lost to slow start, 6.0 s of data" in said
    cases = {"as above": 75.0, "no checksums": 81.0, "connections kept open": 83.0}
    assert "6 points" in copy_sentences.sensitivity(cases)
    assert "save 8, more than" in copy_sentences.sensitivity(cases)
    assert "no more than" in copy_sentences.sensitivity(cases | {"no checksums": 90.0})
