"""A tiny pretraining: it learns, it can be repeated, its weights are kept and checked."""

from dataclasses import replace

import numpy as np
import pytest
from tests.learning.foundation.conftest import SMALL, TINY

from ecosystem_nb.learning.calorimeter.conditions import Conditions
from ecosystem_nb.learning.calorimeter.simulate import simulate
from ecosystem_nb.learning.foundation import files
from ecosystem_nb.learning.foundation.cells import cells
from ecosystem_nb.learning.foundation.pretrain import events, lineage, masks, pace, pretrain
from ecosystem_nb.learning.foundation.recipe import Recipe
from ecosystem_nb.learning.foundation.shapes import Shapes, first
from ecosystem_nb.learning.foundation.tune import Tuning, scores, tune
from ecosystem_nb.learning.model.quality import auc


def test_the_loss_falls_below_what_the_mean_would_cost(tiny):
    """Cells are in units of their spread: who always guesses the mean pays 1."""
    assert np.mean(tiny.losses[:5]) > 1.0
    assert np.mean(tiny.losses[-20:]) < 0.95


def test_the_same_recipe_gives_the_same_bits_and_another_seed_others(tiny):
    short = replace(TINY, events=128, epochs=1)
    made = [files.digest(pretrain(one).weights) for one in (short, short, replace(short, seed=1))]
    assert made[0] == made[1] != made[2]


def test_no_label_is_seen(tiny):
    """The head stays where it started: it says nothing."""
    assert not tiny.weights["class.w"].any()
    assert not tiny.weights["class.b"].any()


def test_mean_and_spread_are_those_of_the_events(tiny):
    x = events(TINY)
    np.testing.assert_allclose(tiny.weights["mean"], x.mean(axis=0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(tiny.weights["scale"], x.std(axis=0), rtol=1e-3, atol=1e-5)


def test_the_conditions_fill_their_ranges():
    states = list(Recipe(conditions=300).states())
    pile_up, dose = np.array([one.pile_up for one in states]), np.array([one.dose for one in states])
    assert 30 <= pile_up.min() < 40
    assert 190 < pile_up.max() <= 200
    assert pile_up.mean() == pytest.approx(115, abs=3 * 170 / np.sqrt(12 * 300))
    assert 0 <= dose.min() < 0.05 < 0.95 < dose.max() <= 1
    assert 0.4 < np.mean([one.dead_towers > 0 for one in states]) < 0.6
    assert max(one.dead_towers for one in states) <= 0.06
    assert 0.1 < np.mean([one.calibration.scale != 1 for one in states]) < 0.3
    assert all(0 <= one.dose - one.calibration.dose <= 0.3 or one.calibration.dose == 0 for one in states)


def test_masks_hide_the_share_that_is_asked_for():
    hidden = masks(2000, 0.4, np.random.default_rng(1))
    assert set(np.unique(hidden)) == {0.0, 1.0}
    assert hidden.mean() == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / hidden.size))


def test_the_pace_rises_then_falls_to_nothing():
    assert pace(0.0) < 0.1 < 0.9 < pace(0.06)
    assert pace(1.0) == pytest.approx(0.0, abs=1e-12)
    assert pace(0.5) == pytest.approx(0.5)


def test_lineage_names_what_the_weights_depend_on(tiny):
    kept = lineage(TINY, tiny, 90.0)
    assert kept["weights"] == files.digest(tiny.weights)
    assert kept["recipe_digest"] == TINY.digest != replace(TINY, masked=0.5).digest
    assert (kept["events"], kept["labels"], kept["cpu_minutes"]) == (2048, 0, 1.5)
    assert {"torch", "numpy"} <= set(kept["versions"])


def test_weights_come_back_and_strangers_are_refused(tiny):
    content = files.to_safetensors(tiny.weights)
    assert content == files.to_safetensors(dict(reversed(tiny.weights.items())))
    assert files.digest(files.from_safetensors(content, SMALL)) == files.digest(tiny.weights)
    with pytest.raises(ValueError, match=r"weights of 40 bytes are corrupt: expected safetensors"):
        files.from_safetensors(content[:40], SMALL)
    with pytest.raises(ValueError, match=r"weights hold \(18, 16\) for patch.w: expected \(18, 32\)"):
        files.from_safetensors(content, Shapes())


def test_the_shipped_weights_are_those_of_their_lineage():
    told = files.lineage()
    shapes = Shapes(**told["recipe"]["shapes"])
    assert files.digest(files.pretrained()) == told["weights"]
    assert shapes.parameters == told["parameters"]
    today = Recipe()
    assert told["recipe_digest"] == today.digest, "the recipe changed: run make pretrain"


def test_a_changed_weight_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "FOLDER", tmp_path)  # absolute: wins over the root
    files.lineage.cache_clear()
    files.pretrained.cache_clear()
    with pytest.raises(FileNotFoundError, match="make pretrain writes it"):
        files.lineage()
    wrong = first(SMALL, np.random.default_rng(0))
    (tmp_path / "weights.safetensors").write_bytes(files.to_safetensors(wrong))
    kept = '{"weights": "00", "recipe": {"shapes": {"width": 16, "heads": 2, "blocks": 1, "hidden": 16}}}'
    (tmp_path / "lineage.json").write_text(kept)
    with pytest.raises(ValueError, match=r"not those of lineage.json: run make pretrain"):
        files.pretrained()
    files.lineage.cache_clear()


def test_fine_tuning_learns_and_repeats(tiny):
    events_ = simulate(Conditions(pile_up=100), 1500, seed=9)
    x, y = cells(events_), events_.electron
    how = Tuning(passes=3000)
    made = [tune(tiny.weights, SMALL, x[:750], y[:750], seed=0, tuning=how) for _ in range(2)]
    assert files.digest(made[0]) == files.digest(made[1])
    assert auc(scores(made[0], SMALL, x[750:]), y[750:]) > 0.65
    assert {name for name in tiny.weights if name.startswith("guess")} <= {
        name for name in made[0] if np.array_equal(made[0][name], tiny.weights[name])
    }


def test_the_head_alone_leaves_the_body(tiny):
    events_ = simulate(Conditions(), 64, seed=9)
    made = tune(tiny.weights, SMALL, cells(events_), events_.electron, seed=0, tuning=Tuning(rate=0.0))
    changed = {name for name in made if not np.array_equal(made[name], tiny.weights[name])}
    assert changed == {"class.w", "class.b"}


@pytest.mark.parametrize(("labels", "epochs"), [(10, 12), (3000, 8), (100_000, 8)])
def test_few_labels_are_seen_often(labels, epochs):
    assert Tuning(passes=24_000).epochs(labels) == epochs


def test_bad_input_is_refused(tiny):
    x = np.zeros((4, 57), dtype=np.float32)
    with pytest.raises(ValueError, match=r"cells of shape \(4, 57\) with 4 labels: expected \(N, 58\)"):
        tune(tiny.weights, SMALL, x, np.ones(4, dtype=bool), seed=0)
    with pytest.raises(ValueError, match=r"epochs = 0 is out of range: expected at least 1"):
        Recipe(epochs=0)
