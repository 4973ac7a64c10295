"""The contest: same events for all, curves read off by hand, sentences that follow the numbers."""

import math

import numpy as np
import pandas as pd
import pytest
from tests.learning.foundation.conftest import SMALL

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.foundation import contest, sentences
from ecosystem_nb.learning.foundation.charts import efficiency
from ecosystem_nb.learning.foundation.contest import FROZEN, FULL, PRETRAINED, RAW, TUNED, WAYS
from ecosystem_nb.learning.foundation.curves import curves, labels_to_reach, line, overtakes
from ecosystem_nb.learning.foundation.guesses import RINGS, explained, guess, pictures
from ecosystem_nb.learning.foundation.tune import Tuning
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.train import Recipe, train


@pytest.fixture(scope="module")
def arena():
    return contest.Arena.made("here", Conditions(pile_up=90), labels=300, test=1000, seed=3)


@pytest.fixture(scope="module")
def entrants(tiny, arena):
    network = train(features(arena.test), arena.test.electron, seed=0, recipe=Recipe((8,), epochs=2))
    return contest.Entrants(tiny.weights, SMALL, network, Tuning(passes=300, least_epochs=1))


def test_pool_and_test_are_different_events_of_the_same_kind(arena):
    assert (len(arena.pool), len(arena.test)) == (300, 1000)
    assert not np.isin(arena.test.energy, arena.pool.energy).any()


def test_every_way_competes_and_the_contest_repeats(arena, entrants):
    rows = [list(contest.contest(arena, entrants, labels=(100,), seeds=(4,))) for _ in range(2)]
    assert rows[0] == rows[1]
    assert tuple(row.way for row in rows[0]) == WAYS
    assert all(0.4 < row.auc < 1 for row in rows[0])
    other = list(contest.contest(arena, entrants, labels=(100,), seeds=(5,), ways=(PRETRAINED, RAW)))
    assert [row.auc for row in other] != [row.auc for row in rows[0][:2]]


def test_the_transformer_from_scratch_knows_only_mean_and_spread(arena, entrants):
    """Other pretrained weights leave it as it is; those of the pretrained one move it."""
    fixed = {name: entrants.weights[name] for name in ("mean", "scale")}
    twice = {name: 2 * one for name, one in entrants.weights.items()} | fixed
    changed = contest.Entrants(twice, SMALL, entrants.network, entrants.tuning)
    results = [
        {
            row.way: row.auc
            for row in contest.contest(arena, one, labels=(50,), seeds=(0,), ways=(PRETRAINED, RAW))
        }
        for one in (entrants, changed)
    ]
    assert results[0][RAW] == results[1][RAW]
    assert results[0][PRETRAINED] != results[1][PRETRAINED]


def test_what_cannot_be_asked_is_refused(arena, entrants):
    with pytest.raises(ValueError, match=r"labels = 400 is out of range: expected at most 300 events"):
        next(contest.contest(arena, entrants, labels=(400,)))
    with pytest.raises(ValueError, match=r"way 'magic' is unknown: expected one of cells, pretrained"):
        next(contest.contest(arena, entrants, labels=(100,), ways=("magic",)))


def test_bounds_are_doing_nothing_and_all_labels(arena, entrants):
    frozen, full = contest.bounds(arena, entrants)
    assert (frozen.way, frozen.labels, full.way, full.labels) == (FROZEN, 0, FULL, 300)


MADE = pd.DataFrame(
    [
        ("inside", FROZEN, 0, 0, 0.70),
        ("inside", FULL, 16384, 0, 0.90),
        *(("inside", PRETRAINED, n, s, a) for n, a in ((100, 0.76), (1000, 0.80)) for s in (0, 1)),
        *(("inside", RAW, n, s, a) for n, a in ((100, 0.60), (1000, 0.70), (10_000, 0.90)) for s in (0, 1)),
        ("inside", TUNED, 100, 0, 0.77),
        ("inside", TUNED, 100, 1, 0.79),
        ("inside", TUNED, 1000, 0, 0.80),
    ],
    columns=["state", "way", "labels", "seed", "auc"],
)


def test_curves_are_means_and_bands():
    table = curves(MADE).set_index(["way", "labels"])
    assert tuple(table.loc[(TUNED, 100), ["auc", "low", "high"]]) == pytest.approx((0.78, 0.77, 0.79))
    assert FROZEN not in table.index.get_level_values("way")


def test_labels_are_read_off_on_a_straight_line_in_their_logarithm():
    """0.80 is half of the way from 0.70 at 1000 to 0.90 at 10 000: half a decade."""
    raw = line(curves(MADE), "inside", RAW)
    assert labels_to_reach(raw, 0.80) == pytest.approx(1000 * math.sqrt(10), rel=1e-6)
    assert labels_to_reach(raw, 0.95) == math.inf
    assert labels_to_reach(raw, 0.50) == 100


