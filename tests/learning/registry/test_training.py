"""A version trained again from its lineage alone is the same, bit for bit."""

import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.learning.registry.killing import in_a_process

from ecosystem_nb.learning.calorimeter.conditions import Calibration, Conditions
from ecosystem_nb.learning.calorimeter.simulate import simulate
from ecosystem_nb.learning.model.features import features
from ecosystem_nb.learning.model.files import from_onnx
from ecosystem_nb.learning.model.train import Recipe, train
from ecosystem_nb.learning.quantised.network import Bits
from ecosystem_nb.learning.registry import training
from ecosystem_nb.learning.registry.errors import NotPromoted, RegistryError
from ecosystem_nb.learning.registry.gate import Bounds
from ecosystem_nb.learning.registry.lineage import of_arrays
from ecosystem_nb.learning.registry.store import Registry
from ecosystem_nb.learning.registry.training import Plan, register, replay, through_gate, trained
from ecosystem_nb.learning.registry.trigger import in_integers
from ecosystem_nb.learning.timeline.intervals import Interval

TINY = Recipe(hidden=(8,), epochs=1)
FIRST = Plan(Interval(0, 4), events=400, recipe=TINY, seed=3)
LOOSE = Bounds(efficiency=0.5, background=1.0, response=0.2)


@pytest.fixture
def registry(empty: Path, tmp_path: Path) -> Registry:
    shutil.copytree(empty, tmp_path / "registry")
    return Registry(tmp_path / "registry")


def test_parent_and_child_replay(registry: Registry) -> None:
    aged = Conditions(pile_up=100, dose=0.8, calibration=Calibration(0.8, 4, 8))
    second = replace(FIRST, interval=Interval(4, 8), conditions=aged, parent=1, bits=Bits(9, (6, 5), 7))
    assert (register(FIRST, registry, LOOSE), register(second, registry, LOOSE)) == (1, 2)
    assert registry.version(2).lineage.parent == 1
    assert Plan.from_json(registry.version(2).lineage.plan) == second
    report = registry.version(2).report
    assert [one.value for one in report.checks if one.name == "events compared"] == [10_000]
    assert [one.value for one in report.checks if one.name.startswith("wrong outputs")] == [0]
    events = simulate(aged, second.events, second.data_seed)
    assert registry.version(2).lineage.data == of_arrays(features(events), events.electron)
    again = in_integers(from_onnx(registry.load(2)), features(events), second.bits)
    assert registry.version(2).lineage.integers == again.digest
    found = replay(registry, 2)
    assert all(found.same.values())
    assert str(found).startswith("version 2 trained again: the same model")


def test_another_seed_is_another_model(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    register(FIRST, registry, LOOSE)
    monkeypatch.setattr(training, "train", lambda *given, seed, **more: train(*given, seed=seed + 1, **more))
    found = replay(registry, 1)
    assert not found.agrees
    assert found.same["data"]
    assert "another model" in str(found)


def test_the_threshold_keeps_what_the_plan_says() -> None:
    """On the events it was chosen on, exactly; on those of the gate, within the spread of a binomial."""
    plan = replace(FIRST, events=2000)
    report = through_gate(trained(plan), LOOSE)
    (efficiency,) = [one.value for one in report.checks if one.name == "efficiency"]
    assert efficiency == pytest.approx(0.95, abs=4 * np.sqrt(2 * 0.95 * 0.05 / 1000))


def test_an_old_calibration_fails_the_gate_by_its_response(registry: Registry) -> None:
    """A detector at dose 0.8, read as at 0.2, shows too little energy, whatever the model does."""
    old = replace(FIRST, conditions=Conditions(dose=0.8, calibration=Calibration(0.2)))
    number = register(old, registry, replace(LOOSE, response=0.05))
    assert [one.name for one in registry.version(number).report.failed] == ["energy scale error"]
    with pytest.raises(NotPromoted, match="it failed energy scale error = "):
        registry.promote(number, seen=None)


def test_a_calibration_that_does_not_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="has a calibration that holds from 0 to 3"):
        replace(FIRST, conditions=Conditions(calibration=Calibration(0.2, 0, 3)))


def test_a_child_needs_its_parent(registry: Registry) -> None:
    with pytest.raises(RegistryError, match="plan with parent 1: expected its network"):
        trained(replace(FIRST, parent=1))
    with pytest.raises(RegistryError, match="no version 1: expected one of none"):
        register(replace(FIRST, parent=1), registry, LOOSE)


def test_killed_while_training(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written before the training and the gate are done."""

    def killed(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    register(FIRST, registry, LOOSE)
    registry.promote(1, seen=None)
    for step in ("train", "judge"):
        with monkeypatch.context() as patched:
            patched.setattr(training, step, killed)
            assert in_a_process(lambda: register(replace(FIRST, seed=4), registry, LOOSE)) == -signal.SIGKILL
        after = Registry(registry.folder)
        assert (after.aliases(), len(after.versions())) == ({"production": 1}, 1)
        assert after.faults() == []
        assert after.left_over() == []


def test_a_plan_of_another_version_of_the_book_is_told() -> None:
    kept = FIRST.as_json()
    assert Plan.from_json(kept) == FIRST
    for other in ({k: v for k, v in kept.items() if k != "bits"}, kept | {"colour": "red"}):
        with pytest.raises(
            RegistryError, match=r"the plan can't be read .*: another version of this book wrote"
        ):
            Plan.from_json(other)
