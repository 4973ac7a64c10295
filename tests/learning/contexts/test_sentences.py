"""What the page on four contexts says turns round with the numbers."""

import pandas as pd

from ecosystem_nb.learning.contexts import sentences
from ecosystem_nb.learning.contexts.fast import SimulationCard
from ecosystem_nb.learning.contexts.reconstruction import EnergyCard
from ecosystem_nb.learning.contexts.signal import Coverage
from ecosystem_nb.learning.contexts.study import AGED, CALIBRATED, REFERENCE, AnalysisCard
from ecosystem_nb.learning.contexts.trigger import TriggerCard


def triggers(aged: float, calibrated: float) -> dict[str, TriggerCard]:
    shares = {REFERENCE: 0.95, AGED: aged, CALIBRATED: calibrated}
    return {name: TriggerCard(one, 0.002, 30.0, 0.3, 40.0, 0.5) for name, one in shares.items()}


ENERGIES = {
    name: EnergyCard(response, 0.001, 0.02)
    for name, response in ((REFERENCE, 0.98), (AGED, 0.85), (CALIBRATED, 0.98))
}
OLD = AnalysisCard(0.1, 0.0, 0.2, Coverage(100, 0))
NEW = AnalysisCard(1.0, 0.9, 1.1, Coverage(100, 68))


def test_the_contexts_agree_only_if_the_trigger_is_helped_as_well() -> None:
    said = sentences.answer(triggers(0.80, 0.83), ENERGIES, OLD, NEW)
    assert said.startswith("No.")
    assert "only 20" in said
    assert sentences.answer(triggers(0.80, 0.80), ENERGIES, OLD, NEW).count("nothing") == 1
    assert sentences.answer(triggers(0.80, 0.95), ENERGIES, OLD, NEW).startswith("Here they nearly do.")


def test_a_change_within_its_error_is_none() -> None:
    assert "changes nothing" in sentences.trigger(triggers(0.80, 0.802))
    assert "gains 5.0" in sentences.trigger(triggers(0.80, 0.85))
    assert "loses another 5.0" in sentences.trigger(triggers(0.80, 0.75))


def test_an_overshoot_is_told_when_there_is_one() -> None:
    half = dict.fromkeys(ENERGIES, 32.0)
    assert "overshoots" not in sentences.reconstruction(ENERGIES, half)
    over = ENERGIES | {CALIBRATED: EnergyCard(1.02, 0.001, 0.03)}
    assert "overshoots" in sentences.reconstruction(over, half)


def test_a_classifier_that_sees_nothing_is_believed() -> None:
    rows = pd.DataFrame({"feature": ["a"], "ks": [0.01], "wasserstein": [0.02]})
    blind, seeing = SimulationCard(0.501, 0.005, rows), SimulationCard(0.8, 0.005, rows)
    assert "nor a classifier" in sentences.simulation(blind, seeing, blind)
    assert "ties between features" in sentences.simulation(seeing, seeing, blind)
    assert sentences.bias(0.95, 0.951, 0.002) == "For the trigger's efficiency it would do."
    assert "would not do" in sentences.bias(0.90, 0.95, 0.002)


def test_coverage_is_judged_within_three_errors() -> None:
    said = sentences.coverage({"good": Coverage(400, 270), "bad": Coverage(400, 100)})
    assert "1 of 2" in said
    assert said.endswith("not: bad.")
    assert "11 % wider" in sentences.analysis(
        NEW, OLD, AnalysisCard(1.0, 0.889, 1.111, NEW.coverage)
    ).replace("\u00a0", " ")