def test_who_overtakes_must_stay_ahead():
    def table(ours, theirs):
        rows = [("s", way, n, a) for way, one in (("a", ours), ("b", theirs)) for n, a in one.items()]
        return pd.DataFrame(rows, columns=["state", "way", "labels", "auc"])

    flat = {100: 0.5, 1000: 0.5, 10_000: 0.5}
    assert overtakes(table({100: 0.4, 1000: 0.6, 10_000: 0.6}, flat), "s", "a", "b") == 1000
    assert overtakes(table({100: 0.6, 1000: 0.4, 10_000: 0.6}, flat), "s", "a", "b") == 10_000
    assert overtakes(table({100: 0.6, 1000: 0.6, 10_000: 0.4}, flat), "s", "a", "b") == math.inf
    assert overtakes(table({100: 0.6, 1000: 0.6, 10_000: 0.6}, flat), "s", "a", "b") == 100
    with pytest.raises(ValueError, match="no results of 'c' in state 's'"):
        line(table(flat, flat), "s", "c")


def test_sentences_follow_the_numbers():
    table = curves(MADE)
    said = sentences.saving(table, "inside")
    assert "reaches with 3,200: the pretraining is worth 68% of the labels" in said
    said = sentences.against(table, "inside", TUNED, "it")
    assert said == "It equals it from 1,000 labels on; with 100 it is 0.020 below."
    worse = table.assign(auc=table["auc"].where(table["way"] != PRETRAINED, 0.5))
    assert "gains nothing" in sentences.saving(worse, "inside")
    said = sentences.against(worse, "inside", TUNED, "it")
    assert said.startswith("It never equals it within 1,000 labels")
    best = table.assign(auc=table["auc"].where(table["way"] != PRETRAINED, 0.95))
    assert "does not reach with 10,000" in sentences.saving(best, "inside")
    assert "ahead of it at every" in sentences.against(best, "inside", TUNED, "it")


def test_doing_nothing_is_judged_too():
    """The old network stands at 0.70 and the best at 0.90; fine-tuned it has 0.78 with 100 labels already."""
    said = sentences.ends(MADE, curves(MADE), "inside")
    assert said.startswith("Doing nothing costs 0.200: 0.700 against 0.900")
    assert said.endswith("pays with any number of labels.")
    high = MADE.assign(auc=MADE["auc"].where(MADE["way"] != FROZEN, 0.79))
    assert "pays from about 320 labels on, and harms it with fewer" in sentences.ends(
        high, curves(high), "inside"
    )
    high = MADE.assign(auc=MADE["auc"].where(MADE["way"] != FROZEN, 0.899))
    said = sentences.ends(high, curves(high), "inside")
    assert said.startswith("Doing nothing costs next to nothing")
    assert said.endswith("does not pay within the labels that were tried.")


@pytest.mark.parametrize(
    ("ours", "raw", "theirs", "said"),
    [
        (0.85, 0.80, 0.80, ("gains 0.050", "ahead of")),
        (0.80, 0.85, 0.90, ("loses 0.050", "behind")),
        (0.80, 0.801, 0.801, ("makes no difference", "level with")),
    ],
)
def test_the_live_result_is_said_as_it_is(ours, raw, theirs, said):
    told = sentences.live(ours, raw, theirs, 500)
    assert all(one in told for one in said)


def test_groups_of_cells_are_rings_and_towers():
    assert np.bincount(RINGS).tolist() == [1, 8, 16, 24, 1, 8]
    assert RINGS[24] == 0
    assert RINGS[49 + 4] == 4


def test_guessing_the_mean_explains_nothing_and_only_hidden_cells_count():
    x = np.random.default_rng(1).normal(size=(400, 58)).astype(np.float32)
    hidden = np.zeros_like(x)
    hidden[:200] = 1.0
    mean = np.broadcast_to(x.mean(axis=0), x.shape)
    assert explained(x, mean, hidden)["share"].to_numpy() == pytest.approx(0.0, abs=1e-6)
    half = mean + 0.5 * (x - mean)
    half[200:] = 99.0
    assert explained(x, half, hidden)["share"].to_numpy() == pytest.approx(0.75, abs=1e-6)


def test_pictures_keep_what_is_open_and_fill_what_is_hidden(tiny, arena):
    x = np.asarray(contest.cells(arena.test)[:2])
    hidden = np.zeros_like(x)
    hidden[:, 24] = 1.0
    made = guess(tiny.weights, SMALL, x, hidden)
    rows = pictures(x, made, hidden, ("one", "two")).set_index(["event", "view", "row", "column"])["energy"]
    assert np.isnan(rows["one", "seen", 3, 3])
    energy = max(float(arena.test.crystals[0, 3, 3]), 0.01)
    assert rows["one", "true", 3, 3] == pytest.approx(energy, rel=1e-4)
    assert rows["one", "guessed", 2, 3] == rows["one", "true", 2, 3]
    assert rows["one", "guessed", 3, 3] != rows["one", "true", 3, 3]


def test_the_chart_holds_every_way():
    table = curves(MADE)
    spec = efficiency(table, MADE[MADE["way"].isin([FROZEN, FULL])], "inside").to_dict()
    drawn = {row["way"] for rows in spec["datasets"].values() for row in rows}
    assert drawn == {PRETRAINED, RAW, TUNED, FROZEN, FULL}
