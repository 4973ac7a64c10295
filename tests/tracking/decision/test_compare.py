"""The comparison asks every finder for the same, on the same events."""

import numpy as np
import pandas as pd
import pytest

from ecosystem_nb.tracking.decision import sentences
from ecosystem_nb.tracking.decision.compare import PLAIN, compare, conditions
from ecosystem_nb.tracking.decision.finders import FINDERS, chosen
from ecosystem_nb.tracking.events.setup import Setup
from ecosystem_nb.tracking.scoring.truth import Selection
from ecosystem_nb.tracking.tracks import Tracks


def true_tracks(event, detector, pt_min):
    owner = np.asarray(event.hits.particle)
    lists = [np.flatnonzero(owner == one).tolist() for one in range(len(event.particles))]
    return Tracks.of([one for one in lists if one])


def every_second(event, detector, pt_min):
    made = true_tracks(event, detector, pt_min)
    return Tracks.of(
        [made.hits[a:b].tolist() for a, b in list(zip(made.offsets, made.offsets[1:], strict=False))[::2]]
    )


def test_the_truth_finds_all_and_half_of_it_half():
    kinds = {"a": Setup.muons(40), "b": Setup.muons(80)}
    made = compare({"true": true_tracks, "half": every_second}, kinds, [1, 2], Selection(pt_min=1.0))
    assert made["kind"].tolist() == ["a", "a", "b", "b"]
    by = made.set_index(["kind", "finder"])
    assert (by.xs("true", level="finder")["efficiency"] == 1.0).all()
    assert by.loc[("b", "half"), "efficiency"] == pytest.approx(0.5, abs=0.01)
    assert (made["fakes"] == 0.0).all()
    assert (
        by.loc[("b", "true"), "particles"] == by.loc[("b", "half"), "particles"] == pytest.approx(160, abs=8)
    )


def test_each_hard_kind_changes_one_thing():
    plain = Setup(pile_up=10.0)
    kinds = conditions(plain)
    assert kinds.pop(PLAIN) is plain
    for setup in kinds.values():
        assert setup != plain
        assert setup.pile_up == plain.pile_up


def test_finders_go_by_name():
    assert chosen("all") == FINDERS
    name = next(iter(FINDERS))
    assert chosen(f" {name} ") == {name: FINDERS[name]}
    with pytest.raises(ValueError, match="finder = 'magic': expected all, or some of"):
        chosen("magic")


def test_exponents_are_those_of_a_power_law():
    hits = np.array([10.0, 100.0, 1000.0])
    table = pd.DataFrame({"finder": "x", "pile_up": [25, 50, 100], "hits": hits, "time": 3 * hits**1.5})
    assert sentences.grown(table) == pytest.approx({"x": 1.5})


def test_robustness_is_the_worst_of_the_hard_over_the_plain():
    table = pd.DataFrame(
        {"finder": "x", "kind": [PLAIN, "one", "two"], "efficiency": [0.8, 0.6, 0.7]},
    )
    row = sentences.worst(table).iloc[0]
    assert row["robustness"] == pytest.approx(0.75)
    assert row["kind"] == "one"


def test_pairs_take_the_fastest_and_the_best_of_acts():
    table = pd.DataFrame(
        {
            "muons": 4,
            "pt_min": 1.0,
            "finder": ["ACTS 1", "ACTS 2", sentences.OURS],
            "time": [100.0, 300.0, 10.0],
            "efficiency": [0.90, 0.99, 0.95],
            "fakes": 0.0,
        }
    )
    row = sentences.paired(table).iloc[0]
    assert row["ratio"] == 10.0
    assert row["best_efficiency"] == 0.99
    said = sentences.beside(sentences.paired(table))
    assert "0.1 of the time" in said
    assert "up to 4.0" in said


def test_the_longest_tail_is_named_whatever_the_median():
    slow = pd.DataFrame(
        [
            ("quick", "plain", 10.0, 20.0, 30.0, 40.0),
            ("slow", "plain", 100.0, 110.0, 120.0, 130.0),
            ("quick", "dense jets", 10.0, 30.0, 50.0, 125.0),
        ],
        columns=["finder", "kind", "median", "p95", "p99", "worst"],
    )
    said = sentences.tails(slow)
    assert "1.2 times the median of its kind or more with slow (plain)" in said
    assert "5.0 times with quick (dense jets)" in said
    assert said.endswith("the slowest of all takes 130 ms, with slow (plain).")
